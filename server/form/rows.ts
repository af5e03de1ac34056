/** The rows of a form while it is worked out: the form itself is one, and each row of a repeat is one. */

import type { FormIndex } from './form-index.ts'
import type { Value } from './form.ts'
import type { Slip } from './types/index.ts'

export type Raw = Readonly<Record<string, unknown>>

/** Everything worked out of one row, by the slot of a node in it. */
export interface Row {
  /** Position of its repeat; -1 for the form. */
  readonly repeat: number
  readonly up: Row | null
  /** From 0. */
  index: number
  /** Own properties only: what stands in the row as it was filled in. */
  readonly raw: Record<string, unknown>
  /** It was made by the form, not sent in: computed defaults hold. */
  readonly fresh: boolean
  readonly relevant: boolean[]
  readonly values: (Value | null)[]
  readonly slips: (Slip | null)[]
  /** The rows of the repeats in it, by slot. */
  readonly rows: (readonly Row[] | undefined)[]
  /** Nodes made of it for paths, by slot. */
  readonly nodes: (object | undefined)[]
}

/** All repeats of one answer together have at most so many rows. */
export const rowLimit = 1_000

export function makeRow(
  index: FormIndex,
  repeat: number,
  up: Row | null,
  at: number,
  raw: unknown,
  fresh = false,
): Row {
  const size = index.sizes.get(repeat) ?? 0
  return {
    repeat,
    up,
    index: at,
    raw: isRecord(raw) ? { ...raw } : {},
    fresh,
    relevant: filled<boolean>(size, false),
    values: filled<Value | null>(size, null),
    slips: filled<Slip | null>(size, null),
    rows: [],
    nodes: [],
  }
}

/** A list of one value; several times quicker than Array.from, and every answer needs three. */
function filled<T>(size: number, value: T): T[] {
  const list: T[] = []
  for (let at = 0; at < size; at++) list.push(value)
  return list
}

/** What stands before the names in a row: `households[1]/children[2]/`. */
export function prefixOf(index: FormIndex, row: Row): string {
  return row.up === null ? '' : `${rowAt(index, row)}/`
}

/** The id of a row: `households[1]/children[2]`. */
export function rowAt(index: FormIndex, row: Row): string {
  if (row.up === null) return ''
  return `${prefixOf(index, row.up)}${index.entries[row.repeat]?.name ?? ''}[${row.index + 1}]`
}

/** The row around that belongs to a repeat, or null. */
export function ancestorOf(row: Row, repeat: number): Row | null {
  for (let at: Row | null = row; at; at = at.up) if (at.repeat === repeat) return at
  return null
}

/** Every row of a repeat (-1: the form) under a row, in order. */
export function rowsUnder(index: FormIndex, row: Row, repeat: number): readonly Row[] {
  const own = ancestorOf(row, repeat)
  if (own) return [own]
  const entry = index.entries[repeat]
  if (!entry) return []
  return rowsUnder(index, row, entry.scope).flatMap((holder) => holder.rows[entry.slot] ?? [])
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own property of a record. */
export function ownOf(raw: Raw, name: string): unknown {
  return Object.prototype.hasOwnProperty.call(raw, name) ? raw[name] : undefined
}
