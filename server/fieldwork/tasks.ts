/** What a person is to collect: whole collections, cases with their places, and records that review sent back. */

import { placeKey } from '../form/place-key.ts'
import type { Catalogue } from '../locale/index.ts'
import type { Case, Collection, Day, Store, SubmissionState } from '../store/store.ts'
import { placeOf, unitNames, type burdenNow } from './burden.ts'
import { sketchOf, type Sketch } from './sketch.ts'

export interface TaskCase {
  readonly id: string
  readonly name: string
  readonly place: string
  readonly area: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly dueOn: Day | null
  readonly note: string
  /** How often its place was visited or is to be, across topics, in the weeks that count. */
  readonly times: number
  /** The record of the case is filled in under this id. */
  readonly instanceId: string
  readonly state: 'open' | SubmissionState
  /** Empty unless it was asked for; whoever asks logs it. */
  readonly personal: Readonly<Record<string, string>>
}

export interface ReturnedRecord {
  readonly instanceId: string
  readonly receivedOn: Day
  readonly revision: number
  readonly reason: string
  readonly comment: string
}

export interface Task {
  readonly collectionId: string
  readonly topicId: string
  readonly title: string
  readonly topicTitle: string
  readonly kind: Collection['kind']
  readonly formVersionId: string
  readonly state: Collection['state']
  readonly dueOn: Day | null
  readonly note: string
  readonly wanted: number | null
  /** Records of this person so far. */
  readonly sent: number
  readonly cases: readonly TaskCase[]
  readonly sketch: Sketch | null
  readonly returned: readonly ReturnedRecord[]
}

interface Asked {
  readonly t: Catalogue
  /** What places have had of late. */
  readonly lately: Awaited<ReturnType<typeof burdenNow>>
  /** With what is personal of the cases. */
  readonly personal: boolean
}

/** The tasks of a person on topics that they still collect for, the most urgent first. */
export async function tasksOf(store: Store, personId: string, asked: Asked): Promise<readonly Task[]> {
  const returned = await store.assignments.returnedTo(personId)
  const ids = new Set([
    ...(await store.assignments.collectionsFor(personId)),
    ...returned.map(({ collectionId }) => collectionId),
  ])
  const tasks: Task[] = []
  for (const id of ids) {
    const collection = await store.collections.find(id)
    if (!collection || collection.state === 'archived') continue
    const roles = await store.topics.rolesOf(collection.topicId, personId)
    if (!roles.includes('investigator') && !roles.includes('lead')) continue
    const back = returned.filter(({ collectionId }) => collectionId === id)
    tasks.push(await taskOf(store, collection, { personId, back, asked }))
  }
  const due = ({ dueOn, cases }: Task) =>
    [dueOn, ...cases.filter(({ state }) => state === 'open').map((one) => one.dueOn)]
      .filter((day) => day !== null)
      .toSorted()[0] ?? '9999'
  return tasks.toSorted((a, b) => due(a).localeCompare(due(b)) || a.title.localeCompare(b.title))
}

interface Person {
  readonly personId: string
  readonly back: readonly { readonly instanceId: string }[]
  readonly asked: Asked
}

async function taskOf(store: Store, collection: Collection, person: Person): Promise<Task> {
  const { id, topicId, title, kind, formVersionId, state } = collection
  const { personId, back, asked } = person
  const topic = await store.topics.find(topicId)
  const task = (await store.assignments.tasks(id)).find((one) => one.personId === personId)
  const own = { where: { collectorId: personId }, limit: 1 }
  const cases = await casesOf(store, id, personId)
  const personal = asked.personal
    ? await store.assignments.personal(
        id,
        cases.map((one) => one.id),
      )
    : new Map<string, Readonly<Record<string, string>>>()
  const units = unitNames(await store.units.tree())
  const shown = cases.map((one): TaskCase => ({
    id: one.id,
    name: one.name,
    place: one.place,
    area: one.area,
    latitude: one.latitude,
    longitude: one.longitude,
    dueOn: one.dueOn,
    note: one.note,
    times: asked.lately.of.get(placeKey(placeOf(one, units)))?.times ?? 0,
    instanceId: one.instanceId,
    state: one.state ?? 'open',
    personal: personal.get(one.id) ?? {},
  }))
  return {
    collectionId: id,
    topicId,
    title,
    topicTitle: topic?.title ?? '',
    kind,
    formVersionId,
    state,
    dueOn: task?.dueOn ?? null,
    note: task?.note ?? '',
    wanted: task?.wanted ?? null,
    sent: task?.sent ?? (await store.submissions.list(id, own)).total,
    cases: shown,
    sketch: sketchOf(shown),
    returned: await returnedOf(
      store,
      id,
      back.map(({ instanceId }) => instanceId),
      asked.t,
    ),
  }
}

/** All cases of a person in a collection. */
async function casesOf(store: Store, collectionId: string, personId: string): Promise<readonly Case[]> {
  const found: Case[] = []
  const query = { where: { investigatorId: personId }, limit: 200 }
  let page = await store.assignments.cases(collectionId, query)
  found.push(...page.items)
  while (page.next !== null) {
    page = await store.assignments.cases(collectionId, { ...query, after: page.next })
    found.push(...page.items)
  }
  return found
}

async function returnedOf(
  store: Store,
  collectionId: string,
  instanceIds: readonly string[],
  t: Catalogue,
): Promise<readonly ReturnedRecord[]> {
  const rows = []
  for (const instanceId of instanceIds) {
    const row = await store.submissions.find(collectionId, instanceId)
    if (row?.state === 'returned') rows.push(row)
  }
  const reviews = await store.reviews.latest(
    collectionId,
    rows.map(({ seq }) => seq),
  )
  return rows.map(({ instanceId, receivedOn, revision, seq }) => {
    const review = reviews.get(seq)
    const reason = review && review.reason !== '' ? t.review.reasons[review.reason] : ''
    return { instanceId, receivedOn, revision, reason, comment: review?.comment ?? '' }
  })
}
