/** The doctor, on installations that are really broken. */

import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keepLastBackup } from '../../server/upkeep/last-backup.ts'
import { command, filledInstallation, type Filled } from '../support/installation.ts'
import { tamper } from '../support/raw.ts'
import { mayMount, smallDisk } from '../support/small-disk.ts'
import { engine } from '../support/store.ts'

let place: Filled
beforeEach(async () => {
  place = await filledInstallation(3)
})
afterEach(() => place.remove())

const examine = (env: Readonly<Record<string, string>> = {}) =>
  command('doctor', [], { ...place.env, ...env })
const faults = (said: string) => said.split('\n').filter((line) => line.startsWith('[FAULT]'))

test('finds nothing wrong with a sound installation, and says so in either language', async () => {
  const english = await examine()
  expect(faults(english.said)).toEqual([])
  expect(english.code).toBe(0)
  expect(english.said).toContain('chains of the history verify; 2 answers')
  expect(english.said).toContain('1 uploaded files, as their hashes say')
  const chinese = await examine({ LANG: 'zh_CN.UTF-8' })
  expect(chinese.said).toContain('全部校验通过，答卷 2 份')
  expect(chinese.said).not.toContain('verify')
  const both = await examine({ LANG: 'C' })
  expect(both.said).toContain('全部校验通过')
  expect(both.said).toContain('verify')
})

describe('says with a code that is not 0', () => {
  const expectFault = async (words: string, env: Readonly<Record<string, string>> = {}) => {
    const { code, said } = await examine(env)
    expect(faults(said).join('\n')).toContain(words)
    expect(code).toBe(1)
  }

  test('that an uploaded file is gone', async () => {
    rmSync(fileOf('调研方案'))
    await expectFault('An uploaded file is gone or has changed')
  })

  test('that an uploaded file has changed', async () => {
    writeFileSync(fileOf('调研方案'), '改过的方案')
    await expectFault('An uploaded file is gone or has changed')
  })

  test('that the history was changed', async () => {
    await tamper(place.database, `update events set detail = '{"revision":7}' where number = 1`)
    await expectFault('A chain of the history was changed or is not whole')
  })

  test('that an answer was changed', async () => {
    await tamper(place.database, `update submissions set answers = '{"age":50}' where seq = 2`)
    await expectFault(`A chain of the history was changed or is not whole: ${place.collection.id} 2`)
  })

  test('that a newer program made the schema', async () => {
    await tamper(place.database, `insert into schema_migrations values (9999, 'later', '2030-01-01')`)
    await expectFault('Schema 9999 was made by a newer program')
  })

  test('that the clock was set back', async () => {
    const store = await place.open()
    const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString()
    await store.history.append({ actor: null, kind: 'person.active', subject: '' }, tomorrow)
    await store.close()
    await expectFault(`the history already tells of ${tomorrow}`)
  })

  test('that destroying waits because the clock jumped ahead', async () => {
    const store = await place.open()
    await store.settings.set('clock.held', '2026-11-25T00:00:00.000Z')
    await store.close()
    await expectFault('the clock was found to have jumped far ahead')
  })

  test('that the last backup failed, and that backups are old', async () => {
    const folder = join(place.dataDir, 'backups')
    mkdirSync(join(folder, '20260101T000000Z'), { recursive: true })
    writeFileSync(join(folder, '20260101T000000Z', 'manifest.json'), '{}')
    await keepLastBackup(place.dataDir, {
      endedAt: '2026-11-25T00:00:00.000Z',
      ok: false,
      name: null,
      folder,
      seal: null,
      bytes: 0,
      seconds: 0,
      answers: 0,
      faults: 0,
      brokenChains: 0,
      chains: 0,
      problem: { code: 'diskFull', params: { folder } },
    })
    await expectFault('The last backup failed')
    await expectFault('The latest backup, 20260101T000000Z, is')
  })

  test('that a restore was not finished', async () => {
    mkdirSync(join(place.dataDir, '.restoring'))
    if (engine === 'sqlite') rmSync(place.database)
    await expectFault('A restore in')
  })

  test('that there is no data folder', async () => {
    await expectFault('There is no data folder', { DATA_DIR: join(place.dataDir, 'nowhere') })
  })

  test('that a setting makes no sense', async () => {
    await expectFault('BACKUP_AT=25:00 is not valid', { BACKUP_AT: '25:00' })
  })

  test.runIf(engine === 'sqlite')('that there is no database', async () => {
    rmSync(place.database)
    await expectFault('There is no database')
  })

  test.runIf(engine === 'sqlite')('that the database is something else', async () => {
    writeFileSync(place.database, 'no database at all '.repeat(1000))
    await expectFault('The database cannot be opened')
  })

  test.runIf(engine === 'sqlite')('that the database was cut short', async () => {
    truncateSync(place.database, 100_000)
    await expectFault('database')
  })

  test.runIf(engine === 'sqlite')('that pages of the database were overwritten', async () => {
    const bytes = readFileSync(place.database)
    const middle = Math.floor(bytes.length / 2 / 4096) * 4096
    for (let page = 4096; page < bytes.length; page += 4096 * 3) bytes.fill(0xa5, page, page + 512)
    bytes.fill(0x5a, middle, middle + 4096)
    writeFileSync(place.database, bytes)
    const { code, said } = await examine()
    expect(code).toBe(1)
    expect(faults(said).length).toBeGreaterThan(0)
  })

  test.runIf(engine === 'sqlite')('that a record refers to nothing', async () => {
    await tamper(place.database, `delete from people`)
    await expectFault('Records refer to something that is not there: topics → people: 1')
  })

  test.runIf(engine === 'postgres')('that the database does not answer', async () => {
    const gone = new URL(place.database)
    gone.pathname = '/nowhere'
    await expectFault('The database cannot be opened', { DATABASE_URL: gone.href })
  })

  test.runIf(mayMount)('that the disk is full, and that it can only be read', async () => {
    const disk = smallDisk(512)
    try {
      writeFileSync(join(disk.folder, 'filling'), Buffer.alloc(490_000))
      await expectFault('the disk is full', { DATA_DIR: disk.folder })
      rmSync(join(disk.folder, 'filling'))
      await expectFault('Only', { DATA_DIR: disk.folder })
      disk.remount('ro')
      await expectFault('the disk can only be read', { DATA_DIR: disk.folder })
    } finally {
      disk.remove()
    }
  })
})

function fileOf(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex')
  return join(place.dataDir, 'files', hash.slice(0, 2), hash)
}
