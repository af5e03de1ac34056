/** Who may do what: every route names one right, and this is the one place that decides it. */

export type ProgrammeRole = 'admin' | 'organiser' | 'guidance'
export type TopicRole = 'lead' | 'investigator' | 'analyst' | 'leader'

/** The person behind a request, or null for a respondent or a visitor. */
export interface Viewer {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly roles: readonly ProgrammeRole[]
  readonly mustChangePassword: boolean
}

/**
 * `public`: anyone. `signedIn`: any person with an account. `admin`: runs the system, no right to answers.
 * `people`: admin or organiser, who look after accounts and see the log of rights.
 * `organise`: sets up programme, units, people and topics. `overview`: organiser or 指导组 (read-only).
 * Rights on a topic: `topic.view` see it; `topic.manage` change it, its forms and collections;
 * `topic.collect` fill forms as an investigator; `topic.enter` enter and compare what was written on paper; `topic.summary` read figures; `topic.analyse` read rows,
 * unsuppressed figures, tests and exports; `topic.instruct` write an instruction (批示) on the summary;
 * `topic.personal` read personal answers (each reading is logged).
 */
export type Right =
  | 'public'
  | 'signedIn'
  | 'admin'
  | 'people'
  | 'organise'
  | 'overview'
  | 'topic.view'
  | 'topic.manage'
  | 'topic.collect'
  | 'topic.enter'
  | 'topic.summary'
  | 'topic.instruct'
  | 'topic.analyse'
  | 'topic.personal'

/** Topic roles are those the person holds on the topic in question; none for a route without a topic. */
export function allowed(right: Right, viewer: Viewer | null, topicRoles: readonly TopicRole[]): boolean {
  if (right === 'public') return true
  if (!viewer) return false
  const organiser = viewer.roles.includes('organiser')
  const on = (...roles: TopicRole[]) => roles.some((role) => topicRoles.includes(role))
  switch (right) {
    case 'signedIn':
      return true
    case 'admin':
      return viewer.roles.includes('admin')
    case 'people':
      return organiser || viewer.roles.includes('admin')
    case 'organise':
      return organiser
    case 'overview':
      return organiser || viewer.roles.includes('guidance')
    case 'topic.view':
      return organiser || viewer.roles.includes('guidance') || topicRoles.length > 0
    case 'topic.manage':
      return organiser || on('lead')
    case 'topic.collect':
      return on('lead', 'investigator')
    case 'topic.enter':
      return organiser || on('lead', 'investigator')
    case 'topic.summary':
      return organiser || viewer.roles.includes('guidance') || on('lead', 'analyst', 'leader')
    case 'topic.analyse':
      return organiser || on('lead', 'analyst')
    case 'topic.instruct':
      return on('leader')
    case 'topic.personal':
      return on('lead', 'analyst')
  }
}
