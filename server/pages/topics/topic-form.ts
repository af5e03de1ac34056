/** What is typed about a topic, for making and for changing one. */

import type { Catalogue } from '../../locale/index.ts'
import { topicStates, type Store, type Topic, type TopicState } from '../../store/store.ts'
import { day, line, lines, several, type FieldError } from '../fields.ts'
import type { Visit } from '../page.ts'
import { periodErrors } from '../period.ts'
import { unitOptions } from '../units.ts'
import { methodOf, methodText, topicMethods } from './words.ts'

export interface Given {
  readonly programmeId: string
  readonly code: string
  readonly title: string
  readonly leaderId: string
  readonly unitId: string
  readonly questions: string
  readonly methods: readonly string[]
  /** As typed. */
  readonly startsOn: string
  readonly endsOn: string
  readonly state: TopicState
}

export function givenOf(topic: Topic): Given {
  return {
    ...topic,
    leaderId: topic.leaderId ?? '',
    unitId: topic.unitId ?? '',
    methods: topic.methods.map((word) => methodOf(word) ?? word),
    startsOn: topic.startsOn ?? '',
    endsOn: topic.endsOn ?? '',
  }
}

type Saved = Omit<Topic, 'id' | 'planText' | 'planFileId'>
type ReadTopic =
  | { readonly ok: true; readonly topic: Saved }
  | { readonly ok: false; readonly given: Given; readonly errors: readonly FieldError[] }

/** The topic as typed, or what is wrong with it. */
export async function readTopic(visit: Visit): Promise<ReadTopic> {
  const { t, store } = visit
  const [startsOn, endsOn] = [day(visit, 'startsOn'), day(visit, 'endsOn')]
  const given: Given = {
    programmeId: line(visit, 'programmeId', 40),
    code: line(visit, 'code', 40),
    title: line(visit, 'title', 200),
    leaderId: line(visit, 'leaderId', 40),
    unitId: line(visit, 'unitId', 40),
    questions: lines(visit, 'questions', 8_000),
    methods: several(visit, 'methods')
      .slice(0, 30)
      .map((word) => word.slice(0, 40)),
    startsOn: line(visit, 'startsOn', 20),
    endsOn: line(visit, 'endsOn', 20),
    state: topicStates.find((state) => state === visit.body['state']) ?? 'proposed',
  }
  const errors = [...(await errorsOf(t, store, given)), ...periodErrors(t, startsOn, endsOn)]
  if (errors.length > 0) return { ok: false, given, errors }
  const { leaderId, unitId, ...rest } = given
  const dates = { startsOn: startsOn ?? null, endsOn: endsOn ?? null }
  return { ok: true, topic: { ...rest, leaderId: leaderId || null, unitId: unitId || null, ...dates } }
}

async function errorsOf(t: Catalogue, store: Store, given: Given): Promise<readonly FieldError[]> {
  const { programmeId, code, title, leaderId, unitId } = given
  const unit = unitId === '' || (await store.units.find(unitId))
  const leader = leaderId === '' || (await store.people.find(leaderId))
  return [
    ...((await store.programmes.find(programmeId))
      ? []
      : [{ field: 'programmeId', words: t.topics.programmeMissing }]),
    ...(code === '' ? [{ field: 'code', words: t.topics.codeMissing }] : []),
    ...(title === '' ? [{ field: 'title', words: t.topics.nameMissing }] : []),
    ...(leader ? [] : [{ field: 'leaderId', words: t.common.choose }]),
    ...(unit ? [] : [{ field: 'unitId', words: t.common.choose }]),
  ]
}

/** What the template topics/edit needs to show the form. */
export async function topicFields({ t, store }: Visit, given: Given) {
  const [programmes, tree, people] = await Promise.all([
    store.programmes.list(),
    store.units.tree(),
    store.people.all(),
  ])
  const units = new Map(tree.map(({ id, name }) => [id, name]))
  const own = given.methods.filter((word) => methodOf(word) === undefined)
  return {
    given,
    programmes: programmes.map(({ id, name }) => ({ value: id, label: name })),
    units: [{ value: '', label: t.topics.nobody }, ...unitOptions(tree)],
    leaders: [
      { value: '', label: t.topics.nobody },
      ...people
        .filter(({ id, active }) => active || id === given.leaderId)
        .map(({ id, name, unitId }) => ({ value: id, label: nameWithUnit(name, units.get(unitId ?? '')) })),
    ],
    methods: [...topicMethods, ...own].map((method) => ({
      value: method,
      label: methodText(t, method),
      held: given.methods.includes(method),
    })),
    states: topicStates.map((state) => ({ value: state, label: t.topics.state[state] })),
  }
}

/** People of one name are told apart by their unit. */
export function nameWithUnit(name: string, unit: string | undefined): string {
  return unit ? `${name}（${unit}）` : name
}
