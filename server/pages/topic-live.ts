/** /topics/:topic/live: tells an open topic summary that the figures of one of its collections have moved. */

import { Problem } from '../problem.ts'
import { readerOf } from '../summary/stamp.ts'
import type { Page } from './page.ts'
import { collectionsOf, topicPart, topicStamp } from '../summary/topic-stamps.ts'

const atMostEvery = 1_000

export const topicLive: Page = {
  path: '/topics/:topic/live',
  right: 'topic.summary',
  async get({ store, intake, params, viewer, topicRoles }) {
    const topic = await store.topics.find(params['topic']!)
    if (!topic) throw new Problem('notFound')
    const reader = readerOf(viewer, topicRoles)
    const ids = (await collectionsOf(store, topic.id)).map(({ id }) => id)
    return {
      kind: 'events',
      open(send) {
        const stamps = new Map<string, string>()
        const moved = new Set(ids)
        let told = ''
        let timer: NodeJS.Timeout | null = null
        let closed = false
        const tell = async () => {
          timer = null
          const now = [...moved]
          moved.clear()
          for (const id of now) {
            const part = await topicPart(store, id, reader)
            if (part) stamps.set(id, part.stamp)
          }
          const stamp = topicStamp(stamps)
          if (closed || stamp === told) return
          told = stamp
          send('figures', JSON.stringify({ stamp }))
        }
        // A burst of answers is told once.
        const soon = (wait: number) => {
          timer ??= setTimeout(() => void tell().catch(() => undefined), wait)
        }
        const stops = ids.map((id) =>
          intake.watch(id, () => {
            moved.add(id)
            soon(atMostEvery)
          }),
        )
        soon(0)
        return () => {
          closed = true
          for (const stop of stops) stop()
          if (timer) clearTimeout(timer)
        }
      },
    }
  },
}
