/** Before the tests on PostgreSQL: one cluster for all of them, with a database of the newest schema to copy. */

import { openStore } from '../../server/store/open.ts'
import { onServer, startCluster } from './postgres.ts'

export const template = 'diaoyan_template'

export default async function setup(): Promise<() => Promise<void>> {
  const cluster = await startCluster()
  try {
    await onServer(cluster.url('postgres'), `create database ${template} template template0`)
    const store = await openStore({ database: cluster.url(template), filesDir: cluster.folder })
    await store.close()
    // The workers are forked after this and inherit it.
    process.env['DIAOYAN_TEST_CLUSTER'] = cluster.url('postgres')
    process.env['DIAOYAN_TEST_CLUSTER_FOLDER'] = cluster.folder
  } catch (error) {
    await cluster.remove()
    throw error
  }
  return () => cluster.remove()
}
