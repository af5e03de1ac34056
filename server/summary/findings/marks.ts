/** Group comparisons of a collection in words, kept like its comparisons. */

import { markedTables, type MarkedRow } from '../../../analysis/findings/marks.ts'
import { catalogues, type Catalogue, type Locale } from '../../locale/index.ts'
import { formatCount, formatNumber } from '../shown.ts'
import { planOf } from './plan.ts'
import { viewOf, type Looking, type Seen } from './tried.ts'

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

const kept = new WeakMap<Seen['part'], Map<string, readonly MarkTable[]>>()

export async function markTables(seen: Seen, looking: Looking): Promise<readonly MarkTable[]> {
  const key = `${looking.reader} ${looking.locale} ${seen.held.channels.length}`
  const held = kept.get(seen.part) ?? new Map<string, readonly MarkTable[]>()
  kept.set(seen.part, held)
  const known = held.get(key)
  if (known) return known
  await new Promise((resolve) => setImmediate(resolve))
  const made = make(seen, looking)
  held.set(key, made)
  return made
}

function make(seen: Seen, looking: Looking): readonly MarkTable[] {
  const { sampleType } = seen.held.collection
  // Promise 4: tests of other samples are for analysts only.
  const test = looking.reader === 'full' || sampleType === 'probability'
  const t = catalogues[looking.locale]
  return markedTables(viewOf(seen, looking), planOf(seen.held), { sampleType, test }).map((table) => ({
    label: table.label,
    groups: table.groups,
    rows: table.rows.map((row) => shownRow(row, t, looking.locale)),
    notes: notesOf(test, sampleType, t),
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
