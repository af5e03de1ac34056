/**
 * Joint counts of two sides of a crosstab, people and weights; rows and columns that nobody has are left out. In: the
 * places or ticks of each row, the rows kept, weights (a row of weight 0 counts nothing). Ticks overlap, so that counts of
 * ticks do not add up to their bases.
 */

import { sum } from '../sums.ts'
import type { Prepared } from './prepare.ts'
import type { MarkedSide, Side } from './sides.ts'

export interface Cells {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** Where the rows and columns that are left stand among all. */
  readonly rowPlaces: readonly number[]
  readonly columnPlaces: readonly number[]
  readonly counts: readonly (readonly number[])[]
  readonly weights: readonly (readonly number[])[]
  /** People, weight and effective size (Kish) of each column; people and weight of each row; of all. */
  readonly bases: readonly number[]
  readonly columnWeights: readonly number[]
  readonly effective: readonly number[]
  readonly rowBases: readonly number[]
  readonly rowWeights: readonly number[]
  readonly n: number
  readonly weight: number
}

/** Sums over rows, before empty ones are left out. */
interface Sums {
  readonly counts: Float64Array
  readonly weighed: Float64Array
  readonly bases: Float64Array
  readonly columnWeights: Float64Array
  readonly squares: Float64Array
  readonly rowBases: Float64Array
  readonly rowWeights: Float64Array
  n: number
  weight: number
}

interface Counting {
  readonly n: number
  readonly kept: Uint8Array | null
  readonly weights: Float64Array | null
}

export function cellsOf(
  { frame, kept, design }: Prepared,
  rows: Side | MarkedSide,
  columns: Side | MarkedSide,
): Cells {
  const of = { n: frame.n, kept, weights: design?.weights ?? null }
  const sums =
    rows.kind === 'coded' && columns.kind === 'coded'
      ? plainSums(of, rows, columns)
      : markedSums(of, rows, columns)
  return withoutEmpty(sums, rows.labels, columns.labels)
}

function emptySums(height: number, width: number): Sums {
  return {
    counts: new Float64Array(height * width),
    weighed: new Float64Array(height * width),
    bases: new Float64Array(width),
    columnWeights: new Float64Array(width),
    squares: new Float64Array(width),
    rowBases: new Float64Array(height),
    rowWeights: new Float64Array(height),
    n: 0,
    weight: 0,
  }
}

/** One place in a row and one in a column. */
function plainSums({ n, kept, weights }: Counting, rows: Side, columns: Side): Sums {
  const [height, width] = [rows.labels.length, columns.labels.length]
  const sums = emptySums(height, width)
  const { counts, weighed, squares, bases, columnWeights, rowBases, rowWeights } = sums
  const [own, other] = [rows.codes, columns.codes]
  for (let at = 0; at < n; at += 1) {
    const r = own[at]!
    const c = other[at]!
    if (r < 0 || c < 0 || (kept !== null && kept[at] === 0)) continue
    const w = weights === null ? 1 : weights[at]!
    if (w === 0) continue
    const cell = r * width + c
    counts[cell] = counts[cell]! + 1
    weighed[cell] = weighed[cell]! + w
    squares[c] = squares[c]! + w * w
  }
  for (let r = 0; r < height; r += 1) {
    for (let c = 0; c < width; c += 1) {
      const cell = r * width + c
      bases[c] = bases[c]! + counts[cell]!
      columnWeights[c] = columnWeights[c]! + weighed[cell]!
      rowBases[r] = rowBases[r]! + counts[cell]!
      rowWeights[r] = rowWeights[r]! + weighed[cell]!
    }
  }
  sums.n = sum(bases)
  sums.weight = sum(columnWeights)
  return sums
}

interface Membership {
  readonly size: number
  /** Whether the row has a valid answer at all; whether it belongs to a place. */
  valid(row: number): boolean
  has(row: number, place: number): boolean
}

function membership(side: Side | MarkedSide): Membership {
  if (side.kind === 'coded') {
    const { codes, labels } = side
    return {
      size: labels.length,
      valid: (row) => codes[row]! >= 0,
      has: (row, place) => codes[row] === place,
    }
  }
  const { marks, given } = side
  return {
    size: marks.length,
    valid: (row) => given[row] === 1,
    has: (row, place) => marks[place]![row] !== 0,
  }
}

/** Ticks on either side: a row may be in several cells. */
function markedSums(
  { n, kept, weights }: Counting,
  rows: Side | MarkedSide,
  columns: Side | MarkedSide,
): Sums {
  const [own, other] = [membership(rows), membership(columns)]
  const width = other.size
  const sums = emptySums(own.size, width)
  for (let at = 0; at < n; at += 1) {
    const w = weights === null ? 1 : weights[at]!
    if (w === 0 || (kept !== null && kept[at] === 0) || !own.valid(at) || !other.valid(at)) continue
    sums.n += 1
    sums.weight += w
    for (let r = 0; r < own.size; r += 1) {
      if (!own.has(at, r)) continue
      sums.rowBases[r]! += 1
      sums.rowWeights[r]! += w
      for (let c = 0; c < width; c += 1) {
        if (!other.has(at, c)) continue
        sums.counts[r * width + c]! += 1
        sums.weighed[r * width + c]! += w
      }
    }
    for (let c = 0; c < width; c += 1) {
      if (!other.has(at, c)) continue
      sums.bases[c]! += 1
      sums.columnWeights[c]! += w
      sums.squares[c]! += w * w
    }
  }
  return sums
}

function withoutEmpty(of: Sums, rows: readonly string[], columns: readonly string[]): Cells {
  const { bases, rowBases, columnWeights, squares } = of
  const keptRows = Array.from(rows.keys()).filter((r) => rowBases[r]! > 0)
  const keptColumns = Array.from(columns.keys()).filter((c) => bases[c]! > 0)
  const grid = (values: Float64Array) =>
    keptRows.map((r) => keptColumns.map((c) => values[r * columns.length + c]!))
  return {
    rows: keptRows.map((r) => rows[r]!),
    rowPlaces: keptRows,
    columnPlaces: keptColumns,
    columns: keptColumns.map((c) => columns[c]!),
    counts: grid(of.counts),
    weights: grid(of.weighed),
    bases: keptColumns.map((c) => bases[c]!),
    columnWeights: keptColumns.map((c) => columnWeights[c]!),
    effective: keptColumns.map((c) => (squares[c]! > 0 ? columnWeights[c]! ** 2 / squares[c]! : 0)),
    rowBases: keptRows.map((r) => rowBases[r]!),
    rowWeights: keptRows.map((r) => of.rowWeights[r]!),
    n: of.n,
    weight: of.weight,
  }
}
