/** How well somebody can be found again by what others may know of them. */

import { classesOf, type KeyColumn } from './column.ts'

export interface Risk {
  readonly n: number
  /** How many different combinations of values there are. */
  readonly classes: number
  /** k: how many share the rarest combination; 0 without rows. */
  readonly smallest: number
  /** Rows that nobody shares a combination with. */
  readonly unique: number
  /** Rows that fewer than k share. */
  readonly below: number
  /** The greatest chance that a row is the person one looks for, knowing that they took part: 1 / smallest. */
  readonly greatest: number | null
  /** The same chance on average: classes / n. */
  readonly average: number | null
}

/**
 * k-anonymity of the rows over quasi-identifiers (Sweeney 2002), with the prosecutor risk of each row, which is
 * 1 / (rows of its class) (El Emam 2013). No weights: a weight tells of people who are not in the file. No answer is a
 * value like another. Rows in a sample are harder to find than this says, because somebody may not be in it.
 */
export function riskOf(columns: readonly KeyColumn[], n: number, k: number): Risk {
  const { sizes } = classesOf(columns, n)
  let smallest = 0
  let unique = 0
  let below = 0
  for (const size of sizes) {
    if (smallest === 0 || size < smallest) smallest = size
    if (size === 1) unique++
    if (size < k) below += size
  }
  const some = n > 0
  return {
    n,
    classes: sizes.length,
    smallest,
    unique,
    below,
    greatest: some ? 1 / smallest : null,
    average: some ? sizes.length / n : null,
  }
}

/** A combination of one or two columns in which some cells are small. */
export interface SmallCells {
  readonly columns: readonly string[]
  /** Cells of fewer than k rows, not counting empty ones, and the rows in them. */
  readonly cells: number
  readonly rows: number
}

/** The small cells of every column and every pair, those with most rows first: which column makes people rare. */
export function smallCells(columns: readonly KeyColumn[], n: number, k: number): readonly SmallCells[] {
  const found: SmallCells[] = []
  const look = (some: readonly KeyColumn[]) => {
    const small = [...classesOf(some, n).sizes].filter((size) => size < k)
    if (small.length === 0) return
    found.push({
      columns: some.map(({ name }) => name),
      cells: small.length,
      rows: small.reduce((sum, size) => sum + size, 0),
    })
  }
  columns.forEach((column, place) => {
    look([column])
    for (const other of columns.slice(place + 1)) look([column, other])
  })
  return found.toSorted((a, b) => b.rows - a.rows)
}

/**
 * In how many classes everybody who answered gave the same answer (l-diversity of 1, Machanavajjhala 2007): whoever
 * knows the class of somebody learns that answer, whatever k is. Classes without an answer do not count.
 */
export function sameAnswer(
  keys: readonly KeyColumn[],
  answers: KeyColumn,
  n: number,
): { readonly classes: number; readonly rows: number } {
  const { of, sizes } = classesOf(keys, n)
  const first = new Int32Array(sizes.length).fill(-1)
  const several = new Uint8Array(sizes.length)
  for (let row = 0; row < n; row++) {
    const code = answers.codes[row]!
    const one = of[row]!
    if (code < 0) continue
    if (first[one] === -1) first[one] = code
    else if (first[one] !== code) several[one] = 1
  }
  let classes = 0
  let rows = 0
  for (let one = 0; one < sizes.length; one++) {
    if (first[one] === -1 || several[one] === 1) continue
    classes++
    rows += sizes[one]!
  }
  return { classes, rows }
}
