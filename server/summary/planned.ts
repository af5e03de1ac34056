/** What a frame is made of, as plain data that threads and files can hold. */

import { createHash } from 'node:crypto'
import type { Variable } from '../../analysis/frame.ts'
import type { FormVersion } from '../store/store.ts'

/** Where the value of a column comes from: an answer, the number of rows of a repeat, the channel, the day. */
export interface PlannedColumn {
  readonly variable: Variable
  readonly from: 'answer' | 'rows' | 'channel' | 'day'
  /** A calculation, which may turn out to give words. */
  readonly words: boolean
}

export interface FramePlan {
  readonly columns: readonly PlannedColumn[]
  readonly repeats: readonly { readonly name: string; readonly columns: readonly PlannedColumn[] }[]
  /** Ids of the form versions in use, the collection's own first, and what each is made of. */
  readonly versions: readonly Pick<FormVersion, 'id' | 'source'>[]
  /** Calculations that are known to give words. */
  readonly texts: readonly string[]
}

/** What tells plans apart whose columns hold other things: labels do not count. */
export function planPrint(plan: FramePlan): string {
  const column = ({ variable: { name, kind, categories }, from, words }: PlannedColumn) => [
    name,
    kind,
    categories.map(({ value }) => value),
    from,
    words,
  ]
  const content = [
    plan.columns.map(column),
    plan.repeats.map(({ name, columns }) => [name, columns.map(column)]),
    plan.versions.map(({ id }) => id),
    plan.texts,
  ]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
