/** The part of answering that is loaded after the first touch: drafts, the queue, sending. */

export { forget, keep, keptOf } from './keeping.ts'
export type { Kept, Keeping } from './keeping.ts'
export { deliver, exporting } from './sending.ts'
export type { Sent } from './sending.ts'
