/**
 * Whether people who ranked the same items rank them alike: Friedman's test and Kendall's W for a ranking question.
 *
 * In: a ranking column; rows that ranked anything count. Items that a row left unranked share the mean of the places
 * after its last one, as they would if it had tied them. Out: as `concordance.ts`. Null without rows or below two items.
 * Source: Friedman 1937; R `friedman.test` of the ranks so filled in.
 */

import { answered } from '../frame.ts'
import type { RankColumn } from '../frame.ts'
import { concordance } from './concordance.ts'
import type { Concordance } from './concordance.ts'

/** Friedman's chi-square and Kendall's W of a ranking. */
export function rankAgreement({ ranks, status }: RankColumn): Concordance | null {
  const k = ranks.length
  const rows = Array.from(status.keys()).filter(
    (row) => status[row] === answered && ranks.some((marks) => marks[row]! > 0),
  )
  const rest = rows.map((row) => (ranks.filter((marks) => marks[row]! > 0).length + 1 + k) / 2)
  return concordance(
    ranks.map((marks) => Float64Array.from(rows, (row, place) => marks[row]! || rest[place]!)),
  )
}
