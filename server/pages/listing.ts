/** Lists as the pages show them: what the address asks for, and the links that search, sort and turn the page. */

import type { ListQuery, Listed } from '../store/store.ts'
import type { Visit } from './page.ts'

/** The fields a list can be sorted by (the first is its own order) and filtered on. */
export interface ListShape {
  readonly sorts: readonly string[]
  readonly filters: readonly string[]
}

/** What the templates parts/sort and parts/pagination need. */
export interface ListView {
  readonly search: string
  readonly sort: string
  readonly descending: boolean
  readonly where: Readonly<Record<string, string>>
  readonly narrowed: boolean
  readonly total: number
  readonly shown: number
  readonly firstUrl: string | null
  readonly nextUrl: string | null
  readonly sortUrls: Readonly<Record<string, string>>
}

const perPage = 50

/** The query of ?q=, ?sort=, ?order=, ?after= and the filters by their names. */
export function readListQuery({ query }: Visit, { sorts, filters }: ListShape): ListQuery {
  const sort = query['sort']
  const where: Record<string, string> = {}
  for (const name of filters) if (query[name]) where[name] = query[name].slice(0, 100)
  return {
    search: (query['q'] ?? '').trim().slice(0, 100),
    where,
    limit: perPage,
    descending: query['order'] === 'desc',
    ...(sort !== undefined && sorts.includes(sort) ? { sort } : {}),
    ...(query['after'] ? { after: query['after'].slice(0, 500) } : {}),
  }
}

/** The list as a page shows it, with the links that lead on. */
export function listView(
  visit: Visit,
  shape: ListShape,
  query: ListQuery,
  listed: Listed<unknown>,
): ListView {
  const path = visit.url.split('?')[0] ?? '/'
  const search = query.search ?? ''
  const where = query.where ?? {}
  const sort = query.sort ?? shape.sorts[0] ?? ''
  const descending = query.descending ?? false
  const address = (more: Readonly<Record<string, string>>) => {
    const words = new URLSearchParams()
    const all = { q: search, ...where, sort: query.sort ?? '', order: descending ? 'desc' : '', ...more }
    for (const [name, value] of Object.entries(all)) if (value !== '') words.set(name, value)
    const text = words.toString()
    return text === '' ? path : `${path}?${text}`
  }
  const turned = (field: string) => (field === sort && !descending ? 'desc' : '')
  return {
    search,
    sort,
    descending,
    where,
    narrowed: search !== '' || Object.keys(where).length > 0,
    total: listed.total,
    shown: listed.items.length,
    firstUrl: query.after === undefined ? null : address({}),
    nextUrl: listed.next === null ? null : address({ after: listed.next }),
    sortUrls: Object.fromEntries(
      shape.sorts.map((field) => [field, address({ sort: field, order: turned(field) })]),
    ),
  }
}
