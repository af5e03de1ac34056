/** A text that is shown; it has no answer. */

import type { TypeOfQuestion } from './type.ts'

export const note: TypeOfQuestion = { column: 'none', statistics: [], view: 'note', read: () => null }
