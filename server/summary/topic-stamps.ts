/** What a topic's summary depends on: the stamp of each of its collections, as this reader sees them. */

import { createHash } from 'node:crypto'
import type { Collection, Store } from '../store/store.ts'
import { framesOf } from './frames.ts'
import { noteKinds } from './notes.ts'
import { partFor, type Part, type Reader } from './stamp.ts'

/** All collections of a topic. */
export async function collectionsOf(store: Store, topicId: string): Promise<readonly Collection[]> {
  const found: Collection[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<Store['collections']['list']>> = await store.collections.list({
      where: { topicId },
      limit: 200,
      ...(after === null ? {} : { after }),
    })
    found.push(...page.items)
    after = page.next
  } while (after !== null)
  return found
}

/** The part of a collection that its line in the topic's summary is made of: notes are listed one by one for every reader. */
export async function topicPart(store: Store, id: string, reader: Reader): Promise<Part | null> {
  const held = await framesOf(store).of(id)
  if (!held) return null
  return partFor(store, held, noteKinds.has(held.collection.kind) ? 'full' : reader)
}

/** One stamp of many. */
export function topicStamp(stamps: ReadonlyMap<string, string>): string {
  const all = [...stamps].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(all)).digest('base64url').slice(0, 16)
}
