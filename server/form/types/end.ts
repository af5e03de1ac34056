/** When the form was sent. */

import { moment } from './metadata.ts'
import type { TypeOfQuestion } from './type.ts'

export const end: TypeOfQuestion = moment
