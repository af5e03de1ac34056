/**
 * Everything that a topic's summary shows to one kind of reader, joined: what page, snapshot and report are made of.
 * Figures come from the reader's part of each collection (promise 3); notes are listed to every reader, quotes only with
 * consent.
 */

import type { SampleType } from '../../analysis/cells.ts'
import { catalogues, type Locale } from '../locale/index.ts'
import type { Store, Topic } from '../store/store.ts'
import type { Instruction, Pin } from '../store/summary-nouns.ts'
import { findingsOfTopic, type TopicFindings } from './findings/of-topic.ts'
import { markTables, type MarkTable } from './findings/marks.ts'
import type { Seen } from './findings/tried.ts'
import { framesOf } from './frames.ts'
import { noteKinds } from './notes.ts'
import { latestRecords, quotesOf, type RecordHead, type RecordQuote } from './records.ts'
import type { ShownSection } from './shown.ts'
import { partFor, type Reader } from './stamp.ts'
import { summaryOf } from './summary.ts'
import { summaryHead, type SummaryHead } from './head.ts'
import { rejectedBecause, type ShownEffect } from './effects.ts'
import { runAnalysis } from './analysis-thread.ts'
import { collectionsOf, topicStamp } from './topic-stamps.ts'

export interface ContentCollection {
  readonly id: string
  readonly title: string
  readonly pilot: boolean
  readonly sampleType: SampleType
  readonly head: SummaryHead
  readonly sections: readonly ShownSection[]
  /** Group comparisons with marks; none for notes. */
  readonly marks: readonly MarkTable[]
  /** What the figures would be with the answers that review rejected; for analysts. */
  readonly effects: readonly ShownEffect[]
  /** Why review rejected what it rejected; for analysts. */
  readonly rejectedBecause: string
  /** Read one by one, and not only counted. */
  readonly notes: boolean
  /** The latest notes. */
  readonly records: readonly RecordHead[]
}

export interface TopicContent {
  readonly topic: Pick<Topic, 'id' | 'code' | 'title' | 'questions' | 'methods'>
  readonly reader: Reader
  readonly stamp: string
  readonly collections: readonly ContentCollection[]
  readonly findings: TopicFindings
  readonly quotes: readonly RecordQuote[]
  readonly instructions: readonly Instruction[]
  readonly pins: readonly Pin[]
}

export interface Asked {
  readonly reader: Reader
  readonly locale: Locale
}

const latest = 10
const mostQuotes = 30

export async function topicContent(
  store: Store,
  topic: TopicContent['topic'],
  { reader, locale }: Asked,
): Promise<TopicContent> {
  const stamps = new Map<string, string>()
  const seen: Seen[] = []
  for (const collection of await collectionsOf(store, topic.id)) {
    const held = await framesOf(store).of(collection.id)
    if (!held) continue
    const part = await partFor(store, held, noteKinds.has(collection.kind) ? 'full' : reader)
    stamps.set(collection.id, part.stamp)
    if (collection.state !== 'draft' || collection.last > 0) seen.push({ held, part })
  }
  const real = seen.filter(({ held }) => !held.collection.pilot)
  const collections: ContentCollection[] = []
  for (const each of seen) collections.push(await contentOf(store, each, { reader, locale }))
  const quotes = new Map<string, readonly RecordQuote[]>()
  for (const { held } of real)
    if (noteKinds.has(held.collection.kind))
      quotes.set(held.collection.id, await quotesOf(store, held.collection, locale, mostQuotes))
  const [waves, arranged, people] = await Promise.all([
    store.waves.list(topic.id),
    store.findings.arranged(topic.id),
    store.people.all(),
  ])
  const findings = await findingsOfTopic(
    {
      collections: real,
      waves,
      arranged,
      quotes: new Map([...quotes].map(([id, some]) => [id, some.length])),
      people: new Map(people.map(({ id, name }) => [id, name])),
    },
    { reader, locale },
  )
  const { id, code, title, questions, methods } = topic
  return {
    topic: { id, code, title, questions, methods },
    reader,
    stamp: topicStamp(stamps),
    collections,
    findings,
    quotes: [...quotes.values()].flat(),
    instructions: await store.instructions.list(topic.id),
    pins: await store.pins.list(topic.id),
  }
}

async function contentOf(store: Store, seen: Seen, { reader, locale }: Asked): Promise<ContentCollection> {
  const { held, part } = seen
  const { collection } = held
  const notes = noteKinds.has(collection.kind)
  const filter = { singles: [], from: null, to: null }
  const summary = notes ? null : await summaryOf(held, part, { reader, locale, filter })
  const t = catalogues[locale]
  return {
    id: collection.id,
    title: collection.title,
    pilot: collection.pilot,
    sampleType: collection.sampleType,
    head: await summaryHead(store, held, { reader, locale, n: part.frame.n }),
    sections: summary?.sections ?? [],
    marks: notes ? [] : await markTables(seen, { reader, locale }),
    effects: reader === 'full' && !notes ? await runAnalysis('effects', { held, part }, { locale }) : [],
    rejectedBecause: reader === 'full' ? await rejectedBecause({ store, t, locale }, held) : '',
    notes,
    records: notes && !collection.pilot ? await latestRecords(store, collection, locale, latest) : [],
  }
}
