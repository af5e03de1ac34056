/** Backup, restore and rehearsal: whole under load, nothing half, nothing damaged taken for good. */

import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startOwnServer } from '../../server/commands/own-server.ts'
import { openStore } from '../../server/store/open.ts'
import { wholeBackups } from '../../server/upkeep/backups.ts'
import { digestOfFile } from '../../server/upkeep/durable.ts'
import { sha256, type Manifest } from '../../server/upkeep/manifest.ts'
import { command, filledInstallation, type Filled } from '../support/installation.ts'
import { startLoad } from '../support/load.ts'
import { tamper } from '../support/raw.ts'
import { mayMount, smallDisk } from '../support/small-disk.ts'
import { dropDatabase, engine, freshDatabase } from '../support/store.ts'

interface Target {
  readonly folder: string
  readonly database: string
  readonly env: Readonly<Record<string, string>>
  remove(): Promise<void>
}

/** An empty folder, and on PostgreSQL an empty database, to restore into. */
async function emptyTarget(): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'diaoyan-target-'))
  const database = engine === 'postgres' ? await freshDatabase('template1') : join(folder, 'diaoyan.sqlite')
  return {
    folder,
    database,
    env: { DATA_DIR: folder, ...(engine === 'postgres' ? { DATABASE_URL: database } : {}) },
    remove: async () => {
      rmSync(folder, { recursive: true, force: true })
      await dropDatabase(database)
    },
  }
}

const databaseFile = engine === 'postgres' ? 'database.dump' : 'database.sqlite'

describe('while 64 clients write', () => {
  let place: Filled
  beforeEach(async () => {
    place = await filledInstallation()
  })
  afterEach(() => place.remove())

  test('every receipt that was given before the backup began is in it, with its answer, and the chains hold', async () => {
    const server = await startOwnServer({ dataDir: place.dataDir, env: place.env })
    const load = startLoad(`${server.origin}/f/${place.collection.slug}/submissions`, place.world.versionId)
    try {
      await load.reached(150)
      const before = load.receipts()
      const backup = await command('backup', [], place.env)
      expect(backup.said).toContain('Backed up to')
      expect(backup.code).toBe(0)
      await load.reached(load.receipts().length + 64)
      await load.stop()
      await server.stop()

      const [name] = await wholeBackups(join(place.dataDir, 'backups'))
      const target = await emptyTarget()
      const from = join(place.dataDir, 'backups', name ?? '')
      const restored = await command('restore', ['--from', from], target.env)
      expect(restored.said).toContain('hashes, database, rows and chains all agree')
      const store = await openStore({ database: target.database, filesDir: join(target.folder, 'files') })
      for (const receipt of [...before, ...place.receipts])
        expect((await store.submissions.byReceipt(receipt))?.receipt).toBe(receipt)
      expect((await store.files.find(place.fileId))?.bytes.toString()).toBe('调研方案')
      expect((await store.submissions.personal(place.collection.id, [2])).get(2)).toEqual({
        phone: '13800001',
      })
      expect((await store.history.verify(place.collection.id)).ok).toBe(true)
      await store.close()
      await target.remove()
    } finally {
      await load.stop()
      await server.stop()
    }
  })

  test('kill -9 leaves no half backup that looks whole, and the next one clears its remains', async () => {
    const folder = join(place.dataDir, 'backups')
    for (const milliseconds of [120, 180, 240, 300]) {
      const backup = command('backup', [], place.env)
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      try {
        process.kill(backup.pid, 'SIGKILL')
      } catch {
        // It was quicker.
      }
      await backup
      for (const name of await wholeBackups(folder))
        expect((await command('rehearse', ['--from', join(folder, name)], place.env)).code).toBe(0)
    }
    expect((await command('backup', [], place.env)).code).toBe(0)
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })
})

describe('a backup', () => {
  let place: Filled
  let backups: string
  let whole: string
  let manifest: Manifest
  let seal: string
  beforeAll(async () => {
    place = await filledInstallation()
    const made = await command('backup', [], place.env)
    seal = /Seal .*: ([0-9a-f]{64})/.exec(made.said)?.[1] ?? ''
    backups = join(place.dataDir, 'backups')
    whole = join(backups, (await wholeBackups(backups))[0] ?? '')
    manifest = JSON.parse(readFileSync(join(whole, 'manifest.json'), 'utf8')) as Manifest
  })
  afterAll(() => place.remove())

  test('says what it holds', () => {
    expect(manifest).toMatchObject({
      product: 'diaoyan',
      format: 1,
      engine,
      answers: 19,
      people: 1,
      files: 2,
    })
    expect(manifest.counts).toMatchObject({
      submissions: 19,
      submission_erasures: 1,
      submission_revisions: 1,
      files: 1,
    })
    expect(manifest.chains.map(({ chain }) => chain)).toContain('ledger')
    expect(manifest.faults).toEqual({ integrity: [], references: [], brokenChains: [], files: [] })
  })

  test('has hashes as sha256sum writes them', async () => {
    const lines = readFileSync(join(whole, 'SHA256SUMS'), 'utf8').trim().split('\n')
    expect(lines).toHaveLength(2)
    for (const line of lines) {
      const [hash = '', path = ''] = line.split('  ')
      expect((await digestOfFile(join(whole, path))).sha256).toBe(hash)
    }
  })

  test('can be rehearsed, and nothing is left behind', async () => {
    const { code, said } = await command('rehearse', [], place.env)
    expect(said).toContain('19 answers')
    expect(code).toBe(0)
    expect(readdirSync(backups).filter((name) => name.includes('rehearsal'))).toEqual([])
  })

  /** Restores a copy of the backup that was changed; what it says, and what is in the place afterwards. */
  async function restoring(change: (folder: string) => void, words: readonly string[] = []) {
    const folder = mkdtempSync(join(tmpdir(), 'diaoyan-copy-'))
    const target = await emptyTarget()
    try {
      cpSync(whole, folder, { recursive: true })
      change(folder)
      const { code, said } = await command('restore', ['--from', folder, ...words], target.env)
      const left = readdirSync(target.folder)
      const store =
        code === 0 ? null : await openStore({ database: target.database, filesDir: target.folder })
      expect(await store?.people.count()).toBe(code === 0 ? undefined : 0)
      await store?.close()
      return { code, said, left }
    } finally {
      rmSync(folder, { recursive: true, force: true })
      await target.remove()
    }
  }

  test.each([
    ['whose database was cut short', databaseFile, (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['whose database lost its end', databaseFile, (bytes: Buffer) => bytes.subarray(0, -1)],
    ['whose database has one bit turned', databaseFile, (bytes: Buffer) => turned(bytes, bytes.length - 100)],
    ['whose list of hashes was changed', 'SHA256SUMS', (bytes: Buffer) => turned(bytes, 3)],
    ['whose manifest was cut short', 'manifest.json', (bytes: Buffer) => bytes.subarray(0, 200)],
    ['whose manifest is empty', 'manifest.json', () => Buffer.alloc(0)],
  ])('%s is refused, and the place stays empty', async (_, file, change) => {
    const { code, said, left } = await restoring((folder) => {
      const path = join(folder, file)
      writeFileSync(path, change(readFileSync(path)))
    })
    expect([code, left]).toEqual([1, []])
    expect(said).toMatch(/changed|cut short/)
  })

  test.each(['manifest.json', 'SHA256SUMS', databaseFile])('that lacks %s is refused', async (file) => {
    const { code, said, left } = await restoring((folder) => rmSync(join(folder, file)))
    expect([code, left]).toEqual([1, []])
    expect(said).toMatch(/lacks|no manifest/)
  })

  test('whose list leads out of the backup is refused', async () => {
    const { code, said } = await restoring((folder) => {
      const sums = `${'0'.repeat(64)}  ../../etc/passwd\n`
      writeFileSync(join(folder, 'SHA256SUMS'), sums)
      writeFileSync(
        join(folder, 'manifest.json'),
        JSON.stringify({ ...manifest, sums: sha256(sums), files: 1 }),
      )
    })
    expect(code).toBe(1)
    expect(said).toContain('SHA256SUMS of the backup cannot be read')
  })

  test('of a newer program is refused', async () => {
    const { code, said } = await restoring((folder) =>
      writeFileSync(
        join(folder, 'manifest.json'),
        JSON.stringify({
          ...manifest,
          version: '9.9.9',
          schema: [...manifest.schema, { number: 999, name: 'later' }],
        }),
      ),
    )
    expect(code).toBe(1)
    expect(said).toContain('The newer version 9.9.9 made this backup')
  })

  test('whose manifest tells other counts or heads than the database has is refused', async () => {
    const counts = await restoring((folder) =>
      writeFileSync(
        join(folder, 'manifest.json'),
        JSON.stringify({ ...manifest, counts: { ...manifest.counts, submissions: 20 } }),
      ),
    )
    expect([counts.code, counts.left]).toEqual([1, []])
    expect(counts.said).toContain('The table submissions should have 20 rows and has 19')
    const [first, ...rest] = manifest.chains
    const chains = [{ ...first, hash: 'e'.repeat(64) }, ...rest]
    const heads = await restoring((folder) =>
      writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, chains })),
    )
    expect([heads.code, heads.left]).toEqual([1, []])
    expect(heads.said).toContain('hash chain')
  })

  test('is restored with its seal, and not with another', async () => {
    expect((await restoring(() => undefined, ['--seal', seal])).code).toBe(0)
    const other = await restoring(() => undefined, ['--seal', 'f'.repeat(64)])
    expect([other.code, other.left]).toEqual([1, []])
    expect(other.said).toContain(seal)
  })

  test('is not restored where anything stands', async () => {
    const target = await emptyTarget()
    writeFileSync(join(target.folder, 'notes.txt'), 'mine')
    const folder = await command('restore', ['--from', whole], target.env)
    expect([folder.code, readdirSync(target.folder)]).toEqual([1, ['notes.txt']])
    expect(folder.said).toContain('is not empty (it holds notes.txt)')
    await target.remove()
    const there = await command('restore', ['--from', whole], place.env)
    expect(there.code).toBe(1)
    const store = await place.open()
    expect((await store.submissions.byReceipt(place.receipts[0] ?? ''))?.seq).toBe(1)
    await store.close()
  })

  test('takes no second copy of a file that the last one has', async () => {
    expect((await command('backup', [], place.env)).code).toBe(0)
    const names = await wholeBackups(backups)
    const [, second = ''] = names
    expect(names).toHaveLength(2)
    const path = readFileSync(join(whole, 'SHA256SUMS'), 'utf8').split('\n')[1]?.slice(66) ?? ''
    expect(path).toMatch(/^files\//)
    expect(statSync(join(backups, second, path)).ino).toBe(statSync(join(whole, path)).ino)
    rmSync(join(backups, second), { recursive: true })
  })

  test('of data that are already broken is made and says so', async () => {
    const broken = await filledInstallation(4)
    await tamper(broken.database, `update submissions set answers = '{"age":50}' where seq = 2`)
    const { code, said } = await command('backup', [], broken.env)
    expect(code).toBe(3)
    expect(said).toContain(
      `the data themselves have faults and were backed up as they are: ${broken.collection.id} 2`,
    )
    const [name = ''] = await wholeBackups(join(broken.dataDir, 'backups'))
    const target = await emptyTarget()
    const restored = await command('restore', ['--from', join(broken.dataDir, 'backups', name)], target.env)
    expect(restored.said).toContain('the data themselves have faults')
    expect(restored.code).toBe(0)
    await target.remove()
    await broken.remove()
  })

  test('of nothing says that there is nothing', async () => {
    const target = await emptyTarget()
    const { code, said } = await command('backup', [], {
      ...target.env,
      ...(engine === 'postgres' ? { DATABASE_URL: new URL('/nowhere', target.database).href } : {}),
    })
    expect(code).toBe(1)
    expect(said).toContain('No database can be read')
    await target.remove()
  })

  test.runIf(mayMount)(
    'on a full or read-only disk is refused with a sentence, and leaves nothing',
    async () => {
      const disk = smallDisk(256)
      try {
        const full = await command('backup', ['--to', disk.folder], place.env)
        expect(full.said).toContain('There is not enough room on the disk')
        expect([full.code, readdirSync(disk.folder)]).toEqual([1, []])
        disk.remount('ro')
        const closed = await command('backup', ['--to', disk.folder], place.env)
        expect(closed.code).toBe(1)
        expect(closed.said).toMatch(/can only be read|not enough room/)
      } finally {
        disk.remove()
      }
    },
  )
})

test('half a restore is gone on with, and no server starts on it', async () => {
  const place = await filledInstallation(3)
  expect((await command('backup', [], place.env)).code).toBe(0)
  const [name = ''] = await wholeBackups(join(place.dataDir, 'backups'))
  const target = await emptyTarget()
  const half = join(target.folder, '.restoring')
  cpSync(join(place.dataDir, 'backups', name), half, { recursive: true })
  appendFileSync(join(half, 'moving'), '')
  cpSync(join(place.dataDir, 'files'), join(target.folder, 'files'), { recursive: true })
  await expect(startOwnServer({ dataDir: target.folder, env: target.env })).rejects.toThrow(
    /not finished|all been brought/,
  )
  expect(existsSync(join(target.folder, 'diaoyan.sqlite'))).toBe(false)
  const restored = await command('restore', ['--from', join(place.dataDir, 'backups', name)], target.env)
  expect(restored.said).toContain('2 answers')
  expect(readdirSync(target.folder).filter((one) => one.startsWith('.'))).toEqual([])
  await target.remove()
  await place.remove()
})

function turned(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}
