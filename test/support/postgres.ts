/** The throw-away PostgreSQL cluster of the tests, and a look at it from outside the program. */

import { Client } from 'pg'

export { serverPrograms, startCluster, type Cluster } from '../../server/commands/own-postgres.ts'

/** Runs one statement on a database of a cluster, outside the program. */
export async function onServer<Row extends object>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
  before = '',
): Promise<{ readonly rows: readonly Row[]; readonly count: number }> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    if (before) await client.query(before)
    const { rows, rowCount } = await client.query<Row>(text, [...values])
    return { rows, count: rowCount ?? 0 }
  } finally {
    await client.end()
  }
}
