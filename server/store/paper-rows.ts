/** What every part of the printed copies' noun looks up and writes. */

import { sql, type RawBuilder } from 'kysely'
import { appendEvents, ledger } from './chain.ts'
import type { Clock } from './clock.ts'
import { json, named, truth } from './columns.ts'
import { all, first, run, type On } from './database.ts'
import type { PaperBatch, PaperCopy, PaperEntry, PaperSettings } from './store.ts'

const usual: PaperSettings = { entries: 2, otherPerson: false }

interface Telling {
  readonly kind: string
  readonly collectionId: string
  readonly actor: string
  readonly detail: Readonly<Record<string, unknown>>
}

export async function tell(
  on: On,
  clock: Clock,
  { kind, collectionId, actor, detail }: Telling,
): Promise<void> {
  await appendEvents(on, ledger, [{ at: clock.now(), actor, kind, subject: collectionId, detail }])
}

/** The lock under which copies of a collection change: that of its answers. */
export async function lock(on: On, collectionId: string): Promise<void> {
  const locked = await run(
    on,
    sql`
      update counters
      set received = received
      where collection_id = ${collectionId}`,
  )
  if (locked === 0) throw named('NotFound', `no collection ${collectionId}`)
}

export async function settingsOf(on: On, collectionId: string): Promise<PaperSettings> {
  const row = await first(
    on,
    sql<{ entries: number; otherPerson: number }>`
      select entries, other_person as "otherPerson"
      from paper_settings
      where collection_id = ${collectionId}`,
  )
  return row ? { entries: row.entries === 1 ? 1 : 2, otherPerson: truth(row.otherPerson) } : usual
}

export async function batchesOf(on: On, collectionId: string): Promise<readonly PaperBatch[]> {
  const rows = await all(
    on,
    sql<Omit<PaperBatch, 'wishes'> & { wishes: string }>`
      select number, first_copy as first, last_copy as last, form_version_id as "formVersionId", language, wishes,
        coalesce(people.name, '') as "printedBy", printed_on as "printedOn"
      from paper_batches
      left join people on people.id = paper_batches.printed_by
      where collection_id = ${collectionId}
      order by number`,
  )
  return rows.map((row) => ({ ...row, wishes: json(row.wishes) }))
}

export function copyOf(on: On, collectionId: string, copy: number): Promise<PaperCopy | null> {
  return first(
    on,
    sql<PaperCopy>`
      select paper_copies.copy, paper_copies.batch, paper_batches.form_version_id as "formVersionId",
        paper_copies.state, paper_copies.reason, paper_copies.instance_id as "instanceId"
      from paper_copies
      join paper_batches on paper_batches.collection_id = paper_copies.collection_id
        and paper_batches.number = paper_copies.batch
      where paper_copies.collection_id = ${collectionId}
        and paper_copies.copy = ${copy}`,
  )
}

interface EntryRow extends Omit<PaperEntry, 'fields' | 'personal' | 'finished'> {
  readonly fields: string
  readonly personal: string | null
  readonly finished: number
}

export async function entriesOf(on: On, collectionId: string, copy: number): Promise<readonly PaperEntry[]> {
  const rows = await all(
    on,
    sql<EntryRow>`
      select paper_entries.pass, paper_entries.clerk_id as "clerkId", coalesce(people.name, '') as clerk,
        paper_entries.fields, paper_entry_personal.fields as personal, paper_entries.finished,
        paper_entries.revision
      from paper_entries
      left join paper_entry_personal on paper_entry_personal.collection_id = paper_entries.collection_id
        and paper_entry_personal.copy = paper_entries.copy
        and paper_entry_personal.pass = paper_entries.pass
      left join people on people.id = paper_entries.clerk_id
      where paper_entries.collection_id = ${collectionId}
        and paper_entries.copy = ${copy}
      order by paper_entries.pass`,
  )
  return rows.map((row) => ({
    ...row,
    fields: json(row.fields),
    personal: row.personal === null ? {} : json(row.personal),
    finished: truth(row.finished),
  }))
}

export async function deleteOf(
  on: On,
  table: 'paper_entries' | 'paper_entry_personal',
  collectionId: string,
  copy: number,
  also: RawBuilder<unknown> = sql``,
): Promise<number> {
  return run(
    on,
    sql`
      delete from ${sql.table(table)}
      where collection_id = ${collectionId}
        and copy = ${copy}
        ${also}`,
  )
}
