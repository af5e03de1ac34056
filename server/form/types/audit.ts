/** A log of the filling in, which is not kept. */

import { metadata } from './metadata.ts'
import type { TypeOfQuestion } from './type.ts'

export const audit: TypeOfQuestion = metadata
