/** Open answers of one question: found by words, a page at a time. */

import type { Frame } from '../../analysis/frame.ts'

export interface OpenAnswer {
  readonly text: string
  readonly channel: string
}
export interface TextQuery {
  readonly variable: string
  readonly channel: string
  readonly search: string
  readonly start: number
  readonly anonymous: boolean
}

const perPage = 50

/** Anonymous answers stand in alphabetical order, so that their place tells nothing of when they came. */
export function openAnswers(
  frame: Frame,
  query: TextQuery,
): { readonly answers: readonly OpenAnswer[]; readonly found: number; readonly total: number } {
  const column = frame.columns.get(query.variable)
  if (column?.kind !== 'text') return { answers: [], found: 0, total: 0 }
  const wanted = folded(query.search)
  const rows: number[] = []
  let total = 0
  for (let row = 0; row < frame.n; row++) {
    const text = column.texts[row]
    if (text === null || text === undefined) continue
    total++
    if (wanted === '' || folded(text).includes(wanted)) rows.push(row)
  }
  if (query.anonymous) rows.sort((a, b) => (column.texts[a]! < column.texts[b]! ? -1 : 1))
  const channels = frame.columns.get(query.channel)
  const labels = frame.variables.find(({ name }) => name === query.channel)?.categories ?? []
  const answers = rows.slice(query.start, query.start + perPage).map((row) => ({
    text: column.texts[row]!,
    channel: channels?.kind === 'coded' ? (labels[channels.codes[row]! - 2]?.label ?? '') : '',
  }))
  return { answers, found: rows.length, total }
}

/** Without case and width, as people search. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
