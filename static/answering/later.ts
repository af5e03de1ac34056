/** The part of answering that is loaded after the first touch: drafts, the queue, sending. */

export { showCheck, textOf } from './checking.ts'
export { openJourney, type Journey } from './journey.ts'
export { fileOf, forget, keep, keepFile, keptOf } from './keeping.ts'
export type { Kept, KeptFile, Keeping } from './keeping.ts'
