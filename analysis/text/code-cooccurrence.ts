/**
 * Which codes of coded text stand together in the same segments.
 *
 * In: one column a code, 1 where a segment has it, 0 where not; segments with a missing value are left out. Out: for each
 * pair in how many segments both stand (the diagonal: each code's own), Jaccard's index both/either, the number that
 * chance would give f_i f_j/n, and lift = both/chance. Jaccard and lift are null where a code does not occur.
 * Source: Jaccard 1912; reference kind `code.cooccurrence`.
 */

import { completeRows } from '../statistics/items.ts'
import type { Matrix } from '../statistics/items.ts'

export interface CodeCooccurrence {
  readonly segments: number
  readonly missing: number
  readonly counts: Matrix
  readonly jaccard: readonly (readonly (number | null)[])[]
  readonly expected: readonly (readonly (number | null)[])[]
  readonly lift: readonly (readonly (number | null)[])[]
}

const codeLimit = 1000

/** Pairs of at most 1,000 codes. */
export function codeCooccurrence(codes: readonly Float64Array[]): CodeCooccurrence {
  if (codes.length > codeLimit)
    throw new Error(`codeCooccurrence: ${codes.length} codes are more than ${codeLimit}`)
  const { columns, n, missing } = completeRows(codes)
  const holders = columns.map((marks) => {
    const rows: number[] = []
    marks.forEach((mark, row) => {
      if (mark === 1) rows.push(row)
    })
    return rows
  })
  const counts = columns.map(() => columns.map(() => 0))
  holders.forEach((rows, i) => {
    for (let j = 0; j <= i; j += 1) {
      const marks = columns[j]!
      const both = rows.reduce((count, row) => count + (marks[row] === 1 ? 1 : 0), 0)
      counts[i]![j] = both
      counts[j]![i] = both
    }
  })
  const frequency = holders.map((rows) => rows.length)
  const each = (of: (both: number, a: number, b: number) => number | null) =>
    counts.map((line, i) => line.map((both, j) => of(both, frequency[i]!, frequency[j]!)))
  return {
    segments: n,
    missing,
    counts,
    jaccard: each((both, a, b) => (a + b - both > 0 ? both / (a + b - both) : null)),
    expected: each((_, a, b) => (n > 0 ? (a * b) / n : null)),
    lift: each((both, a, b) => (a * b > 0 ? both / ((a * b) / n) : null)),
  }
}
