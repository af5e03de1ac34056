/**
 * Counts of posts and of attempts to sign in, a minute at a time, over all processes. Nothing of a caller is kept: one
 * process holds its counts in memory; several meet in a table without a write-ahead log, where a key stands as a hash
 * under a secret of that minute, and secret and counts are removed two minutes later.
 */

import { createHmac, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { all, first, run, type Database, type On } from './database.ts'
import type { Store } from './store.ts'

export function createRates({ on, others }: Database): Store['rates'] & { close(): void } {
  return others ? sharedRates(on) : ownRates()
}

function ownRates(): Store['rates'] & { close(): void } {
  let counted = new Map<string, number>()
  let current = 0
  return {
    shared: false,
    add: (minute, counts) => {
      if (minute !== current) counted = new Map()
      current = minute
      for (const [key, n] of counts) counted.set(key, (counted.get(key) ?? 0) + n)
      return Promise.resolve(new Map([...counts.keys()].map((key) => [key, counted.get(key) ?? 0])))
    },
    close: () => undefined,
  }
}

const rowsAtOnce = 200
/** Clocks of two machines may differ by a little. */
const minutesKept = 2

function sharedRates(on: On): Store['rates'] & { close(): void } {
  let secret: { readonly minute: number; readonly value: string } | null = null
  let cleaning: NodeJS.Timeout | null = null
  const removeOlder = (than: number) => run(on, sql`delete from rates where minute < ${than}`)
  const secretOf = async (minute: number): Promise<string> => {
    if (secret?.minute === minute) return secret.value
    await removeOlder(minute - minutesKept)
    const value = await agreedSecret(on, minute)
    secret = { minute, value }
    return value
  }
  return {
    shared: true,
    add: async (minute, counts) => {
      const key = await secretOf(minute)
      const totals = new Map<string, number>()
      const named = new Map([...counts.keys()].map((word) => [hashOf(key, word), word]))
      // Always in the same order, so that two processes never wait for each other's locks.
      const hashes = [...named.keys()].toSorted()
      for (let start = 0; start < hashes.length; start += rowsAtOnce) {
        const rows = hashes
          .slice(start, start + rowsAtOnce)
          .map((hash) => sql`(${minute}, ${hash}, ${counts.get(named.get(hash) ?? '') ?? 0}, '')`)
        const counted = await all(
          on,
          sql<{ key: string; n: number }>`
            insert into rates (minute, key, n, secret)
            values ${sql.join(rows)}
            on conflict (minute, key) do update
            set n = rates.n + excluded.n
            returning key, n`,
        )
        for (const { key, n } of counted) totals.set(named.get(key) ?? '', n)
      }
      cleaning ??= setTimeout(() => {
        cleaning = null
        removeOlder(minute + 1).catch(() => undefined)
      }, minutesKept * 60_000).unref()
      return totals
    },
    close: () => {
      if (cleaning) clearTimeout(cleaning)
    },
  }
}

/** The secret of a minute: that of the process which came first. */
async function agreedSecret(on: On, minute: number): Promise<string> {
  await run(
    on,
    sql`
      insert into rates (minute, key, n, secret)
      values (${minute}, '', 0, ${randomBytes(32).toString('base64url')})
      on conflict (minute, key) do nothing`,
  )
  const row = await first(
    on,
    sql<{ secret: string }>`
      select secret
      from rates
      where minute = ${minute}
        and key = ''`,
  )
  return row?.secret ?? ''
}

function hashOf(secret: string, key: string): string {
  return createHmac('sha256', secret).update(key).digest('base64url').slice(0, 22)
}
