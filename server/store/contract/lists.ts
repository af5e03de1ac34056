/** How lists are asked for, page by page, and how times are written. */

/** ISO 8601 UTC instant, and ISO date. */
export type Instant = string

export type Day = string

/** A page of a list by keyset: pass `next` back as `after`. `total` counts all that match. */
export interface Listed<T> {
  readonly items: readonly T[]
  readonly next: string | null
  readonly total: number
}

export interface ListQuery {
  readonly search?: string
  /** A field that the list names as sortable; unknown ones fall back to the list's own order. */
  readonly sort?: string
  readonly descending?: boolean
  readonly after?: string
  /** At most 200. */
  readonly limit?: number
  /** Equality filters on fields that the list names; any other field throws. */
  readonly where?: Readonly<Record<string, string>>
}
