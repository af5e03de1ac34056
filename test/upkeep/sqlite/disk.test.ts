/** A disk that is full or can only be read, and a second server on one file: plain sentences, and nothing lost. */

import { randomUUID } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startOwnServer, type OwnServer } from '../../../server/commands/own-server.ts'
import { openStore } from '../../../server/store/open.ts'
import { incoming, storeWorld } from '../../support/store-world.ts'
import { mayMount, smallDisk } from '../../support/small-disk.ts'

async function post(server: OwnServer, slug: string, formVersion: string) {
  const reply = await fetch(`${server.origin}/f/${slug}/submissions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      instanceId: randomUUID(),
      formVersion,
      locale: 'zh-CN',
      answers: { age: '40', wish: '多修路'.repeat(600) },
    }),
  })
  return { status: reply.status, body: (await reply.json()) as Readonly<Record<string, string>> }
}

describe.runIf(mayMount)('a disk that runs full while answers come', () => {
  test('turns answers away with 503 and words, loses none with a receipt, and goes on when there is room', async () => {
    const disk = smallDisk(6_000)
    const dataDir = join(disk.folder, 'data')
    try {
      const store = await openStore({
        database: join(dataDir, 'diaoyan.sqlite'),
        filesDir: join(dataDir, 'files'),
      })
      const world = await storeWorld(store)
      const to = await world.collection()
      await store.submissions.receive([incoming(world, to, { age: 1 })])
      await store.close()
      writeFileSync(join(disk.folder, 'filling'), Buffer.alloc(2_000_000))
      const server = await startOwnServer({ dataDir, env: { BACKUP_AT: 'off' } })
      const receipts: string[] = []
      const turnedAway = await until(async () => {
        const replies = await Promise.all(
          Array.from({ length: 8 }, () => post(server, to.slug, world.versionId)),
        )
        for (const { body } of replies) if (body['receipt']) receipts.push(body['receipt'])
        return replies.find(({ status }) => status !== 201)
      })
      expect(turnedAway.status).toBe(503)
      expect(turnedAway.body['error']).toBe('unavailable')
      expect(turnedAway.body['message']).toContain('您填写的内容仍保留在本机')
      expect(receipts.length).toBeGreaterThan(0)

      // A group that is small enough may still find room between two that did not: asked until it is as it stays.
      const health = await until(async () => {
        await post(server, to.slug, world.versionId)
        const reply = await fetch(`${server.origin}/healthz`)
        const body = await reply.json()
        return reply.status === 200 ? undefined : { status: reply.status, body }
      })
      expect(health).toEqual({
        status: 503,
        body: { status: 'failing', database: 'ok', writing: 'failing' },
      })

      // Without JavaScript the page comes back with what was filled in.
      const opened = await (await fetch(`${server.origin}/f/${to.slug}/form`)).text()
      const seen = /name="_seen" value="([^"]*)"/.exec(opened)?.[1] ?? ''
      const written = '这是我写了很久的建议'.repeat(700)
      const page = await until(async () => {
        const fields = {
          _instance: randomUUID(),
          _version: world.versionId,
          _page: '',
          _seen: seen,
          _do: 'submit',
        }
        const reply = await fetch(`${server.origin}/f/${to.slug}/form`, {
          method: 'POST',
          body: new URLSearchParams({ ...fields, 'q.age': '41', 'q.wish': written }),
        })
        const html = await reply.text()
        return reply.status === 200 ? undefined : { status: reply.status, html }
      })
      const { html } = page
      expect(page.status).toBe(503)
      expect(html).toContain('系统现在存不进答卷')
      expect(html).toContain(written)
      expect(html).toContain('value="41"')

      rmSync(join(disk.folder, 'filling'))
      expect((await post(server, to.slug, world.versionId)).status).toBe(201)
      expect((await fetch(`${server.origin}/healthz`)).status).toBe(200)
      await server.kill()

      const again = await openStore({
        database: join(dataDir, 'diaoyan.sqlite'),
        filesDir: join(dataDir, 'files'),
      })
      for (const receipt of receipts)
        expect((await again.submissions.byReceipt(receipt))?.receipt).toBe(receipt)
      expect(await again.history.verify(to.id)).toMatchObject({ ok: true })
      await again.close()
      server.remove()
    } finally {
      disk.remove()
    }
  })

  test('that is full before the start, or can only be read, is one sentence', async () => {
    const disk = smallDisk(64)
    try {
      writeFileSync(join(disk.folder, 'filling'), Buffer.alloc(56_000))
      const full = startOwnServer({ dataDir: join(disk.folder, 'data'), env: { BACKUP_AT: 'off' } })
      await expect(full).rejects.toThrow(/check the disk|cannot be written to/)
      rmSync(join(disk.folder, 'filling'))
      rmSync(join(disk.folder, 'data'), { recursive: true, force: true })
      disk.remount('ro')
      const readOnly = startOwnServer({ dataDir: disk.folder, env: { BACKUP_AT: 'off' } })
      await expect(readOnly).rejects.toThrow('cannot be written to')
    } finally {
      disk.remove()
    }
  })
})

test('a second server on one file says so, and the first goes on', async () => {
  const first = await startOwnServer({ env: { BACKUP_AT: 'off' } })
  const second = startOwnServer({ dataDir: first.dataDir, env: { BACKUP_AT: 'off' } })
  await expect(second).rejects.toThrow('is in use by another server')
  expect((await fetch(`${first.origin}/healthz`)).status).toBe(200)
  expect(await first.stop()).toBe(0)
  expect(existsSync(join(first.dataDir, 'diaoyan.sqlite'))).toBe(true)
  first.remove()
})

/** Asks again until there is something. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 2_000; tries++) {
    const found = await ask()
    if (found !== undefined) return found
  }
  throw new Error('until: nothing came')
}
