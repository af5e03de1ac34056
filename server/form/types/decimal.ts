/** A number with a fraction. */

import { readNumber } from './number.ts'
import type { TypeOfQuestion } from './type.ts'

export const decimal: TypeOfQuestion = {
  column: 'number',
  statistics: ['numbers'],
  view: 'number',
  read: readNumber,
}
