/** Where a question was answered. */

import { geopoint } from './geopoint.ts'
import { metadata } from './metadata.ts'
import type { TypeOfQuestion } from './type.ts'

export const backgroundGeopoint: TypeOfQuestion = {
  ...metadata,
  read(raw, asked) {
    const reading = geopoint.read(raw, asked)
    return typeof reading === 'string' ? reading : null
  },
}
