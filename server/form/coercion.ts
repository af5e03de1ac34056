/** The coercions of XPath 1.0, with the two that XForms adds: dates count as days, several choices as words with a space between. */

import { dayNumber } from './calendar.ts'

/** What an expression works with. A blank answer is ''. */
export type Operand = string | number | boolean | readonly string[]

/** XPath `string()`: numbers without exponent, true as 'true'. */
export function toText(operand: Operand): string {
  if (typeof operand === 'string') return operand
  if (typeof operand === 'number') return numberText(operand)
  return typeof operand === 'boolean' ? String(operand) : operand.join(' ')
}

/** XPath `number()`: '' and words are NaN; a date is days since 1970-01-01, a time a fraction of a day. */
export function toNumber(operand: Operand): number {
  if (typeof operand === 'number') return operand
  if (typeof operand === 'boolean') return operand ? 1 : 0
  const text = toText(operand).trim()
  if (text === '') return NaN
  return /^-?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : dayNumber(text)
}

/** XPath `boolean()`: false for 0, NaN, '' and no choice. */
export function toTruth(operand: Operand): boolean {
  if (typeof operand === 'boolean') return operand
  if (typeof operand === 'number') return operand !== 0 && !Number.isNaN(operand)
  return operand.length > 0
}

/** Equality of XPath 1.0: as truths if either is one, else as numbers if either is one, else as texts. */
export function same(left: Operand, right: Operand): boolean {
  if (typeof left === 'boolean' || typeof right === 'boolean') return toTruth(left) === toTruth(right)
  if (typeof left === 'number' || typeof right === 'number') return toNumber(left) === toNumber(right)
  return toText(left) === toText(right)
}

function numberText(value: number): string {
  const text = String(value)
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!parts) return text
  const [, sign = '', first = '', rest = '', exponent = '0'] = parts
  const digits = first + rest
  const point = 1 + Number(exponent)
  return point > 0 ? sign + digits.padEnd(point, '0') : `${sign}0.${'0'.repeat(-point)}${digits}`
}

/** A number as people read it: 0.1 + 0.2 is 0.3. */
export function numberInWords(value: number): string {
  return numberText(Number(value.toPrecision(15)))
}
