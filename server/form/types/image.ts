/** A picture: taken with the camera, chosen, drawn or signed. Its answer is the name of the file. */

import { attachment } from './attachment.ts'
import type { TypeOfQuestion } from './type.ts'

export const image: TypeOfQuestion = attachment
