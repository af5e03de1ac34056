/** A part of a frame: by coded values, choices and dates. Protected readers filter through protect.ts instead. */

import type { Frame } from './frame.ts'
import { lazyColumns } from './lazy-columns.ts'
import { chosenCode, codesOf, columnOf, keepRows, variableOf } from './totals.ts'

/** All parts must hold. `among` lists values of a coded variable, or choices of a multiple-choice question: one of them is enough. */
export interface Condition {
  readonly values?: readonly { readonly variable: string; readonly among: readonly string[] }[]
  /** Name of a date variable and the first and last day included; null is open. */
  readonly dates?: { readonly variable: string; readonly from: string | null; readonly to: string | null }
}

/** The rows of the frame that meet the condition. Unknown variables and values match no row. */
export function filterFrame(frame: Frame, condition: Condition): Frame {
  return framePart(frame, rowsMeeting(frame, condition))
}

/** Their row numbers, ascending. */
export function rowsMeeting(frame: Frame, condition: Condition): Uint32Array {
  const keep = new Uint8Array(frame.n).fill(1)
  for (const { variable, among } of condition.values ?? []) keepValues(frame, keep, variable, among)
  if (condition.dates) keepDates(frame, keep, condition.dates)
  const rows = new Uint32Array(keep.reduce((count, bit) => count + bit, 0))
  let next = 0
  keep.forEach((bit, row) => {
    if (bit === 1) rows[next++] = row
  })
  return rows
}

/** The given rows of a frame, in the given order; each column is made when it is read. */
export function framePart(frame: Frame, rows: Uint32Array): Frame {
  const columns = lazyColumns(frame.columns.keys(), (name) => keepRows(columnOf(frame, name), rows))
  return { n: rows.length, variables: frame.variables, columns }
}

function keepValues(frame: Frame, keep: Uint8Array, name: string, among: readonly string[]): void {
  const whole = frame.columns.get(name)
  const names =
    whole?.kind === 'set' || whole?.kind === 'rank' ? among.map((value) => `${name}/${value}`) : [name]
  const held = new Uint8Array(frame.n)
  for (const each of names) {
    const coding = safeCodes(frame, each)
    if (!coding) continue
    const wanted = new Uint8Array(coding.size)
    if (each === name && whole) {
      variableOf(frame, name).categories.forEach((category, place) => {
        if (among.includes(category.value)) wanted[place + 2] = 1
      })
    } else wanted[chosenCode] = 1
    for (let i = 0; i < frame.n; i += 1) if (wanted[coding.codes[i]!] === 1) held[i] = 1
  }
  for (let i = 0; i < frame.n; i += 1) keep[i] = keep[i]! & held[i]!
}

function safeCodes(frame: Frame, name: string) {
  try {
    return codesOf(frame, name)
  } catch {
    return null
  }
}

function keepDates(frame: Frame, keep: Uint8Array, dates: NonNullable<Condition['dates']>): void {
  const column = columnOf(frame, dates.variable)
  if (column.kind !== 'text') throw new Error(`filter: ${dates.variable} is not a date`)
  for (let i = 0; i < frame.n; i += 1) {
    const day = column.texts[i] ?? null
    const inside =
      day !== null && (dates.from === null || day >= dates.from) && (dates.to === null || day <= dates.to)
    if (!inside) keep[i] = 0
  }
}
