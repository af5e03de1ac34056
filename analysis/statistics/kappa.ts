/**
 * Agreement of two raters beyond chance: Cohen's kappa, unweighted or weighted, and its relatives.
 *
 * In: a square table of counts, first rater in rows, second in columns, the same categories in the same order;
 * rows and columns without counts stay, as weights depend on distances. Out: observed and expected agreement
 * (0 to 1), kappa, the non-null standard error with its limits, the null one with z and two-sided p. Null for
 * an empty table, fewer than two categories, or where chance alone agrees fully; z and p are null where the
 * null error is 0. An Error where the table is not square or has a negative count.
 * Source: Cohen 1960, 1968; Fleiss, Cohen and Everitt 1969; R `vcd::Kappa`. Scott 1955; Gwet 2008; Bennett,
 * Alpert and Goldstein 1954.
 */

import { normalQuantile, normalTwoSided } from '../distributions.ts'
import { sum } from '../sums.ts'
import type { Matrix } from './items.ts'

export type KappaWeights = 'none' | 'linear' | 'quadratic'

export interface Kappa {
  readonly n: number
  readonly observed: number
  readonly expected: number
  readonly kappa: number
  readonly error: number
  readonly lower: number
  readonly upper: number
  readonly nullError: number
  readonly z: number | null
  readonly p: number | null
}

/** Cohen's kappa. */
export function cohenKappa(counts: Matrix, weights: KappaWeights = 'none', level = 0.95): Kappa | null {
  const { n, k, shares, rows, columns } = margins(counts)
  if (!(n > 0) || k < 2) return null
  const weight = (i: number, j: number) => {
    if (weights === 'none') return i === j ? 1 : 0
    const distance = Math.abs(i - j) / (k - 1)
    return 1 - (weights === 'linear' ? distance : distance ** 2)
  }
  const over = (of: (i: number, j: number) => number) =>
    sum(rows.flatMap((_, i) => columns.map((_, j) => of(i, j))))
  const observed = over((i, j) => weight(i, j) * shares[i]![j]!)
  const expected = over((i, j) => weight(i, j) * rows[i]! * columns[j]!)
  if (!(1 - expected > 1e-15)) return null
  const kappa = (observed - expected) / (1 - expected)
  const ofRow = rows.map((_, i) => sum(columns.map((share, j) => weight(i, j) * share)))
  const ofColumn = columns.map((_, j) => sum(rows.map((share, i) => weight(i, j) * share)))
  const scale = n * (1 - expected) ** 2
  const spread =
    over((i, j) => shares[i]![j]! * (weight(i, j) - (ofRow[i]! + ofColumn[j]!) * (1 - kappa)) ** 2) -
    (kappa - expected * (1 - kappa)) ** 2
  const nullSpread =
    over((i, j) => rows[i]! * columns[j]! * (weight(i, j) - ofRow[i]! - ofColumn[j]!) ** 2) - expected ** 2
  const error = Math.sqrt(Math.max(0, spread) / scale)
  const nullError = Math.sqrt(Math.max(0, nullSpread) / scale)
  const reach = normalQuantile((1 - level) / 2, 'upper') * error
  const z = nullError > 0 ? kappa / nullError : null
  return {
    n,
    observed,
    expected,
    kappa,
    error,
    lower: kappa - reach,
    upper: kappa + reach,
    nullError,
    z,
    p: z === null ? null : normalTwoSided(z),
  }
}

/** Coefficients of two raters that take chance otherwise; each null where it is undefined. */
export interface PairAgreement {
  readonly n: number
  readonly percent: number
  readonly scottPi: number | null
  readonly gwetAc1: number | null
  readonly bennettS: number | null
}

/** Per cent agreement, Scott's pi, Gwet's AC1 and Bennett's S; null for an empty table. */
export function pairAgreement(counts: Matrix): PairAgreement | null {
  const { n, k, shares, rows, columns } = margins(counts)
  if (!(n > 0)) return null
  const observed = sum(shares.map((line, i) => line[i]!))
  const mean = rows.map((share, i) => (share + columns[i]!) / 2)
  const beyond = (chance: number) => (1 - chance > 1e-15 ? (observed - chance) / (1 - chance) : null)
  return {
    n,
    percent: 100 * observed,
    scottPi: beyond(sum(mean.map((share) => share ** 2))),
    gwetAc1: k < 2 ? null : beyond(sum(mean.map((share) => share * (1 - share))) / (k - 1)),
    bennettS: k < 2 ? null : beyond(1 / k),
  }
}

function margins(counts: Matrix) {
  const k = counts.length
  counts.forEach((line, i) => {
    if (line.length !== k) throw new Error(`kappa: row ${i + 1} has ${line.length} columns, not ${k}`)
    if (!line.every((count) => count >= 0 && count < Infinity))
      throw new Error(`kappa: row ${i + 1} has a count that is negative or not a number`)
  })
  const n = sum(counts.flat())
  const shares = counts.map((line) => line.map((count) => count / n))
  return {
    n,
    k,
    shares,
    rows: shares.map((line) => sum(line)),
    columns: shares.map((_, j) => sum(shares.map((line) => line[j]!))),
  }
}

/** A table of more categories would fill the memory and say nothing. */
const categoryLimit = 1000

/** Counts of two raters' codes (0 to k - 1, below 0 missing): first rater in rows. */
export function ratingTable(first: ArrayLike<number>, second: ArrayLike<number>, k: number): number[][] {
  if (k > categoryLimit) throw new Error(`kappa: ${k} categories are more than ${categoryLimit}`)
  const counts = Array.from({ length: k }, () => Array.from({ length: k }, () => 0))
  for (let row = 0; row < first.length; row += 1) {
    const a = first[row]!
    const b = second[row]!
    if (a >= 0 && b >= 0) counts[a]![b]! += 1
  }
  return counts
}
