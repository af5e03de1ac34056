/** Times of crosstabs out of columns: one of a million rows, and all pairs of fifteen questions. */

import { chiSquare } from '../../analysis/statistics/crosstab.ts'
import { crossCounts } from '../../analysis/totals.ts'
import { seededRandom } from '../../analysis/random.ts'

export interface CountingTimes {
  /** A bare loop into one typed array, 1,000,000 rows. */
  readonly bareLoop: number
  /** Joint counts and chi-square of 5 by 7 answers, 1,000,000 rows. */
  readonly crosstab: number
  /** 105 two-way tables with chi-square, 200,000 rows. */
  readonly tables: number
}

/** Milliseconds, the median of several runs each. */
export function countingTimes(): CountingTimes {
  const random = seededRandom(6)
  const coding = (n: number, answers: number) => ({
    codes: Uint8Array.from({ length: n }, () => Math.floor(random() * (answers + 2))),
    size: answers + 2,
  })
  const [a, b] = [coding(1_000_000, 5), coding(1_000_000, 7)]
  const questions = Array.from({ length: 15 }, (_, k) => coding(200_000, 2 + (k % 6)))
  return {
    bareLoop: median(9, () => {
      const counts = new Uint32Array(a.size * b.size)
      for (let i = 0; i < a.codes.length; i += 1) {
        const cell = a.codes[i]! * b.size + b.codes[i]!
        counts[cell] = counts[cell]! + 1
      }
      return counts
    }),
    crosstab: median(9, () => chiSquare(validCells(crossCounts(a, b), a.size, b.size))),
    tables: median(5, () => {
      for (let i = 0; i < questions.length; i += 1) {
        for (let j = 0; j < i; j += 1) {
          const [x, y] = [questions[i]!, questions[j]!]
          chiSquare(validCells(crossCounts(x, y), x.size, y.size))
        }
      }
    }),
  }
}

/** The cells of answers; codes 0 and 1 are skipped and unanswered. */
function validCells(counts: Float64Array, rows: number, columns: number): readonly (readonly number[])[] {
  return Array.from({ length: rows - 2 }, (_, r) =>
    Array.from(counts.subarray((r + 2) * columns + 2, (r + 3) * columns)),
  )
}

function median(times: number, work: () => unknown): number {
  const took: number[] = []
  for (let k = 0; k < times; k += 1) {
    const from = performance.now()
    work()
    took.push(performance.now() - from)
  }
  return took.toSorted((x, y) => x - y)[Math.floor(times / 2)]!
}
