/** What every statistic returns: plain numbers, headings and notes as words of the catalogues. */

import type { HeadingKey } from './words.ts'

export interface Table {
  /** What this table shows beside its section's title, where a section has several: a key of the catalogue (`heading.*`). */
  readonly caption?: HeadingKey
  readonly columns: readonly TableColumn[]
  readonly rows: readonly TableRow[]
  readonly notes: readonly Note[]
}

export interface TableColumn {
  /** Heading: either a key of the catalogue (`heading.*`) or, for a category of the data, its label. */
  readonly key: string
  readonly label: string | null
  readonly kind: 'label' | 'count' | 'percent' | 'number' | 'p'
}

/** `null` is a cell that is not shown (suppressed or not defined; a note says which). Percentages are 0–100. */
export interface TableRow {
  readonly cells: readonly (string | number | null)[]
  /** Rows below the valid base: skipped, unanswered, don't know. Total rows are `total`. */
  readonly role: 'value' | 'missing' | 'total' | 'merged'
  /** What the numbers of this row are, where they are not what their columns hold (bases below percentages). */
  readonly kind?: TableColumn['kind']
}

/** A sentence of the catalogues (`note.*`) with its numbers. */
export interface Note {
  readonly code: string
  readonly params: Readonly<Record<string, string | number>>
}
