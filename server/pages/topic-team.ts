/** Who works on a topic, and as what. */

import { createHash } from 'node:crypto'
import { allowed, type TopicRole } from '../access/rights.ts'
import { line, several, type FieldError } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { topicBreadcrumb, topicOfVisit, topicTabs } from './topics/tabs.ts'
import { nameWithUnit } from './topics/topic-form.ts'

const teamRoles = ['lead', 'investigator', 'analyst', 'leader'] as const satisfies readonly TopicRole[]

type Team = readonly { readonly personId: string; readonly role: TopicRole }[]

export const topicTeamPage: Page = {
  path: '/topics/:topic/team',
  right: 'topic.view',
  postRight: 'topic.manage',
  get: (visit) => team(visit),
  post: async (visit) => {
    const { store, t, viewer } = visit
    const topic = await topicOfVisit(visit)
    const standing = await store.topics.team(topic.id)
    if (line(visit, 'was', 64) !== stampOf(standing)) {
      return team(visit, [{ field: '', words: t.topics.teamChanged }])
    }
    const kept = [...new Set(standing.map(({ personId }) => personId))].flatMap((personId) =>
      rolesIn(visit, `role-${personId}`).map((role) => ({ personId, role })),
    )
    const added = line(visit, 'person', 40)
    const roles = rolesIn(visit, 'newRoles')
    const errors = await addErrors(visit, added, roles)
    if (errors.length > 0) return team(visit, errors)
    const more = added === '' ? [] : roles.map((role) => ({ personId: added, role }))
    const unique = more.filter(
      ({ personId, role }) => !kept.some((one) => one.personId === personId && one.role === role),
    )
    await store.topics.setTeam(topic.id, [...kept, ...unique], viewer?.id ?? null)
    return redirect(`/topics/${topic.id}/team`, t.topics.teamSaved)
  },
}

function rolesIn(visit: Visit, name: string): readonly TopicRole[] {
  const words = several(visit, name)
  return teamRoles.filter((role) => words.includes(role))
}

async function addErrors(
  { store, t }: Visit,
  personId: string,
  roles: readonly TopicRole[],
): Promise<readonly FieldError[]> {
  if (personId === '') return roles.length > 0 ? [{ field: 'person', words: t.topics.teamAddMissing }] : []
  const person = await store.people.find(personId)
  if (!person?.active) return [{ field: 'person', words: t.topics.teamAddMissing }]
  return roles.length === 0 ? [{ field: 'newRoles', words: t.topics.teamAddRole }] : []
}

/** Tells whether the team is still the one that was on the screen. */
function stampOf(team: Team): string {
  const words = team.map(({ personId, role }) => `${personId} ${role}`).toSorted()
  return createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 32)
}

async function team(visit: Visit, errors: readonly FieldError[] = []): Promise<Reply> {
  const { store, t, viewer, topicRoles } = visit
  const topic = await topicOfVisit(visit)
  const [standing, people, tree] = await Promise.all([
    store.topics.team(topic.id),
    store.people.all(),
    store.units.tree(),
  ])
  const units = new Map(tree.map(({ id, name }) => [id, name]))
  const unitOf = new Map(people.map(({ id, unitId }) => [id, units.get(unitId ?? '') ?? '']))
  const members = [...new Map(standing.map(({ personId, name }) => [personId, name]))].map(([id, name]) => ({
    id,
    name,
    unit: unitOf.get(id) ?? '',
    roles: teamRoles.map((role) => ({
      role,
      label: t.common.role[role],
      held: standing.some((one) => one.personId === id && one.role === role),
    })),
  }))
  const context = {
    title: topic.title,
    errors,
    breadcrumb: topicBreadcrumb(visit, topic, t.topics.team),
    tabs: topicTabs(visit, topic, 'team'),
    action: `/topics/${topic.id}/team`,
    mayManage: allowed('topic.manage', viewer, topicRoles),
    stamp: stampOf(standing),
    leader: people.find(({ id }) => id === topic.leaderId)?.name ?? '',
    members,
    chosen: line(visit, 'person', 40),
    newRoles: teamRoles.map((role) => ({
      role,
      label: t.common.role[role],
      held: rolesIn(visit, 'newRoles').includes(role),
    })),
    people: [
      { value: '', label: t.common.choose },
      ...people
        .filter(({ active }) => active)
        .map(({ id, name }) => ({ value: id, label: nameWithUnit(name, unitOf.get(id)) })),
    ],
  }
  return view('topics/team', context, { status: errors.length > 0 ? 422 : 200 })
}
