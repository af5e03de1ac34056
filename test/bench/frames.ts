/** How long the frame of a collection takes: out of its answers, and out of its column file as after a restart. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { FieldedFolder } from '../support/fieldwork.ts'

export interface FrameTimes {
  /** Milliseconds. */
  readonly fromAnswers: number
  readonly fromFile: number
  /** After one answer was approved, and after one was rejected. */
  readonly approved: number
  readonly rejected: number
}

/** Nothing else may have the folder open. */
export async function frameTimes(folder: FieldedFolder): Promise<FrameTimes> {
  // The built modules, because the thread that reads frames is one of them.
  const built = (name: string): Promise<unknown> =>
    import(new URL(`../server/${name}.js`, import.meta.url).href)
  const { openStore } = (await built('store/open')) as typeof import('../../server/store/open.ts')
  const { createFrames } = (await built('summary/frames')) as typeof import('../../server/summary/frames.ts')
  rmSync(join(folder.dataDir, 'columns'), { recursive: true, force: true })
  const store = await openStore({ database: folder.database, filesDir: join(folder.dataDir, 'files') })
  const once = async () => {
    const began = performance.now()
    const held = await createFrames(store).of(folder.collectionId)
    if (!held || held.frame.n === 0) throw new Error('frameTimes: there is no frame')
    return performance.now() - began
  }
  try {
    const fromAnswers = await once()
    // The median of three: a file is read in a moment.
    const again = [await once(), await once(), await once()].toSorted((a, b) => a - b)
    const frames = createFrames(store)
    await frames.of(folder.collectionId)
    const [answer] = await store.submissions.rows(folder.collectionId, 0, 1)
    const reviewed = async (to: 'approved' | 'rejected') => {
      await store.reviews.decide(folder.collectionId, {
        instanceIds: [answer?.instanceId ?? ''],
        to,
        reason: to === 'rejected' ? 'duplicate' : '',
        comment: '',
        actor: null,
      })
      const began = performance.now()
      await frames.of(folder.collectionId)
      return performance.now() - began
    }
    const approved = await reviewed('approved')
    return { fromAnswers, fromFile: again[1] ?? 0, approved, rejected: await reviewed('rejected') }
  } finally {
    await store.close()
  }
}
