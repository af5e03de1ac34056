/** All that a statistic may ask of data, wherever the data lives. */

import type { Frame } from './frame.ts'

export interface Source {
  /** Grouped sums; one row for each combination of the `by` variables that occurs. */
  totals(query: TotalsQuery): Promise<readonly TotalsRow[]>
  /** The rows themselves; refused above a limit. */
  columns(names: readonly string[]): Promise<Frame>
}

export interface TotalsQuery {
  /** Names of coded variables, or `set/value` for one choice of a multiple-choice or ranking question. */
  readonly by: readonly string[]
  /** Each entry is a product of number columns, e.g. ['age'], ['age', 'age']. Rows where one of them is missing count nothing there. */
  readonly sums?: readonly (readonly string[])[]
  readonly weight?: string
}

export interface TotalsRow {
  /** One key for each `by`: a code as CodedColumn holds it (0 skipped, 1 unanswered, k + 2). */
  readonly key: readonly number[]
  readonly n: number
  readonly weight: number
  readonly sums: readonly number[]
}
