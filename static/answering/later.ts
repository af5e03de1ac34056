/** The part of answering that is loaded after the first touch: drafts, the queue, sending. */

export { fileOf, forget, keep, keepFile, keptOf } from './keeping.ts'
export type { Kept, KeptFile, Keeping } from './keeping.ts'
export { deliver, exporting } from './sending.ts'
export type { Sent } from './sending.ts'
