/** Counts of posts a minute are of the moment: they go into no backup and no move. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Manifest } from '../../../server/upkeep/manifest.ts'
import { wholeBackups } from '../../../server/upkeep/backups.ts'
import { command, filledInstallation, type Filled } from '../../support/installation.ts'
import { onServer } from '../../support/postgres.ts'
import { rowsOf } from '../../support/raw.ts'
import { dropDatabase, freshDatabase } from '../../support/store.ts'

let place: Filled
let folder: string
let url: string
beforeAll(async () => {
  place = await filledInstallation()
  folder = mkdtempSync(join(tmpdir(), 'diaoyan-rates-'))
  url = place.env['DATABASE_URL'] ?? ''
  await onServer(
    url,
    `insert into rates (minute, key, n, secret) values (1, 'a caller', 7, ''), (1, '', 0, 'a secret')`,
  )
})
afterAll(async () => {
  await place.remove()
  rmSync(folder, { recursive: true, force: true })
})

const counted = (database: string) =>
  rowsOf<{ n: number | string }>(database, 'select count(*) as n from rates').then(([row]) => Number(row?.n))

test('a backup has the table without its rows, and its restore agrees', async () => {
  expect(await counted(url)).toBe(2)
  expect((await command('backup', [], place.env)).code).toBe(0)
  const [name = ''] = await wholeBackups(join(place.dataDir, 'backups'))
  const from = join(place.dataDir, 'backups', name)
  const manifest = JSON.parse(readFileSync(join(from, 'manifest.json'), 'utf8')) as Manifest
  expect(manifest.counts).not.toHaveProperty('rates')
  expect(manifest.counts['submissions']).toBeGreaterThan(0)
  const target = await freshDatabase('template1')
  try {
    const restored = await command('restore', ['--from', from], {
      DATA_DIR: join(folder, 'restored'),
      DATABASE_URL: target,
    })
    expect(restored.said).toContain('all agree')
    expect(await counted(target)).toBe(0)
  } finally {
    await dropDatabase(target)
  }
})

test('a move leaves the rows behind', async () => {
  const file = join(folder, 'moved.sqlite')
  const env = { DATA_DIR: folder, BACKUP_AT: 'off' }
  const moved = await command('migrate-store', ['--from', url, '--to', `sqlite:${file}`], env)
  expect(moved.code).toBe(0)
  expect(await rowsOf(file, `select name from sqlite_master where name = 'rates'`)).toEqual([])
  expect(await rowsOf(file, 'select seq from submissions')).not.toEqual([])
  expect(await counted(url)).toBe(2)
})
