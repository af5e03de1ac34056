/** What a device or the server fills in; shared by all types of that kind. */

import { datetime } from './datetime.ts'
import { oneText } from './raw.ts'
import type { TypeOfQuestion } from './type.ts'

const longest = 500

/** A text that nobody is asked for: what does not fit is blank, for nobody can mend it. */
export const metadata: TypeOfQuestion = {
  column: 'text',
  statistics: [],
  view: null,
  read(raw) {
    const text = oneText(raw)
    if (typeof text !== 'string') return null
    // oxlint-disable-next-line no-control-regex -- invisible signs break CSV and XML
    const clean = text.replace(/[\x00-\x1f\x7f\ud800-\udfff\ufeff]/gu, '').trim()
    return clean === '' || clean.length > longest ? null : clean
  },
}

/** A moment of the filling in. */
export const moment: TypeOfQuestion = {
  ...metadata,
  read(raw, asked) {
    const reading = datetime.read(raw, asked)
    return typeof reading === 'string' ? reading : null
  },
}
