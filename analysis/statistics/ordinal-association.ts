/**
 * Association of two ordered questions: gamma, tau-b, tau-c, Somers' d, Spearman, and the linear trend.
 *
 * In: counts, rows by columns in order, weights not allowed for the tests (an Error where counts are below 0). Empty
 * rows and columns change nothing but tau-c, which counts them. Out: pairs in and against the same order; each measure
 * (-1 to 1) with its standard error (`error`: where there is association, for limits; `nullError`: where there is
 * none, for tests); Kendall's z and Spearman's t with two-sided p; Pearson's r of scores 1, 2, 3 ... and the
 * linear-by-linear chi-square (n - 1) r². Null below two filled rows or columns.
 * Source: Goodman and Kruskal 1963; Brown and Benedetti 1977; Agresti 2010; R `cor.test`.
 */

import { chiSquareTail, normalTwoSided, tTwoSided } from '../distributions.ts'
import { sum } from '../sums.ts'
import { variance } from './kendall.ts'

type Matrix = readonly (readonly number[])[]

export interface Ordered {
  readonly value: number
  readonly error: number
  readonly nullError: number
}

export interface OrdinalAssociation {
  readonly n: number
  readonly concordant: number
  readonly discordant: number
  readonly gamma: Ordered
  readonly tauB: Ordered
  readonly tauC: number
  /** Somers' d with the columns as the outcome. */
  readonly somersColumns: { readonly value: number; readonly error: number }
  readonly somersRows: { readonly value: number; readonly error: number }
  readonly somersSymmetric: number
  readonly spearman: number
  readonly spearmanP: number | null
  readonly kendallZ: number
  readonly kendallP: number
  readonly scores: number
  readonly linear: number
  readonly linearP: number
}

export function ordinalAssociation(counts: Matrix): OrdinalAssociation | null {
  if (!counts.flat().every((count) => count >= 0 && count < Infinity))
    throw new Error('ordinal association: counts must be 0 or more')
  const width = counts[0]?.length ?? 0
  const rows = counts.map((line) => sum(line))
  const columns = Array.from({ length: width }, (_, c) => sum(counts.map((line) => line[c]!)))
  const n = sum(rows)
  if (rows.filter((total) => total > 0).length < 2 || columns.filter((total) => total > 0).length < 2)
    return null
  const { same, against } = neighbours(counts)
  const over = (of: (count: number, r: number, c: number) => number) =>
    sum(counts.flatMap((line, r) => line.map((count, c) => (count === 0 ? 0 : of(count, r, c)))))
  const p = over((count, r, c) => count * same[r]![c]!)
  const q = over((count, r, c) => count * against[r]![c]!)
  const gap = (r: number, c: number) => same[r]![c]! - against[r]![c]!
  const untiedRows = n * n - sum(rows.map((total) => total * total))
  const untiedColumns = n * n - sum(columns.map((total) => total * total))
  const root = Math.sqrt(untiedRows) * Math.sqrt(untiedColumns)
  const nullSpread = Math.sqrt(Math.max(0, over((count, r, c) => count * gap(r, c) ** 2) - (p - q) ** 2 / n))
  const tauB = (p - q) / root
  const margins = (r: number, c: number) => rows[r]! * untiedColumns + columns[c]! * untiedRows
  const tauSquare =
    over((count, r, c) => count * (2 * root * gap(r, c) + tauB * margins(r, c)) ** 2) -
    n ** 3 * tauB ** 2 * (untiedRows + untiedColumns) ** 2
  const somers = (untied: number, totals: (r: number, c: number) => number) => ({
    value: (p - q) / untied,
    error:
      (2 / untied ** 2) *
      Math.sqrt(over((count, r, c) => count * (untied * gap(r, c) - (p - q) * (n - totals(r, c))) ** 2)),
  })
  const smaller = Math.min(counts.length, width)
  const kendallZ = (p - q) / 2 / Math.sqrt(variance(n, rows, columns))
  const spearman = scored(counts, middleRanks(rows), middleRanks(columns))
  const scores = scored(
    counts,
    rows.map((_, r) => r),
    columns.map((_, c) => c),
  )
  const linear = (n - 1) * scores ** 2
  return {
    n,
    concordant: p / 2,
    discordant: q / 2,
    gamma: {
      value: (p - q) / (p + q),
      error:
        (4 / (p + q) ** 2) *
        Math.sqrt(over((count, r, c) => count * (q * same[r]![c]! - p * against[r]![c]!) ** 2)),
      nullError: (2 / (p + q)) * nullSpread,
    },
    tauB: {
      value: tauB,
      error: Math.sqrt(Math.max(0, tauSquare)) / root ** 2,
      nullError: (2 / root) * nullSpread,
    },
    tauC: (smaller * (p - q)) / (n * n * (smaller - 1)),
    somersColumns: somers(untiedRows, (r) => rows[r]!),
    somersRows: somers(untiedColumns, (_, c) => columns[c]!),
    somersSymmetric: (2 * (p - q)) / (untiedRows + untiedColumns),
    spearman,
    spearmanP:
      n > 2 ? tTwoSided(spearman * Math.sqrt((n - 2) / ((1 - spearman) * (1 + spearman))), n - 2) : null,
    kendallZ,
    kendallP: normalTwoSided(kendallZ),
    scores,
    linear,
    linearP: chiSquareTail(linear, 1, 'upper'),
  }
}

/** For each cell the counts in the same order beside it (above both ways, below both ways) and against it. */
function neighbours(counts: Matrix): { readonly same: Matrix; readonly against: Matrix } {
  const height = counts.length
  const width = counts[0]?.length ?? 0
  // Sums of everything above and to the left; a row and a column of zeros in front.
  const before: number[][] = [Array.from({ length: width + 1 }, () => 0)]
  counts.forEach((line, r) => {
    const running = [0]
    line.forEach((count, c) => running.push(running[c]! + count))
    before.push(running.map((total, c) => total + before[r]![c]!))
  })
  const block = (top: number, left: number, bottom: number, right: number) =>
    before[bottom]![right]! - before[top]![right]! - before[bottom]![left]! + before[top]![left]!
  const each = (of: (r: number, c: number) => number) => counts.map((line, r) => line.map((_, c) => of(r, c)))
  return {
    same: each((r, c) => block(0, 0, r, c) + block(r + 1, c + 1, height, width)),
    against: each((r, c) => block(0, c + 1, r, width) + block(r + 1, 0, height, c)),
  }
}

/** Middle ranks of ordered groups. */
function middleRanks(totals: readonly number[]): number[] {
  let before = 0
  return totals.map((total) => {
    const rank = before + (total + 1) / 2
    before += total
    return rank
  })
}

/** Pearson's r of counted pairs of scores. */
function scored(counts: Matrix, rowScores: readonly number[], columnScores: readonly number[]): number {
  const rows = counts.map((line) => sum(line))
  const columns = columnScores.map((_, c) => sum(counts.map((line) => line[c]!)))
  const n = sum(rows)
  const middle = (totals: readonly number[], scores: readonly number[]) =>
    sum(totals.map((total, k) => total * scores[k]!)) / n
  const [rowMean, columnMean] = [middle(rows, rowScores), middle(columns, columnScores)]
  const spread = (totals: readonly number[], scores: readonly number[], mean: number) =>
    sum(totals.map((total, k) => total * (scores[k]! - mean) ** 2))
  const together = sum(
    counts.flatMap((line, r) =>
      line.map((count, c) => count * (rowScores[r]! - rowMean) * (columnScores[c]! - columnMean)),
    ),
  )
  const r =
    together /
    Math.sqrt(spread(rows, rowScores, rowMean)) /
    Math.sqrt(spread(columns, columnScores, columnMean))
  return Math.min(1, Math.max(-1, r))
}
