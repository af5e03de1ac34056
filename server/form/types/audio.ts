/** A sound. Its answer is the name of the file. */

import { attachment } from './attachment.ts'
import type { TypeOfQuestion } from './type.ts'

export const audio: TypeOfQuestion = attachment
