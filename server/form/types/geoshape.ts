/** An area: places joined by `; `, the last one the first again. */

import { readLine } from './geotrace.ts'
import type { TypeOfQuestion } from './type.ts'

export const geoshape: TypeOfQuestion = {
  column: 'text',
  statistics: ['texts'],
  view: 'text',
  read: (raw) => readLine(raw, true),
}
