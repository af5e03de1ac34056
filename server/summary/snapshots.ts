/**
 * Snapshots: a topic's summary as leaders saw it at one moment, in both languages, kept as it was. Made of protected
 * figures alone, so that a link may show them to anybody; what people said in their own words is not copied but found
 * again when the snapshot is read, so that a withdrawal takes it out of every snapshot too (promise 7).
 */

import { createHash } from 'node:crypto'
import { catalogues, locales, type Locale } from '../locale/index.ts'
import type { Day, Store, Topic } from '../store/store.ts'
import type { Snapshot } from '../store/summary-nouns.ts'
import { methodsOf } from './method-note.ts'
import { quoteAt, type RecordQuote } from './records.ts'
import { topicContent, type ContentCollection, type TopicContent } from './topic-content.ts'

/** What is kept of one language. */
export interface FrozenContent {
  readonly topic: Pick<Topic, 'code' | 'title' | 'questions' | 'methods'>
  readonly collections: readonly Omit<ContentCollection, 'effects' | 'records' | 'rejectedBecause'>[]
  readonly findings: TopicContent['findings']['shown']
  readonly tried: number
  /** Sentences of the method note. */
  readonly methods: readonly string[]
}
export interface Frozen {
  readonly format: 1
  readonly languages: Readonly<Record<Locale, FrozenContent>>
  /** Where the consented quotes stand that could be read then. */
  readonly quotes: readonly Pick<RecordQuote, 'collectionId' | 'instanceId' | 'at'>[]
}

/** Makes a snapshot and resolves to its id; null where the week has one already. */
export async function makeSnapshot(
  store: Store,
  topic: Topic,
  of: { readonly title: string; readonly madeBy: string | null; readonly week: Day | null },
): Promise<string | null> {
  const contents = new Map<Locale, TopicContent>()
  for (const locale of locales)
    contents.set(locale, await topicContent(store, topic, { reader: 'protected', locale }))
  const frozen: Frozen = {
    format: 1,
    languages: {
      'zh-CN': frozenContent(contents.get('zh-CN')!, 'zh-CN'),
      en: frozenContent(contents.get('en')!, 'en'),
    },
    quotes: contents
      .get('zh-CN')!
      .quotes.map(({ collectionId, instanceId, at }) => ({ collectionId, instanceId, at })),
  }
  return store.snapshots.add({ topicId: topic.id, ...of, content: JSON.stringify(frozen) })
}

export function frozenOf({ content }: Pick<Snapshot, 'content'>): Frozen {
  return JSON.parse(content) as Frozen
}

function frozenContent(content: TopicContent, locale: Locale): FrozenContent {
  const { code, title, questions, methods } = content.topic
  return {
    topic: { code, title, questions, methods },
    collections: content.collections
      .filter(({ pilot }) => !pilot)
      .map(({ effects: _effects, records: _records, rejectedBecause: _because, ...rest }) => rest),
    findings: content.findings.shown,
    tried: content.findings.tried,
    methods: methodsOf(
      { ...content, collections: content.collections.filter(({ pilot }) => !pilot) },
      catalogues[locale],
      locale,
    ),
  }
}

/** The figures of a snapshot that are other ones now. */
export interface Difference {
  readonly collection: string
  readonly n: { readonly was: string; readonly is: string } | null
  readonly rows: readonly {
    readonly question: string
    readonly row: string
    readonly was: string
    readonly is: string
  }[]
}

/** Columns that say most, in this order. */
const leading = ['percentValid', 'percentRespondents', 'mean', 'meanRank', 'percentAll', 'count']

/** Both sides are protected figures of releases, so comparing them is no more than keeping two pages (promise 3). */
export function differences(
  then: FrozenContent,
  now: readonly ContentCollection[],
  locale: Locale,
): readonly Difference[] {
  const count = (n: number | null) => (n === null ? '—' : new Intl.NumberFormat(locale).format(n))
  return then.collections.flatMap((before) => {
    const after = now.find(({ id }) => id === before.id)
    const n = after?.head.n ?? null
    const rows = after ? changedRows(before, after) : []
    if (after && n === before.head.n && rows.length === 0) return []
    return [{ collection: before.title, n: { was: count(before.head.n), is: count(n) }, rows }]
  })
}

function changedRows(
  before: FrozenContent['collections'][number],
  after: ContentCollection,
): Difference['rows'] {
  return before.sections.flatMap((section) => {
    const same = after.sections.find(({ variable }) => variable === section.variable)
    const now = same ? figuresOf(same) : new Map<string, string>()
    return [...figuresOf(section)].flatMap(([row, was]) => {
      const is = now.get(row) ?? '—'
      return is === was ? [] : [{ question: section.title, row, was, is }]
    })
  })
}

/** The leading figure of each row of a section's first table. */
function figuresOf({ tables }: ContentCollection['sections'][number]): ReadonlyMap<string, string> {
  const [table] = tables
  if (!table) return new Map()
  const key = leading.find((each) => table.columns.some((column) => column.key === each))
  const headed = table.rows.some(({ head }) => head !== '')
  const place = table.columns.findIndex((column) => column.key === key) - (headed ? 1 : 0)
  return new Map(
    table.rows
      .filter(({ role }) => role === 'value' || role === 'merged')
      .map(({ head, cells }) => [head, cells[place]?.text ?? '—']),
  )
}

/** Whether the content is what the ledger vouches for. */
export async function vouchedFor(store: Store, snapshot: Snapshot): Promise<boolean> {
  const hash = createHash('sha256').update(snapshot.content).digest('hex')
  const [event] = await store.history.list('ledger', { after: snapshot.entry - 1, limit: 1 })
  if (event?.kind !== 'topic.snapshot' || hash !== snapshot.hash) return false
  const detail = JSON.parse(event.detail) as { readonly snapshot?: string; readonly hash?: string }
  return detail.snapshot === snapshot.id && detail.hash === hash
}

/** The frozen quotes that may still be read: neither withdrawn nor rejected, and consented to as before. */
export async function standingQuotes(
  store: Store,
  { quotes }: Frozen,
  locale: Locale,
): Promise<readonly RecordQuote[]> {
  const found: RecordQuote[] = []
  for (const { collectionId, instanceId, at } of quotes) {
    const quote = await quoteAt(store, { collectionId, instanceId, at }, locale)
    if (quote) found.push(quote)
  }
  return found
}
