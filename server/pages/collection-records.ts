/** The filled forms of a collection, one by one, and what review decides of many of them at once. */

import { allowed } from '../access/rights.ts'
import { flagNames, type FlagName } from '../../analysis/quality/flag.ts'
import { Problem } from '../problem.ts'
import { seqsWith } from '../quality/report.ts'
import { noteKinds } from '../summary/notes.ts'
import { formatCount } from '../summary/shown.ts'
import { recordHeads, type RecordHead } from '../summary/records.ts'
import { submissionStates, type Collection, type ListQuery, type Submission } from '../store/store.ts'
import { decidedTogether } from '../store/reviews.ts'
import { listView, readListQuery, type ListView } from './listing.ts'
import type { FieldError, Option } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { reportFor, shownFlags, type ShownFlag } from './reviewing/flags.ts'
import {
  carryOut,
  decisionOptions,
  nothingTyped,
  readDecision,
  typedDecision,
  type TypedDecision,
} from './reviewing/decision.ts'

export interface CollectionRecordsContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly errors: readonly FieldError[]
  readonly collection: Pick<Collection, 'id' | 'title' | 'topicId' | 'kind' | 'anonymous'>
  readonly own: boolean
  readonly records: readonly RecordHead[]
  /** The flags of each record, by its sequence number; null for those who do not review and where there are too many answers. */
  readonly flags: ReadonlyMap<number, readonly ShownFlag[]> | null
  readonly list: ListView
  /** Choices of the filters; null for readers who only turn pages. */
  readonly filters: {
    readonly states: readonly Option[]
    readonly collectors: readonly Option[]
    readonly flags: readonly Option[]
  } | null
  readonly counted: string | null
  /** The form of a decision; null for those who may not review. */
  readonly review: ReturnType<typeof decisionOptions> | null
  readonly typed: TypedDecision
}

const shape = { sorts: [], filters: ['state', 'collectorId', 'flag'] }

/** Up to so many answers the list tells their flags unasked: each decision makes the checks anew. */
const flaggedUpTo = 20_000

export const collectionRecords: Page = {
  path: '/collections/:collection/records',
  right: 'topic.view',
  postRight: 'topic.analyse',
  get: async (visit) => show(visit, await readingOf(visit), nothingTyped, []),
  async post(visit) {
    const reading = await readingOf(visit)
    const typed = typedDecision(visit)
    const matching = async () => {
      const { search, where, seqs } = await narrowed(visit, reading)
      const query = { ...(search ? { search } : {}), ...(where ? { where } : {}), ...(seqs ? { seqs } : {}) }
      return visit.store.submissions.instances(reading.collection.id, query, decidedTogether + 1)
    }
    const decision = await readDecision(visit, typed, matching)
    if (!('to' in decision)) return show(visit, reading, typed, decision)
    const words = await carryOut(visit.store, reading.collection.id, decision, visit.t)
    return redirect(backTo(visit, reading.collection.id, decision.instanceIds), words)
  },
}

/** From the page of one record back to it, else to the list as it was. */
function backTo(visit: Visit, collectionId: string, instanceIds: readonly string[]): string {
  const path = `/collections/${collectionId}/records`
  if (visit.body['back'] === 'record') return `${path}/${encodeURIComponent(instanceIds[0] ?? '')}`
  const words = new URLSearchParams()
  for (const name of ['q', 'state', 'collectorId', 'flag', 'after'])
    if (visit.query[name]) words.set(name, visit.query[name].slice(0, 500))
  const query = words.toString()
  return query === '' ? path : `${path}?${query}`
}

interface Reading {
  readonly collection: Collection
  readonly analyst: boolean
  readonly figures: boolean
  /** Reads those alone that they collected. */
  readonly own: boolean
  readonly query: ListQuery
}

async function readingOf(visit: Visit): Promise<Reading> {
  const { store, params, viewer, topicRoles } = visit
  const collection = await store.collections.find(params['collection'] ?? '')
  if (!collection || !viewer) throw new Problem('notFound')
  const analyst = allowed('topic.analyse', viewer, topicRoles)
  const figures = allowed('topic.summary', viewer, topicRoles)
  const all = analyst || (figures && noteKinds.has(collection.kind))
  if (!all && !allowed('topic.collect', viewer, topicRoles)) throw new Problem('forbidden')
  const { search, where, after, limit } = readListQuery(visit, shape)
  const paging = { ...(after === undefined ? {} : { after }), ...(limit === undefined ? {} : { limit }) }
  // Who sees only what speakers agreed to could ask by searching for what they did not.
  if (all && !analyst) return { collection, analyst, figures, own: false, query: paging }
  const { flag: _flag, ...open } = where ?? {}
  const mine = all ? (where ?? {}) : { ...open, collectorId: viewer.id }
  const query = { ...paging, ...(search ? { search } : {}), where: known(mine) }
  return { collection, analyst, figures, own: !all, query }
}

/** Only states and flags that there are. */
function known(where: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { state, flag, ...rest } = where
  return {
    ...rest,
    ...(submissionStates.some((each) => each === state) ? { state: state ?? '' } : {}),
    ...(flag === 'any' || flagNames.some((each) => each === flag) ? { flag: flag ?? '' } : {}),
  }
}

/** The query as the store takes it: a flag becomes the answers that have it. */
async function narrowed(
  visit: Visit,
  { collection, query }: Reading,
): Promise<ListQuery & { readonly seqs?: readonly number[] }> {
  const { flag, ...where } = query.where ?? {}
  if (flag === undefined) return query
  const report = await reportFor(visit, collection.id)
  return { ...query, where, seqs: report ? seqsWith(report, flag as FlagName | 'any') : [] }
}

async function show(
  visit: Visit,
  reading: Reading,
  typed: TypedDecision,
  errors: readonly FieldError[],
): Promise<Reply> {
  const { store, t, locale } = visit
  const { collection, analyst, figures, own, query } = reading
  const page = await store.submissions.list(collection.id, {
    ...(await narrowed(visit, reading)),
    sort: collection.anonymous ? 'instance' : 'seq',
    withRejected: analyst || own,
  })
  const { collectorId: _fixed, ...open } = query.where ?? {}
  const shownQuery = own ? { ...query, where: open } : query
  const context: CollectionRecordsContext = {
    title: `${collection.title} · ${t.summary.records}`,
    breadcrumb: [
      { label: t.summary.topic, href: `/topics/${collection.topicId}` },
      figures
        ? { label: collection.title, href: `/collections/${collection.id}/summary` }
        : { label: collection.title, href: `/collections/${collection.id}` },
      { label: t.summary.records },
    ],
    errors,
    collection,
    own,
    records: await recordHeads(store, page.items, locale),
    flags: analyst ? await flagsOf(visit, reading, page.items) : null,
    list: listView(visit, shape, shownQuery, page),
    filters: analyst || own ? await filtersOf(visit, reading) : null,
    counted: analyst ? await countedOf(visit, collection) : null,
    review: analyst ? decisionOptions(t, collection.anonymous) : null,
    typed,
  }
  return view('summary/records', context, { status: errors.length > 0 ? 422 : 200 })
}

/** A page's flags in words. */
async function flagsOf(
  visit: Visit,
  { collection, query }: Reading,
  rows: readonly Submission[],
): Promise<ReadonlyMap<number, readonly ShownFlag[]> | null> {
  if (collection.received > flaggedUpTo && query.where?.['flag'] === undefined) return null
  const report = await reportFor(visit, collection.id)
  return report && new Map(rows.map(({ seq }) => [seq, shownFlags(report, seq, visit)]))
}

async function filtersOf({ store, t }: Visit, { collection, own, analyst }: Reading) {
  const flags = flagNames.map((name) => ({ value: name, label: t.quality.names[name] }))
  const states = submissionStates.map((state) => ({ value: state, label: t.review.states[state] }))
  const collectors =
    own || collection.anonymous
      ? []
      : (await store.submissions.collectors(collection.id)).map(({ id, name }) => ({
          value: id,
          label: name,
        }))
  return {
    states: [{ value: '', label: t.review.anyState }, ...states],
    flags: analyst
      ? [{ value: '', label: t.quality.allAnswers }, { value: 'any', label: t.quality.anyFlag }, ...flags]
      : [],
    collectors: collectors.length > 0 ? [{ value: '', label: t.review.anyCollector }, ...collectors] : [],
  }
}

async function countedOf({ store, t, locale }: Visit, collection: Collection): Promise<string> {
  const counts = await store.submissions.states(collection.id)
  return t.review.counted(
    Object.fromEntries(submissionStates.map((state) => [state, formatCount(counts.get(state) ?? 0, locale)])),
  )
}
