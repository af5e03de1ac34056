/** A throw-away PostgreSQL cluster: made in a temporary folder, stopped and removed when its starter ends, however it ends. */

import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from './own-server.ts'

export interface Cluster {
  readonly folder: string
  readonly port: number
  /** The address of a database of it, over the loopback address. */
  url(database: string, user?: string): string
  stop(how?: 'fast' | 'immediate'): Promise<void>
  start(): Promise<void>
  /** Stops it and removes everything. */
  remove(): Promise<void>
}

/** Where the programs of a PostgreSQL server are, the newest first; null if there are none. */
export function serverPrograms(): string | null {
  const base = '/usr/lib/postgresql'
  const versions = existsSync(base) ? readdirSync(base).toSorted((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(base, version, 'bin')), '/usr/local/bin', '/usr/bin']
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null
}

/** The order of its own is Chinese, so that a sort which is left to the database shows; commits are not synced. */
export async function startCluster(settings: Readonly<Record<string, string>> = {}): Promise<Cluster> {
  const programs = serverPrograms()
  if (!programs) throw new Error('startCluster: no PostgreSQL server is installed (Debian: postgresql)')
  // Below /tmp: the path of a Unix socket may have no more than about a hundred signs.
  const folder = mkdtempSync('/tmp/diaoyan-pg-')
  const owner = unprivileged()
  chmodSync(folder, 0o755)
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const as = { ...owner, cwd: folder, env: { PATH: process.env['PATH'] ?? '', HOME: folder } }
  const locale = ['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=zh-Hans']
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'diaoyan', '-A', 'trust', '-E', 'UTF8', '--no-sync', ...locale],
    { ...as, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const rules = [
    'local all all trust',
    'host all locked 127.0.0.1/32 scram-sha-256',
    'host all all 127.0.0.1/32 trust',
  ]
  writeFileSync(join(data, 'pg_hba.conf'), `${rules.join('\n')}\n`)
  const port = await freePort()
  const given = Object.entries({ ...defaults(folder, port), ...settings })
  writeFileSync(
    join(data, 'postgresql.auto.conf'),
    given.map(([name, value]) => `${name} = '${value}'\n`).join(''),
  )
  let server = run(join(programs, 'postgres'), data, as)
  const cluster: Cluster = {
    folder,
    port,
    url: (database, user = 'diaoyan') => `postgres://${user}@127.0.0.1:${port}/${database}`,
    stop: (how = 'fast') => server.stop(how),
    start: async () => {
      server = run(join(programs, 'postgres'), data, as)
      await answers(programs, cluster)
    },
    remove: async () => {
      await server.stop('immediate')
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await answers(programs, cluster)
  return cluster
}

function defaults(folder: string, port: number): Readonly<Record<string, string>> {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: '300',
    shared_buffers: '64MB',
    max_wal_size: '4GB',
    autovacuum: 'off',
    log_min_messages: 'fatal',
    timezone: 'Asia/Shanghai',
  }
}

/** Root may not run a server: the account that Debian's package makes, or nobody. Undefined ids mean oneself. */
function unprivileged(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const account = ['postgres', 'nobody']
    .map((name) => accounts.find(([login]) => login === name))
    .find(Boolean)
  if (!account) throw new Error('startCluster: there is neither an account postgres nor nobody')
  return { uid: Number(account[2]), gid: Number(account[3]) }
}

/**
 * The server below a shell that reads from this process: when this process is gone, the reading ends, and the shell
 * stops the server and removes its folder.
 */
function run(
  program: string,
  data: string,
  as: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
) {
  const script = `
    "$0" -D "$1" >>"$1/../log" 2>&1 &
    server=$!
    (
      while read -r order; do
        [ "$order" = kept ] && exit
        kill "-$order" $server
      done
      kill -QUIT $server
      rm -rf "$1/.."/*
    ) <&3 2>/dev/null &
    wait $server`
  const child = spawn('/bin/sh', ['-c', script, program, data], {
    ...as,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  })
  const orders = child.stdio[3] as NodeJS.WritableStream
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    stop: async (how: 'fast' | 'immediate') => {
      if (child.exitCode === null && child.signalCode === null)
        orders.end(how === 'fast' ? 'INT\nkept\n' : 'QUIT\nkept\n')
      await gone
    },
  }
}

async function answers(programs: string, { port }: Cluster): Promise<void> {
  const question = ['-q', '-h', '127.0.0.1', '-p', String(port), '-d', 'postgres']
  for (let tries = 0; spawnSync(join(programs, 'pg_isready'), question).status !== 0; tries++) {
    if (tries === 300) throw new Error('startCluster: the server does not answer')
    await pause(50)
  }
}
