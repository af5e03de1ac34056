/** Tables of the workbench as a document takes them: what they rest on, then each result with its remarks. */

import type { Block, Report } from '../report/blocks.ts'
import type { Catalogue, Locale } from '../locale/index.ts'
import type { ShownCrossing, ShownResult } from '../summary/shown.ts'

export interface WrittenTables {
  readonly title: string
  /** What every figure rests on: data, n, sample, weights, filter, recodes, state of the data. */
  readonly facts: readonly (readonly [label: string, words: string])[]
  readonly results: readonly ShownCrossing[]
  readonly weighting: ShownResult | null
}

/** As a document of Word: facts first, then a heading for each result, its tables and its chart. */
export function tablesReport(
  { title, facts, results, weighting }: WrittenTables,
  { t, locale, date }: { readonly t: Catalogue; readonly locale: Locale; readonly date: string },
): Report {
  const words = t.report
  let tables = 0
  let figures = 0
  const blocksOf = (of: ShownResult, own: string, chart: ShownCrossing['chart']): readonly Block[] => [
    ...of.findings.map((text): Block => ({ kind: 'finding', text, keeps: true })),
    ...of.tables.map((table): Block => ({ kind: 'table', number: String((tables += 1)), table })),
    ...(chart
      ? [{ kind: 'chart', number: String((figures += 1)), caption: own, chart } satisfies Block]
      : []),
    ...(of.notes.length > 0 ? [{ kind: 'remarks', items: of.notes } satisfies Block] : []),
  ]
  const chapter = (number: number, own: string, blocks: readonly Block[]) => ({
    kind: 'tables',
    number: locale === 'zh-CN' ? `${number}．` : `${number}. `,
    title: own,
    blocks,
  })
  return {
    locale,
    title,
    issuer: '',
    date,
    coverNotes: [],
    internal: false,
    plain: [{ kind: 'facts', caption: '', rows: facts }],
    chapters: [
      ...results.map((result, k) =>
        chapter(k + 1, result.title || t.workbench.results, [
          ...(result.base.length > 0 ? [{ kind: 'remarks', items: result.base } satisfies Block] : []),
          ...blocksOf(result, result.title, result.chart),
        ]),
      ),
      ...(weighting
        ? [chapter(results.length + 1, t.workbench.weightingTitle, blocksOf(weighting, '', null))]
        : []),
    ],
    closing: [],
    words: {
      contents: words.contents,
      figure: words.figure,
      table: words.table,
      continued: words.continued,
      internal: words.internalMark,
      notDrawn: words.notDrawn,
    },
  }
}
