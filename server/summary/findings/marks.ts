/** Group comparisons of a collection in words. */

import type { MarkedRow } from '../../../analysis/findings/marks.ts'
import { catalogues, type Catalogue, type Locale } from '../../locale/index.ts'
import { formatCount, formatNumber } from '../shown.ts'
import { mayTest, studied, type Looking, type Seen } from './tried.ts'

export interface MarkTable {
  readonly label: string
  readonly groups: readonly string[]
  readonly rows: readonly {
    readonly label: string
    readonly variable: string
    readonly cells: readonly MarkCell[]
  }[]
  readonly notes: readonly string[]
}
export interface MarkCell {
  readonly text: string
  readonly value: number | null
  readonly n: string
  readonly mark: 'above' | 'below' | null
}

export async function markTables(seen: Seen, looking: Looking): Promise<readonly MarkTable[]> {
  const { marks } = await studied(seen, looking)
  const t = catalogues[looking.locale]
  const notes = notesOf(mayTest(seen, looking), seen.held.collection.sampleType, t)
  return marks.map((table) => ({
    label: table.label,
    groups: table.groups,
    rows: table.rows.map((row) => shownRow(row, t, looking.locale)),
    notes,
  }))
}

function shownRow({ label, variable, choice, measure, cells }: MarkedRow, t: Catalogue, locale: Locale) {
  return {
    label: choice === null ? label : t.briefing.shareRow({ question: label, choice }),
    variable,
    cells: cells.map((cell): MarkCell => {
      if (!cell || !Number.isFinite(cell.value)) return { text: '—', value: null, n: '', mark: null }
      const value = measure === 'share' ? 100 * cell.value : cell.value
      const text = measure === 'share' ? `${value.toFixed(1)}%` : formatNumber(value, locale)
      return { text, value, n: formatCount(cell.n, locale), mark: cell.mark }
    }),
  }
}

function notesOf(
  test: boolean,
  sampleType: keyof Catalogue['findings']['label'],
  t: Catalogue,
): readonly string[] {
  if (!test) return [t.briefing.marksNone]
  const assumed =
    sampleType === 'probability' || sampleType === 'census'
      ? []
      : [sampleType === 'complex' ? t.findings.testComplex : t.findings.testAssumes]
  return [[t.briefing.marksRule, ...assumed].join(t.findings.join) + t.findings.end]
}
