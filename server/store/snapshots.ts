/** Frozen summaries: content that never changes, the links that show them to people without an account, the weekly ones. */

import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '../ids.ts'
import { appendEvents, ledger, lockHead } from './chain.ts'
import type { Clock } from './clock.ts'
import { all, first, run, transaction, type Database } from './database.ts'
import type { Store } from './store.ts'
import type { Snapshot, SnapshotHead, SnapshotLink } from './summary-nouns.ts'

const head = sql`snapshots.id, topic_id as "topicId", title, snapshots.made_at as "madeAt", snapshots.made_by as "madeBy",
  week, hash, entry`

export function createSnapshots({ on }: Database, clock: Clock): Store['snapshots'] {
  return {
    list: (topicId) =>
      all(
        on,
        sql<SnapshotHead>`
          select ${head}
          from snapshots
          where topic_id = ${topicId}
          order by made_at desc, entry desc`,
      ),
    find: (id) =>
      first(
        on,
        sql<Snapshot>`
          select ${head}, content
          from snapshots
          where id = ${id}`,
      ),
    add: ({ topicId, title, madeBy, week, content }) =>
      transaction(on, async (on) => {
        // The ledger's lock is held first, so that of two servers one makes the week's snapshot.
        const entry = (await lockHead(on, ledger)).number + 1
        const [id, at] = [newId(), clock.now()]
        const hash = createHash('sha256').update(content).digest('hex')
        const added = await run(
          on,
          sql`
            insert into snapshots (id, topic_id, title, made_at, made_by, week, hash, entry, content)
            values (${id}, ${topicId}, ${title}, ${at}, ${madeBy}, ${week}, ${hash}, ${entry}, ${content})
            on conflict (topic_id, week) do nothing`,
        )
        if (added === 0) return null
        const detail = { snapshot: id, hash, ...(week === null ? {} : { week }) }
        await appendEvents(on, ledger, [
          { actor: madeBy, kind: 'topic.snapshot', subject: topicId, detail, at },
        ])
        return id
      }),
    links: (snapshotId) =>
      all(
        on,
        sql<SnapshotLink>`
          select id, snapshot_id as "snapshotId", label, made_by as "madeBy", made_at as "madeAt",
            expires_at as "expiresAt", revoked_at as "revokedAt"
          from snapshot_links
          where snapshot_id = ${snapshotId}
          order by made_at desc, id`,
      ),
    addLink: ({ snapshotId, label, madeBy, expiresAt, secretHash }) =>
      transaction(on, async (on) => {
        const [id, at] = [newId(), clock.now()]
        await run(
          on,
          sql`
            insert into snapshot_links (id, snapshot_id, secret_hash, label, made_by, made_at, expires_at)
            values (${id}, ${snapshotId}, ${secretHash}, ${label}, ${madeBy}, ${at}, ${expiresAt})`,
        )
        const detail = { snapshot: snapshotId, link: id, until: expiresAt.slice(0, 10) }
        await appendEvents(on, ledger, [
          { actor: madeBy, kind: 'snapshot.shared', subject: snapshotId, detail, at },
        ])
        return id
      }),
    byLink: async (secretHash) => {
      const row = await first(
        on,
        sql<Snapshot & { linkId: string }>`
          select ${head}, content, snapshot_links.id as "linkId"
          from snapshot_links
          join snapshots on snapshots.id = snapshot_links.snapshot_id
          where secret_hash = ${secretHash}
            and revoked_at is null
            and expires_at > ${clock.now()}`,
      )
      if (!row) return null
      const { linkId, ...snapshot } = row
      return { linkId, snapshot }
    },
    revokeLink: (snapshotId, linkId, actor) =>
      transaction(on, async (on) => {
        const at = clock.now()
        const revoked = await run(
          on,
          sql`
            update snapshot_links
            set revoked_at = ${at}
            where id = ${linkId}
              and snapshot_id = ${snapshotId}
              and revoked_at is null`,
        )
        if (revoked === 0) return false
        const detail = { snapshot: snapshotId, link: linkId }
        await appendEvents(on, ledger, [{ actor, kind: 'snapshot.revoked', subject: snapshotId, detail, at }])
        return true
      }),
    weekly: async (topicId) =>
      (await first(on, sql`select topic_id from weekly_topics where topic_id = ${topicId}`)) !== null,
    setWeekly: (topicId, weekly, actor) =>
      transaction(on, async (on) => {
        const at = clock.now()
        const changed = await run(
          on,
          weekly
            ? sql`
                insert into weekly_topics (topic_id, since)
                values (${topicId}, ${at})
                on conflict (topic_id) do nothing`
            : sql`delete from weekly_topics where topic_id = ${topicId}`,
        )
        if (changed === 0) return
        const detail = { weekly }
        await appendEvents(on, ledger, [{ actor, kind: 'topic.weekly', subject: topicId, detail, at }])
      }),
    dueFor: async (week) => {
      const rows = await all(
        on,
        sql<{ topicId: string }>`
          select weekly_topics.topic_id as "topicId"
          from weekly_topics
          where not exists (
            select 1
            from snapshots
            where snapshots.topic_id = weekly_topics.topic_id
              and snapshots.week = ${week})
          order by weekly_topics.topic_id`,
      )
      return rows.map(({ topicId }) => topicId)
    },
  }
}
