import { defineConfig } from 'vitest/config'
import { ClosingLine } from './support/closing-line.ts'
import { serverPrograms } from './support/postgres.ts'

/** Everything runs on SQLite; what touches the store runs on PostgreSQL too. DIAOYAN_TEST_ENGINES narrows it. */
const engines = (process.env['DIAOYAN_TEST_ENGINES'] ?? 'sqlite,postgres').split(',')

const sqlite = {
  extends: true as const,
  test: {
    name: 'sqlite',
    include: ['test/**/*.test.ts'],
    exclude: ['test/*/postgres/**'],
    env: { DIAOYAN_TEST_ENGINE: 'sqlite' },
  },
}

const postgres = {
  extends: true as const,
  test: {
    name: 'postgres',
    include: ['test/{store,http,promises,upkeep}/**/*.test.ts'],
    exclude: ['test/*/sqlite/**'],
    env: { DIAOYAN_TEST_ENGINE: 'postgres' },
    globalSetup: ['test/support/cluster.ts'],
  },
}

if (engines.includes('postgres') && serverPrograms() === null && process.env['CI'] === 'true')
  throw new Error('no PostgreSQL server is installed (Debian: postgresql)')

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    reporters: ['default', new ClosingLine()],
    // They only end what hangs; a busy machine may be several times slower.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      ...(engines.includes('sqlite') ? [sqlite] : []),
      ...(engines.includes('postgres') && serverPrograms() !== null ? [postgres] : []),
    ],
  },
})
