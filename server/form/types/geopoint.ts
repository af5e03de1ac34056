/** A place: latitude, longitude, altitude and accuracy, with spaces between. */

import { placeText, readPlace } from '../geo.ts'
import { halfWidth, oneText } from './raw.ts'
import { slip, type TypeOfQuestion } from './type.ts'

export const geopoint: TypeOfQuestion = {
  column: 'text',
  statistics: ['texts'],
  view: 'text',
  read(raw) {
    const text = oneText(raw)
    if (typeof text !== 'string') return text
    if (text.trim() === '') return null
    const place = text.length > 200 ? null : readPlace(halfWidth(text))
    return place ? placeText(place) : slip('notPlace')
  },
}
