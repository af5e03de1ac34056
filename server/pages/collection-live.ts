/** /collections/:collection/live: tells an open summary that its figures have moved; protected readers learn of whole blocks only. */

import { Problem } from '../problem.ts'
import { framesOf } from '../summary/frames.ts'
import { partFor, readerOf } from '../summary/stamp.ts'
import type { Page } from './page.ts'

const atMostEvery = 1_000

export const collectionLive: Page = {
  path: '/collections/:collection/live',
  right: 'topic.summary',
  async get({ store, intake, params, viewer, topicRoles }) {
    const id = params['collection']!
    if (!(await store.collections.find(id))) throw new Problem('notFound')
    const reader = readerOf(viewer, topicRoles)
    return {
      kind: 'events',
      open(send) {
        let told = ''
        let timer: NodeJS.Timeout | null = null
        let closed = false
        const tell = async () => {
          timer = null
          const held = await framesOf(store).of(id)
          if (closed || !held) return
          const { stamp, frame } = await partFor(store, held, reader)
          if (stamp === told) return
          told = stamp
          send('figures', JSON.stringify({ stamp, n: frame.n }))
        }
        // A burst of answers is told once.
        const soon = (wait: number) => {
          timer ??= setTimeout(() => void tell().catch(() => undefined), wait)
        }
        const stop = intake.watch(id, () => soon(atMostEvery))
        soon(0)
        return () => {
          closed = true
          stop()
          if (timer) clearTimeout(timer)
        }
      },
    }
  },
}
