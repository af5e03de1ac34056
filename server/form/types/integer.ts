/** A whole number. */

import { readNumber } from './number.ts'
import { slip, type TypeOfQuestion } from './type.ts'

export const integer: TypeOfQuestion = {
  column: 'number',
  statistics: ['numbers'],
  view: 'number',
  read(raw) {
    const value = readNumber(raw)
    if (typeof value !== 'number') return value
    if (!Number.isInteger(value)) return slip('notInteger')
    if (Number.isSafeInteger(value)) return value
    return slip('outOfRange', { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })
  },
}
