/** A small believable world behind a running app: every role, two topics, a form and an open anonymous collection. */

import type { RequestListener } from 'node:http'
import request from 'supertest'
import { createApp } from '../../server/app.ts'
import { hashPassword } from '../../server/access/password.ts'
import { openSession, readSession } from '../../server/access/session.ts'
import type { ProgrammeRole, TopicRole } from '../../server/access/rights.ts'
import { readConfig, type Config } from '../../server/config.ts'
import type { FormSource } from '../../server/form/form.ts'
import { createIntake } from '../../server/intake/queue.ts'
import type { Intake } from '../../server/intake/intake.ts'
import type { Channel, Collection, Person, Store, Topic } from '../../server/store/store.ts'
import { temporaryStore, type TemporaryStore } from './store.ts'

/** Programme roles are held everywhere; topic roles are held on `topic`, and `otherLead` leads `otherTopic`. */
export type Role = ProgrammeRole | TopicRole | 'otherLead'

export const roles = [
  'admin',
  'organiser',
  'guidance',
  'lead',
  'investigator',
  'analyst',
  'leader',
  'otherLead',
] as const satisfies readonly Role[]

/** Everybody's password. */
export const password = 'maple-bridge-47'

export type SignedInAgent = ReturnType<typeof request.agent> & { readonly csrf: string }

export interface World {
  readonly app: RequestListener
  readonly store: Store
  readonly intake: Intake
  readonly config: Config
  readonly programmeId: string
  readonly unitId: string
  readonly topic: Topic
  readonly otherTopic: Topic
  readonly formId: string
  readonly versionId: string
  readonly collection: Collection
  readonly channel: Channel
  readonly people: Readonly<Record<Role, Person>>
  /** A session of the role: the Cookie header and the token for posts. */
  session(role: Role): Promise<{ readonly cookie: string; readonly csrf: string }>
  /** An agent that carries the session of the role; `csrf` is the token for its posts. */
  signIn(role: Role): Promise<SignedInAgent>
  /** Errors that became a 500, for tests that expect none. */
  readonly mistakes: readonly string[]
  close(): Promise<void>
}

export interface WorldOptions {
  readonly now?: () => Date
  readonly env?: Readonly<Record<string, string>>
  readonly source?: FormSource
  readonly onDisk?: boolean
  /** Served instead of a store in memory. */
  readonly temporary?: TemporaryStore
}

/** A questionnaire of four questions, one of them skipped by many. */
export const smallQuestionnaire: FormSource = {
  survey: [
    row(2, { type: 'select_one yesno', name: 'owns_car', label: '您家有汽车吗？', required: 'yes' }),
    row(3, {
      type: 'select_multiple places',
      name: 'parks',
      label: '平时停在哪里？',
      relevant: "${owns_car} = 'yes'",
    }),
    row(4, {
      type: 'integer',
      name: 'age',
      label: '您的年龄',
      constraint: '. >= 18 and . <= 120',
      constraint_message: '年龄应在 18 到 120 岁之间',
    }),
    row(5, { type: 'text', name: 'wish', label: '您还有什么建议？', appearance: 'multiline' }),
  ],
  choices: [
    row(2, { list_name: 'yesno', name: 'yes', label: '有' }),
    row(3, { list_name: 'yesno', name: 'no', label: '没有' }),
    row(4, { list_name: 'places', name: 'street', label: '路边' }),
    row(5, { list_name: 'places', name: 'garage', label: '地下车库' }),
    row(6, { list_name: 'places', name: 'yard', label: '小区院内' }),
  ],
  settings: [row(2, { form_title: '停车问题问卷', form_id: 'parking' })],
}

function row(number: number, cells: Readonly<Record<string, string>>) {
  return { row: number, cells }
}

const names: Readonly<Record<Role, { login: string; name: string }>> = {
  admin: { login: 'admin', name: '郝管理' },
  organiser: { login: 'tan', name: '谭组织' },
  guidance: { login: 'zheng', name: '郑指导' },
  lead: { login: 'liang', name: '梁牵头' },
  investigator: { login: 'fang', name: '方调研' },
  analyst: { login: 'cheng', name: '程分析' },
  leader: { login: 'lu', name: '陆领题' },
  otherLead: { login: 'qiu', name: '邱旁观' },
}

export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const now = options.now ?? (() => new Date())
  const temporary = options.temporary ?? (await temporaryStore({ now, onDisk: options.onDisk ?? false }))
  const { store } = temporary
  const intake = createIntake(store)
  const config = readConfig({ DATA_DIR: temporary.folder, ...options.env }, [])
  const mistakes: string[] = []
  const app = createApp({ store, intake, config, now, log: (line) => mistakes.push(line) })

  const programmeId = await store.programmes.save({
    name: '2026年大兴调查研究',
    purpose: '摸清群众急难愁盼，推动解决。',
    startsOn: '2026-03-01',
    endsOn: '2026-12-31',
  })
  const unitId = await addUnits(store)
  const people = await addPeople(store, unitId)
  const { topic, otherTopic } = await addTopics(store, { programmeId, unitId, people })
  const fielded = await addCollection(store, topic.id, options.source ?? smallQuestionnaire)

  const session = async (role: Role) => {
    const clock = { now: now(), hours: config.sessionHours }
    const { name, value } = await openSession(store, people[role].id, clock)
    const signedIn = await readSession(store, value, clock)
    if (!signedIn) throw new Error(`makeWorld: no session for ${role}`)
    return { cookie: `${name}=${value}`, csrf: signedIn.csrf }
  }
  const signIn = async (role: Role): Promise<SignedInAgent> => {
    const { cookie, csrf } = await session(role)
    const agent = request.agent(app)
    agent.jar.setCookie(`${cookie}; Path=/`, '127.0.0.1')
    return Object.assign(agent, { csrf })
  }
  const close = async () => {
    await intake.close()
    await temporary.close()
  }
  const ids = { programmeId, unitId, topic, otherTopic, people, ...fielded }
  return { app, store, intake, config, ...ids, session, signIn, mistakes, close }
}

async function addUnits(store: Store): Promise<string> {
  await store.units.import([
    { name: '市委办公室', code: '01', parent: '', position: 1 },
    { name: '市住建局', code: '02', parent: '', position: 2 },
    { name: '物业科', code: '0201', parent: '02', position: 1 },
    { name: '市民政局', code: '03', parent: '', position: 3 },
  ])
  const unit = (await store.units.tree()).find(({ code }) => code === '0201')
  if (!unit) throw new Error('makeWorld: the units are not there')
  return unit.id
}

let hash: Promise<string> | null = null

async function addPeople(store: Store, unitId: string): Promise<Readonly<Record<Role, Person>>> {
  hash ??= hashPassword(password)
  const people: Partial<Record<Role, Person>> = {}
  for (const role of roles) {
    const id = await store.people.add(
      {
        ...names[role],
        unitId,
        jobTitle: '科员',
        phone: '',
        roles: role === 'admin' || role === 'organiser' || role === 'guidance' ? [role] : [],
        active: true,
        mustChangePassword: false,
      },
      await hash,
    )
    const person = await store.people.find(id)
    if (person) people[role] = person
  }
  return people as Readonly<Record<Role, Person>>
}

interface Belongings {
  readonly programmeId: string
  readonly unitId: string
  readonly people: Readonly<Record<Role, Person>>
}

async function addTopics(store: Store, { programmeId, unitId, people }: Belongings) {
  const common = {
    programmeId,
    unitId,
    methods: ['questionnaire', 'interview'],
    startsOn: '2026-03-01',
    endsOn: '2026-10-31',
    state: 'fieldwork',
    planText: '',
    planFileId: null,
  } as const
  const id = await store.topics.save({
    ...common,
    code: 'KT-01',
    title: '老旧小区停车难',
    leaderId: people.leader.id,
    questions: '缺口有多大？\n居民愿意怎么解决？',
  })
  const otherId = await store.topics.save({
    ...common,
    code: 'KT-02',
    title: '社区养老服务',
    leaderId: null,
    questions: '谁来做饭？',
  })
  await store.topics.setTeam(id, [
    { personId: people.lead.id, role: 'lead' },
    { personId: people.investigator.id, role: 'investigator' },
    { personId: people.analyst.id, role: 'analyst' },
  ])
  await store.topics.setTeam(otherId, [{ personId: people.otherLead.id, role: 'lead' }])
  const [topic, otherTopic] = [await store.topics.find(id), await store.topics.find(otherId)]
  if (!topic || !otherTopic) throw new Error('makeWorld: the topics are not there')
  return { topic, otherTopic }
}

async function addCollection(store: Store, topicId: string, source: FormSource) {
  const formId = await store.forms.add({ topicId, kind: 'questionnaire', title: '停车问题问卷', source })
  const { id: versionId } = await store.forms.publish(formId)
  const id = await store.collections.add({
    topicId,
    formVersionId: versionId,
    title: '停车问题公开投放',
    sampleType: 'open',
    anonymous: true,
    pilot: false,
    state: 'open',
    asker: '市住建局物业科',
    purpose: '了解停车困难，研究解决办法。',
    minutes: 3,
    readers: '课题组',
    contact: '0571-00000000',
  })
  const channel = await store.collections.addChannel({ collectionId: id, kind: 'link', label: '公众号' })
  const collection = await store.collections.find(id)
  if (!collection) throw new Error('makeWorld: the collection is not there')
  return { formId, versionId, collection, channel }
}
