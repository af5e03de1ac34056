/** All choices of a list in an order, the first one first. */

import { severalTexts } from './raw.ts'
import { slip, type TypeOfQuestion } from './type.ts'

export const rank: TypeOfQuestion = {
  column: 'rank',
  statistics: ['ranks'],
  view: 'rank',
  read(raw, { offers, choices }) {
    const several = severalTexts(raw, offers)
    if ('slip' in several) return several
    if (several.length === 0) return null
    if (!several.every(offers)) return slip('notChoice')
    if (new Set(several).size < several.length) return slip('repeatedChoice')
    const all = choices().length
    return several.length < all ? slip('rankIncomplete', { given: several.length, all }) : several
  },
}
