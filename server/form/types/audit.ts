/** A log of the filling in: kept beside the answers where the collection says so (`paradata.ts`), never in them. */

import { metadata } from './metadata.ts'
import type { TypeOfQuestion } from './type.ts'

export const audit: TypeOfQuestion = { ...metadata, read: () => null }
