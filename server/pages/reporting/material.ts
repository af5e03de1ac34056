/** What a report is made of: the topic's summary as the reader may see it, with the forms that were asked. */

import type { Catalogue, Locale } from '../../locale/index.ts'
import { dateText } from '../../render.ts'
import type { Store, Topic } from '../../store/store.ts'
import { framesOf, type CollectionFrame } from '../../summary/frames.ts'
import type { SummaryHead } from '../../summary/head.ts'
import type { Reader } from '../../summary/stamp.ts'
import { topicContent, type ContentCollection, type TopicContent } from '../../summary/topic-content.ts'

export interface Material extends ContentCollection {
  readonly held: CollectionFrame
}

export interface Source {
  readonly content: TopicContent
  readonly collections: readonly Material[]
}

export interface Asked {
  readonly store: Store
  readonly topic: Topic
  readonly reader: Reader
  readonly locale: Locale
  readonly t: Catalogue
  readonly timeZone: string
}

/** The topic's summary without pilots and without what was left out. */
export async function materialOf(asked: Asked, leftOut: readonly string[]): Promise<Source> {
  const { store, topic, reader, locale } = asked
  const content = await topicContent(store, topic, { reader, locale })
  const collections: Material[] = []
  for (const each of content.collections) {
    if (each.pilot || leftOut.includes(each.id)) continue
    const held = await framesOf(store).of(each.id)
    if (held) collections.push({ ...each, held })
  }
  return { content, collections }
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
