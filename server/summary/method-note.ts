/** The method note of a topic's summary: what each figure is of (promise 4), and where each history ends (promise 7). */

import type { Catalogue, Locale } from '../locale/index.ts'
import { formatCount } from './shown.ts'
import type { Reader } from './stamp.ts'
import type { ContentCollection } from './topic-content.ts'

export function methodsOf(
  {
    collections,
    reader,
  }: {
    readonly collections: readonly Pick<ContentCollection, 'title' | 'head' | 'pilot'>[]
    readonly reader: Reader
  },
  t: Catalogue,
  locale: Locale,
): readonly string[] {
  const lines = collections.map(({ title, head, pilot }) => {
    const line = t.briefing.methodLine({
      title: pilot ? `${title} (${t.summary.pilot})` : title,
      kind: t.summary.kind[head.kind],
      sample: t.summary.sampleType[head.sampleType],
      anonymous: head.anonymous ? t.summary.anonymous : t.summary.named,
      weighting: t.summary.unweighted,
      n: head.n === null ? '—' : formatCount(head.n, locale),
    })
    return `${line}${t.findings.end}`
  })
  return [...lines, t.briefing.methodIntervals, ...(reader === 'protected' ? [t.briefing.methodProtect] : [])]
}
