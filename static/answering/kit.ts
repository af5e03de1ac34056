/**
 * What parts of the script that are loaded later share with the first one. They all take it from here, so that the
 * build makes one file of it and the first page needs no more than two scripts.
 */

export { instancesOf, isAsked } from '../../server/form/asking.ts'
export { valueInWords } from '../../server/form/words.ts'
export { copyText } from './copy.ts'
export { sayAt } from './errors.ts'
export { fieldsOf } from './fields.ts'
export { button, empty, make, words } from './island.ts'
export { kinds } from './places.ts'
export { readMarker, writeMarker } from './marker.ts'
export { rowParts } from './standing.ts'
