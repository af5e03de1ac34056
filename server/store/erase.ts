/** Erasing answers: content, personal answers, revisions, words of reviews and key are destroyed; a tombstone and an event remain. */

import { sql } from 'kysely'
import { isAnonymous } from './anonymous.ts'
import type { AttachmentFiles } from './attachment-files.ts'
import { eraseFiles, removeUnused } from './attachments.ts'
import type { Changes } from './changes.ts'
import type { Clock } from './clock.ts'
import type { ColumnFolder } from './column-folder.ts'
import { all, first, run, transaction, type Database, type On } from './database.ts'
import { forgetExports } from './export-jobs.ts'
import { appendEvents } from './chain.ts'
import { hashOfInstance, receiptOf } from './record.ts'
import type { Day, Store } from './store.ts'

interface Reason {
  readonly actor: string | null
  readonly reason: string
  readonly right: string
}

/** What of the answers stands outside of the database. */
export interface Copies {
  readonly attachments: AttachmentFiles
  readonly columns: ColumnFolder
}

type Erase = Pick<Store['submissions'], 'erase' | 'eraseExpired'>

export function createErase(
  database: Database,
  clock: Clock,
  changes: Changes,
  { attachments: files, columns }: Copies,
): Erase {
  return {
    erase: async (typed, by) => {
      const receipt = receiptOf(typed)
      const found = await first(
        database.on,
        sql<{ collectionId: string; seq: number }>`
          select collection_id as "collectionId", seq
          from submissions
          where receipt = ${receipt}`,
      )
      if (!found) return false
      const erased = await transaction(database.on, (on) =>
        eraseAll(on, found.collectionId, { seqs: [found.seq], by, clock }),
      )
      await removeUnused(database.on, files, found.collectionId, erased.hashes)
      if (erased.answers > 0) changes.announce([found.collectionId])
      database.forget()
      await columns.forget(found.collectionId)
      return erased.answers > 0
    },
    eraseExpired: async (today) => {
      let erased = 0
      for (const id of await expired(database.on, today)) {
        erased += await eraseCollection(database, id, { clock, files })
        changes.announce([id])
        await columns.forget(id)
      }
      const cases = await eraseCases(database.on, today)
      if (erased + cases > 0) database.forget()
      return erased
    },
  }
}

/** Lists of people and places to visit, and sheets that never became answers, end with the answers that they were for. */
async function eraseCases(on: On, today: Day): Promise<number> {
  const rows = await all(
    on,
    sql<{ id: string }>`
      select id
      from collections
      where retain_until < ${today}`,
  )
  let erased = 0
  for (const { id } of rows)
    for (const table of ['case_personal', 'cases', 'paper_entry_personal', 'paper_entries'])
      erased += await run(
        on,
        sql`
          delete from ${sql.table(table)}
          where collection_id = ${id}`,
      )
  return erased
}

async function expired(on: On, today: Day): Promise<readonly string[]> {
  const rows = await all(
    on,
    sql<{ id: string }>`
      select collections.id
      from collections
      join counters on counters.collection_id = collections.id
      where collections.retain_until < ${today}
        and counters.received > 0
      order by collections.id`,
  )
  return rows.map(({ id }) => id)
}

/** In transactions of bounded size, so that answers to other collections never wait long. */
async function eraseCollection(
  database: Database,
  id: string,
  { clock, files }: { readonly clock: Clock; readonly files: AttachmentFiles },
): Promise<number> {
  const by: Reason = { actor: null, reason: 'retention', right: 'retention' }
  let erased = 0
  for (;;) {
    const rows = await all(
      database.on,
      sql<{ seq: number }>`
        select seq
        from submissions
        where collection_id = ${id}
        order by seq
        limit 500`,
    )
    if (rows.length === 0) return erased
    const seqs = rows.map(({ seq }) => seq)
    const gone = await transaction(database.on, (on) => eraseAll(on, id, { seqs, by, clock }))
    erased += gone.answers
    await removeUnused(database.on, files, id, gone.hashes)
  }
}

interface Erasing {
  readonly seqs: readonly number[]
  readonly by: Reason
  readonly clock: Clock
}

/** What is gone: how many answers, and the contents of their files that are to be removed after the commit. */
interface Gone {
  readonly answers: number
  readonly hashes: readonly string[]
}

/** Erases those of the numbers that still live. */
async function eraseAll(on: On, collectionId: string, { seqs, by, clock }: Erasing): Promise<Gone> {
  await run(
    on,
    sql`
      update counters
      set received = received
      where collection_id = ${collectionId}`,
  )
  const living = await all(
    on,
    sql<{ seq: number; instanceId: string }>`
      select seq, instance_id as "instanceId"
      from submissions
      where collection_id = ${collectionId}
        and seq in (${sql.join(seqs)})
      order by seq`,
  )
  if (living.length === 0) return { answers: 0, hashes: [] }
  for (const { seq, instanceId } of living)
    await run(
      on,
      sql`
        insert into submission_erasures (collection_id, seq, instance_hash, reason, legal_right, erased_on)
        values (${collectionId}, ${seq}, ${hashOfInstance(instanceId)}, ${by.reason}, ${by.right}, ${clock.today()})`,
    )
  const instanceIds = living.map(({ instanceId }) => instanceId)
  const hashes = await eraseFiles(on, collectionId, instanceIds)
  const these = sql.join(living.map(({ seq }) => seq))
  for (const table of [
    'reviews',
    'submission_paradata',
    'submission_personal',
    'submission_revisions',
    'submissions',
  ])
    await run(
      on,
      sql`
        delete from ${sql.table(table)}
        where collection_id = ${collectionId}
          and seq in (${these})`,
    )
  // The number of a printed copy leads nowhere any more.
  await run(
    on,
    sql`
      update paper_copies
      set instance_id = null
      where collection_id = ${collectionId}
        and instance_id in (${sql.join(instanceIds)})`,
  )
  await run(
    on,
    sql`
      update counters
      set received = received - ${living.length},
        changes = changes + ${living.length}
      where collection_id = ${collectionId}`,
  )
  await forgetExports(on, collectionId)
  const at = (await isAnonymous(on, collectionId)) ? clock.today() : clock.now()
  const detail = { reason: by.reason, right: by.right }
  await appendEvents(
    on,
    collectionId,
    living.map(({ seq }) => ({ at, actor: by.actor, kind: 'answer.erased', subject: String(seq), detail })),
  )
  return { answers: living.length, hashes }
}
