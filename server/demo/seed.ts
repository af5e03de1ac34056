/** Fills an empty database with the sample programme, through the same doors that people use. */

import type { ProgrammeRole, TopicRole } from '../access/rights.ts'
import type { Store } from '../store/store.ts'
import { demoAccounts, demoPassword } from './accounts.ts'
import { cityAnswers, cityForm } from './city-survey.ts'
import { channel, field, receive, type Fielded, type Ids } from './fielding.ts'
import { addHouseholds } from './households.ts'
import { addKept } from './kept.ts'
import { notes, notesForm } from './notes.ts'
import { demoProgramme, demoTopics, demoUnits, type DemoTopic } from './programme.ts'
import { requestsAnswers, requestsForm } from './requests.ts'
import { addVisits } from './visits.ts'
import { addWaves } from './waves.ts'

/**
 * Makes programme, units, people, topics, forms, collections with their answers, assignments and reviews, and what is
 * kept of them. `hash` is how passwords are kept; fieldwork that goes on is dated back from `today`.
 */
export async function seedDemo(
  store: Store,
  hash: (password: string) => Promise<string>,
  today: string,
): Promise<void> {
  const programmeId = await store.programmes.save(demoProgramme)
  await store.units.import(demoUnits)
  const units = new Map((await store.units.tree()).map((unit) => [unit.code, unit.id]))
  const people = await addPeople(store, units, await hash(demoPassword))
  const topics = await addTopics(store, programmeId, units, people)
  const survey = await addCitySurvey(store, topics.satisfaction, people)
  const talks = await addNotes(store, topics.satisfaction, people)
  await addRequests(store, topics.requests, people)
  await addVisits(store, topics.requests, { people, today })
  await addHouseholds(store, topics.requests, { people, today })
  await addWaves(store, topics.clinics, people)
  await addKept(store, { programmeId, topics, people, survey, talks })
}

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

async function addCitySurvey(store: Store, topicId: string, people: Ids): Promise<Fielded> {
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
  return fielded
}

async function addNotes(store: Store, topicId: string, people: Ids): Promise<Fielded> {
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
  const { id } = fielded.collection
  await store.assignments.setOutline(id, outline)
  await store.assignments.setTask(
    id,
    people['investigator'] ?? '',
    {
      wanted: 8,
      dueOn: null,
      note: '还差商户和物业两场。',
      places: ['南港区滨港路商会', '湖滨街道幸福里小区'],
    },
    people['organiser'] ?? null,
  )
  return fielded
}

/** What whoever takes notes of a talk has beside them. */
const outline = `一、开场：说明身份、用途和自愿，原话逐条征得同意。
二、停车：什么时候最难停？附近有没有能错时用的场地？
三、加装电梯：卡在哪一户、哪一步？补偿怎么谈？
四、养老和托育：缺什么、付得起多少？
五、办事：上一次办事跑了几趟，为什么？
六、结束前：复述要点，请补充不同意见。`

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
