/** Brings a database to this program's schema: each migration whole or not at all, newer databases refused. */

import { sql } from 'kysely'
import { all, run, transaction, type Database, type On } from './database.ts'
import { named } from './columns.ts'
import { migrations as ours, type Migration } from './migrations/index.ts'

/** Runs the migrations that the database lacks. Rejects with an Error named NewerDatabase if it has more than we know. */
export async function migrate(
  database: Database,
  appliedAt: string,
  migrations: readonly Migration[] = ours,
): Promise<void> {
  await database.alone((on) => migrateOn(on, database, { appliedAt, migrations }))
}

interface Run {
  readonly appliedAt: string
  readonly migrations: readonly Migration[]
}

async function migrateOn(on: On, database: Database, { appliedAt, migrations }: Run): Promise<void> {
  await run(
    on,
    sql`
      create table if not exists schema_migrations (
        number integer not null primary key,
        name text not null,
        applied_at text not null
      )`,
  )
  const applied = await all(
    on,
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
  for (const migration of missing)
    await transaction(on, async (on) => {
      await apply(on, database.engine, { migration, appliedAt })
      await database.settle(on)
    })
}

interface Step {
  readonly migration: Migration
  readonly appliedAt: string
}

async function apply(on: On, engine: Database['engine'], { migration, appliedAt }: Step): Promise<void> {
  const own = engine === 'postgres' ? (migration.postgres ?? []) : []
  for (const statement of [...migration.statements, ...own]) await run(on, statement)
  await run(
    on,
    sql`
        insert into schema_migrations (number, name, applied_at)
        values (${migration.number}, ${migration.name}, ${appliedAt})`,
  )
}
