/** Files that came with answers: kept before the answer, linked in its transaction, gone with it. */

import { stat } from 'node:fs/promises'
import { sql } from 'kysely'
import { isAnonymous } from './anonymous.ts'
import { hashOfFile, type AttachmentFiles } from './attachment-files.ts'
import type { Clock } from './clock.ts'
import { all, first, run, transaction, type Database, type On } from './database.ts'
import type { VouchedFile } from './record.ts'
import type { Attachment, Store } from './store.ts'

type Row = Omit<Attachment, 'size'> & { readonly size: number | string; readonly hash: string }

const columns = sql`name, type, size, original_name as "originalName", added_on as "addedOn", hash`

export function createAttachments(
  { on }: Database,
  files: AttachmentFiles,
  clock: Clock,
): Store['attachments'] {
  return {
    keep: async ({ collectionId, instanceId, name, type, originalName, path }, limits) => {
      const anonymous = await isAnonymous(on, collectionId)
      if (await find(on, collectionId, instanceId, name)) return 'duplicate'
      const { size } = await stat(path)
      const hash = await hashOfFile(path)
      const today = clock.today()
      // The bytes first: a row never speaks of a file that is not there.
      await files.put(path, collectionId, hash, anonymous ? today : null)
      const kept = await transaction(on, async (inside) => {
        await lock(inside, collectionId)
        if (await find(inside, collectionId, instanceId, name)) return 'duplicate' as const
        const sum = await first(
          inside,
          sql<{ count: number | string; bytes: number | string }>`
            select count(*) as count, coalesce(sum(size), 0) as bytes
            from attachments
            where collection_id = ${collectionId}
              and instance_id = ${instanceId}`,
        )
        if (Number(sum?.count) + 1 > limits.count || Number(sum?.bytes) + size > limits.bytes)
          return 'full' as const
        await run(
          inside,
          sql`
            insert into attachments (collection_id, instance_id, name, hash, type, size, original_name, added_on)
            values (${collectionId}, ${instanceId}, ${name}, ${hash}, ${type}, ${size},
              ${anonymous ? '' : originalName}, ${today})`,
        )
        return 'kept' as const
      })
      // An erasure of the same content may have been under way: from here on it sees that it is used again.
      if (kept === 'kept') await files.put(path, collectionId, hash, anonymous ? today : null)
      else await removeUnused(on, files, collectionId, [hash])
      return kept
    },
    list: async (collectionId, instanceId) => {
      const rows = await all(
        on,
        sql<Row>`
          select ${columns}
          from attachments
          where collection_id = ${collectionId}
            and instance_id = ${instanceId}
          order by name`,
      )
      return rows.map(shown)
    },
    open: async (collectionId, instanceId, name) => {
      const row = await find(on, collectionId, instanceId, name)
      if (!row) return null
      const path = files.place(collectionId, row.hash)
      if ((await hashOfFile(path)) !== row.hash)
        throw new Error(`attachment ${name} is not what was kept: its hash differs`)
      return { ...shown(row), path }
    },
    sizeOf: async (collectionId) => {
      const sum = await first(
        on,
        sql<{ bytes: number | string }>`
          select coalesce(sum(size), 0) as bytes
          from attachments
          where collection_id = ${collectionId}
            and seq is not null`,
      )
      return Number(sum?.bytes ?? 0)
    },
    removeOrphans: async (before) => {
      const orphans = await all(
        on,
        sql<{ collectionId: string; instanceId: string; name: string }>`
          select collection_id as "collectionId", instance_id as "instanceId", name
          from attachments
          where added_on < ${before}
            and seq is null
          order by collection_id, instance_id, name
          limit 5000`,
      )
      let removed = 0
      for (const { collectionId, instanceId, name } of orphans) {
        const unused = await transaction(on, async (inside) => {
          await lock(inside, collectionId)
          const orphan = sql`collection_id = ${collectionId}
            and instance_id = ${instanceId}
            and name = ${name}
            and seq is null`
          return removeRows(inside, orphan)
        })
        removed += unused.rows
        await removeUnused(on, files, collectionId, unused.hashes)
      }
      return removed
    },
  }
}

/** Removes the contents that no row of the collection needs. */
export async function removeUnused(
  on: On,
  files: AttachmentFiles,
  collectionId: string,
  hashes: readonly string[],
): Promise<void> {
  const used = async (hash: string) =>
    (await first(
      on,
      sql<{ hash: string }>`
        select hash
        from attachments
        where collection_id = ${collectionId}
          and hash = ${hash}`,
    )) !== null
  await files.remove(collectionId, hashes, used)
}

/** The names that have not come. */
export async function missingOf(
  on: On,
  collectionId: string,
  instanceId: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const rows = await all(
    on,
    sql<{ name: string }>`
      select name
      from attachments
      where collection_id = ${collectionId}
        and instance_id = ${instanceId}`,
  )
  const here = new Set(rows.map(({ name }) => name))
  return names.filter((name) => !here.has(name))
}

/** Ties what an answer names to it; a file that an earlier revision named keeps that revision. */
export async function linkTo(
  on: On,
  answer: { readonly collectionId: string; readonly instanceId: string },
  names: readonly string[],
  { seq, revision }: { readonly seq: number; readonly revision: number },
): Promise<void> {
  await run(
    on,
    sql`
      update attachments
      set seq = ${seq}, revision = ${revision}
      where collection_id = ${answer.collectionId}
        and instance_id = ${answer.instanceId}
        and seq is null
        and name in (${sql.join(names)})`,
  )
}

/** What the history vouches for of each answer's files: by sequence number, those of its revisions in order. */
export async function vouchedFiles(
  on: On,
  collectionId: string,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, readonly VouchedFile[]>> {
  if (seqs.length === 0) return new Map()
  const rows = await all(
    on,
    sql<VouchedFile & { seq: number }>`
      select seq, revision, name, hash
      from attachments
      where collection_id = ${collectionId}
        and seq in (${sql.join(seqs)})
      order by seq, name`,
  )
  const files = new Map<number, VouchedFile[]>()
  for (const { seq, ...file } of rows) {
    const those = files.get(seq)
    if (those) those.push(file)
    else files.set(seq, [file])
  }
  return files
}

/** Takes away all files of erased answers, those that came and were never named too; their hashes. */
export async function eraseFiles(
  on: On,
  collectionId: string,
  instanceIds: readonly string[],
): Promise<readonly string[]> {
  const theirs = sql`collection_id = ${collectionId}
    and instance_id in (${sql.join(instanceIds)})`
  return (await removeRows(on, theirs)).hashes
}

async function removeRows(on: On, where: ReturnType<typeof sql>) {
  const rows = await all(on, sql<{ hash: string }>`select hash from attachments where ${where}`)
  if (rows.length === 0) return { rows: 0, hashes: [] }
  await run(on, sql`delete from attachments where ${where}`)
  return { rows: rows.length, hashes: [...new Set(rows.map(({ hash }) => hash))] }
}

/** Files of a collection come, are linked and go one transaction after the other, under the lock of its answers. */
async function lock(on: On, collectionId: string): Promise<void> {
  await run(
    on,
    sql`
      update counters
      set received = received
      where collection_id = ${collectionId}`,
  )
}

function find(on: On, collectionId: string, instanceId: string, name: string): Promise<Row | null> {
  return first(
    on,
    sql<Row>`
      select ${columns}
      from attachments
      where collection_id = ${collectionId}
        and instance_id = ${instanceId}
        and name = ${name}`,
  )
}

function shown({ name, type, size, originalName, addedOn }: Row): Attachment {
  return { name, type, size: Number(size), originalName, addedOn }
}
