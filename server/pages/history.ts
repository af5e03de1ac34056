/** The history of rights, accounts and collections, verified every time it is read. */

import { say } from '../locale/index.ts'
import type { Event } from '../store/store.ts'
import { view, type Page, type Visit } from './page.ts'

const chain = 'ledger'
const perPage = 100

export const historyPage: Page = {
  path: '/history',
  right: 'people',
  get: async (visit) => {
    const { store, t, query } = visit
    const [verdict, head] = await Promise.all([store.history.verify(chain), store.history.head(chain)])
    // The newest first, a page at a time back to the beginning.
    const asked = Number(query['before'])
    const before = Number.isInteger(asked) && asked > 0 ? Math.min(asked, head.number + 1) : head.number + 1
    const after = Math.max(0, before - 1 - perPage)
    const events = await store.history.list(chain, { limit: before - 1 - after, after })
    return view('history', {
      title: t.access.historyTitle,
      verdict,
      head,
      rows: before > 1 ? (await rowsOf(visit, events)).toReversed() : [],
      nextUrl: after > 0 ? `/history?before=${after + 1}` : null,
      firstUrl: before <= head.number ? '/history' : null,
    })
  },
}

/** Ids of people and topics in words, where they still exist. */
async function rowsOf({ store, t }: Visit, events: readonly Event[]) {
  const people = new Map((await store.people.all()).map(({ id, name }) => [id, name]))
  const kinds: Readonly<Record<string, string>> = t.access.kind
  const subjectOf = async (id: string) =>
    people.get(id) ?? (await store.topics.find(id))?.title ?? (await store.collections.find(id))?.title ?? id
  return Promise.all(
    events.map(async ({ number, at, actor, kind, subject, detail, hash }) => ({
      number,
      at,
      actor: actor === null ? t.access.historySystem : (people.get(actor) ?? actor),
      kind: kind in kinds ? say(kinds, kind) : kind,
      subject: await subjectOf(subject),
      detail: detail === '{}' ? '' : detail,
      hash: hash.slice(0, 12),
    })),
  )
}
