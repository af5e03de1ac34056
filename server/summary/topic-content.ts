/**
 * Everything that a topic's summary shows to one kind of reader, joined: what page, snapshot and report are made of.
 * Figures come from the reader's part of each collection (promise 3); notes are listed to every reader, quotes only with
 * consent.
 */

import type { SampleType } from '../../analysis/cells.ts'
import { catalogues, type Locale } from '../locale/index.ts'
import type { Store, Topic } from '../store/store.ts'
import type { Instruction, Pin, Wave } from '../store/summary-nouns.ts'
import {
  arrangedFindings,
  findingsOfTopic,
  type ToldFindings,
  type TopicFindings,
} from './findings/of-topic.ts'
import { markTables, type MarkTable } from './findings/marks.ts'
import type { Seen } from './findings/tried.ts'
import { framesOf } from './frames.ts'
import { noteKinds } from './notes.ts'
import { latestRecords, quotesOf, type RecordHead, type RecordQuote } from './records.ts'
import type { ShownSection } from './shown.ts'
import { partFor, type Reader } from './stamp.ts'
import { summaryOf } from './summary.ts'
import { keepingLatest } from './latest.ts'
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
  /** The same as long as everything but the instructions is the same. */
  readonly key: string
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

/** What depends on answers alone, and not on what people wrote about them. */
interface Figures {
  readonly collections: readonly ContentCollection[]
  readonly quotes: readonly RecordQuote[]
  readonly told: ToldFindings
}

/** The last of each topic, reader and language; held by this process, stale when a stamp or a title of the topic moves. */
const keepFigures = keepingLatest<Figures>(100)

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
  const waves = await store.waves.list(topic.id)
  const stamp = JSON.stringify([seen.map(stampOf), waves])
  const figures = await keepFigures([topic.id, reader, locale].join(' '), stamp, () =>
    figuresOf(store, topic.id, { seen, waves, reader, locale }),
  )
  const [arranged, people, instructions, pins] = await Promise.all([
    store.findings.arranged(topic.id),
    store.people.all(),
    store.instructions.list(topic.id),
    store.pins.list(topic.id),
  ])
  const findings = arrangedFindings(figures.told, arranged, new Map(people.map(({ id, name }) => [id, name])))
  const { id, code, title, questions, methods } = topic
  const own = { id, code, title, questions, methods }
  return {
    topic: own,
    reader,
    stamp: topicStamp(stamps),
    key: JSON.stringify([reader, locale, own, stamp, arranged, pins]),
    collections: figures.collections,
    findings,
    quotes: figures.quotes,
    instructions,
    pins,
  }
}

function stampOf({ held, part }: Seen) {
  const { id, title, state, pilot, formVersionId } = held.collection
  return [id, part.stamp, title, state, pilot, formVersionId, held.channels.length, held.rejected]
}

async function figuresOf(
  store: Store,
  topicId: string,
  {
    seen,
    waves,
    reader,
    locale,
  }: Asked & { readonly seen: readonly Seen[]; readonly waves: readonly Wave[] },
): Promise<Figures> {
  const real = seen.filter(({ held }) => !held.collection.pilot)
  const collections: ContentCollection[] = []
  for (const each of seen) collections.push(await contentOf(store, each, { reader, locale }))
  const quotes = new Map<string, readonly RecordQuote[]>()
  for (const { held } of real)
    if (noteKinds.has(held.collection.kind))
      quotes.set(held.collection.id, await quotesOf(store, held.collection, locale, mostQuotes))
  const counts = new Map([...quotes].map(([id, some]) => [id, some.length]))
  const told = await findingsOfTopic(
    { topicId, collections: real, waves, quotes: counts },
    { reader, locale },
  )
  return { collections, quotes: [...quotes.values()].flat(), told }
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
