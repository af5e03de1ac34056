/**
 * A ranking question beyond mean ranks: places among the first three, scores, and who beats whom.
 *
 * In: for each item a byte a row, 1 = first, 0 = not ranked, and the rows' status. Out: how often each item stands
 * among the first three; its score, the mean of k + 1 - rank over rows that ranked anything, 0 if unranked (null
 * without such rows); and how many rows rank item i above item j, a ranked item beating an unranked one.
 * Source: reference kind `rank.items`; Condorcet 1785.
 */

import { answered } from '../frame.ts'
import type { RankColumn } from '../frame.ts'
import { rankSummary } from './ranks.ts'

export interface RankOrder {
  readonly top3: readonly number[]
  readonly scores: readonly (number | null)[]
  /** wins[i][j]: rows that rank item i above item j. */
  readonly wins: readonly (readonly number[])[]
}

/** First three, scores and pairwise wins of a ranking. */
export function rankOrder({ ranks, status }: RankColumn): RankOrder {
  const { n, items } = rankSummary(ranks, status)
  const rows = Array.from(status.keys()).filter((row) => status[row] === answered)
  const count = (holds: (row: number) => boolean) => rows.filter(holds).length
  return {
    top3: ranks.map((marks) => count((row) => marks[row]! > 0 && marks[row]! <= 3)),
    scores: items.map((item) => (n === 0 ? null : (item.borda + item.ranked) / n)),
    wins: ranks.map((mine) =>
      ranks.map((theirs) =>
        count((row) => mine[row]! > 0 && (theirs[row] === 0 || mine[row]! < theirs[row]!)),
      ),
    ),
  }
}
