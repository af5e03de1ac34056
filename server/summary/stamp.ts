/** What a reader's summary depends on: it moves with every answer for analysts, with whole blocks of five for everyone else. */

import { createHash } from 'node:crypto'
import { framePart } from '../../analysis/filter.ts'
import type { Frame } from '../../analysis/frame.ts'
import { releasedRows } from '../../analysis/protect.ts'
import { allowed, type TopicRole, type Viewer } from '../access/rights.ts'
import type { CollectionFrame } from './frames.ts'

/** `full` for the topic's analysts and organisers, `protected` for everyone else (promise 3). */
export type Reader = 'full' | 'protected'

export function readerOf(viewer: Viewer | null, topicRoles: readonly TopicRole[]): Reader {
  return allowed('topic.analyse', viewer, topicRoles) ? 'full' : 'protected'
}

/** The rows that a reader's figures are made of, and a stamp that changes when they do. */
export interface Part {
  readonly frame: Frame
  readonly stamp: string
}

// Held by this process; a frame that is read anew is another object.
const released = new WeakMap<CollectionFrame, Part>()

export function partFor(held: CollectionFrame, reader: Reader): Part {
  if (reader === 'full') return { frame: held.frame, stamp: `${held.last}.${held.changes}` }
  const known = released.get(held)
  if (known) return known
  const rows = releasedRows(held.seqs, held.last, held.corrected)
  const hash = createHash('sha256')
  hash.update(Uint32Array.from(rows, (row) => held.seqs[row]!))
  const part: Part = {
    frame: framePart(held.frame, rows),
    stamp: `p${rows.length}.${hash.digest('hex').slice(0, 16)}`,
  }
  released.set(held, part)
  return part
}
