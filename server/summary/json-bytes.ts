/** Values as they lie in the bytes of JSON text, read without making an object of each answer. */

import type { Answers, Value } from '../form/form.ts'
import { valueAt } from '../form/instances.ts'

export type Bytes = Buffer

/** Short values as one number, long ones as text: a key that says which bytes they are. */
export function byteKey(bytes: Bytes, start: number, end: number): number | string {
  const length = end - start
  if (length > 6) return latin(bytes, start, end)
  // Six bytes and their number stay below 2^53; three stay small integers, which are found faster.
  let key = length
  for (let at = start; at < end; at++) key = key * 256 + bytes[at]!
  return key
}

/** One character a byte. */
export function latin(bytes: Bytes, start: number, end: number): string {
  return bytes.toString('latin1', start, end)
}

const zero = 0x30
const nine = 0x39
const minus = 0x2d
const point = 0x2e

/** A plain decimal of at most 15 digits, exactly as JavaScript reads it; NaN for everything else. */
export function decimalOf(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === minus
  let digits = 0
  let decimals = -1
  let whole = 0
  for (let at = negative ? start + 1 : start; at < end; at++) {
    const sign = bytes[at]!
    if (sign === point && decimals < 0 && digits > 0) decimals = 0
    else if (sign >= zero && sign <= nine) {
      whole = whole * 10 + (sign - zero)
      digits++
      if (decimals >= 0) decimals++
    } else return Number.NaN
  }
  if (digits === 0 || digits > 15 || decimals === 0) return Number.NaN
  // Both are whole and below 2^53, so the division rounds once, as reading the text does.
  const value = decimals > 0 ? whole / 10 ** decimals : whole
  return negative ? -value : value
}

/** The digits of 'YYYY-MM-DD' as one number; 0 for anything else. */
export function dayNumber(bytes: Uint8Array, start: number): number {
  let number = 0
  for (let place = 0; place < 10; place++) {
    const sign = bytes[start + place]!
    if (place === 4 || place === 7) {
      if (sign !== minus) return 0
    } else if (sign >= zero && sign <= nine) number = number * 10 + (sign - zero)
    else return 0
  }
  return number
}

/** What the JSON text at these bytes says, as an answer to a question. */
export function valueIn(bytes: Bytes, start: number, end: number): Value | null {
  const value = JSON.parse(bytes.toString('utf8', start, end)) as Answers[string]
  return valueAt({ value }, 'value')
}
