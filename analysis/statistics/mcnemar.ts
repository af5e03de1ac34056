/**
 * Did answers move from one time (or question) to another? McNemar's test of a square table, Bowker's beyond 2 by 2.
 *
 * In: counts, the first answer in the rows, the second in the same order in the columns. Out: chi-square, corrected
 * for continuity where asked and 2 by 2, with its upper-tail p; for 2 by 2 the exact binomial p too. Pairs of cells in
 * which nobody moved add nothing and no degree of freedom (R gives NaN there). Null where nobody moved; an Error where the table
 * is not square. Source: McNemar 1947; Bowker 1948; R `mcnemar.test`, `binom.test`.
 */

import { binomialTail } from '../discrete-distributions.ts'
import { chiSquareTail } from '../distributions.ts'
import { sum } from '../sums.ts'

export interface McNemar {
  readonly statistic: number
  readonly df: number
  readonly p: number
  /** Null beyond 2 by 2 and where counts are not whole. */
  readonly exactP: number | null
}

export function mcnemar(counts: readonly (readonly number[])[], correct: boolean): McNemar | null {
  const size = counts.length
  if (!counts.every((line) => line.length === size)) throw new Error('mcnemar: the table must be square')
  const moves = counts.flatMap((line, r) =>
    line.slice(r + 1).map((up, k) => [up, counts[r + 1 + k]![r]!] as const),
  )
  const moved = moves.filter(([up, down]) => up + down > 0)
  if (moved.length === 0) return null
  const binary = size === 2
  const statistic = sum(
    moved.map(([up, down]) => {
      const gap = Math.abs(up - down)
      return (gap - (correct && binary && gap > 0 ? 1 : 0)) ** 2 / (up + down)
    }),
  )
  const [first] = moved
  const [up, down] = first!
  return {
    statistic,
    df: moved.length,
    p: chiSquareTail(statistic, moved.length, 'upper'),
    exactP: binary && Number.isInteger(up) && Number.isInteger(down) ? exact(up, down) : null,
  }
}

/** Two-sided p of `up` among all who moved, both ways being equally likely. */
function exact(up: number, down: number): number {
  return Math.min(1, 2 * binomialTail(Math.min(up, down), up + down, 0.5, 'lower'))
}
