/** A text, on one line or, with appearance `multiline`, on several. */

import { oneText } from './raw.ts'
import { slip, type TypeOfQuestion } from './type.ts'

export const textLimit = 10_000

/** What few texts have: signs that are cleaned or refused. One look tells the others apart. */
// oxlint-disable-next-line no-control-regex -- those are what it looks for
const seldom = /[\0-\x08\x0b-\x1f\x7f\ufeff\ud800-\udfff]/

export const text: TypeOfQuestion = {
  column: 'text',
  statistics: ['texts'],
  view: 'text',
  read(raw) {
    const whole = oneText(raw)
    if (typeof whole !== 'string') return whole
    if (whole.length > 2 * textLimit) return slip('tooLong', { limit: textLimit })
    const odd = seldom.test(whole)
    // NUL and halves of a character pair cannot be stored, nor put into a file that others read.
    if (odd && /[\0\ud800-\udfff]/u.test(whole)) return slip('badText')
    const clean = (
      odd
        ? whole
            .replace(/\r\n?/g, '\n')
            // oxlint-disable-next-line no-control-regex -- invisible signs that break CSV and XML are left out
            .replace(/[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]/g, '')
        : whole
    ).trim()
    if (clean.length > textLimit) return slip('tooLong', { limit: textLimit })
    return clean === '' ? null : clean
  },
}
