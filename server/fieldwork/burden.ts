/**
 * How often units and places were visited or surveyed in the last weeks, across all topics: records of visits and
 * interviews by the place that they name, cases by their unit or place once they are assigned or have a record, and
 * whole assignments by the places that they lead to.
 */

import type { Answers } from '../form/form.ts'
import { placeKey } from '../form/place-key.ts'
import type { Locale } from '../locale/index.ts'
import type { Case, Collection, Day, Store, Unit } from '../store/store.ts'
import { noteHead } from '../summary/notes.ts'
import { formOfVersion } from '../summary/records.ts'

export interface BurdenLimits {
  readonly weeks: number
  /** So many times are enough: the next one is warned of. */
  readonly times: number
}

const setting = 'burden'
const usual: BurdenLimits = { weeks: 4, times: 3 }

export async function burdenLimits(store: Store): Promise<BurdenLimits> {
  const stored = await store.settings.get(setting)
  if (stored === null) return usual
  try {
    const { weeks, times } = JSON.parse(stored) as Partial<BurdenLimits>
    return areLimits({ weeks: weeks ?? 0, times: times ?? 0 })
      ? { weeks: weeks ?? 0, times: times ?? 0 }
      : usual
  } catch {
    return usual
  }
}

export function areLimits({ weeks, times }: BurdenLimits): boolean {
  const whole = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most
  return whole(weeks, 52) && whole(times, 1_000)
}

export async function setBurdenLimits(store: Store, limits: BurdenLimits): Promise<void> {
  await store.settings.set(setting, JSON.stringify(limits))
}

export interface Burden {
  /** What units and places are told apart by. */
  readonly key: string
  readonly place: string
  readonly times: number
  readonly topics: ReadonlySet<string>
  readonly first: Day
  readonly last: Day
}

/** Kinds of forms whose every record is a visit to somebody. */
export const visitingKinds: ReadonlySet<Collection['kind']> = new Set(['visit', 'interview', 'case-study'])

interface Since {
  readonly since: Day
  readonly locale: Locale
  /** Cases that are being assigned just now and do not count for themselves. */
  readonly without?: ReadonlySet<string>
  /** A whole assignment that is being changed just now. */
  readonly withoutTask?: { readonly collectionId: string; readonly personId: string }
}

/** The most burdened first. */
export async function burdenSince(store: Store, asked: Since): Promise<readonly Burden[]> {
  const lines = new Map<string, Counting>()
  const units = unitNames(await store.units.tree())
  for (const collection of await collectionsOfAll(store)) {
    if (collection.pilot || collection.state === 'draft') continue
    const topic = collection.topicId
    for (const one of await store.assignments.visits(collection.id, asked.since)) {
      if (asked.without?.has(one.id)) continue
      // A visit's record is counted below, by the place that it names.
      if (one.receivedOn !== null && visitingKinds.has(collection.kind)) continue
      const day = one.receivedOn ?? one.dueOn ?? one.assignedOn ?? asked.since
      count(lines, placeOf(one, units), { day, topic })
    }
    const done = new Set<string>()
    if (visitingKinds.has(collection.kind))
      for (const row of await store.submissions.since(collection.id, asked.since)) {
        const form = await formOfVersion(store, row.formVersionId)
        if (!form) continue
        const { place, date } = noteHead(form, JSON.parse(row.answers) as Answers, asked.locale)
        if (place === '') continue
        count(lines, place, { day: date ?? row.receivedOn, topic })
        done.add(`${row.collectorId} ${placeKey(place)}`)
      }
    for (const { place, day } of await placesOfTasks(store, collection, { asked, done }))
      count(lines, place, { day, topic })
  }
  return [...lines.values()].toSorted((a, b) => b.times - a.times || a.place.localeCompare(b.place))
}

interface OfTasks {
  readonly asked: Since
  /** Who has been where already, and is counted by the record. */
  readonly done: ReadonlySet<string>
}

/** Places that whole assignments lead to: while the collection goes on, and those of the weeks asked for. */
async function placesOfTasks(store: Store, collection: Collection, { asked, done }: OfTasks) {
  const { id, state } = collection
  const goesOn = state === 'open' || state === 'paused'
  const { since, withoutTask } = asked
  return (await store.assignments.taskPlaces(id)).flatMap(({ personId, places, dueOn, assignedOn }) => {
    const day = dueOn ?? assignedOn
    if (!goesOn && day < since) return []
    if (withoutTask?.collectionId === id && withoutTask.personId === personId) return []
    return places.flatMap((place) => (done.has(`${personId} ${placeKey(place)}`) ? [] : [{ place, day }]))
  })
}

interface Counting extends Omit<Burden, 'topics'> {
  times: number
  topics: Set<string>
  first: Day
  last: Day
}

function count(
  lines: Map<string, Counting>,
  place: string,
  { day, topic }: { readonly day: Day; readonly topic: string },
): void {
  const key = placeKey(place)
  if (key === '') return
  const line = lines.get(key)
  if (!line) {
    lines.set(key, { key, place, times: 1, topics: new Set([topic]), first: day, last: day })
    return
  }
  line.times += 1
  line.topics.add(topic)
  if (day < line.first) line.first = day
  if (day > line.last) line.last = day
}

export function unitNames(units: readonly Pick<Unit, 'id' | 'name'>[]): ReadonlyMap<string, string> {
  return new Map(units.map(({ id, name }) => [id, name]))
}

/** The unit of a case, else its place, else its name. */
export function placeOf(
  { unitId, place, name }: Pick<Case, 'unitId' | 'place' | 'name'>,
  units: ReadonlyMap<string, string>,
): string {
  return (unitId === null ? '' : (units.get(unitId) ?? '')) || place || name
}

/** Every collection of every topic. */
export async function collectionsOfAll(store: Store): Promise<readonly Collection[]> {
  const found: Collection[] = []
  let page = await store.collections.list({ limit: 200 })
  found.push(...page.items)
  while (page.next !== null) {
    page = await store.collections.list({ limit: 200, after: page.next })
    found.push(...page.items)
  }
  return found
}

/** What is about to be issued, and when. */
interface Issuing extends Omit<Since, 'since'> {
  readonly today: Day
}

/** Places that would be above the limit with these visits to them: how often they have been visited, these included. */
export async function burdenOfPlaces(
  store: Store,
  places: readonly string[],
  { today, ...asked }: Issuing,
): Promise<{
  readonly limits: BurdenLimits
  readonly over: readonly { readonly place: string; readonly n: number }[]
}> {
  const limits = await burdenLimits(store)
  const lines = await burdenSince(store, { ...asked, since: weeksBefore(today, limits.weeks) })
  const burden = new Map(lines.map((line) => [line.key, line.times]))
  const own = new Map<string, { place: string; n: number }>()
  for (const place of places) {
    const key = placeKey(place)
    if (key === '') continue
    const line = own.get(key)
    if (line) line.n += 1
    else own.set(key, { place, n: 1 })
  }
  const over = [...own].flatMap(([key, { place, n }]) => {
    const times = (burden.get(key) ?? 0) + n
    return times > limits.times ? [{ place, n: times }] : []
  })
  return { limits, over }
}

/** The same for cases that are being assigned. */
export async function burdenOf(store: Store, cases: readonly Case[], asked: Issuing) {
  const units = unitNames(await store.units.tree())
  const places = cases.map((one) => placeOf(one, units))
  return burdenOfPlaces(store, places, { ...asked, without: new Set(cases.map(({ id }) => id)) })
}

/** What each place has had in the weeks that count, by its key. */
export async function burdenNow(
  store: Store,
  { today, locale }: Pick<Issuing, 'today' | 'locale'>,
): Promise<{ readonly limits: BurdenLimits; readonly of: ReadonlyMap<string, Burden> }> {
  const limits = await burdenLimits(store)
  const lines = await burdenSince(store, { since: weeksBefore(today, limits.weeks), locale })
  return { limits, of: new Map(lines.map((line) => [line.key, line])) }
}

export function weeksBefore(today: Day, weeks: number): Day {
  return new Date(Date.parse(`${today}T00:00:00Z`) - weeks * 7 * 86_400_000).toISOString().slice(0, 10)
}
