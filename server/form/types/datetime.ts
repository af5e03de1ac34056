/** A day with a time of day, ISO 8601 with the offset from UTC: '2026-11-24T08:16:00.000+08:00'. */

import { dateText, dayNumber, momentOfDay } from '../calendar.ts'
import { shortText } from './raw.ts'
import { slip, type TypeOfQuestion } from './type.ts'

const moment =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*(?:[T\s]\s*(\d{1,2})\s*[:点时]\s*(\d{1,2})(?::(\d\d)(?:\.(\d{1,3})\d*)?)?\s*分?)?\s*(Z|[+-]\d\d:?\d\d)?$/i

export const datetime: TypeOfQuestion = {
  column: 'text',
  statistics: ['texts'],
  view: 'text',
  read(raw, { offset }) {
    const text = shortText(raw, 'notDateTime')
    if (typeof text !== 'string') return text
    if (text === '') return null
    // A calculation gives days since 1970.
    const found = moment.exec(/^-?\d+(\.\d+)?$/.test(text) ? momentOfDay(Number(text)) : text)
    if (!found) return slip('notDateTime')
    const day = dateText(Number(found[1]), Number(found[2]), Number(found[3]))
    const [hour, minute, second] = [found[4] ?? '0', found[5] ?? '0', found[6] ?? '0'].map((part) =>
      part.padStart(2, '0'),
    )
    const written = `${day}T${hour}:${minute}:${second}.${(found[7] ?? '').padEnd(3, '0')}`
    if (day === null || Number.isNaN(dayNumber(written))) return slip('notDateTime')
    return written + zoneOf(found[8] ?? offset)
  },
}

/** `+08:00` for `+0800`, `Z` for none at all. */
function zoneOf(zone: string): string {
  if (/^z?$/i.test(zone)) return 'Z'
  return /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone
}
