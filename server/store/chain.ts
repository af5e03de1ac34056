/**
 * Chains of events: each event's hash covers the one before it. Content is not in an event but its digest under the
 * record's own random key, so that a record can be erased with its key and the chain still holds.
 */

import { createHmac, hash as oneHash } from 'node:crypto'
import { sql } from 'kysely'
import { first, run, type On } from './database.ts'
import type { Event, NewEvent } from './store.ts'

/** The chain of rights, set-up and readings. */
export const ledger = 'ledger'

/** An event with its time and, where it is of a record, the digest of the record's content. */
export interface Happening extends NewEvent {
  readonly at: string
  readonly digest?: string
}

export interface Head {
  readonly number: number
  readonly hash: string
}

/** Appends events to a chain within the caller's transaction, under the lock of the chain's row; the number of the last. */
export async function appendEvents(on: On, chain: string, happenings: readonly Happening[]): Promise<number> {
  if (happenings.length === 0) return (await headOf(on, chain))?.number ?? 0
  const head = await lockHead(on, chain)
  const linked = link(chain, head, happenings)
  const rows = linked.map(
    (event) =>
      sql`(${chain}, ${event.number}, ${event.at}, ${event.actor}, ${event.kind}, ${event.subject}, ${event.detail},
        ${event.digest}, ${event.hash})`,
  )
  for (let start = 0; start < rows.length; start += 100)
    await run(
      on,
      sql`
        insert into events (chain, number, at, actor, kind, subject, detail, digest, hash)
        values ${sql.join(rows.slice(start, start + 100))}`,
    )
  const last = linked.at(-1) ?? head
  await moveHead(on, chain, last)
  return last.number
}

/** Locks a chain by touching its head, which is made if the chain is new. */
export async function lockHead(on: On, chain: string): Promise<Head> {
  const touch = sql<Head>`
    update chains
    set number = number
    where chain = ${chain}
    returning number, hash`
  const head = await first(on, touch)
  if (head) return head
  await run(
    on,
    sql`
      insert into chains (chain, number, hash)
      values (${chain}, 0, ${beginning(chain)})
      on conflict (chain) do nothing`,
  )
  const made = await first(on, touch)
  if (!made) throw new Error(`lockHead: chain ${chain} has no head`)
  return made
}

/** Writes where a chain now ends. */
export async function moveHead(on: On, chain: string, { number, hash }: Head): Promise<void> {
  await run(
    on,
    sql`
      update chains
      set number = ${number}, hash = ${hash}
      where chain = ${chain}`,
  )
}

/** Where a chain ends as it is stored; null if it never began. */
export function headOf(on: On, chain: string): Promise<Head | null> {
  return first(
    on,
    sql<Head>`
      select number, hash
      from chains
      where chain = ${chain}`,
  )
}

export type Linked = Omit<Event, 'chain'> & { readonly digest: string }

/** Gives events their numbers and hashes after `head`. */
export function link(chain: string, head: Head, happenings: readonly Happening[]): readonly Linked[] {
  let { number, hash } = head
  return happenings.map(({ at, actor, kind, subject, detail = {}, digest = '' }) => {
    const event = { number: ++number, at, actor, kind, subject, detail: JSON.stringify(detail), digest }
    hash = hashOf(chain, hash, event)
    return { ...event, hash }
  })
}

/** The hash of an event that follows one with the hash `previous`. */
export function hashOf(chain: string, previous: string, event: Omit<Linked, 'hash'>): string {
  const { number, at, kind, subject, actor, detail, digest } = event
  return oneHash(
    'sha256',
    JSON.stringify([chain, previous, number, at, kind, subject, actor, detail, digest]),
  )
}

/** What the first event of a chain follows. */
export function beginning(chain: string): string {
  return oneHash('sha256', `diaoyan history of ${chain}`)
}

/** The digest of a content under its record's key. */
export function digestOf(key: string, content: string): string {
  return createHmac('sha256', key).update(content).digest('hex')
}
