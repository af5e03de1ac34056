/** Fills an empty database with the sample programme, through the same doors that people use. */

import { createHash } from 'node:crypto'
import { RE2JS } from 're2js'
import type { Form, FormSource, Surroundings } from '../form/form.ts'
import { checkAnswers } from '../form/answers.ts'
import { canonicalJson } from '../form/canonical.ts'
import { compileForm } from '../form/definition.ts'
import { splitPersonal } from '../form/personal.ts'
import type { ProgrammeRole, TopicRole } from '../access/rights.ts'
import type { Collection, CollectionChange, FormKind, Incoming, SampleType, Store } from '../store/store.ts'
import { demoAccounts, demoPassword } from './accounts.ts'
import { cityAnswers, cityForm } from './city-survey.ts'
import { notes, notesForm } from './notes.ts'
import { demoProgramme, demoTopics, demoUnits, type DemoTopic } from './programme.ts'
import { requestsAnswers, requestsForm } from './requests.ts'

/** Makes programme, units, people, topics, forms, collections and their answers; `hash` is how passwords are kept. */
export async function seedDemo(store: Store, hash: (password: string) => Promise<string>): Promise<void> {
  const programmeId = await store.programmes.save(demoProgramme)
  await store.units.import(demoUnits)
  const units = new Map((await store.units.tree()).map((unit) => [unit.code, unit.id]))
  const people = await addPeople(store, units, await hash(demoPassword))
  const topics = await addTopics(store, programmeId, units, people)
  await addCitySurvey(store, topics.satisfaction, people)
  await addNotes(store, topics.satisfaction, people)
  await addRequests(store, topics.requests, people)
}

type Ids<Key extends string = string> = Readonly<Record<Key, string>>

async function addPeople(
  store: Store,
  units: ReadonlyMap<string, string>,
  passwordHash: string,
): Promise<Ids> {
  const ids: Record<string, string> = {}
  for (const { login, name, jobTitle, unit, role } of demoAccounts) {
    const person = {
      login,
      name,
      jobTitle,
      unitId: units.get(unit) ?? null,
      phone: '',
      roles: programmeRole(role) ? [role] : [],
      active: true,
      mustChangePassword: false,
    }
    ids[login] = await store.people.add(person, passwordHash)
  }
  return ids
}

function programmeRole(role: ProgrammeRole | TopicRole): role is ProgrammeRole {
  return role === 'admin' || role === 'organiser' || role === 'guidance'
}

async function addTopics(
  store: Store,
  programmeId: string,
  units: ReadonlyMap<string, string>,
  people: Ids,
): Promise<Ids<keyof typeof demoTopics>> {
  const ids: Record<string, string> = {}
  for (const [key, { unit, ...topic }] of Object.entries<DemoTopic>(demoTopics)) {
    ids[key] = await store.topics.save({
      ...topic,
      programmeId,
      unitId: units.get(unit) ?? null,
      leaderId: people['leader'] ?? null,
      planFileId: null,
    })
    const team = demoAccounts.flatMap(({ login, role }) =>
      programmeRole(role) || role === 'leader' ? [] : [{ personId: people[login] ?? '', role }],
    )
    await store.topics.setTeam(ids[key], team)
  }
  return ids as Ids<keyof typeof demoTopics>
}

async function addCitySurvey(store: Store, topicId: string, people: Ids): Promise<void> {
  const fielded = await field(store, topicId, {
    kind: 'questionnaire',
    source: cityForm(),
    title: '居民公共服务与营商环境满意度调查（示例数据）',
    sampleType: 'complex',
    anonymous: true,
    opens: '2026-05-08',
    about: {
      asker: '云澜市委政策研究室（示例单位）',
      purpose: '了解居民对公共服务的看法，为改进工作提供依据。示例数据，均为虚构。',
      minutes: 13,
      readers: '调研组成员；领导只看汇总结果',
      contact: '市调研办（示例）',
    },
  })
  const channels = {
    1: await channel(store, fielded, 'investigator', '入户面访'),
    2: await channel(store, fielded, 'investigator', '电话访问'),
    3: await channel(store, fielded, 'link', '网络自填'),
  }
  const answers = cityAnswers().map((answer) => ({
    ...answer,
    channelId: channels[answer.mode],
    collectorId: people['investigator'] ?? null,
  }))
  await receive(store, fielded, answers)
  await store.collections.change(fielded.collection.id, { state: 'closed' })
}

async function addNotes(store: Store, topicId: string, people: Ids): Promise<void> {
  const fielded = await field(store, topicId, {
    kind: 'interview',
    source: notesForm,
    title: '居民、商户和基层干部座谈（示例数据）',
    sampleType: 'organised',
    anonymous: false,
    opens: '2026-05-10',
    about: {
      asker: '云澜市委政策研究室（示例单位）',
      purpose: '听取意见，补充问卷。',
      readers: '调研组成员',
    },
  })
  const channelId = await channel(store, fielded, 'investigator', '调研员记录')
  const collectorId = people['investigator'] ?? null
  const answers = notes.map((raw, index) => ({
    id: `note ${index + 1}`,
    day: String(raw['held_on']),
    raw,
    channelId,
    collectorId,
  }))
  await receive(store, fielded, answers)
}

async function addRequests(store: Store, topicId: string, people: Ids): Promise<void> {
  const fielded = await field(store, topicId, {
    kind: 'request',
    source: requestsForm,
    title: '老旧小区居民点单（示例数据）',
    sampleType: 'open',
    anonymous: true,
    opens: '2026-05-06',
    about: {
      asker: '云澜市住房和城乡建设局（示例单位）',
      purpose: '请居民排出最希望先办的实事。示例数据，欢迎试填。',
      minutes: 3,
      readers: '调研组成员；领导只看汇总结果',
      contact: '市调研办（示例）',
    },
  })
  const poster = await channel(store, fielded, 'qr', '公告栏海报')
  const group = await channel(store, fielded, 'link', '居民微信群')
  const answers = requestsAnswers().map((answer, index) => ({
    ...answer,
    channelId: index % 3 === 0 ? group : poster,
    collectorId: people['investigator'] ?? null,
  }))
  await receive(store, fielded, answers)
}

interface Fielding {
  readonly kind: FormKind
  readonly source: FormSource
  readonly title: string
  readonly sampleType: SampleType
  readonly anonymous: boolean
  /** First day of fieldwork. */
  readonly opens: string
  readonly about: Pick<CollectionChange, 'asker' | 'purpose' | 'minutes' | 'readers' | 'contact'>
}
interface Fielded {
  readonly form: Form
  readonly collection: Pick<Collection, 'id' | 'formVersionId'>
}

async function field(store: Store, topicId: string, fielding: Fielding): Promise<Fielded> {
  const { kind, source, title, sampleType, anonymous, opens, about } = fielding
  const { form, complaints } = compileForm(source)
  if (!form) throw new Error(`seedDemo: ${title} does not compile: ${JSON.stringify(complaints)}`)
  const formId = await store.forms.add({ topicId, kind, title, source })
  const { id: formVersionId } = await store.forms.publish(formId)
  const id = await store.collections.add({
    topicId,
    formVersionId,
    title,
    sampleType,
    anonymous,
    pilot: false,
    opensAt: `${opens}T00:00:00.000Z`,
    ...about,
  })
  await store.collections.change(id, { state: 'open' })
  return { form, collection: { id, formVersionId } }
}

async function channel(
  store: Store,
  { collection }: Fielded,
  kind: 'link' | 'qr' | 'investigator',
  label: string,
): Promise<string> {
  const added = await store.collections.addChannel({ collectionId: collection.id, kind, label })
  return added.id
}

interface Answer {
  readonly id: string
  readonly day: string
  readonly raw: Readonly<Record<string, unknown>>
  readonly channelId: string
  readonly collectorId: string | null
}

/** Many at a time: one transaction each, as the intake commits them. */
const batchSize = 400

async function receive(store: Store, fielded: Fielded, answers: readonly Answer[]): Promise<void> {
  const incoming = answers.map((answer) => checked(fielded, answer))
  for (let start = 0; start < incoming.length; start += batchSize) {
    const batch = incoming.slice(start, start + batchSize)
    const outcomes = await store.submissions.receive(batch)
    const lost = outcomes.find(({ outcome }) => outcome !== 'stored')
    if (lost) throw new Error(`seedDemo: an answer was not stored but ${lost.outcome}`)
  }
}

/** The sample passes the same check as anybody's answer. */
function checked({ form, collection }: Fielded, { id, day, raw, channelId, collectorId }: Answer): Incoming {
  const { answers, refusals } = checkAnswers(form, raw, surroundings(day))
  if (refusals.length > 0) throw new Error(`seedDemo: ${id} is refused: ${JSON.stringify(refusals)}`)
  const apart = splitPersonal(form, answers)
  return {
    collectionId: collection.id,
    formVersionId: collection.formVersionId,
    channelId,
    instanceId: instanceId(id),
    contentHash: sha256(canonicalJson(answers)),
    answers: apart.answers,
    personal: apart.personal,
    locale: 'zh-CN',
    collectorId,
    receivedAt: `${day}T04:00:00.000Z`,
    receivedOn: day,
  }
}

function surroundings(day: string): Surroundings {
  return {
    today: day,
    now: `${day}T12:00:00.000+08:00`,
    matches: (text, pattern) => RE2JS.matches(pattern, text),
  }
}

/** A UUID that is the same at every seeding. */
function instanceId(name: string): string {
  const hex = sha256(`diaoyan demo ${name}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
