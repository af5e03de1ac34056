/**
 * Whether two categorical variables are associated in a sample: Rao and Scott's corrections of Pearson's
 * chi-square, and Wald tests of the cells.
 *
 * In: categories of each row as places (-1 missing: left out as a domain). Out: the weighted table and the
 * tests. `pearson` is scaled to the number of rows of the design, missing ones included, as R has it; F and p do
 * not depend on that. Levels that no row has are left out. Null where a test is not defined (fewer than two
 * levels, no variance, no degrees of freedom).
 * Source: Rao and Scott 1984; Thomas and Rao 1990; Koch et al. 1975; R `survey::svychisq`.
 */

import { chiSquareTail, fTail } from '../distributions.ts'
import { inverseSymmetric, multiply, qr, transpose } from '../matrix.ts'
import { sum } from '../sums.ts'
import type { Design } from './design.ts'
import { countingRows, rowCount } from './design.ts'
import { degreesOfFreedom, designCounts } from './degrees-of-freedom.ts'
import { domain } from './domain.ts'
import { estimate } from './estimate.ts'
import type { Codes } from './means.ts'
import { cellSums, cells } from './means.ts'
import { cellShares } from './cell-shares.ts'
import { quadraticForm } from './regression.ts'

export interface FTest {
  readonly statistic: number
  readonly df1: number
  readonly df2: number
  readonly p: number | null
}

export interface SurveyAssociation {
  /** Rows used, and rows left out for a missing value. */
  readonly n: number
  readonly missing: number
  /** Places of the levels that occur. */
  readonly rows: readonly number[]
  readonly columns: readonly number[]
  /** Weight in each cell of the levels that occur. */
  readonly table: readonly (readonly number[])[]
  /** Rao and Scott's second-order correction. */
  readonly f: FTest | null
  /** Pearson's statistic; p by Rao and Scott's first-order correction. */
  readonly chiSquare: { readonly pearson: number; readonly df: number; readonly p: number } | null
  readonly wald: FTest | null
  readonly adjustedWald: FTest | null
}

export interface Sides {
  readonly row: Codes
  readonly rowLevels: number
  readonly column: Codes
  readonly columnLevels: number
}

/** `wald` false leaves Wald's tests out, which take most of the time. */
export function surveyAssociation(
  design: Design,
  sides: Sides,
  { wald = true }: { readonly wald?: boolean } = {},
): SurveyAssociation {
  const rows = observed(design, sides.row, sides.rowLevels)
  const columns = observed(design, sides.column, sides.columnLevels)
  const { codes, missing, within } = jointCodes(design, sides, rows, columns)
  const size = rows.length * columns.length
  const sums = cellSums(codes, size, within.weights)
  const table = rows.map((_, r) => columns.map((__, c) => sums[r * columns.length + c]!))
  const base = { n: countingRows(within), missing, rows, columns, table }
  const none = { f: null, chiSquare: null, wald: null, adjustedWald: null }
  if (rows.length < 2 || columns.length < 2 || !(sum(sums) > 0)) return { ...base, ...none }
  const clean = codes.map((code) => Math.max(0, code))
  const df = denominator(design)
  return {
    ...base,
    ...raoScott(within, {
      codes: clean,
      rows: rows.length,
      columns: columns.length,
      n: rowCount(design),
      df,
    }),
    ...(wald
      ? waldTests(within, { codes: clean, rows: rows.length, columns: columns.length, df })
      : { wald: null, adjustedWald: null }),
  }
}

/** Units minus strata of all rows that the design still has, also those of weight 0. */
function denominator(design: Design): number {
  const counts = designCounts(design, false)
  return counts ? counts.psus - counts.strata : degreesOfFreedom(design)
}

function observed(design: Design, codes: Codes, levels: number): readonly number[] {
  const seen = new Uint8Array(levels)
  for (let row = 0; row < design.n; row += 1) {
    if (codes[row]! >= 0 && (!design.present || design.present[row] === 1)) seen[codes[row]!] = 1
  }
  return Array.from(seen.keys()).filter((level) => seen[level] === 1)
}

function jointCodes(design: Design, sides: Sides, rows: readonly number[], columns: readonly number[]) {
  const place = (levels: readonly number[], count: number) => {
    const places = new Int32Array(count).fill(-1)
    levels.forEach((level, k) => {
      places[level] = k
    })
    return places
  }
  const rowPlace = place(rows, sides.rowLevels)
  const columnPlace = place(columns, sides.columnLevels)
  const codes = new Int32Array(design.n)
  const kept = new Uint8Array(design.n)
  let missing = 0
  for (let row = 0; row < design.n; row += 1) {
    const [a, b] = [sides.row[row]!, sides.column[row]!]
    const r = a < 0 ? -1 : rowPlace[a]!
    const c = b < 0 ? -1 : columnPlace[b]!
    codes[row] = r < 0 || c < 0 ? -1 : r * columns.length + c
    kept[row] = codes[row]! < 0 ? 0 : 1
    if (kept[row] === 0 && design.weights[row] !== 0) missing += 1
  }
  return { codes, missing, within: kept.includes(0) ? domain(design, kept) : design }
}

interface Shape {
  readonly codes: Codes
  readonly rows: number
  readonly columns: number
  /** Degrees of freedom of the design. */
  readonly df: number
}

function raoScott(design: Design, { codes, rows, columns, n, df }: Shape & { readonly n: number }) {
  const none = { f: null, chiSquare: null }
  const { values: shares, covariance } = cellShares(design, codes, rows * columns)
  const rowShares = Array.from({ length: rows }, (_, r) => sum(shares.slice(r * columns, (r + 1) * columns)))
  const columnShares = Array.from({ length: columns }, (_, c) =>
    sum(Array.from({ length: rows }, (__, r) => shares[r * columns + c]!)),
  )
  const pearson =
    n *
    sum(
      shares.map((share, k) => {
        const expected = rowShares[Math.floor(k / columns)]! * columnShares[k % columns]!
        return expected > 0 ? (share - expected) ** 2 / expected : 0
      }),
    )
  const contrasts = interactionContrasts(rows, columns)
  const inverse = shares.map((share) => (share === 0 ? 0 : 1 / share))
  const scaled = contrasts.map((column) => column.map((value, k) => value * inverse[k]!))
  const product = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]) =>
    multiply(a, transpose(b))
  const model = product(contrasts, scaled).map((line) => line.map((value) => value / n))
  const observedVariance = multiply(multiply(scaled, covariance), transpose(scaled))
  const inverseModel = inverseSymmetric(model)
  if (!inverseModel) return none
  const delta = multiply(inverseModel, observedVariance)
  const trace = sum(delta.map((line, k) => line[k]!))
  const squares = sum(multiply(delta, delta).map((line, k) => line[k]!))
  if (!(trace > 0) || !(squares > 0)) return none
  const d = trace ** 2 / squares
  const size = delta.length
  const F = pearson / trace
  return {
    f: { statistic: F, df1: d, df2: d * df, p: df > 0 ? fTail(F, d, d * df, 'upper') : null },
    chiSquare: {
      pearson,
      df: size,
      p: chiSquareTail(pearson / (trace / size), size, 'upper'),
    },
  }
}

/** What interactions add to the main effects, cell by cell: their residuals on them. */
function interactionContrasts(rows: number, columns: number): readonly (readonly number[])[] {
  const size = rows * columns
  const column = (of: (r: number, c: number) => number) =>
    Float64Array.from({ length: size }, (_, k) => of(Math.floor(k / columns), k % columns))
  const mains = [
    column(() => 1),
    ...Array.from({ length: rows - 1 }, (_, i) => column((r) => (r === i + 1 ? 1 : 0))),
    ...Array.from({ length: columns - 1 }, (_, j) => column((__, c) => (c === j + 1 ? 1 : 0))),
  ]
  const basis = qr(mains).basis()
  const contrasts: number[][] = []
  for (let j = 1; j < columns; j += 1) {
    for (let i = 1; i < rows; i += 1) {
      const work = column((r, c) => (r === i && c === j ? 1 : 0))
      for (const main of basis) {
        let part = 0
        for (let k = 0; k < size; k += 1) part += main[k]! * work[k]!
        for (let k = 0; k < size; k += 1) work[k] = work[k]! - part * main[k]!
      }
      contrasts.push([...work])
    }
  }
  return contrasts
}

/** Wald tests that all cells (but the first row and column) are what independence expects. */
function waldTests(design: Design, { codes, rows, columns, df }: Shape) {
  const none = { wald: null, adjustedWald: null }
  const { values, covariance } = estimate(design, cells(codes, rows * columns, 'total'))
  const all = sum(values)
  const rowTotals = Array.from({ length: rows }, (_, r) => sum(values.slice(r * columns, (r + 1) * columns)))
  const columnTotals = Array.from({ length: columns }, (_, c) =>
    sum(Array.from({ length: rows }, (__, r) => values[r * columns + c]!)),
  )
  const used: { r: number; c: number }[] = []
  for (let c = 1; c < columns; c += 1) for (let r = 1; r < rows; r += 1) used.push({ r, c })
  const gaps = used.map(({ r, c }) => values[r * columns + c]! - (rowTotals[r]! * columnTotals[c]!) / all)
  const slopes = used.map(({ r, c }) =>
    values.map((_, k) => {
      const [i, j] = [Math.floor(k / columns), k % columns]
      return (
        (i === r && j === c ? 1 : 0) -
        (i === r ? columnTotals[c]! / all : 0) -
        (j === c ? rowTotals[r]! / all : 0) +
        (rowTotals[r]! * columnTotals[c]!) / all ** 2
      )
    }),
  )
  const square = quadraticForm(gaps, multiply(multiply(slopes, covariance), transpose(slopes)))
  if (square === null) return none
  const df1 = used.length
  const test = (statistic: number, df2: number): FTest => ({
    statistic,
    df1,
    df2,
    p: df2 > 0 ? fTail(statistic, df1, df2, 'upper') : null,
  })
  const left = df - df1 + 1
  return { wald: test(square / df1, df), adjustedWald: test((square * left) / (df1 * df), left) }
}
