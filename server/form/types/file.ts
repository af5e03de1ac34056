/** Any file. Its answer is the name of the file. */

import { attachment } from './attachment.ts'
import type { TypeOfQuestion } from './type.ts'

export const file: TypeOfQuestion = attachment
