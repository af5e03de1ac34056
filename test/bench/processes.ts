/** The server as one, two and four processes on one PostgreSQL database, which waits for the disk at every commit. */

import { startCluster, onServer, type Cluster } from '../support/postgres.ts'
import { serve } from '../support/fieldwork.ts'
import type { LoadOrder, LoadResult } from './load.ts'
import { seedFolder } from './seed.ts'

/** As an installation has it: what is acknowledged is on disk. */
export const durable = {
  fsync: 'on',
  full_page_writes: 'on',
  autovacuum: 'on',
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
  maintenance_work_mem: '512MB',
}

/** A cluster and a way to make databases in it. */
export async function durableCluster(): Promise<{
  readonly cluster: Cluster
  readonly database: (name: string) => Promise<string>
}> {
  const cluster = await startCluster(durable)
  return {
    cluster,
    database: async (name) => {
      await onServer(cluster.url('postgres'), `create database ${name}`)
      return cluster.url(name)
    },
  }
}

type Load = (order: Pick<LoadOrder, 'ports' | 'path' | 'as' | 'formVersion'>) => Promise<LoadResult>

/** Submissions a second at each number of processes, all on one collection. */
export async function measureProcesses(
  load: Load,
  database: (name: string) => Promise<string>,
): Promise<readonly { readonly processes: number; readonly result: LoadResult }[]> {
  const measured: { processes: number; result: LoadResult }[] = []
  for (const processes of [1, 2, 4]) {
    const folder = await seedFolder(0, await database(`processes_${processes}`))
    const servers = await Promise.all(Array.from({ length: processes }, () => serve(folder)))
    try {
      const result = await load({
        ports: servers.map(({ server }) => server.port),
        path: `/f/${folder.slug}/submissions`,
        as: 'json',
        formVersion: folder.formVersion,
      })
      measured.push({ processes, result })
    } finally {
      for (const { server } of servers) await server.stop()
      servers[0]?.server.remove()
    }
  }
  return measured
}
