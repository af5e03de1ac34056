/** A tick that says OK, or nothing. */

import { oneText } from './raw.ts'
import { slip, type TypeOfQuestion } from './type.ts'

export const acknowledge: TypeOfQuestion = {
  column: 'text',
  statistics: ['texts'],
  view: 'text',
  read(raw) {
    if (raw === true) return 'OK'
    const text = raw === false ? '' : oneText(raw)
    if (typeof text !== 'string') return text
    const word = text.trim().toLowerCase()
    if (word === '' || word === 'false' || word === '0') return null
    return /^(ok|true|1|on|yes)$/.test(word) ? 'OK' : slip('badShape')
  },
}
