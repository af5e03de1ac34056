/** How visits were received (八项规定), of a topic or of the programme: sums, what to look into, and the table as a file. */

import {
  receptionsOf,
  receptionSums,
  totalOf,
  type Reception,
  type ReceptionSum,
} from '../../fieldwork/reception.ts'
import { csvText } from '../../exports/rows.ts'
import type { Collection } from '../../store/store.ts'
import { localTime } from '../answering/surroundings.ts'
import { fileName } from '../exporting/choices.ts'
import { view, type Reply, type Visit } from '../page.ts'

const mostShown = 300
const usualWeeks = 26

/** Context of views/fieldwork/receptions.ejs. */
interface Context {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly path: string
  readonly weeks: number
  readonly weekChoices: readonly number[]
  readonly total: ReturnType<typeof totalOf>
  readonly people: readonly ReceptionSum[]
  readonly places: readonly ReceptionSum[]
  readonly receptions: readonly ShownReception[]
  /** Whether the records behind the rows open for this reader. */
  readonly mayOpen: boolean
  /** Null on the page of one topic. */
  readonly topics: ReadonlyMap<string, string> | null
}

export interface ShownReception extends Reception {
  readonly who: string
}

export interface ReceptionsOf {
  readonly title: string
  readonly breadcrumb: Context['breadcrumb']
  readonly path: string
  readonly collections: readonly Collection[]
  readonly mayOpen: boolean
  readonly topics: ReadonlyMap<string, string> | null
}

export async function receptionPage(visit: Visit, of: ReceptionsOf): Promise<Reply> {
  const { weeks, receptions, names } = await gather(visit, of)
  const named = (sums: readonly ReceptionSum[], by: 'key' | 'others') =>
    sums.slice(0, mostShown).map((sum) => ({
      ...sum,
      key: by === 'key' ? nameOf(visit, names, sum.key) : sum.key,
      others: by === 'others' ? sum.others.map((id) => nameOf(visit, names, id)) : sum.others,
    }))
  const context: Context = {
    ...of,
    weeks,
    weekChoices: [4, 13, 26, 52, 156],
    total: totalOf(receptions),
    people: named(receptionSums(receptions, 'collectorId'), 'key'),
    places: named(receptionSums(receptions, 'place'), 'others'),
    receptions: receptions.slice(0, mostShown),
  }
  return view('fieldwork/receptions', context)
}

/** The rows of the table, all of them; logged before they are handed out. */
export async function receptionFile(
  visit: Visit,
  of: ReceptionsOf & { readonly subject: string },
): Promise<Reply> {
  const { t, store, viewer, now } = visit
  const { receptions, weeks } = await gather(visit, of)
  const w = t.casework
  const heads = t.fieldwork.receptionHeads
  const header = [
    t.summary.recordDate,
    ...(of.topics ? [t.summary.topic] : []),
    t.summary.recordPlace,
    t.fieldwork.person,
    w.visitors,
    heads.companions,
    heads.vehicle,
    heads.meals,
    w.mealCost,
    heads.payment,
    w.stay,
    w.stayCost,
    heads.reception,
    w.remarksTitle,
  ]
  const rows = receptions.map((one) => [
    one.day,
    ...(of.topics ? [of.topics.get(one.topicId) ?? ''] : []),
    one.place,
    one.who,
    one.visitors,
    one.companions === null ? '' : String(one.companions),
    one.vehicle,
    one.meals,
    one.cost === null ? '' : String(one.cost),
    one.payment,
    one.stay,
    one.stayCost === null ? '' : String(one.stayCost),
    one.reception,
    one.remarks.map((remark) => w.remarks[remark]).join(t.common.semicolon),
  ])
  const event = {
    actor: viewer?.id ?? null,
    kind: 'reception.exported',
    subject: of.subject,
    detail: { rows: rows.length, weeks },
  }
  await store.history.append(event, now().toISOString())
  return {
    kind: 'bytes',
    // With the mark, so that a spreadsheet knows the encoding.
    bytes: Buffer.from(`\uFEFF${csvText([header, ...rows])}`, 'utf8'),
    type: 'text/csv; charset=utf-8',
    headers: { 'Content-Disposition': fileName(of.title, 'csv') },
  }
}

async function gather(visit: Visit, { collections }: ReceptionsOf) {
  const { store, locale, now, config, query } = visit
  const asked = Number(query['weeks'])
  const weeks = Number.isInteger(asked) && asked >= 1 && asked <= 520 ? asked : usualWeeks
  const today = localTime(now(), config.timeZone).day
  const since = new Date(Date.parse(`${today}T00:00:00Z`) - weeks * 7 * 86_400_000).toISOString().slice(0, 10)
  const found = await receptionsOf(store, collections, { since, locale })
  const names = new Map<string, string>()
  for (const { collectorId } of found)
    if (collectorId !== '' && !names.has(collectorId))
      names.set(collectorId, (await store.people.find(collectorId))?.name ?? '')
  const receptions = found.map((one) => ({ ...one, who: nameOf(visit, names, one.collectorId) }))
  return { weeks, receptions, names }
}

function nameOf({ t }: Visit, names: ReadonlyMap<string, string>, id: string): string {
  return names.get(id) || t.casework.unknownPerson
}
