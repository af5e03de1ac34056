/** Adapters of the kinds `xtab.table`, `xtab.chisq` and `xtab.chisq_table`. */

import { association } from '../../../analysis/statistics/association.ts'
import { percent } from '../../../analysis/statistics/result.ts'
import { sum } from '../../../analysis/sums.ts'
import type { Adapter } from './adapters.ts'
import { crossed } from './columns.ts'

export const table: Adapter = ({ row, col, weight }, data) => {
  const { columns, counts } = crossed(data, String(row), String(col), (weight as string | null) ?? null)
  const rowTotals = counts.map((line) => sum(line))
  const columnTotals = columns.map((_, c) => sum(counts.map((line) => line[c]!)))
  const total = sum(rowTotals)
  const share = (base: (r: number, c: number) => number) =>
    counts.map((line, r) => line.map((count, c) => percent(count, base(r, c))))
  return {
    counts,
    row_totals: rowTotals,
    col_totals: columnTotals,
    total,
    row_pct: share((r) => rowTotals[r]!),
    col_pct: share((_, c) => columnTotals[c]!),
    total_pct: share(() => total),
  }
}

function tested(counts: readonly (readonly number[])[], correct: boolean) {
  const of = association(counts, correct)
  if (!of) return null
  const { pearson } = of
  return {
    n: pearson.n,
    statistic: of.statistic,
    df: pearson.df,
    p: of.p,
    pearson_uncorrected: pearson.statistic,
    g2: of.likelihoodRatio,
    g2_p: of.likelihoodRatioP,
    phi: of.phi,
    cramers_v: pearson.cramersV,
    cramers_v_bias_corrected: of.correctedV,
    contingency_c: of.contingency,
    min_expected: pearson.minExpected,
    n_expected_lt5: pearson.smallExpected,
    expected: pearson.expected,
    pearson_residuals: of.residuals,
    adjusted_residuals: of.adjusted,
    phi_signed: of.signedPhi,
  }
}

export const chiSquareOfColumns: Adapter = ({ row, col, correct }, data) =>
  tested(crossed(data, String(row), String(col)).counts, correct === true)

export const chiSquareOfTable: Adapter = ({ correct }, { table: counts }) => {
  if (!counts) throw new Error('no table in the data.')
  return tested(counts, correct === true)
}
