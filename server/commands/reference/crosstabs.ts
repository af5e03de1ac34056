/** Adapters of the kinds `xtab.*`. */

import { adjustmentOf } from '../../../analysis/statistics/adjusted-p.ts'
import { association } from '../../../analysis/statistics/association.ts'
import { cochranQ } from '../../../analysis/statistics/cochran-q.ts'
import { columnProportions } from '../../../analysis/statistics/column-proportions.ts'
import { fisher } from '../../../analysis/statistics/fisher.ts'
import { fisherExact } from '../../../analysis/statistics/fisher-exact.ts'
import { mantelHaenszel } from '../../../analysis/statistics/mantel-haenszel.ts'
import { mcnemar } from '../../../analysis/statistics/mcnemar.ts'
import { nominalAssociation } from '../../../analysis/statistics/nominal-association.ts'
import { ordinalAssociation } from '../../../analysis/statistics/ordinal-association.ts'
import { proportionTrend } from '../../../analysis/statistics/proportion-trend.ts'
import { percent } from '../../../analysis/statistics/result.ts'
import { sum } from '../../../analysis/sums.ts'
import type { Adapter } from './adapters.ts'
import type { ReferenceData } from './cases.ts'
import { numbersOf } from './cases.ts'
import { completeRows, crossed } from './columns.ts'

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

export const chiSquareOfTable: Adapter = ({ correct }, data) => tested(tableOf(data), correct === true)

function tableOf({ table: counts }: ReferenceData): readonly (readonly number[])[] {
  if (!counts) throw new Error('no table in the data.')
  return counts
}

export const fisherOfTwo: Adapter = ({ conf }, data) => {
  const of = fisher(tableOf(data), Number(conf ?? 0.95))
  return (
    of && {
      p: of.p,
      p_less: of.pLess,
      p_greater: of.pGreater,
      odds_ratio: of.oddsRatio,
      lower: of.lower,
      upper: of.upper,
    }
  )
}

export const fisherOfMany: Adapter = (_, data) => {
  const of = fisherExact(tableOf(data), { steps: 300_000_000 })
  if (of?.method === 'simulated') throw new Error('the table is too large to count; p would be simulated.')
  return of && { p: of.p }
}

function ordered(counts: readonly (readonly number[])[]) {
  const of = ordinalAssociation(counts)
  return (
    of && {
      n: of.n,
      concordant: of.concordant,
      discordant: of.discordant,
      gamma: of.gamma.value,
      gamma_ase1: of.gamma.error,
      gamma_ase0: of.gamma.nullError,
      tau_b: of.tauB.value,
      tau_b_ase1: of.tauB.error,
      tau_b_ase0: of.tauB.nullError,
      tau_c: of.tauC,
      somers_d_col_dependent: of.somersColumns.value,
      somers_d_col_dependent_ase1: of.somersColumns.error,
      somers_d_row_dependent: of.somersRows.value,
      somers_d_symmetric: of.somersSymmetric,
      spearman: of.spearman,
      spearman_p: of.spearmanP,
      kendall_z: of.kendallZ,
      kendall_p: of.kendallP,
      pearson_scores: of.scores,
      linear_by_linear: of.linear,
      linear_by_linear_p: of.linearP,
    }
  )
}

export const ordinalOfColumns: Adapter = ({ row, col }, data) =>
  ordered(crossed(data, String(row), String(col)).counts)

export const ordinalOfTable: Adapter = (_, data) => ordered(tableOf(data))

export const nominal: Adapter = (args, data) => {
  const counts = data.table ?? crossed(data, String(args['row']), String(args['col'])).counts
  const of = nominalAssociation(counts)
  return (
    of && {
      lambda_col_dependent: of.lambda.columns,
      lambda_row_dependent: of.lambda.rows,
      lambda_symmetric: of.lambda.symmetric,
      gk_tau_col_dependent: of.tau.columns,
      gk_tau_row_dependent: of.tau.rows,
      uncertainty_col_dependent: of.uncertainty.columns,
      uncertainty_row_dependent: of.uncertainty.rows,
      uncertainty_symmetric: of.uncertainty.symmetric,
    }
  )
}

export const columnTests: Adapter = ({ row, col, adjust, alpha }, data) => {
  const { rows, columns, counts } = crossed(data, String(row), String(col))
  const options = { adjustment: adjustmentOf(String(adjust)), alpha: Number(alpha ?? 0.05) }
  return {
    rows: columnProportions(counts, options).map((line, r) => ({
      row: rows[r],
      proportions: line.shares,
      pairs: line.pairs.map((pair) => ({
        a: columns[pair.a],
        b: columns[pair.b],
        diff: pair.difference,
        z: pair.z,
        p: pair.p,
        p_adj: pair.adjusted,
      })),
      letters: line.letters,
    })),
  }
}

export const changes: Adapter = (args, data) => {
  const counts = data.table ?? crossed(data, String(args['row']), String(args['col'])).counts
  const of = mcnemar(counts, args['correct'] === true)
  return of && { statistic: of.statistic, df: of.df, p: of.p, exact_p: of.exactP }
}

export const cochran: Adapter = ({ vars }, data) => {
  const of = cochranQ(completeRows(data, vars as readonly string[]))
  return of && { n: of.n, statistic: of.statistic, df: of.df, p: of.p }
}

export const trend: Adapter = (_, data) => {
  const [x, n] = [numbersOf(data, 'x'), numbersOf(data, 'n')]
  const scores = data.columns.has('score') ? numbersOf(data, 'score') : null
  const of = proportionTrend(
    Array.from(x, (value, k) => ({ x: value, n: n[k]!, ...(scores ? { score: scores[k]! } : {}) })),
  )
  return of && { statistic: of.statistic, df: of.df, p: of.p }
}

export const layered: Adapter = ({ correct, conf }, data) => {
  if (!data.tables) throw new Error('no tables in the data.')
  const of = mantelHaenszel(data.tables, correct === true, Number(conf ?? 0.95))
  return (
    of && {
      statistic: of.statistic,
      df: of.df,
      p: of.p,
      common_or: of.oddsRatio,
      lower: of.lower,
      upper: of.upper,
    }
  )
}
