/** A line of places, joined by `; `. */

import { isClosed, placesText, readPlaces } from '../geo.ts'
import { halfWidth, oneText } from './raw.ts'
import { slip, type Reading, type TypeOfQuestion } from './type.ts'

const mostPoints = 10_000
const longest = mostPoints * 60

export const geotrace: TypeOfQuestion = {
  column: 'text',
  statistics: ['texts'],
  view: 'text',
  read: (raw) => readLine(raw, false),
}

/** The line in a raw value; an area needs three corners and ends where it began. */
export function readLine(raw: unknown, closed: boolean): Reading {
  const text = oneText(raw)
  if (typeof text !== 'string') return text
  if (text.trim() === '') return null
  if (text.length > longest) return slip('tooLong', { limit: longest })
  const places = readPlaces(halfWidth(text))
  if (!places || places.length > mostPoints || places.length < (closed ? 3 : 2)) return slip('notPlace')
  const [first] = places
  const whole = closed && first && !isClosed(places) ? [...places, first] : places
  return closed && whole.length < 4 ? slip('notPlace') : placesText(whole)
}
