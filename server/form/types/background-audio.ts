/** A recording of the whole interview, which is not made. */

import { metadata } from './metadata.ts'
import type { TypeOfQuestion } from './type.ts'

export const backgroundAudio: TypeOfQuestion = metadata
