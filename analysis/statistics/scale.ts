/**
 * Likert items: one row an item, with the share of each answer, mean, standard deviation, and the shares of
 * the two lowest and two highest answers.
 *
 * In: items with counts for each substantive category (null: not shown) and the categories' scores. Out: a
 * table in per cent of each item's own valid base. Means and deviations need every count; sd with n - 1.
 * Source: reference kinds `desc.likert`, `topbox`.
 */

import type { Note, Table, TableRow } from '../table.ts'
import type { Category } from '../frame.ts'
import type { Result } from './result.ts'
import { column, labelled, note, percent, row } from './result.ts'

export interface ScaleItem {
  readonly label: string
  /** One for each substantive category, low to high; null where not shown to this reader. */
  readonly counts: readonly (number | null)[]
  readonly valid: number | null
}

/** Mean, sd and the shares of the outer answers of one item; null where undefined or withheld. */
export interface ScaleSummary {
  readonly n: number | null
  readonly mean: number | null
  readonly sd: number | null
  readonly top2: number | null
  readonly bottom2: number | null
}

export function scaleSummary(counts: readonly (number | null)[], scores: readonly number[]): ScaleSummary {
  if (counts.some((count) => count === null))
    return { n: null, mean: null, sd: null, top2: null, bottom2: null }
  const known = counts as readonly number[]
  const n = known.reduce((total, count) => total + count, 0)
  if (n === 0) return { n, mean: null, sd: null, top2: null, bottom2: null }
  const mean = known.reduce((total, count, k) => total + count * scores[k]!, 0) / n
  const squares = known.reduce((total, count, k) => total + count * (scores[k]! - mean) ** 2, 0)
  const outer = (from: readonly number[]) =>
    percent(
      from.reduce((total, count) => total + count, 0),
      n,
    )
  // With three answers or fewer the outer two would overlap.
  const told = known.length >= 4
  return {
    n,
    mean,
    sd: n > 1 ? Math.sqrt(squares / (n - 1)) : null,
    top2: told ? outer(known.slice(-2)) : null,
    bottom2: told ? outer(known.slice(0, 2)) : null,
  }
}

export function scale(
  categories: readonly Category[],
  items: readonly ScaleItem[],
  scores: readonly number[],
  given: boolean,
): Result {
  const summaries = items.map((item) => scaleSummary(item.counts, scores))
  const outer = categories.length >= 4
  const columns: Table['columns'] = [
    column('item', 'label'),
    column('n', 'count'),
    ...categories.map((category) => labelled(category.label, 'percent')),
    ...(outer ? [column('bottom2', 'percent'), column('top2', 'percent')] : []),
    column('mean', 'number'),
    column('sd', 'number'),
  ]
  const rows: TableRow[] = items.map((item, k) => {
    const of = summaries[k]!
    return row([
      item.label,
      item.valid,
      ...item.counts.map((count) => percent(count, item.valid)),
      ...(outer ? [of.bottom2, of.top2] : []),
      of.mean,
      of.sd,
    ])
  })
  const low = Math.min(...scores)
  const high = Math.max(...scores)
  return {
    tables: [{ columns, rows, notes: [] }],
    findings: readings(items, summaries, { low, high }),
    notes: [note(given ? 'scoresGiven' : 'scoresByOrder', { low, high })],
  }
}

function readings(
  items: readonly ScaleItem[],
  summaries: readonly ScaleSummary[],
  range: { readonly low: number; readonly high: number },
): readonly Note[] {
  const known = items.flatMap((item, k) => {
    const { mean, n, top2 } = summaries[k]!
    return mean === null || n === null ? [] : [{ label: item.label, mean, n, top2 }]
  })
  const [only] = known
  if (items.length === 1) {
    if (!only) return []
    const params = { mean: only.mean, n: only.n, ...range }
    return [
      only.top2 === null ? note('scaleMean', params) : note('scaleMeanTop', { ...params, top: only.top2 }),
    ]
  }
  if (known.length < 2) return []
  const sorted = known.toSorted((a, b) => b.mean - a.mean)
  const best = sorted[0]!
  const worst = sorted.at(-1)!
  if (best.mean === worst.mean) return []
  return [
    note('scaleRange', {
      best: best.label,
      bestMean: best.mean,
      worst: worst.label,
      worstMean: worst.mean,
      ...range,
    }),
  ]
}
