/** Answers of a collection as a list that is searched, filtered and turned page by page. */

import { setImmediate as breath } from 'node:timers/promises'
import { sql } from 'kysely'
import { all, first, type Database } from './database.ts'
import { idsListed, listed, type ListShape } from './list.ts'
import type { Store, Submission, SubmissionHead, SubmissionState } from './store.ts'

type Listing = Pick<Store['submissions'], 'list' | 'instances' | 'since' | 'heads' | 'collectors' | 'states'>

const shape: ListShape = {
  columns: sql`submissions.collection_id as "collectionId", submissions.seq,
    submissions.instance_id as "instanceId", submissions.form_version_id as "formVersionId",
    submissions.channel_id as "channelId", submissions.revision, submissions.receipt, submissions.state,
    submissions.received_on as "receivedOn", submissions.received_at as "receivedAt",
    submissions.collector_id as "collectorId", submissions.locale, submissions.answers`,
  from: sql`submissions left join people on people.id = submissions.collector_id`,
  id: sql`submissions.instance_id`,
  searched: [sql`submissions.answers`, sql`submissions.receipt`, sql`coalesce(people.name, '')`],
  filters: {
    // The second condition is what the index of reviewed answers asks for.
    state: (state) =>
      state === 'received'
        ? sql`submissions.state = 'received'`
        : sql`submissions.state = ${state} and submissions.state <> 'received'`,
    collectorId: (id) => sql`submissions.collector_id = ${id}`,
  },
  sorts: { seq: sql`submissions.seq`, instance: sql`submissions.instance_id` },
  numeric: ['seq'],
  ownOrder: 'seq',
}

export function createSubmissionList({ on }: Database): Listing {
  return {
    list: (collectionId, { seqs, withRejected = true, ...query }) =>
      listed<Submission>(on, shape, query, ...conditions(collectionId, seqs, withRejected)),
    instances: (collectionId, { seqs, ...query }, limit) =>
      idsListed(on, shape, query, limit, ...conditions(collectionId, seqs, true)),
    since: (collectionId, day) =>
      all(
        on,
        sql<Submission>`
          select ${shape.columns}
          from submissions
          where submissions.collection_id = ${collectionId}
            and submissions.received_on >= ${day}
            and submissions.state <> 'rejected'
          order by submissions.seq
          limit 5000`,
      ),
    heads: async (collectionId) => {
      const heads: SubmissionHead[] = []
      // In pages, so that nobody waits for all of a large collection.
      for (let after = 0; ; await breath()) {
        const page = await all(
          on,
          sql<SubmissionHead>`
            select seq, instance_id as "instanceId", state, revision, received_at as "receivedAt",
              collector_id as "collectorId"
            from submissions
            where collection_id = ${collectionId}
              and seq > ${after}
            order by seq
            limit 5000`,
        )
        for (const head of page) heads.push(head)
        const last = page.at(-1)
        if (!last || page.length < 5_000) return heads
        after = last.seq
      }
    },
    collectors: (collectionId) =>
      all(
        on,
        sql<{ id: string; name: string }>`
          select people.id, people.name
          from people
          where exists (
            select 1
            from submissions
            where submissions.collection_id = ${collectionId}
              and submissions.collector_id = people.id
          )
          order by people.name_order, people.id`,
      ),
    states: async (collectionId) => {
      const reviewed = await all(
        on,
        sql<{ state: SubmissionState; n: number | string }>`
          select state, count(*) as n
          from submissions
          where collection_id = ${collectionId}
            and state <> 'received'
          group by state`,
      )
      const counted = await first(
        on,
        sql<{ received: number }>`
          select received
          from counters
          where collection_id = ${collectionId}`,
      )
      const counts = new Map(reviewed.map(({ state, n }) => [state, Number(n)]))
      const decided = [...counts.values()].reduce((sum, n) => sum + n, 0)
      return counts.set('received', Math.max(0, (counted?.received ?? 0) - decided))
    },
  }
}

function conditions(collectionId: string, seqs: readonly number[] | undefined, withRejected: boolean) {
  return [
    sql`submissions.collection_id = ${collectionId}`,
    ...(withRejected ? [] : [sql`submissions.state <> 'rejected'`]),
    ...(seqs === undefined ? [] : [among(seqs)]),
  ]
}

/** Whole numbers of our own, written out: there may be more of them than a statement takes parameters. */
function among(seqs: readonly number[]) {
  if (!seqs.every(Number.isSafeInteger)) throw new Error('submissions.list: seqs are whole numbers')
  return seqs.length === 0 ? sql`1 = 0` : sql`submissions.seq in (${sql.raw(seqs.join(', '))})`
}
