/**
 * Word between the processes that share a PostgreSQL database: which collections changed. It goes by NOTIFY after the
 * commit, not in it, because a notifying transaction makes all others on the server wait in line while it commits.
 */

import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { sql } from 'kysely'
import type { Changed, Others } from './changes.ts'
import { all, type On } from './database.ts'

const channel = 'diaoyan'
/** Collections whose ids fit into one notification, which may have 8,000 bytes. */
const atOnce = 300
/** A busy process speaks at most so often. */
const pauseAfterTelling = 100
const heartbeat = 30_000

export interface Word extends Others {
  /** Resolves when word arrives, or after a while in which it does not (a pooler may swallow it). */
  ready(): Promise<void>
  close(): Promise<void>
}

/** Joins the conversation; `word.hearing` says whether word from others arrives. */
export function createWord(url: string, on: On): Word {
  const self = randomBytes(8).toString('hex')
  const listeners = new Set<(changed: Changed) => void>()
  const heard = (changed: Changed) => {
    for (const listener of listeners) listener(changed)
  }
  const mouth = createMouth(on, self)
  const ear = createEar(url, {
    connected: () => mouth.say('hello'),
    message: (payload) => {
      const [sender, ...words] = payload.split(' ')
      if (sender === self) return words[0] === 'hello'
      heard(words[0] === 'hello' ? 'all' : words)
      return false
    },
    // What was said while nobody listened is lost: anything may have changed.
    hearing: () => heard('all'),
  })
  return {
    ready: ear.ready,
    tell: mouth.tell,
    listen: (listener) => {
      listeners.add(listener)
    },
    hearing: ear.hearing,
    close: async () => {
      await mouth.close()
      await ear.close()
    },
  }
}

/** Says which collections changed: at once, and what comes soon after in one message. */
function createMouth(on: On, self: string) {
  let pending = new Set<string>()
  let speaking: Promise<void> | null = null
  const closing = new AbortController()
  const say = async (words: string) => {
    await all(on, sql`select pg_notify(${channel}, ${`${self} ${words}`})`)
  }
  const speak = async () => {
    while (pending.size > 0) {
      const ids = [...pending]
      pending = new Set()
      try {
        for (let start = 0; start < ids.length; start += atOnce)
          await say(ids.slice(start, start + atOnce).join(' '))
        await pause(pauseAfterTelling, closing.signal)
      } catch {
        // The database is away. When it is back, the others begin to listen anew and take all for changed.
        if (closing.signal.aborted) break
        for (const id of ids) pending.add(id)
        await pause(1_000, closing.signal)
      }
    }
    speaking = null
  }
  return {
    say: (words: string) => say(words),
    tell: (ids: readonly string[]) => {
      for (const id of ids) pending.add(id)
      if (pending.size > 0) speaking ??= speak()
    },
    close: async () => {
      closing.abort()
      await speaking
    },
  }
}

interface EarOptions {
  readonly connected: () => Promise<void>
  /** Returns true if the message is this process's own hello: word arrives. */
  readonly message: (payload: string) => boolean
  readonly hearing: () => void
}

/** A connection that only listens, made anew whenever it breaks. */
function createEar(url: string, { connected, message, hearing }: EarOptions) {
  let client: Client | null = null
  let hears = false
  let closed = false
  let timer: NodeJS.Timeout | null = null
  let wait = 100
  let heardFirst: () => void = () => undefined
  const first = new Promise<void>((resolve) => {
    heardFirst = resolve
  })

  const lost = () => {
    hears = false
    client = null
    if (closed) return
    timer = setTimeout(() => void connect(), wait)
    timer.unref()
    wait = Math.min(wait * 2, 5_000)
  }
  const connect = async () => {
    const fresh = new Client({
      connectionString: url,
      application_name: 'diaoyan word',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
    })
    let over = false
    const end = () => {
      if (over) return
      over = true
      clearInterval(beat)
      fresh.end().catch(() => undefined)
      lost()
    }
    const beat = setInterval(() => void fresh.query('select 1').catch(end), heartbeat)
    beat.unref()
    client = fresh
    fresh.on('error', end)
    fresh.on('end', end)
    fresh.on('notification', ({ payload = '' }) => {
      if (!message(payload) || hears) return
      hears = true
      wait = 100
      hearing()
      heardFirst()
    })
    try {
      await fresh.connect()
      await fresh.query(`listen ${channel}`)
      await connected()
    } catch {
      end()
    }
  }
  void connect()
  return {
    hearing: () => hears,
    ready: () => Promise.race([first, sleep(2_000, undefined, { ref: false })]),
    close: async () => {
      closed = true
      if (timer) clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}

/** Waits so long, or until the signal. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined)
}
