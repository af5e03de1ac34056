/** What a reader's summary depends on: it moves with every answer for analysts, in releases for everyone else. */

import { framePart } from '../../analysis/filter.ts'
import type { Frame } from '../../analysis/frame.ts'
import { nextRelease, releasedRows } from '../../analysis/releases.ts'
import { allowed, type TopicRole, type Viewer } from '../access/rights.ts'
import type { Store } from '../store/store.ts'
import type { CollectionFrame } from './frames.ts'

/** `full` for the topic's analysts and organisers, `protected` for everyone else (promise 3). */
export type Reader = 'full' | 'protected'

export function readerOf(viewer: Viewer | null, topicRoles: readonly TopicRole[]): Reader {
  return allowed('topic.analyse', viewer, topicRoles) ? 'full' : 'protected'
}

/** The rows that a reader's figures are made of, and a stamp that changes when they do. */
export interface Part {
  readonly frame: Frame
  /** Of the collection's frame; null for all of them. */
  readonly rows: Uint32Array | null
  readonly stamp: string
}

/** All rows: what readers who may see unsuppressed figures have. */
export function wholePart(held: CollectionFrame): Part {
  return { frame: held.frame, rows: null, stamp: `${held.last}.${held.changes}` }
}

// Held by this process; a frame that is read anew is another object.
const released = new WeakMap<CollectionFrame, Promise<Part>>()

interface LastPart {
  readonly part: Part
  readonly variables: Frame['variables']
  readonly changes: number
}
const lastParts = new WeakMap<Store, Map<string, LastPart>>()

export function partFor(store: Store, held: CollectionFrame, reader: Reader): Promise<Part> {
  if (reader === 'full') return Promise.resolve(wholePart(held))
  const known = released.get(held)
  if (known) return known
  const part = releasedPart(store, held)
  released.set(held, part)
  part.catch(() => released.delete(held))
  return part
}

/**
 * A protected reader looks: what is new is released, and kept, before it is shown. Several processes may do so at once:
 * the first one's release stands, and the others go on from it.
 */
async function releasedPart(store: Store, held: CollectionFrame): Promise<Part> {
  const { id } = held.collection
  for (;;) {
    const kept = await store.releases.list(id)
    // Another process is ahead of this frame: what it released is not known here yet.
    const known = kept.filter(({ last, changes }) => last <= held.last && changes <= held.changes)
    const next = known.length === kept.length ? nextRelease(kept, held) : null
    if (!next) {
      const rows = releasedRows(known, held)
      const stamp = `p${known.length}.${rows.length}`
      // Answers that came since and are not released yet change nothing of what this reader sees.
      const last = lastParts.get(store)?.get(id)
      if (
        last?.part.stamp === stamp &&
        last.variables === held.frame.variables &&
        last.changes === held.changes
      )
        return last.part
      const part = { frame: framePart(held.frame, rows), rows, stamp }
      const parts = lastParts.get(store) ?? new Map<string, LastPart>()
      lastParts.set(store, parts.set(id, { part, variables: held.frame.variables, changes: held.changes }))
      return part
    }
    await store.releases.add(id, kept.length + 1, { ...next, last: held.last, changes: held.changes })
  }
}
