/**
 * Everything that is said of a table of counts beside Pearson's chi-square.
 *
 * In: counts, rows by columns; empty rows and columns are left out. Out: the statistic with Yates' correction
 * where it is asked for and the table is 2 by 2 (at most 1/2 and the smallest |observed - expected|), the
 * likelihood ratio, and from the uncorrected statistic phi, Cramér's V, Bergsma's bias-corrected V and the
 * contingency coefficient (0 to 1); Pearson and adjusted residuals; phi with its sign for 2 by 2. Null where
 * fewer than two rows or columns are not empty.
 * Source: Yates 1934; Haberman 1973; Bergsma 2013; R `chisq.test`.
 */

import { chiSquareTail } from '../distributions.ts'
import { sum } from '../sums.ts'
import { chiSquare } from './crosstab.ts'
import type { ChiSquare } from './crosstab.ts'

export interface Association {
  readonly pearson: ChiSquare
  readonly statistic: number
  readonly p: number
  readonly likelihoodRatio: number
  readonly likelihoodRatioP: number
  readonly phi: number
  readonly signedPhi: number | null
  /** Null where the table has too few people for it. */
  readonly correctedV: number | null
  readonly contingency: number
  readonly residuals: readonly (readonly number[])[]
  readonly adjusted: readonly (readonly number[])[]
}

type Matrix = readonly (readonly number[])[]

/** Tests, measures and residuals of one table. */
export function association(table: Matrix, correct: boolean): Association | null {
  const counts = withoutEmpty(table)
  const pearson = chiSquare(counts)
  if (!pearson) return null
  const { n, expected, statistic, df } = pearson
  const rowTotals = counts.map((line) => sum(line))
  const columnTotals = counts[0]!.map((_, c) => sum(counts.map((line) => line[c]!)))
  const each = (of: (observed: number, expect: number, r: number, c: number) => number) =>
    counts.map((line, r) => line.map((observed, c) => of(observed, expected[r]![c]!, r, c)))
  const square = counts.length === 2 && columnTotals.length === 2
  const likelihoodRatio = 2 * sum(each((o, e) => (o > 0 ? o * Math.log(o / e) : 0)).flat())
  const used = correct && square ? yates(each, statistic) : statistic
  return {
    pearson,
    statistic: used,
    p: chiSquareTail(used, df, 'upper'),
    likelihoodRatio,
    likelihoodRatioP: chiSquareTail(likelihoodRatio, df, 'upper'),
    phi: Math.sqrt(statistic / n),
    signedPhi: square ? signedPhi(counts, rowTotals, columnTotals) : null,
    correctedV: bergsma(pearson, counts.length, columnTotals.length),
    contingency: Math.sqrt(statistic / (statistic + n)),
    residuals: each((o, e) => (o - e) / Math.sqrt(e)),
    adjusted: each(
      (o, e, r, c) => (o - e) / Math.sqrt(e * (1 - rowTotals[r]! / n) * (1 - columnTotals[c]! / n)),
    ),
  }
}

function withoutEmpty(table: Matrix): Matrix {
  const rows = table.filter((line) => sum(line) > 0)
  const kept = (table[0] ?? []).map((_, c) => sum(rows.map((line) => line[c]!)) > 0)
  return rows.map((line) => line.filter((_, c) => kept[c]))
}

function yates(each: (of: (o: number, e: number) => number) => Matrix, uncorrected: number): number {
  const correction = Math.min(0.5, ...each((o, e) => Math.abs(o - e)).flat())
  if (correction === 0) return uncorrected
  return sum(each((o, e) => (Math.abs(o - e) - correction) ** 2 / e).flat())
}

function signedPhi(counts: Matrix, rowTotals: readonly number[], columnTotals: readonly number[]): number {
  const [[a, b], [c, d]] = counts as [[number, number], [number, number]]
  const product = rowTotals[0]! * rowTotals[1]! * columnTotals[0]! * columnTotals[1]!
  return (a * d - b * c) / Math.sqrt(product)
}

function bergsma({ statistic, n }: ChiSquare, rows: number, columns: number): number | null {
  const excess = Math.max(0, statistic / n - ((rows - 1) * (columns - 1)) / (n - 1))
  const fewer = (size: number) => size - (size - 1) ** 2 / (n - 1)
  const most = Math.min(fewer(rows), fewer(columns)) - 1
  return most > 0 ? Math.sqrt(excess / most) : null
}
