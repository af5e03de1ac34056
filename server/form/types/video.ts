/** A film. Its answer is the name of the file. */

import { attachment } from './attachment.ts'
import type { TypeOfQuestion } from './type.ts'

export const video: TypeOfQuestion = attachment
