/** The figures of every question as rows of a sheet: the same that the summary page shows an analyst. */

import type { Locale } from '../locale/index.ts'
import type { Store } from '../store/store.ts'
import { framesOf } from '../summary/frames.ts'
import { partFor } from '../summary/stamp.ts'
import { summaryOf } from '../summary/summary.ts'

export type ResultRow = readonly (string | number)[]

/** Of all answers but the rejected ones; each question with its base, tables and remarks, a blank row after it. */
export async function resultRows(
  store: Store,
  collectionId: string,
  locale: Locale,
): Promise<readonly ResultRow[]> {
  const held = await framesOf(store).of(collectionId)
  if (!held) return []
  const part = await partFor(store, held, 'full')
  const filter = { singles: [], from: null, to: null }
  const { sections } = await summaryOf(held, part, { reader: 'full', locale, filter })
  return sections.flatMap(({ title, base, tables, findings, notes }): readonly ResultRow[] => [
    [title],
    ...[base.join(' · '), ...findings].filter((words) => words !== '').map((words) => [words]),
    ...tables.flatMap(({ caption, columns, rows }): readonly ResultRow[] => [
      ...(caption === '' || caption === title ? [] : [[caption]]),
      columns.map(({ label }) => label),
      ...rows.map(({ head, cells }) => [head, ...cells.map(({ value, text }) => value ?? text)]),
    ]),
    ...notes.map((words) => [words]),
    [],
  ])
}
