/** One choice out of a list. */

import { oneText } from './raw.ts'
import { slip, type TypeOfQuestion } from './type.ts'

export const selectOne: TypeOfQuestion = {
  column: 'coded',
  statistics: ['frequencies'],
  view: 'radios',
  read(raw, { offers }) {
    const text = oneText(raw)
    if (typeof text !== 'string') return text
    const value = text.trim()
    if (value === '') return null
    return offers(value) ? value : slip('notChoice')
  },
}
