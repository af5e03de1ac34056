/** A process for the tests: upgrades a database, and is killed in the middle. `slow` adds a migration that takes long. */

import { writeSync } from 'node:fs'
import { sql } from 'kysely'
import { migrate } from '../../server/store/migrate.ts'
import { migrations } from '../../server/store/migrations/index.ts'
import { openDatabase } from '../../server/store/open.ts'

const [database = '', how = ''] = process.argv.slice(2)
const store = await openDatabase(database)
const slow = {
  number: (migrations.at(-1)?.number ?? 0) + 1,
  name: 'slow',
  statements: [
    sql`create table slow_copy (n integer not null primary key, words text not null)`,
    ...Array.from({ length: 400 }, (_, part) => {
      const words = 'x'.repeat(200)
      return sql`
        insert into slow_copy (n, words)
        with recursive counted (n) as (select 1 union all select n + 1 from counted where n < 1000)
        select n + ${sql.lit(part * 1000)}, ${sql.lit(words)} from counted`
    }),
    sql`update submissions set locale = 'upgraded'`,
  ],
}
writeSync(1, 'begun\n')
await migrate(store, '2026-11-25T00:00:00.000Z', how === 'slow' ? [...migrations, slow] : migrations)
writeSync(1, 'done\n')
await store.close()
