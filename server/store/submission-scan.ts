/** Answers that meet conditions, page by page: each question to the database looks at a bounded number of them. */

import { sql, type RawBuilder } from 'kysely'
import { all, first, type Database, type On } from './database.ts'
import { conjunction, wordsIn } from './list.ts'
import type { ScanQuery, Store, Submission } from './store.ts'

/** How many answers one question looks at, and how many a page may have looked at before it is handed out unfilled. */
const windowSize = 5_000
const mostLookedAt = 50_000
/** Words are looked for in every letter of an answer. */
const mostSearched = 20_000

export function createScan({ on }: Database): Pick<Store['submissions'], 'scan'> {
  return {
    scan: async (collectionId, query) => {
      const limit = Math.min(Math.max(Math.trunc(query.limit), 1), 5_000)
      const few = await fewReviewed(on, collectionId, query)
      if (few) return pageOf(on, collectionId, query, few, limit)
      const matching = conditionsOf(query)
      const rows: Submission[] = []
      // Without conditions a window need not be larger than the page.
      const size = matching.length === 0 ? Math.min(limit, windowSize) : windowSize
      let after = keyOf(query, query.after)
      for (let seen = 0; seen < (query.search ? mostSearched : mostLookedAt); seen += size) {
        const window = { collectionId, order: query.order, after, size }
        const found = await rowsIn(on, window, matching, limit - rows.length)
        rows.push(...found)
        if (rows.length === limit) {
          const last = rows.at(-1)!
          const key = query.order === 'seq' ? last.seq : last.instanceId
          const more = await endOf(on, { ...window, after: key, size: 1 })
          return { rows, next: more === null ? null : String(key) }
        }
        const end = await endOf(on, window)
        if (end === null) return { rows, next: null }
        after = end
      }
      return { rows, next: String(after) }
    },
  }
}

/** States that review gives have an index of their own: where it holds no more answers than this, they are looked at alone. */
const mostReviewed = 5_000

/** The sequence numbers of all answers in states that review gave; null where others are wanted too, or there are many. */
async function fewReviewed(
  on: On,
  collectionId: string,
  { states }: ScanQuery,
): Promise<readonly number[] | null> {
  if (!states || states.length === 0 || states.includes('received')) return null
  const rows = await all(
    on,
    sql<{ seq: number }>`
      select seq
      from submissions
      where collection_id = ${collectionId}
        and state in (${sql.join(states)})
        and state <> 'received'
      limit ${mostReviewed + 1}`,
  )
  return rows.length > mostReviewed ? null : rows.map(({ seq }) => seq)
}

/** A page of these answers alone. */
async function pageOf(
  on: On,
  collectionId: string,
  query: ScanQuery,
  seqs: readonly number[],
  limit: number,
): Promise<{ readonly rows: readonly Submission[]; readonly next: string | null }> {
  if (seqs.length === 0) return { rows: [], next: null }
  const key = query.order === 'seq' ? sql`seq` : sql`instance_id`
  const found = await all(
    on,
    sql<Submission>`
      select ${columns}
      from submissions looked
      where looked.collection_id = ${collectionId}
        and looked.seq in (${sql.raw(seqs.join(', '))})
        and looked.${key} > ${keyOf(query, query.after)}
        and ${conjunction(conditionsOf(query))}
      order by looked.${key}
      limit ${limit + 1}`,
  )
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const next =
    last && found.length > limit ? String(query.order === 'seq' ? last.seq : last.instanceId) : null
  return { rows, next }
}

interface Window {
  readonly collectionId: string
  readonly order: ScanQuery['order']
  readonly after: number | string
  readonly size: number
}

function keyOf({ order }: ScanQuery, after: string): number | string {
  if (order === 'instance') return after
  const seq = Number(after)
  return Number.isSafeInteger(seq) && seq > 0 ? seq : 0
}

const columns = sql`looked.collection_id as "collectionId", looked.seq, looked.instance_id as "instanceId",
  looked.form_version_id as "formVersionId", looked.channel_id as "channelId", looked.revision,
  looked.receipt, looked.state, looked.received_on as "receivedOn", looked.received_at as "receivedAt",
  looked.collector_id as "collectorId", looked.locale, looked.answers`

function rowsIn(
  on: On,
  { collectionId, order, after, size }: Window,
  matching: readonly RawBuilder<unknown>[],
  limit: number,
): Promise<readonly Submission[]> {
  const key = order === 'seq' ? sql`seq` : sql`instance_id`
  return all(
    on,
    sql<Submission>`
      select ${columns}
      from (
        select *
        from submissions
        where collection_id = ${collectionId}
          and ${key} > ${after}
        order by ${key}
        limit ${size}
      ) looked
      where ${conjunction(matching)}
      order by looked.${key}
      limit ${limit}`,
  )
}

/** The key of the last answer of a window; null if there is none. */
async function endOf(on: On, { collectionId, order, after, size }: Window): Promise<number | string | null> {
  const key = order === 'seq' ? sql`seq` : sql`instance_id`
  const row = await first(
    on,
    sql<{ last: number | string | null }>`
      select max(keys.key) as last
      from (
        select ${key} as key
        from submissions
        where collection_id = ${collectionId}
          and ${key} > ${after}
        order by ${key}
        limit ${size}
      ) keys`,
  )
  return row?.last ?? null
}

function conditionsOf(query: ScanQuery): readonly RawBuilder<unknown>[] {
  const among = (column: RawBuilder<unknown>, values: readonly string[] | undefined) =>
    values === undefined ? [] : [values.length === 0 ? sql`1 = 0` : sql`${column} in (${sql.join(values)})`]
  return [
    ...among(sql`looked.state`, query.states),
    ...among(sql`looked.form_version_id`, query.versions),
    ...among(sql`looked.channel_id`, query.channels),
    ...(query.from === undefined ? [] : [sql`looked.received_on >= ${query.from}`]),
    ...(query.to === undefined ? [] : [sql`looked.received_on <= ${query.to}`]),
    ...wordsIn([sql`looked.answers`, sql`looked.receipt`], query.search),
  ]
}
