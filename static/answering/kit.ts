/**
 * Answering with JavaScript, in one file: what every form needs, and what the parts that are loaded later share with it.
 * They all take it from here, so that the build makes one file of it.
 */

export { instancesOf, isAsked } from '../../server/form/asking.ts'
export { valueInWords } from '../../server/form/words.ts'
export { answer } from './answer.ts'
export { sayAt } from './errors.ts'
export { fieldsOf } from './fields.ts'
export { button, empty, make, readIsland, words } from './island.ts'
export { kinds } from './places.ts'
export { readMarker, writeMarker } from './marker.ts'
export { rowParts } from './standing.ts'
