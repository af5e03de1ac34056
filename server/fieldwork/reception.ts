/**
 * 八项规定: what visit records tell of companions, vehicles, meals, payment and reception, by the names of the template;
 * who visited where, what was paid, and what is to be looked into.
 */

import type { Answers, Form } from '../form/form.ts'
import { isRows, valueAt } from '../form/instances.ts'
import { placeKey } from '../form/place-key.ts'
import { valueInWords } from '../form/words.ts'
import type { Locale } from '../locale/index.ts'
import type { Collection, Day, Store, Submission } from '../store/store.ts'
import { noteHead } from '../summary/notes.ts'
import { formOfVersion } from '../summary/records.ts'
import { formLanguage } from '../summary/variables.ts'

/** Why a visit is to be looked into, in the order in which it is told. */
export const receptionRemarks = [
  'notice',
  'escort',
  'vehicle',
  'host',
  'unpaid',
  'later',
  'reception',
  'costly',
] as const
export type ReceptionRemark = (typeof receptionRemarks)[number]

export interface Reception {
  readonly collectionId: string
  readonly topicId: string
  readonly instanceId: string
  readonly day: Day
  readonly place: string
  /** Whoever sent the record; '' where that is not known. */
  readonly collectorId: string
  /** As the record names them. */
  readonly visitors: string
  /** null where the form does not ask. */
  readonly companions: number | null
  readonly vehicle: string
  readonly meals: string
  /** Yuan for all; null where none was given. */
  readonly cost: number | null
  readonly payment: string
  readonly stay: string
  readonly stayCost: number | null
  readonly reception: string
  readonly remarks: readonly ReceptionRemark[]
}

const names = ['vehicle', 'meal', 'meal_paid', 'lodging', 'reception'] as const

/** Records of visits since that day, the latest first. */
export async function receptionsOf(
  store: Store,
  collections: readonly Collection[],
  { since, locale }: { readonly since: Day; readonly locale: Locale },
): Promise<readonly Reception[]> {
  const found: Reception[] = []
  for (const collection of collections) {
    if (collection.kind !== 'visit' || collection.pilot) continue
    for (const row of await store.submissions.since(collection.id, since)) {
      const form = await formOfVersion(store, row.formVersionId)
      const told = form && receptionIn(form, row, { topicId: collection.topicId, locale })
      if (told) found.push(told)
    }
  }
  const costly = costlyOf(found)
  return found
    .map((one) => (costly.has(one) ? { ...one, remarks: [...one.remarks, 'costly' as const] } : one))
    .toSorted((a, b) => b.day.localeCompare(a.day) || a.instanceId.localeCompare(b.instanceId))
}

interface Of {
  readonly topicId: string
  readonly locale: Locale
}

function receptionIn(form: Form, row: Submission, { topicId, locale }: Of): Reception | null {
  const answers = JSON.parse(row.answers) as Answers
  const language = formLanguage(form, locale)
  const said = (name: string) =>
    valueAt(answers, name) === null ? '' : valueInWords(form, name, answers, language)
  const companions = isRows(answers['companions']) ? answers['companions'].length : null
  if (companions === null && names.every((name) => said(name) === '')) return null
  const yuan = (name: string) => {
    const value = valueAt(answers, name)
    return typeof value === 'number' ? value : null
  }
  const { date, place } = noteHead(form, answers, locale)
  return {
    collectionId: row.collectionId,
    topicId,
    instanceId: row.instanceId,
    day: date ?? row.receivedOn,
    place,
    collectorId: row.collectorId ?? '',
    visitors: said('visitors'),
    companions,
    vehicle: [said('vehicle'), said('transport_paid')].filter(Boolean).join(' '),
    meals: said('meal'),
    cost: yuan('meal_cost'),
    payment: [said('meal_paid'), said('meal_payment')].filter(Boolean).join(' '),
    stay: [said('lodging'), said('lodging_paid')].filter(Boolean).join(' '),
    stayCost: yuan('lodging_cost'),
    reception: [said('reception'), said('reception_detail')].filter(Boolean).join(' '),
    remarks: remarksOf((name) => valueAt(answers, name)),
  }
}

/** Notice or an escort, what the place visited gave, and what is not paid. */
function remarksOf(code: (name: string) => unknown): readonly ReceptionRemark[] {
  const reception = code('reception')
  const holds: Readonly<Partial<Record<ReceptionRemark, boolean>>> = {
    notice: code('no_notice') === 'no',
    escort: code('no_escort') === 'no',
    vehicle: code('vehicle') === 'local',
    host: code('meal') === 'host',
    unpaid: code('meal_paid') === 'unpaid' || code('lodging_paid') === 'unpaid',
    later: code('meal_paid') === 'later' || code('lodging_paid') === 'later',
    reception: typeof reception === 'string' && reception !== '' && reception !== 'none',
  }
  return receptionRemarks.filter((remark) => holds[remark])
}

/** Fewer meals than this have no usual cost. */
const fewestCosts = 8

/**
 * Meals whose cost for a head (whoever visited and the companions) lies more than one and a half times the middle half's
 * width above it; 8 meals or more. Source: Tukey 1977, Exploratory Data Analysis; quartiles of R's type 7.
 */
export function costlyOf(receptions: readonly Reception[]): ReadonlySet<Reception> {
  const heads = receptions.flatMap((one) =>
    one.cost === null ? [] : [{ one, perHead: one.cost / ((one.companions ?? 0) + 1) }],
  )
  if (heads.length < fewestCosts) return new Set()
  const costs = heads.map(({ perHead }) => perHead).toSorted((a, b) => a - b)
  const [lower, upper] = [quartile(costs, 0.25), quartile(costs, 0.75)]
  const fence = upper + 1.5 * (upper - lower)
  return new Set(heads.filter(({ perHead }) => perHead > fence).map(({ one }) => one))
}

function quartile(sorted: readonly number[], p: number): number {
  const at = (sorted.length - 1) * p
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
  return below + (at - Math.floor(at)) * (above - below)
}

/** Visits of one person, or to one place. */
export interface ReceptionSum {
  readonly key: string
  readonly visits: number
  /** Places for a person, people for a place. */
  readonly others: readonly string[]
  readonly companions: number
  readonly meals: number
  /** Of meals and stays. */
  readonly cost: number
  readonly unpaid: number
  /** Visits with something to look into. */
  readonly remarkable: number
}

/** Sums for each person or place, those with most to look into first. */
export function receptionSums(
  receptions: readonly Reception[],
  by: 'collectorId' | 'place',
): readonly ReceptionSum[] {
  const groups = new Map<string, Reception[]>()
  for (const one of receptions) {
    // However a place is written.
    const key = by === 'place' ? placeKey(one.place) : one.collectorId
    const own = groups.get(key)
    if (own) own.push(one)
    else groups.set(key, [one])
  }
  const other = by === 'place' ? 'collectorId' : 'place'
  return [...groups]
    .map(([, all]) => ({ ...totalOf(all), key: all[0]![by], others: namesOf(all, other) }))
    .toSorted(
      (a, b) => b.remarkable - a.remarkable || b.visits - a.visits || a.key.localeCompare(b.key, 'zh-CN'),
    )
}

function namesOf(receptions: readonly Reception[], by: 'collectorId' | 'place'): readonly string[] {
  const names = new Map<string, string>()
  for (const one of receptions) {
    const key = by === 'place' ? placeKey(one.place) : one.collectorId
    if (!names.has(key)) names.set(key, one[by])
  }
  return [...names.values()]
}

/** Sums over all of these visits. */
export function totalOf(receptions: readonly Reception[]): Omit<ReceptionSum, 'key' | 'others'> {
  const count = (holds: (one: Reception) => boolean) => receptions.filter(holds).length
  return {
    visits: receptions.length,
    companions: receptions.reduce((sum, { companions }) => sum + (companions ?? 0), 0),
    meals: count(({ cost }) => cost !== null),
    // In whole fen, so that sums of decimals stay exact.
    cost:
      receptions.reduce(
        (sum, { cost, stayCost }) => sum + Math.round(100 * (cost ?? 0)) + Math.round(100 * (stayCost ?? 0)),
        0,
      ) / 100,
    unpaid: count(({ remarks }) => remarks.includes('unpaid') || remarks.includes('later')),
    remarkable: count(({ remarks }) => remarks.length > 0),
  }
}
