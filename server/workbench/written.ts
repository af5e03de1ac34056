/** Tables of the workbench as a document takes them: what they rest on, then each result with its remarks. */

import type { Block, Report } from '../report/blocks.ts'
import type { Catalogue, Locale } from '../locale/index.ts'
import type { ShownCrossing, ShownResult, ShownTable } from '../summary/shown.ts'

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
    ...of.tables.map((table): Block => ({
      kind: 'table',
      number: String((tables += 1)),
      table: withLetters(table),
    })),
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

/** Letters behind the shares that they belong to: a sheet of paper has no room for columns of them. */
function withLetters(table: ShownTable): ShownTable {
  const { columns, rows } = table
  if (!columns.some(({ key }) => key === 'letters')) return table
  const first = columns[0]?.numeric === false ? 1 : 0
  const lettersAt = (k: number) => columns[k + first + 1]?.key === 'letters'
  const own = (k: number) => columns[k + first]?.key !== 'letters'
  return {
    ...table,
    columns: columns.filter(({ key }) => key !== 'letters'),
    rows: rows.map((row) => ({
      ...row,
      cells: row.cells.flatMap((cell, k) => {
        if (!own(k)) return []
        const letters = lettersAt(k) ? (row.cells[k + 1]?.text ?? '') : ''
        return [letters === '' ? cell : { ...cell, text: `${cell.text} ${letters}` }]
      }),
    })),
  }
}
