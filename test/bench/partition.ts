/** Splits the tables of answers by hash, as a distributed PostgreSQL would over its machines: one partition a shard. */

import { Client } from 'pg'
import { distribution } from '../../server/store/distribution.ts'

/** Makes every sharded table anew in partitions, with its keys, references and indexes; the tables must be empty. */
export async function partition(url: string, shards: number): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const rows = async (text: string, values: readonly string[]) =>
    (await client.query<{ name: string; text: string }>(text, [...values])).rows
  try {
    await client.query('begin')
    for (const [table, place] of Object.entries(distribution)) {
      if (place.kind !== 'sharded') continue
      const constraints = await rows(
        `select conname as name, pg_get_constraintdef(oid) as text from pg_constraint
         where conrelid = $1::regclass order by contype desc`,
        [table],
      )
      const indexes = await rows(
        `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as text from pg_index
         where indrelid = $1::regclass and not exists (select 1 from pg_constraint where conindid = indexrelid)`,
        [table],
      )
      await client.query(`create table whole (like ${table})`)
      await client.query(`drop table ${table}`)
      await client.query(`create table ${table} (like whole) partition by hash (${place.by})`)
      await client.query(`drop table whole`)
      for (let shard = 0; shard < shards; shard++)
        await client.query(
          `create table ${table}_${shard} partition of ${table} for values with (modulus ${shards}, remainder ${shard})`,
        )
      for (const { name, text } of constraints)
        await client.query(`alter table ${table} add constraint ${name} ${text}`)
      for (const { text } of indexes) await client.query(text)
    }
    await client.query('commit')
  } finally {
    await client.end()
  }
}
