/**
 * A date: how many answers fall in each month, or on each day where they span at most 31 days.
 *
 * In: days 'YYYY-MM-DD'. Out: counts and per cent in order of time; the first and last day as a finding.
 * Source: reference kind `desc.dates`.
 */

import type { Table } from '../table.ts'
import type { Result } from './result.ts'
import { column, note, percent, row } from './result.ts'

export function dates(days: readonly string[]): Result {
  const byDay = countBy(days)
  const months = byDay.size > 31
  const counts = months ? countBy(days.map((day) => day.slice(0, 7))) : byDay
  const first = [...byDay.keys()].at(0)
  const last = [...byDay.keys()].at(-1)
  const table: Table = {
    columns: [
      column(months ? 'month' : 'date', 'label'),
      column('count', 'count'),
      column('percent', 'percent'),
    ],
    rows: [...counts].map(([label, count]) => row([label, count, percent(count, days.length)])),
    notes: [],
  }
  if (!first || !last) return { tables: [table], findings: [], notes: [note('noAnswers')] }
  return {
    tables: [table],
    findings: [note('datesSpan', { from: first, to: last, n: days.length })],
    notes: [],
  }
}

/** Counts in ascending order of their keys. */
export function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return new Map([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
