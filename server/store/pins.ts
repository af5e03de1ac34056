/** Evidence pinned to a topic: what it is, why it was pinned, and a number that is never given twice. */

import { sql } from 'kysely'
import { appendEvents, ledger, lockHead } from './chain.ts'
import type { Clock } from './clock.ts'
import { json } from './columns.ts'
import { all, first, run, transaction, type Database } from './database.ts'
import type { Store } from './store.ts'
import type { Pin } from './summary-nouns.ts'

type Row = Omit<Pin, 'target'> & { readonly target: string }

const columns = sql`topic_pins.number, kind, target, note, pinned_by as "pinnedBy", people.name as person,
  pinned_at as "pinnedAt"`

export function createPins({ on }: Database, clock: Clock): Store['pins'] {
  return {
    list: async (topicId) => {
      const rows = await all(
        on,
        sql<Row>`
          select ${columns}
          from topic_pins
          join people on people.id = topic_pins.pinned_by
          where topic_id = ${topicId}
            and removed_at is null
          order by topic_pins.number`,
      )
      return rows.map(pinOf)
    },
    find: async (topicId, number) => {
      const row = await first(
        on,
        sql<Row>`
          select ${columns}
          from topic_pins
          join people on people.id = topic_pins.pinned_by
          where topic_id = ${topicId}
            and topic_pins.number = ${number}
            and removed_at is null`,
      )
      return row && pinOf(row)
    },
    add: (topicId, { kind, target, note }, personId) =>
      transaction(on, async (on) => {
        // The ledger's lock keeps two people from taking the same number.
        await lockHead(on, ledger)
        const last = await first(
          on,
          sql<{ number: number | null }>`
            select max(number) as number
            from topic_pins
            where topic_id = ${topicId}`,
        )
        const [number, at] = [(last?.number ?? 0) + 1, clock.now()]
        await run(
          on,
          sql`
            insert into topic_pins (topic_id, number, kind, target, note, pinned_by, pinned_at)
            values (${topicId}, ${number}, ${kind}, ${JSON.stringify(target)}, ${note}, ${personId}, ${at})`,
        )
        const detail = { pin: number, what: kind }
        await appendEvents(on, ledger, [{ actor: personId, kind: 'topic.pin', subject: topicId, detail, at }])
        return number
      }),
    remove: (topicId, number, actor) =>
      transaction(on, async (on) => {
        const at = clock.now()
        const removed = await run(
          on,
          sql`
            update topic_pins
            set removed_at = ${at}
            where topic_id = ${topicId}
              and number = ${number}
              and removed_at is null`,
        )
        if (removed === 0) return false
        const detail = { pin: number }
        await appendEvents(on, ledger, [{ actor, kind: 'topic.unpin', subject: topicId, detail, at }])
        return true
      }),
  }
}

function pinOf({ target, ...row }: Row): Pin {
  return { ...row, target: json(target) }
}
