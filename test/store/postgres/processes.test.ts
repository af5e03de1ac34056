/** The server as several processes on one database, under load, one of them killed: nothing acknowledged is lost or doubled. */

import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { openStore } from '../../../server/store/open.ts'
import { fieldedFolder, serve, type Fieldwork } from '../../support/fieldwork.ts'
import { dropDatabase } from '../../support/store.ts'
import { plainForm } from '../../promises/form.ts'

test.each([2, 4])(
  'of %i processes one is killed: every acknowledged answer is there once, the numbers have no hole, the chain verifies',
  async (count) => {
    const folder = await fieldedFolder({ source: plainForm, change: { allowsCorrection: true } })
    const servers = await Promise.all(Array.from({ length: count }, () => serve(folder)))
    const acknowledged = new Map<string, string>()
    const running = new AbortController()
    const { signal } = running
    let killed = false
    const send = async (server: Fieldwork, instanceId: string, age: number) => {
      const answers = { sex: 'm', satisfied: '2', age: String(20 + (age % 50)) }
      const answered = await server.send(answers, instanceId).catch(() => null)
      if (!answered || answered.status >= 300) return false
      const { receipt } = JSON.parse(answered.text) as { receipt: string }
      // Whoever takes it, an answer has one receipt.
      expect(acknowledged.get(instanceId) ?? receipt).toBe(receipt)
      acknowledged.set(instanceId, receipt)
      return true
    }
    const client = async (place: number): Promise<void> => {
      for (let n = 0; !signal.aborted; n++) {
        const instanceId = randomUUID()
        // What one process did not acknowledge is sent again to the next, as a browser behind a balancer does.
        for (let next = place; !signal.aborted; next++) {
          const server = servers[next % count]
          if (server && (await send(server, instanceId, n))) break
        }
        if (acknowledged.size >= 120 && !killed) {
          killed = true
          await servers[0]?.server.kill()
        }
        if (acknowledged.size >= 300) running.abort()
      }
    }
    await Promise.all(Array.from({ length: 16 }, (_, place) => client(place)))
    for (const { server } of servers.slice(1)) expect(await server.stop()).toBe(0)

    const store = await openStore({ database: folder.database, filesDir: folder.dataDir })
    const rows = await store.submissions.rows(folder.collectionId, 0, 5_000)
    const kept = new Map(rows.map(({ instanceId, receipt }) => [instanceId, receipt]))
    expect(kept.size).toBe(rows.length)
    expect([...acknowledged].filter(([instanceId, receipt]) => kept.get(instanceId) !== receipt)).toEqual([])
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, place) => place + 1))
    expect(await store.collections.find(folder.collectionId)).toMatchObject({
      received: rows.length,
      last: rows.length,
    })
    expect(await store.history.verify(folder.collectionId)).toEqual({
      ok: true,
      events: rows.length,
      brokenAt: null,
    })
    await store.close()
    servers[0]?.server.remove()
    await dropDatabase(folder.database)
  },
)
