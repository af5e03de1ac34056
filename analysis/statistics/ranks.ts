/**
 * A ranking question: mean rank, first choices, Borda points.
 *
 * In: for each item a byte a row, 1 = first, 0 = not ranked; only rows that ranked anything count. Out: how
 * often each item was ranked, its mean rank among those who ranked it (smaller is better), rows that put it
 * first with their share of all who ranked, and Borda points (k - rank for k items, 0 if unranked).
 * Source: reference kind `rank.items`.
 */

import type { Category } from '../frame.ts'
import type { Note } from '../table.ts'
import type { Result } from './result.ts'
import { column, note, percent, row } from './result.ts'

export interface RankItem {
  readonly ranked: number
  readonly meanRank: number | null
  readonly first: number
  readonly borda: number
}
export interface RankSummary {
  readonly n: number
  readonly items: readonly RankItem[]
}

export function rankSummary(ranks: readonly Uint8Array[], status: Uint8Array): RankSummary {
  const k = ranks.length
  const ranking = new Uint8Array(status.length)
  const items = ranks.map((marks) => {
    let ranked = 0
    let sum = 0
    let first = 0
    for (let i = 0; i < marks.length; i += 1) {
      const rank = status[i] === 2 ? marks[i]! : 0
      if (rank === 0) continue
      ranking[i] = 1
      ranked += 1
      sum += rank
      if (rank === 1) first += 1
    }
    return { ranked, meanRank: ranked === 0 ? null : sum / ranked, first, borda: k * ranked - sum }
  })
  return { n: ranking.reduce((count, bit) => count + bit, 0), items }
}

export function ranks(categories: readonly Category[], summary: RankSummary): Result {
  const { n, items } = summary
  const rows = categories.map((category, place) => {
    const item = items[place]!
    return row([category.label, item.ranked, item.meanRank, item.first, percent(item.first, n), item.borda])
  })
  return {
    tables: [
      {
        columns: [
          column('item', 'label'),
          column('timesRanked', 'count'),
          column('meanRank', 'number'),
          column('firstChoice', 'count'),
          column('firstShare', 'percent'),
          column('borda', 'count'),
        ],
        rows,
        notes: [],
      },
    ],
    findings: leader(categories, summary),
    notes: n === 0 ? [note('noAnswers')] : [note('rankMeaning', { n })],
  }
}

function leader(categories: readonly Category[], { n, items }: RankSummary): readonly Note[] {
  const points = Math.max(...items.map((item) => item.borda))
  const best = items.findIndex((item) => item.borda === points)
  const item = items[best]
  if (!item || points <= 0 || items.filter((other) => other.borda === points).length > 1) return []
  if (item.meanRank === null) return []
  const label = categories[best]?.label ?? ''
  return [note('rankedFirst', { label, meanRank: item.meanRank, share: (100 * item.first) / n, n })]
}
