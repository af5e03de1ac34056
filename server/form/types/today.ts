/** The day on which the form was filled in. */

import { date } from './date.ts'
import { metadata } from './metadata.ts'
import type { TypeOfQuestion } from './type.ts'

export const today: TypeOfQuestion = {
  ...metadata,
  column: 'date',
  read(raw, asked) {
    const reading = date.read(raw, asked)
    return typeof reading === 'string' ? reading : null
  },
}
