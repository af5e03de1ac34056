/** A value that the form computes; it is not shown, and nothing that is sent in for it counts. */

import type { TypeOfQuestion } from './type.ts'
import { oneText } from './raw.ts'

export const calculate: TypeOfQuestion = {
  column: 'text',
  statistics: ['texts'],
  view: null,
  // Only `once()` looks at what stands already.
  read(raw) {
    const text = oneText(raw)
    return typeof text === 'string' && text !== '' && text.length <= 10_000 ? text : null
  },
}
