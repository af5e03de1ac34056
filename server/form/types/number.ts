/** Reading a number as people type it; shared by integer, decimal and range. */

import { shortText } from './raw.ts'
import { slip, type Slip } from './type.ts'

const plain = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/
/** 12,345.6 and 12 345.6: groups of three throughout. A comma alone is not taken for a decimal point. */
const grouped = /^[+-]?\d{1,3}([, ])\d{3}(?:\1\d{3})*(?:\.\d*)?$/

/** The number, null for a blank, or why it is none. Full-width digits, `。` and `·` for the point and `−` for the sign are fine. */
export function readNumber(raw: unknown): number | null | Slip {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw + 0 : slip('notNumber')
  const short = shortText(raw, 'notNumber')
  if (typeof short !== 'string') return short
  if (short === '') return null
  const text = short
    .replace(/^([+-]) +/, '$1')
    .replace(/[\u2212\u2013\u2014]/g, '-')
    .replace(/[。·]/g, '.')
    .replace(/，/g, ',')
  const digits = grouped.test(text) ? text.replace(/[, ]/g, '') : text
  if (!plain.test(digits)) return slip('notNumber')
  const value = Number(digits)
  // Minus zero is zero, in the store and in the content hash.
  return Number.isFinite(value) ? value + 0 : slip('notNumber')
}
