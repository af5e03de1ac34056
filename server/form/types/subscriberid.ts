/** The subscriber of a SIM card, which no browser knows. */

import { metadata } from './metadata.ts'
import type { TypeOfQuestion } from './type.ts'

export const subscriberid: TypeOfQuestion = metadata
