/**
 * Shares of rows within columns, with every pair of columns compared as the sample design has it.
 *
 * In: the row and the column of each answer as places (-1 missing: left out as a domain). Out: for each row its share
 * of every column (0 to 1; null of a column without weight) and for each pair of columns the difference, its standard
 * error, t and two-sided p. Shares are ratios of weights, their errors linearised from the covariance of the cells.
 * The degrees of freedom are the sampling units less the strata that the two columns have, less one. A pair is not
 * tested (t and p null) where no error can be estimated: everybody of one column and nobody of the other, or no
 * degrees of freedom.
 * Source: Särndal et al. 1992, 5.6; for each pair R `survey::svyttest(I(row) ~ column)` of the two columns.
 */

import { tTwoSided } from '../distributions.ts'
import { cellShares } from './cell-shares.ts'
import type { Design } from './design.ts'
import { degreesOfFreedom } from './degrees-of-freedom.ts'
import { domain } from './domain.ts'
import type { Codes } from './means.ts'

export interface SharePair {
  readonly a: number
  readonly b: number
  readonly difference: number | null
  readonly error: number | null
  readonly t: number | null
  readonly df: number
  readonly p: number | null
}

export interface SharesOfColumns {
  readonly shares: readonly (number | null)[]
  readonly pairs: readonly SharePair[]
}

export interface ColumnSides {
  readonly row: Codes
  readonly rowLevels: number
  readonly column: Codes
  readonly columnLevels: number
}

/** An error below this, of a share, is a rounding of none. */
const noError = 1e-12

export function columnShares(design: Design, sides: ColumnSides): readonly SharesOfColumns[] {
  const { rowLevels, columnLevels } = sides
  const { codes, within } = joint(design, sides)
  const { values, covariance } = cellShares(within, codes, rowLevels * columnLevels)
  const at = (row: number, column: number) => row * columnLevels + column
  const rows = Array.from({ length: rowLevels }, (_, row) => row)
  const columns = Array.from({ length: columnLevels }, (_, column) => column)
  const totals = columns.map((column) => rows.reduce((all, row) => all + values[at(row, column)]!, 0))
  const places = columns.flatMap((a) => columns.slice(a + 1).map((b) => ({ a, b })))
  const freedom = freedomOf(within, codes, columnLevels)
  const df = places.map(({ a, b }) => freedom(a, b) - 1)
  return rows.map((row) => {
    const shares = columns.map((column) =>
      totals[column]! > 0 ? values[at(row, column)]! / totals[column]! : null,
    )
    /** What a cell of a column moves that column's share by. */
    const slope = (column: number, cell: number) =>
      ((cell === row ? 1 : 0) - shares[column]!) / totals[column]!
    const between = (a: number, b: number) => {
      let total = 0
      for (const i of rows)
        for (const j of rows) total += slope(a, i) * slope(b, j) * covariance[at(i, a)]![at(j, b)]!
      return total
    }
    const own = columns.map((column) => (shares[column] === null ? 0 : between(column, column)))
    const pairs = places.map(({ a, b }, k): SharePair => {
      const [first, second] = [shares[a]!, shares[b]!]
      if (first === null || second === null)
        return { a, b, difference: null, error: null, t: null, df: df[k]!, p: null }
      const difference = first - second
      const error = Math.sqrt(Math.max(0, own[a]! + own[b]! - 2 * between(a, b)))
      const t = error > noError && df[k]! > 0 ? difference / error : null
      return { a, b, difference, error, t, df: df[k]!, p: t === null ? null : tTwoSided(t, df[k]!) }
    })
    return { shares, pairs }
  })
}

/** The cell of each answer, and the design of those that have one. */
function joint(design: Design, { row, column, columnLevels }: ColumnSides) {
  const codes = new Int32Array(design.n)
  const kept = new Uint8Array(design.n)
  for (let at = 0; at < design.n; at += 1) {
    const [r, c] = [row[at]!, column[at]!]
    if (r < 0 || c < 0) continue
    kept[at] = 1
    codes[at] = r * columnLevels + c
  }
  return { codes, within: kept.includes(0) ? domain(design, kept) : design }
}

/** Degrees of freedom of what two columns have together. */
function freedomOf(design: Design, codes: Codes, width: number): (a: number, b: number) => number {
  if (design.kind !== 'linearised') {
    const all = degreesOfFreedom(design)
    return () => all
  }
  const { unit, units, strata, stratumOf } = design.stages[0]!
  const unitsOf = Array.from({ length: width }, () => new Uint8Array(units))
  const strataOf = Array.from({ length: width }, () => new Uint8Array(strata))
  const counts = new Float64Array(width)
  for (let row = 0; row < design.n; row += 1) {
    if (design.weights[row] === 0 || (design.present && design.present[row] !== 1)) continue
    const column = codes[row]! % width
    const of = unit[row]!
    if (unitsOf[column]![of] === 1) continue
    unitsOf[column]![of] = 1
    counts[column]! += 1
    strataOf[column]![stratumOf[of]!] = 1
  }
  const alone = units === design.n
  const union = (a: Uint8Array, b: Uint8Array) => a.reduce((total, mark, k) => total + (mark | b[k]!), 0)
  return (a, b) =>
    (alone ? counts[a]! + counts[b]! : union(unitsOf[a]!, unitsOf[b]!)) - union(strataOf[a]!, strataOf[b]!)
}
