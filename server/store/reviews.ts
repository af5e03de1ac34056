/** Review: what was decided of each answer, by whom and why; one transaction for as many as are decided together. */

import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { isAnonymous } from './anonymous.ts'
import type { Changes } from './changes.ts'
import type { Clock } from './clock.ts'
import { appendEvents, digestOf, type Happening } from './chain.ts'
import { named } from './columns.ts'
import { all, run, transaction, type Database, type On } from './database.ts'
import type { Decision, Review, Store, Submission } from './store.ts'

/** More are decided in several steps, so that answers on their way in never wait long. */
export const decidedTogether = 5_000

export function createReviews(database: Database, clock: Clock, changes: Changes): Store['reviews'] {
  const { on } = database
  return {
    decide: async (collectionId, decision) => {
      if (decision.instanceIds.length > decidedTogether)
        throw named('TooMany', `at most ${decidedTogether} answers are decided together`)
      const decided = await transaction(on, (on) => decideAll(on, collectionId, { decision, clock }))
      if (decided.changed > 0) changes.announce([collectionId])
      return decided
    },
    of: (collectionId, seq) =>
      all(
        on,
        sql<Review>`
          select reviews.number, reviews.seq, reviews.revision, reviews.from_state as "from",
            reviews.to_state as "to", reviews.reason, reviews.comment, reviews.actor_id as actor,
            reviews.reviewed_at as at
          from reviews
          where collection_id = ${collectionId}
            and seq = ${seq}
          order by reviews.number`,
      ),
    latest: async (collectionId, seqs) => {
      const found = new Map<number, Review>()
      for (let start = 0; start < seqs.length; start += 500) {
        const rows = await all(
          on,
          sql<Review>`
            select number, seq, revision, from_state as "from", to_state as "to", reason, comment,
              actor_id as actor, reviewed_at as at
            from reviews
            where collection_id = ${collectionId}
              and seq in (${sql.join(seqs.slice(start, start + 500))})
            order by number`,
        )
        for (const row of rows) found.set(row.seq, row)
      }
      return found
    },
    rejections: async (collectionId) => {
      const rows = await all(
        on,
        sql<{ reason: Review['reason']; n: number | string }>`
          select reviews.reason, count(*) as n
          from submissions
          join reviews on reviews.collection_id = submissions.collection_id
            and reviews.seq = submissions.seq
          where submissions.collection_id = ${collectionId}
            and submissions.state = 'rejected'
            and submissions.state <> 'received'
            and reviews.number = (
              select max(latest.number)
              from reviews latest
              where latest.collection_id = submissions.collection_id
                and latest.seq = submissions.seq
            )
          group by reviews.reason
          order by count(*) desc, reviews.reason`,
      )
      return rows.map(({ reason, n }) => ({ reason, n: Number(n) }))
    },
  }
}

interface Deciding {
  readonly decision: Decision
  readonly clock: Clock
}

type Standing = Pick<Submission, 'seq' | 'revision' | 'state' | 'collectorId'>

/** Under the lock of the collection's counters, as every change of its answers. */
async function decideAll(on: On, collectionId: string, { decision, clock }: Deciding) {
  await run(
    on,
    sql`
      update counters
      set received = received
      where collection_id = ${collectionId}`,
  )
  const anonymous = await isAnonymous(on, collectionId)
  const at = anonymous ? clock.today() : clock.now()
  const standing = await standingOf(on, collectionId, decision.instanceIds)
  // Only whoever collected an answer can correct it.
  const possible = standing.filter(
    ({ collectorId }) => decision.to !== 'returned' || (!anonymous && collectorId !== null),
  )
  const changed = possible.filter(({ state }) => state !== decision.to)
  await keep(on, collectionId, { changed, decision, at })
  return {
    changed: changed.length,
    same: possible.length - changed.length,
    refused: standing.length - possible.length,
    missing: new Set(decision.instanceIds).size - standing.length,
  }
}

async function standingOf(
  on: On,
  collectionId: string,
  instanceIds: readonly string[],
): Promise<readonly Standing[]> {
  const found: Standing[] = []
  for (let start = 0; start < instanceIds.length; start += 500)
    found.push(
      ...(await all(
        on,
        sql<Standing>`
          select seq, revision, state, collector_id as "collectorId"
          from submissions
          where collection_id = ${collectionId}
            and instance_id in (${sql.join(instanceIds.slice(start, start + 500))})`,
      )),
    )
  return found.toSorted((a, b) => a.seq - b.seq)
}

interface Kept {
  readonly changed: readonly Standing[]
  readonly decision: Decision
  readonly at: string
}

async function keep(on: On, collectionId: string, { changed, decision, at }: Kept): Promise<void> {
  if (changed.length === 0) return
  const { to, reason, comment, actor } = decision
  for (let start = 0; start < changed.length; start += 500)
    await run(
      on,
      sql`
        update submissions
        set state = ${to}
        where collection_id = ${collectionId}
          and seq in (${sql.join(changed.slice(start, start + 500).map(({ seq }) => seq))})`,
    )
  await run(
    on,
    sql`
      update counters
      set changes = changes + ${changed.length}
      where collection_id = ${collectionId}`,
  )
  const keys = changed.map(() => randomBytes(32).toString('base64url'))
  const happenings = changed.map(({ seq, revision, state }, place): Happening => ({
    at,
    actor,
    kind: 'answer.reviewed',
    subject: String(seq),
    detail: { from: state, to, revision, reason },
    digest: digestOf(keys[place]!, comment),
  }))
  const last = await appendEvents(on, collectionId, happenings)
  const rows = changed.map(
    ({ seq, revision, state }, place) =>
      sql`(${collectionId}, ${last - changed.length + 1 + place}, ${seq}, ${revision}, ${state}, ${to}, ${reason},
        ${comment}, ${actor}, ${at}, ${keys[place]!})`,
  )
  for (let start = 0; start < rows.length; start += 100)
    await run(
      on,
      sql`
        insert into reviews (collection_id, number, seq, revision, from_state, to_state, reason, comment, actor_id,
          reviewed_at, digest_key)
        values ${sql.join(rows.slice(start, start + 100))}`,
    )
}
