/** Columns in memory: what statistics read. All columns of a frame have the same number of rows. */

/** Every cell says why it is empty: 0 skipped (not asked), 1 unanswered, 2 answered. */
export type Status = Uint8Array
export const skipped = 0
export const unanswered = 1
export const answered = 2

/** A possible value of a coded variable. `missing` marks 不清楚, 拒答, 不适用: shown, but outside the valid base. */
export interface Category {
  readonly value: string
  readonly label: string
  readonly missing: 'not_applicable' | 'dont_know' | 'refused' | null
}

/** What a variable is, without data. Labels are already in the reader's language. */
export interface Variable {
  readonly name: string
  readonly label: string
  readonly kind: 'coded' | 'number' | 'set' | 'rank' | 'text' | 'date'
  /** For coded, set and rank variables, in the form's order. */
  readonly categories: readonly Category[]
  /** True where the categories are ordered from low to high (a Likert scale). */
  readonly ordered: boolean
  /** Variables of one matrix share the group's label; null elsewhere. */
  readonly group: { readonly name: string; readonly label: string } | null
}

export type Column = CodedColumn | NumberColumn | SetColumn | RankColumn | TextColumn

/** Codes 0 skipped, 1 unanswered, k + 2 for categories[k]. */
export interface CodedColumn {
  readonly kind: 'coded'
  readonly codes: Uint8Array | Uint16Array
}
/** `values` holds NaN where status is not answered. */
export interface NumberColumn {
  readonly kind: 'number'
  readonly values: Float64Array
  readonly status: Status
}
/** One byte a row and category: 1 chosen, 0 not. */
export interface SetColumn {
  readonly kind: 'set'
  readonly chosen: readonly Uint8Array[]
  readonly status: Status
}
/** One byte a row and category: the rank given (1 = first), 0 if not ranked. */
export interface RankColumn {
  readonly kind: 'rank'
  readonly ranks: readonly Uint8Array[]
  readonly status: Status
}
/** Text, dates 'YYYY-MM-DD' and times: null where not answered. */
export interface TextColumn {
  readonly kind: 'text'
  readonly texts: readonly (string | null)[]
  readonly status: Status
}

export interface Frame {
  readonly n: number
  readonly variables: readonly Variable[]
  /** By variable name. */
  readonly columns: ReadonlyMap<string, Column>
}
