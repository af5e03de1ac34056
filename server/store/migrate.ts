/** Brings a database to this program's schema: each migration whole or not at all, newer databases refused. */

import { sql } from 'kysely'
import { all, run, transaction, type Database } from './database.ts'
import { named } from './columns.ts'
import { migrations as ours, type Migration } from './migrations/index.ts'

/** Runs the migrations that the database lacks. Rejects with an Error named NewerDatabase if it has more than we know. */
export async function migrate(
  database: Database,
  appliedAt: string,
  migrations: readonly Migration[] = ours,
): Promise<void> {
  await run(
    database.on,
    sql`
      create table if not exists schema_migrations (
        number integer not null primary key,
        name text not null,
        applied_at text not null
      )`,
  )
  const applied = await all(
    database.on,
    sql<{ number: number; name: string }>`
      select number, name
      from schema_migrations
      order by number`,
  )
  for (const { number, name } of applied) {
    const known = migrations.find((migration) => migration.number === number)
    if (known?.name !== name)
      throw named(
        'NewerDatabase',
        `the database has migration ${number} (${name}), which this program does not know`,
      )
  }
  const missing = migrations.filter(({ number }) => !applied.some((done) => done.number === number))
  if (missing.length === 0) return
  database.keepCopy(missing[0]?.number ?? 0)
  for (const migration of missing) await apply(database, migration, appliedAt)
}

async function apply(database: Database, migration: Migration, appliedAt: string): Promise<void> {
  await transaction(database.on, async (on) => {
    for (const statement of migration.statements) await run(on, statement)
    await run(
      on,
      sql`
        insert into schema_migrations (number, name, applied_at)
        values (${migration.number}, ${migration.name}, ${appliedAt})`,
    )
  })
}
