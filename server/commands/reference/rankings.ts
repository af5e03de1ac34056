/** Adapters of the kinds `rank.*`. */

import type { RankColumn } from '../../../analysis/frame.ts'
import { rankOrder } from '../../../analysis/statistics/rank-order.ts'
import { rankSummary } from '../../../analysis/statistics/ranks.ts'
import type { Adapter } from './adapters.ts'
import { numbersOf } from './cases.ts'
import { anyStatus } from './columns.ts'

function ranked(names: readonly string[], column: RankColumn) {
  const { n, items } = rankSummary(column.ranks, column.status)
  const { top3, scores, wins } = rankOrder(column)
  return {
    n,
    items: items.map((item, k) => ({
      item: names[k],
      n_ranked: item.ranked,
      mean_rank: item.meanRank,
      first: item.first,
      top3: top3[k],
      borda: item.borda,
      weighted_score: scores[k],
    })),
    pairwise_wins: wins,
  }
}

/** One column an item, holding its rank. */
export const items: Adapter = ({ items: list }, data) => {
  const names = list as readonly string[]
  const columns = names.map((name) => numbersOf(data, name))
  const ranks = columns.map((values) => Uint8Array.from(values, (rank) => (Number.isNaN(rank) ? 0 : rank)))
  return ranked(names, { kind: 'rank', ranks, status: anyStatus(columns) })
}

/** One column a place, holding the item's code. */
export const slots: Adapter = ({ slots: list, codes }, data) => {
  const columns = (list as readonly string[]).map((name) => numbersOf(data, name))
  const given = codes as readonly number[]
  const status = anyStatus(columns)
  const ranks = given.map((code) =>
    Uint8Array.from(status, (_, row) => 1 + columns.findIndex((values) => values[row] === code)),
  )
  return ranked(given.map(String), { kind: 'rank', ranks, status })
}
