/** pg_dump and pg_restore, which come with PostgreSQL and know its formats best. */

import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { childEnvironment } from '../config.ts'
import { named } from './columns.ts'
import { passing } from './inspect.ts'

/** Debian keeps versions side by side; the newest reads and writes for every older server. */
function programAt(name: 'pg_dump' | 'pg_restore'): string {
  const base = '/usr/lib/postgresql'
  const versions = existsSync(base)
    ? readdirSync(base).toSorted((one, other) => Number(other) - Number(one))
    : []
  const folders = [...versions.map((version) => join(base, version, 'bin')), '/usr/local/bin', '/usr/bin']
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
  if (!found) throw named('NoProgram', `${name} is not installed (Debian: postgresql-client)`)
  return found
}

/** Dumps the state that a snapshot names, in pg_dump's own compressed format. */
export async function dump(url: string, snapshot: string, file: string): Promise<void> {
  await run('pg_dump', url, [
    '--format=custom',
    '--compress=1',
    '--no-owner',
    '--no-privileges',
    ...[...passing].map((table) => `--exclude-table-data=${table}`),
    `--snapshot=${snapshot}`,
    `--file=${file}`,
  ])
}

/** Restores a dump into an empty database, all of it or nothing. */
export async function restoreDump(url: string, file: string): Promise<void> {
  await run('pg_restore', url, [
    '--single-transaction',
    '--exit-on-error',
    '--no-owner',
    '--no-privileges',
    file,
  ])
}

/** The password goes by the environment, where other users do not see it. */
function run(name: 'pg_dump' | 'pg_restore', url: string, words: readonly string[]): Promise<void> {
  const address = new URL(url)
  const password = decodeURIComponent(address.password)
  address.password = ''
  const env = childEnvironment(password ? { PGPASSWORD: password } : {})
  return new Promise((resolve, reject) => {
    const child = spawn(programAt(name), ['--no-password', `--dbname=${address.href}`, ...words], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      if (said.length < 4_000) said += chunk.toString()
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else
        reject(
          named(
            name === 'pg_dump' ? 'DumpFailed' : 'RestoreFailed',
            said.trim() || `${name} ended with ${code}`,
          ),
        )
    })
  })
}
