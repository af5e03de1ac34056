/** A database that goes away and comes back: 503 and the draft kept, nothing acknowledged lost, no restart needed. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../../server/store/open.ts'
import { fieldedFolder, serve, type FieldedFolder, type Fieldwork } from '../../support/fieldwork.ts'
import { onServer, startCluster, type Cluster } from '../../support/postgres.ts'
import { plainForm } from '../../promises/form.ts'

let cluster: Cluster
let folder: FieldedFolder
let field: Fieldwork
beforeAll(async () => {
  cluster = await startCluster()
  await onServer(cluster.url('postgres'), 'create database away')
  folder = await fieldedFolder({ source: plainForm }, cluster.url('away'))
  field = await serve(folder)
})
afterAll(async () => {
  await field.server.stop()
  field.server.remove()
  await cluster.remove()
})

const answers = { sex: 'f', satisfied: '3', age: '44' }

/** Sends until it is taken; the statuses on the way. */
async function persistently(instanceId: string): Promise<readonly number[]> {
  const seen: number[] = []
  for (;;) {
    const { status } = await field.send(answers, instanceId)
    if (status < 300) return seen
    seen.push(status)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test.each(['fast', 'immediate'] as const)(
  'the server takes answers again by itself after a %s stop',
  async (how) => {
    const acknowledged = new Set<string>()
    const running = new AbortController()
    const statuses = new Set<number>()
    const client = async () => {
      while (!running.signal.aborted) {
        const instanceId = randomUUID()
        // The browser keeps the draft and sends it again under the same id.
        for (const status of await persistently(instanceId)) statuses.add(status)
        acknowledged.add(instanceId)
      }
    }
    const clients = Promise.all(Array.from({ length: 8 }, client))
    while (acknowledged.size < 40) await new Promise((resolve) => setTimeout(resolve, 5))
    await cluster.stop(how)
    const refused = await field.send(answers)
    expect(refused.status).toBe(503)
    expect(JSON.parse(refused.text)).toMatchObject({ error: 'unavailable' })
    const page = await fetch(`${field.server.origin}/f/${folder.slug}/form`)
    expect([page.status, (await page.text()).includes('<h1')]).toEqual([503, true])
    const before = acknowledged.size
    await cluster.start()
    while (acknowledged.size < before + 40) await new Promise((resolve) => setTimeout(resolve, 5))
    running.abort()
    await clients
    expect([...statuses].filter((status) => status !== 503)).toEqual([])

    const store = await openStore({ database: folder.database, filesDir: folder.dataDir })
    const rows = await store.submissions.rows(folder.collectionId, 0, 5_000)
    const kept = new Set(rows.map(({ instanceId }) => instanceId))
    expect([...acknowledged].filter((instanceId) => !kept.has(instanceId))).toEqual([])
    expect(kept.size).toBe(rows.length)
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, place) => place + 1))
    expect(await store.history.verify(folder.collectionId)).toMatchObject({ ok: true, events: rows.length })
    await store.close()
    expect(field.server.printed()).not.toMatch(/\b500\b|TypeError|UnhandledPromise/)
  },
)

test('a body that stops halfway holds neither a connection nor a lock', async () => {
  const halves = await Promise.all(Array.from({ length: 40 }, () => halfAnswer()))
  const { rows } = await onServer<{ n: number }>(
    folder.database,
    `select count(*)::integer as n from pg_stat_activity where state like 'idle in transaction%'`,
  )
  expect(rows[0]?.n).toBe(0)
  expect((await field.send(answers)).status).toBeLessThan(300)
  for (const end of halves) end()
})

/** Begins a post and sends half of its body. */
async function halfAnswer(): Promise<() => void> {
  const { connect } = await import('node:net')
  const socket = connect(field.server.port, '127.0.0.1')
  const body = JSON.stringify({ instanceId: randomUUID(), answers })
  await new Promise<void>((resolve) => {
    socket.write(
      `POST /f/${folder.slug}/submissions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
      () => resolve(),
    )
  })
  return () => socket.destroy()
}
