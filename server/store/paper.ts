/** Printed copies: numbers that were given out, first and second entries, and the one answer that a copy becomes. */

import { sql } from 'kysely'
import type { Changes } from './changes.ts'
import type { Clock } from './clock.ts'
import { flag } from './columns.ts'
import { all, first, run, transaction, type Database } from './database.ts'
import { listCopies, mark, print, progressOf } from './paper-copies.ts'
import { discardEntry, openEntry, saveEntry, settle } from './paper-entries.ts'
import { batchesOf, copyOf, entriesOf, settingsOf, tell } from './paper-rows.ts'
import { prepareReceive } from './receive-statements.ts'
import { sumsOf } from './paper-sums.ts'
import type { Paper } from './store.ts'

export function createPaper(database: Database, clock: Clock, changes: Changes): Paper {
  const { on } = database
  const statements = prepareReceive(database)
  return {
    settings: (collectionId) => settingsOf(on, collectionId),
    setSettings: (collectionId, settings, actor) =>
      transaction(on, async (on) => {
        const { entries, otherPerson } = settings
        await run(
          on,
          sql`
            insert into paper_settings (collection_id, entries, other_person)
            values (${collectionId}, ${entries}, ${flag(otherPerson)})
            on conflict (collection_id) do update
            set entries = excluded.entries, other_person = excluded.other_person`,
        )
        await tell(on, clock, {
          kind: 'paper.settings',
          collectionId,
          actor,
          detail: { entries, otherPerson },
        })
      }),
    print: (collectionId, batch, actor) =>
      transaction(on, (on) => print(on, clock, { collectionId, ...batch, actor })),
    batches: (collectionId) => batchesOf(on, collectionId),
    copy: (collectionId, copy) => copyOf(on, collectionId, copy),
    copyOf: async (collectionId, instanceId) => {
      const row = await first(
        on,
        sql<{ copy: number }>`
          select copy
          from paper_copies
          where collection_id = ${collectionId}
            and instance_id = ${instanceId}`,
      )
      return row?.copy ?? null
    },
    copiesByInstance: async (collectionId) => {
      const rows = await all(
        on,
        sql<{ copy: number; instanceId: string }>`
          select copy, instance_id as "instanceId"
          from paper_copies
          where collection_id = ${collectionId}
            and instance_id is not null`,
      )
      return new Map(rows.map(({ copy, instanceId }) => [instanceId, copy]))
    },
    list: (collectionId, query) => listCopies(on, collectionId, query),
    entries: (collectionId, copy) => entriesOf(on, collectionId, copy),
    open: (collectionId, copy, clerkId) =>
      transaction(on, (on) => openEntry(on, { collectionId, copy, clerkId })),
    save: (collectionId, entry) => transaction(on, (on) => saveEntry(on, clock, collectionId, entry)),
    discard: (collectionId, entry, actor) =>
      transaction(on, (on) => discardEntry(on, clock, { collectionId, ...entry, actor })),
    settle: async (collectionId, settling) => {
      const settled = await transaction(on, (on) =>
        settle(on, statements, clock, { collectionId, ...settling }),
      )
      if (settled.outcome === 'settled') {
        changes.announce([collectionId])
        // What the entries held is left in as few old bytes as an engine can.
        database.forget()
      }
      return settled
    },
    mark: async (collectionId, marking, actor) => {
      const marked = await transaction(on, (on) => mark(on, clock, { collectionId, ...marking, actor }))
      if (marked) database.forget()
      return marked
    },
    progress: (collectionId) => progressOf(on, collectionId),
    sums: (collectionId) => sumsOf(on, collectionId),
  }
}
