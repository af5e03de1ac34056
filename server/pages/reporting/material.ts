/** What a report is made of: the topic's collections as the reader may see them. */

import type { Catalogue, Locale } from '../../locale/index.ts'
import { dateText } from '../../render.ts'
import type { Store, Topic } from '../../store/store.ts'
import { framesOf, type CollectionFrame } from '../../summary/frames.ts'
import { noteKinds } from '../../summary/notes.ts'
import { partFor, type Part, type Reader } from '../../summary/stamp.ts'
import { readersFrame, summaryOf } from '../../summary/summary.ts'
import type { ShownSection } from '../../summary/shown.ts'
import { shownEffects, type ShownEffect } from '../../summary/effects.ts'
import { summaryHead, type SummaryHead } from '../../summary/head.ts'
import { collectionsOf, topicPart } from '../../summary/topic-stamps.ts'

export interface Material {
  readonly held: CollectionFrame
  readonly id: string
  readonly title: string
  readonly head: SummaryHead
  /** Empty for notes, which are read one by one. */
  readonly sections: readonly ShownSection[]
  readonly effects: readonly ShownEffect[]
  readonly isNotes: boolean
}

export interface Asked {
  readonly store: Store
  readonly topic: Topic
  readonly reader: Reader
  readonly locale: Locale
  readonly t: Catalogue
  readonly timeZone: string
}

/** Every collection that has begun, pilots apart, in the order of the topic's summary. */
export async function materialOf(asked: Asked, leftOut: readonly string[]): Promise<readonly Material[]> {
  const { store, topic } = asked
  const found: Material[] = []
  for (const collection of await collectionsOf(store, topic.id)) {
    if (collection.pilot || leftOut.includes(collection.id)) continue
    if (collection.state === 'draft' && collection.last === 0) continue
    const held = await framesOf(store).of(collection.id)
    if (held) found.push(await materialOfOne(asked, held))
  }
  return found
}

async function materialOfOne({ store, reader, locale, t }: Asked, held: CollectionFrame): Promise<Material> {
  const { id, title, kind } = held.collection
  const isNotes = noteKinds.has(kind)
  const own = (await topicPart(store, id, reader)) as Part
  const head = await summaryHead(store, held, { reader, locale, n: own.frame.n })
  if (isNotes) return { held, id, title, head, sections: [], effects: [], isNotes }
  const part = await partFor(store, held, reader)
  const filter = { singles: [], from: null, to: null }
  const { sections } = await summaryOf(held, part, { reader, locale, filter })
  const effects =
    reader === 'full' ? shownEffects(held, readersFrame(held, part, locale).frame, { t, locale }) : []
  return { held, id, title, head, sections, effects, isNotes }
}

/** When it was in the field, in days or months; '' where nothing may be said of it. */
export function fieldworkOf({ from, to, inMonths }: SummaryHead, { locale, timeZone, t }: Asked): string {
  if (!from || !to) return ''
  const word = (day: string) => (inMonths ? monthText(day, locale) : dateText(day, locale, timeZone))
  return from === to ? word(from) : t.summary.span({ from: word(from), to: word(to) })
}

/** 2026年11月, November 2026. */
function monthText(month: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', year: 'numeric', month: 'long' }).format(
    new Date(`${month}-01T00:00:00Z`),
  )
}

/** The footnote of a table: where its figures come from (promise 4). */
export function sourceOf({ title, head }: Material, asked: Asked, base: readonly string[]): string {
  const { t, locale } = asked
  const words = t.report
  const dates = fieldworkOf(head, asked)
  const nonProbability = ['quota', 'open', 'organised'].includes(head.sampleType)
  const sample = t.summary.sampleType[head.sampleType]
  const comma = locale === 'zh-CN' ? '，' : ', '
  return words
    .source({
      collection: title,
      kind: t.summary.kind[head.kind],
      sample: nonProbability ? `${sample}${comma}${t.summary.nonProbability}` : sample,
      dates: dates ? words.sourceDates({ dates }) : '',
      weighting: t.summary.unweighted,
      base: base.length > 0 ? words.sourceBase({ base: base.join(comma) }) : '',
      rejected:
        head.rejected > 0 ? words.sourceRejected({ n: head.rejected, percent: head.rejectedPercent }) : '',
    })
    .trim()
}
