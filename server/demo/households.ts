/** The sample's household survey: sixty households drawn from a list, assigned, answered in part, flagged and reviewed; and its pilot. */

import { generator } from '../../analysis/sampling/generator.ts'
import { drawCases } from '../fieldwork/draw.ts'
import type { FormSource } from '../form/form.ts'
import type { Case, NewCase, Store } from '../store/store.ts'
import {
  channel,
  daysAfter,
  field,
  fieldAgain,
  receive,
  type Answer,
  type Fielded,
  type Ids,
} from './fielding.ts'
import { sheetRows } from './sheet.ts'

const agreement = [
  ['1', '很不满意'],
  ['2', '不太满意'],
  ['3', '一般'],
  ['4', '比较满意'],
  ['5', '很满意'],
] as const

const services = [
  ['parking', '停车'],
  ['clean', '楼道和环境卫生'],
  ['light', '路灯和安全'],
  ['repair', '维修'],
  ['property', '物业服务'],
] as const

/** With the times that it took, so that quality can be judged; a telephone is kept apart. */
export const householdForm: FormSource = {
  survey: sheetRows([
    { type: 'start', name: 'start' },
    { type: 'end', name: 'end' },
    {
      type: 'note',
      name: 'intro',
      label: '示例数据：小区和住户均为虚构。请先说明用途和自愿，再开始访问。',
    },
    {
      type: 'integer',
      name: 'floor',
      label: '您住在几层',
      required: 'yes',
      constraint: '. >= 1 and . <= 33',
    },
    {
      type: 'integer',
      name: 'people',
      label: '家里常住几口人',
      required: 'yes',
      constraint: '. >= 1 and . <= 12',
    },
    { type: 'select_one elder', name: 'elder', label: '家里有没有七十岁以上的老人', required: 'yes' },
    { type: 'begin_group', name: 'services', label: '您对小区下面几项满意吗', appearance: 'table-list' },
    ...services.map(([name, label]) => ({ type: 'select_one agreement', name, label, required: 'yes' })),
    { type: 'end_group' },
    { type: 'select_one willing', name: 'willing', label: '加装电梯要分摊费用，您愿意吗', required: 'yes' },
    {
      type: 'integer',
      name: 'amount',
      label: '最多愿意出多少元',
      relevant: "${willing} = 'yes' or ${willing} = 'depends'",
      constraint: '. >= 0 and . <= 200000',
    },
    { type: 'text', name: 'wish', label: '最希望先办的一件事', appearance: 'multiline' },
    { type: 'text', name: 'phone', label: '回访电话（可不填）', personal: 'yes' },
    { type: 'geopoint', name: 'position', label: '位置' },
  ]),
  choices: sheetRows([
    { list_name: 'elder', name: 'yes', label: '有' },
    { list_name: 'elder', name: 'no', label: '没有' },
    ...agreement.map(([name, label]) => ({ list_name: 'agreement', name, label })),
    { list_name: 'willing', name: 'yes', label: '愿意' },
    { list_name: 'willing', name: 'depends', label: '看多少钱' },
    { list_name: 'willing', name: 'no', label: '不愿意' },
    { list_name: 'willing', name: 'unknown', label: '不清楚', missing: 'dont_know' },
  ]),
  settings: sheetRows([{ form_title: '老旧小区入户调查（示例数据）', form_id: 'households', version: '1' }]),
}

const areas = [
  { area: '湖滨街道', place: '幸福里小区', latitude: 30.2741, longitude: 120.1551 },
  { area: '学府街道', place: '书院社区', latitude: 30.2902, longitude: 120.1223 },
  { area: '岭南街道', place: '石桥社区', latitude: 30.2535, longitude: 120.1011 },
] as const

interface Around {
  readonly people: Ids
  readonly today: string
}

export async function addHouseholds(store: Store, topicId: string, around: Around): Promise<void> {
  const { people, today } = around
  const about = {
    asker: '云澜市住房和城乡建设局（示例单位）',
    purpose: '了解老旧小区住户的看法。示例数据，均为虚构。',
    minutes: 10,
    readers: '调研组成员；领导只看汇总结果',
  }
  const pilot = await field(store, topicId, {
    kind: 'questionnaire',
    source: householdForm,
    title: '老旧小区入户调查·试填（示例数据）',
    sampleType: 'organised',
    anonymous: false,
    pilot: true,
    opens: daysAfter(today, -40),
    about,
  })
  await fillPilot(store, pilot, around)
  const { form, formId, collection } = pilot
  const fielded = await fieldAgain(store, topicId, {
    of: { form, formId, formVersionId: collection.formVersionId },
    title: '老旧小区入户调查（示例数据）',
    sampleType: 'probability',
    anonymous: false,
    opens: daysAfter(today, -20),
    about: { ...about, allowsCorrection: true },
  })
  const { id } = fielded.collection
  const drawn = drawCases(frame(), { method: 'simple', size: 60, seed: '云澜 2026 摇号 4817' })
  await store.assignments.addCases(id, drawn.cases, people['organiser'] ?? null, drawn.draw)
  const { items } = await store.assignments.cases(id, { limit: 200 })
  const hands = [
    { login: 'investigator', cases: items.slice(0, 30), due: 5 },
    { login: 'investigator2', cases: items.slice(30, 54), due: -3 },
  ]
  for (const { login, cases, due } of hands)
    await store.assignments.assign(id, {
      ids: cases.map((one) => one.id),
      investigatorId: people[login] ?? null,
      dueOn: daysAfter(today, due),
      note: '晚饭前后去，先敲门说明身份。',
      actor: people['lead'] ?? null,
    })
  const channelId = await channel(store, fielded, 'investigator', '入户面访')
  const random = generator('住户')
  const done = hands.flatMap(({ login, cases }) =>
    cases.slice(0, login === 'investigator' ? 22 : 18).map((one) => ({ one, login })),
  )
  const answers = done.map(({ one, login }, n): Answer => {
    const day = daysAfter(today, -18 + Math.floor(n / 3))
    return {
      id: one.id,
      instanceId: one.instanceId,
      day,
      raw: answerOf(one, { n, day, random, login }),
      channelId,
      collectorId: people[login] ?? null,
    }
  })
  await receive(store, fielded, answers)
  await review(store, id, { answers, lead: people['lead'] ?? null })
}

/** A list of 240 households, as a street office would give it out; names and telephones are kept apart. */
function frame(): readonly NewCase[] {
  return Array.from({ length: 240 }, (_, n) => {
    const { area, place, latitude, longitude } = areas[n % areas.length]!
    const household = Math.floor(n / areas.length)
    const [building, flat] = [1 + (household % 10), 101 + 100 * Math.floor(household / 10)]
    return {
      name: `H${String(n + 1).padStart(3, '0')}`,
      place: `${place}${building}号楼${flat}室`,
      area,
      latitude: Math.round(1e6 * (latitude + 0.0004 * building)) / 1e6,
      longitude: Math.round(1e6 * (longitude + 0.0003 * (n % 7))) / 1e6,
      unitId: null,
      note: '',
      investigatorId: null,
      dueOn: null,
      personal: { 户主: `住户${n + 1}（虚构）`, 联系电话: `0571-8800${String(n + 1).padStart(4, '0')}` },
    }
  })
}

interface Interview {
  readonly n: number
  readonly day: string
  readonly random: ReturnType<typeof generator>
  readonly login: string
}

/** Most are careful; a few are what reviewers look for: in a minute, all the same, far away, at night. */
function answerOf(one: Case, { n, day, random, login }: Interview): Readonly<Record<string, unknown>> {
  const [fast, straight, away, late] = [n === 7 || n === 21, n === 13 || n === 29, n === 18, n === 25]
  const hour = late ? 22 : 9 + random.below(10)
  const minute = String(random.below(50)).padStart(2, '0')
  const start = `${day}T${String(hour).padStart(2, '0')}:${minute}:00.000+08:00`
  const seconds = fast ? 55 : 380 + random.below(500)
  // The second investigator hears better marks, as interviewers do.
  const mark = () => String(Math.min(5, 1 + random.below(4) + (login === 'investigator2' ? 1 : 0)))
  const floor = 1 + random.below(7)
  const willing = floor === 1 ? 'no' : (['yes', 'yes', 'depends', 'no', 'unknown'] as const)[random.below(5)]!
  return {
    start,
    end: new Date(Date.parse(start) + 1_000 * seconds).toISOString(),
    floor: String(floor),
    people: String(1 + random.below(5)),
    elder: random.below(3) === 0 ? 'yes' : 'no',
    ...Object.fromEntries(services.map(([name]) => [name, straight ? '3' : mark()])),
    willing,
    ...(willing === 'yes' || willing === 'depends'
      ? { amount: String(5_000 + 1_000 * random.below(30)) }
      : {}),
    wish: ['先把路灯修好', '多划车位', '电梯早点装', '楼道堆物清掉', ''][random.below(5)]!,
    ...(n % 4 === 0 ? { phone: `0571-8811${String(n).padStart(4, '0')}` } : {}),
    position: `${((one.latitude ?? 0) + (away ? 0.09 : 0.0002)).toFixed(6)} ${(one.longitude ?? 0).toFixed(6)} 0 12`,
  }
}

interface Reviewing {
  readonly answers: readonly Answer[]
  readonly lead: string | null
}

/** Half are approved, three wait for a correction, two are rejected. */
async function review(store: Store, collectionId: string, { answers, lead }: Reviewing): Promise<void> {
  const ids = (places: readonly number[]) => places.flatMap((place) => answers[place]?.instanceId ?? [])
  const usual = { actor: lead, comment: '' }
  const approved = Array.from({ length: 20 }, (_, n) => n).filter((n) => ![4, 7, 13, 18].includes(n))
  for (const decision of [
    { instanceIds: ids(approved), to: 'approved', reason: '' },
    {
      instanceIds: ids([4]),
      to: 'returned',
      reason: 'incomplete',
      comment: '没有填写最希望先办的事，请补问。',
    },
    {
      instanceIds: ids([18]),
      to: 'returned',
      reason: 'wrongPlace',
      comment: '位置离住户约十公里，请核实是否入户。',
    },
    { instanceIds: ids([31]), to: 'returned', reason: 'unclear', comment: '楼层与门牌对不上，请核对。' },
    { instanceIds: ids([7]), to: 'rejected', reason: 'tooFast' },
    {
      instanceIds: ids([29]),
      to: 'rejected',
      reason: 'straightLining',
      comment: '五项全选“一般”，住户说没有逐项问。',
    },
  ] as const)
    await store.reviews.decide(collectionId, { ...usual, ...decision })
}

/** A dozen tried it out before it went into the field. */
async function fillPilot(store: Store, pilot: Fielded, { people, today }: Around): Promise<void> {
  const channelId = await channel(store, pilot, 'investigator', '试填')
  const random = generator('试填')
  const place = { latitude: areas[0].latitude, longitude: areas[0].longitude } as Case
  const answers = Array.from({ length: 12 }, (_, n): Answer => {
    const day = daysAfter(today, -38 + Math.floor(n / 4))
    return {
      id: `pilot ${n}`,
      day,
      raw: answerOf(place, { n: n + 40, day, random, login: 'investigator' }),
      channelId,
      collectorId: people['investigator'] ?? null,
    }
  })
  await receive(store, pilot, answers)
  await store.collections.change(pilot.collection.id, { state: 'closed' })
}
