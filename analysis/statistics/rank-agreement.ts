/**
 * Whether people who ranked the same items rank them alike: Friedman's test and Kendall's W for a ranking question.
 *
 * In: a ranking column; rows that ranked anything count. Items that a row left unranked share the mean of the places
 * after its last one, as they would if it had tied them. Out: as `concordance.ts`. Null without rows or below two items.
 * Source: Friedman 1937; R `friedman.test` of the ranks so filled in.
 */

import { answered } from '../frame.ts'
import type { RankColumn } from '../frame.ts'
import { concordance, fromRankSums } from './concordance.ts'
import type { Concordance } from './concordance.ts'

/** Friedman's chi-square and Kendall's W of a ranking. */
export function rankAgreement(column: RankColumn): Concordance | null {
  return fromCounts(column) ?? fromRows(column)
}

/** From sums over the rows, where each ranks 1, 2, … without a gap, as ranking questions do; null elsewhere. */
function fromCounts({ ranks, status }: RankColumn): Concordance | null {
  const k = ranks.length
  if (k > 30) return null
  const rankSums = ranks.map(() => 0)
  let judges = 0
  let ties = 0
  for (let row = 0; row < status.length; row += 1) {
    if (status[row] !== answered) continue
    let ranked = 0
    let given = 0
    for (const marks of ranks) {
      const rank = marks[row]!
      if (rank === 0) continue
      if (rank > 30) return null
      ranked += 1
      given |= 1 << rank
    }
    if (ranked === 0) continue
    if (given !== 2 ** (ranked + 1) - 2) return null
    const rest = (ranked + 1 + k) / 2
    const left = k - ranked
    judges += 1
    ties += left ** 3 - left
    for (let item = 0; item < k; item += 1) rankSums[item]! += ranks[item]![row]! || rest
  }
  return fromRankSums({ rankSums, ties, judges, missing: 0 })
}

function fromRows({ ranks, status }: RankColumn): Concordance | null {
  const k = ranks.length
  const rows = Array.from(status.keys()).filter(
    (row) => status[row] === answered && ranks.some((marks) => marks[row]! > 0),
  )
  const rest = rows.map((row) => (ranks.filter((marks) => marks[row]! > 0).length + 1 + k) / 2)
  return concordance(
    ranks.map((marks) => Float64Array.from(rows, (row, place) => marks[row]! || rest[place]!)),
  )
}
