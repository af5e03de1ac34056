/** Any number of choices out of a list, kept in the list's order. */

import { severalTexts } from './raw.ts'
import { slip, type TypeOfQuestion } from './type.ts'

export const selectMultiple: TypeOfQuestion = {
  column: 'set',
  statistics: ['multiple'],
  view: 'checkboxes',
  read(raw, { offers, choices }) {
    const several = severalTexts(raw, offers)
    if ('slip' in several) return several
    if (several.length === 0) return null
    if (!several.every(offers)) return slip('notChoice')
    if (several.length === 1) return several
    // The same choices in another order are the same answer, and have the same content hash.
    const chosen = new Set(several)
    return [...new Set(choices().map((choice) => choice.value))].filter((value) => chosen.has(value))
  },
}
