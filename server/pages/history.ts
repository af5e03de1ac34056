/** The history of rights, accounts and collections, verified every time it is read. */

import { say, type Catalogue } from '../locale/index.ts'
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

/** Ids of people, topics, forms and collections in words, where they still exist. */
async function rowsOf({ store, t }: Visit, events: readonly Event[]) {
  const people = new Map((await store.people.all()).map(({ id, name }) => [id, name]))
  const kinds: Readonly<Record<string, string>> = t.access.kind
  const subjectOf = async (id: string) =>
    people.get(id) ??
    (await store.topics.find(id))?.title ??
    (await store.collections.find(id))?.title ??
    (await store.forms.find(id))?.title ??
    ''
  return Promise.all(
    events.map(async ({ number, at, actor, kind, subject, detail }) => ({
      number,
      at,
      actor: actor === null ? t.access.historySystem : (people.get(actor) ?? actor),
      kind: kind in kinds ? say(kinds, kind) : kind,
      subject: await subjectOf(subject),
      detail: detailText(t, detail, people),
    })),
  )
}

/** The stored detail as words: names for ids, the catalogue's words for roles and states. */
function detailText(t: Catalogue, detail: string, people: ReadonlyMap<string, string>): string {
  const words: Readonly<Record<string, string>> = {
    ...t.common.role,
    ...t.topics.state,
    ...t.topics.collectionStates,
  }
  const text = (value: unknown): string => {
    if (value === null) return t.common.none
    if (typeof value === 'boolean') return value ? t.common.yes : t.common.no
    if (Array.isArray(value)) return value.length > 0 ? value.map(text).join(t.common.comma) : t.common.none
    if (typeof value === 'object') return pairs(value)
    // A member of a team stands as 'person role'.
    const parts = (typeof value === 'string' ? value : JSON.stringify(value)).split(' ')
    return parts.map((part) => people.get(part) ?? words[part] ?? part).join(' ')
  }
  const keys: Readonly<Record<string, string>> = t.access.detail
  const pairs = (value: object) =>
    Object.entries(value)
      // A version is named by its number; its id says nothing to people.
      .filter(([key, one]) => key !== 'version' && (!Array.isArray(one) || one.length > 0))
      .map(([key, one]) => `${keys[key] ?? key} ${text(one)}`)
      .join(t.common.semicolon)
  try {
    return text(JSON.parse(detail))
  } catch {
    return detail
  }
}
