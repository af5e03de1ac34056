/** When the form was opened. */

import { moment } from './metadata.ts'
import type { TypeOfQuestion } from './type.ts'

export const start: TypeOfQuestion = moment
