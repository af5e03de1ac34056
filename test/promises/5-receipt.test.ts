/** Promise 5: a receipt means that the answer is on disk. */

import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fieldedFolder, serve } from '../support/fieldwork.ts'
import { rowsOf } from '../support/raw.ts'
import { plainForm } from './form.ts'

async function stored(database: string): Promise<Map<string, string>> {
  const rows = await rowsOf<{ instance_id: string; receipt: string }>(
    database,
    'select instance_id, receipt from submissions',
  )
  return new Map(rows.map((row) => [row.instance_id, row.receipt]))
}

describe('A receipt', () => {
  it('is for an answer that survives kill -9 at that very moment, with many being sent', async () => {
    const folder = await fieldedFolder({ source: plainForm })
    const field = await serve(folder)
    const acknowledged = new Map<string, string>()
    let killed = false
    const sender = async (): Promise<void> => {
      while (!killed) {
        const instanceId = randomUUID()
        try {
          const { status, text } = await field.send({ sex: 'm', satisfied: '2', age: '33' }, instanceId)
          if (status < 300) acknowledged.set(instanceId, (JSON.parse(text) as { receipt: string }).receipt)
        } catch {
          return
        }
        if (acknowledged.size >= 150 && !killed) {
          killed = true
          await field.server.kill()
        }
      }
    }
    await Promise.all(Array.from({ length: 16 }, sender))
    expect(acknowledged.size).toBeGreaterThanOrEqual(150)
    const kept = await stored(folder.database)
    const lost = [...acknowledged].filter(([instanceId, receipt]) => kept.get(instanceId) !== receipt)
    expect(lost).toEqual([])

    // After the restart the same answer gets the same receipt again.
    const again = await serve(folder)
    try {
      const [instanceId = '', receipt = ''] = acknowledged.entries().next().value ?? []
      const { text } = await again.send({ sex: 'm', satisfied: '2', age: '33' }, instanceId)
      expect((JSON.parse(text) as { receipt: string }).receipt).toBe(receipt)
    } finally {
      await again.end()
    }
  })

  it('is given or refused, never left open, when the server is told to stop', async () => {
    const folder = await fieldedFolder({ source: plainForm })
    const field = await serve(folder)
    const acknowledged = new Set<string>()
    const sending = Array.from({ length: 200 }, async () => {
      const instanceId = randomUUID()
      const answered = await field.send({ sex: 'f', satisfied: '1', age: '50' }, instanceId).catch(() => null)
      if (answered && answered.status < 300) acknowledged.add(instanceId)
    })
    await new Promise((done) => setTimeout(done, 30))
    expect(await field.server.stop()).toBe(0)
    await Promise.all(sending)
    const kept = await stored(folder.database)
    expect([...acknowledged].filter((instanceId) => !kept.has(instanceId))).toEqual([])
    field.server.remove()
  })

  it('is not given for an answer that breaks a rule, and nothing of it is stored', async () => {
    const folder = await fieldedFolder({ source: plainForm })
    const field = await serve(folder)
    try {
      const { status, text } = await field.send({ sex: 'no such choice', age: 'old' })
      expect(status).toBe(422)
      expect(text).not.toContain('"receipt"')
    } finally {
      await field.server.stop()
    }
    expect((await stored(folder.database)).size).toBe(0)
    field.server.remove()
  })
})
