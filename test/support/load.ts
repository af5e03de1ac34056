/** Many clients that post answers to a running server at once. */

import { randomUUID } from 'node:crypto'

/** A connection that broke is no answer: the same post goes again, as a phone sends it. */
async function sent(url: string, body: string): Promise<Response> {
  for (let tries = 1; ; tries++)
    try {
      return await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    } catch (error) {
      if (tries === 5) throw error
      await new Promise((resolve) => setTimeout(resolve, 50 * tries))
    }
}

/** Sixty-four clients that post answers until they are stopped; each receipt that came back is remembered. */
export function startLoad(url: string, formVersion: string) {
  const receipts: string[] = []
  const state = { going: true }
  const failures: string[] = []
  const client = async () => {
    while (state.going) {
      const body = JSON.stringify({
        instanceId: randomUUID(),
        formVersion,
        locale: 'zh-CN',
        answers: { age: '40', wish: '多修路'.repeat(50) },
      })
      const reply = await sent(url, body)
      const read = (await reply.json()) as { readonly receipt?: string }
      if (read.receipt) receipts.push(read.receipt)
      else failures.push(JSON.stringify(read))
    }
  }
  const clients = Promise.all(Array.from({ length: 64 }, client))
  clients.catch((error: unknown) => failures.push(String(error)))
  return {
    receipts: () => [...receipts],
    reached: async (count: number) => {
      while (receipts.length < count) {
        if (failures.length > 0) throw new Error(failures[0])
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    stop: async () => {
      state.going = false
      await clients.catch(() => undefined)
    },
  }
}
