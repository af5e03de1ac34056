/** The phone number of whoever fills the form in. */

import { metadata } from './metadata.ts'
import type { TypeOfQuestion } from './type.ts'

export const phonenumber: TypeOfQuestion = metadata
