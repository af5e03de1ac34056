/** Walks a chain: recomputes every hash, and checks that every living record is what its event vouched for. */

import { sql } from 'kysely'
import { setImmediate as breath } from 'node:timers/promises'
import { all, first, transaction, type Database, type On } from './database.ts'
import { vouchedFiles } from './attachments.ts'
import { beginning, digestOf, hashOf, headOf, type Head, type Linked } from './chain.ts'
import { digestOfKept, keptColumns, type Kept } from './record.ts'
import type { Store } from './store.ts'

type Verdict = Awaited<ReturnType<Store['history']['verify']>>

const pageSize = 1_000

/**
 * Verifies a chain. It reads page by page and lets other work in between; where that work changed the chain meanwhile
 * and something seems wrong, it looks again in one transaction, which sees one state.
 */
export async function verifyChain(database: Pick<Database, 'on'>, chain: string): Promise<Verdict> {
  const before = await headOf(database.on, chain)
  const verdict = await walk(database.on, chain, before)
  if (verdict.ok) return verdict
  const after = await headOf(database.on, chain)
  if (after?.hash === before?.hash) return verdict
  return transaction(database.on, async (on) => walk(on, chain, await headOf(on, chain)))
}

async function walk(on: On, chain: string, head: Head | null): Promise<Verdict> {
  const end = head ?? { number: 0, hash: beginning(chain) }
  let previous = beginning(chain)
  let number = 0
  const gone = new Map<string, number>()
  const states = new Map<string, Decided>()
  const tally = { received: 0, erased: 0 }
  const broken = (at: number): Verdict => ({ ok: false, events: number, brokenAt: at })
  while (number < end.number) {
    const page = await pageOf(on, chain, number)
    for (const event of page) {
      if (event.number > end.number) break
      if (event.number !== number + 1) return broken(number + 1)
      if (hashOf(chain, previous, event) !== event.hash) return broken(event.number)
      previous = event.hash
      number = event.number
    }
    const bad = await firstUnvouched(
      on,
      chain,
      page.filter((event) => event.number <= end.number),
      { gone, tally, states },
    )
    if (bad !== null) return broken(bad)
    if (page.length === 0) return broken(number + 1)
    await breath()
  }
  if (previous !== end.hash) return broken(Math.max(number, 1))
  const missing = [...gone.values()]
  if (missing.length > 0) return broken(Math.min(...missing))
  const misstated = await firstMisstated(on, chain, states)
  if (misstated !== null) return broken(Math.min(misstated, number + 1))
  if (await hasStrangers(on, chain, end.number, tally)) return broken(number + 1)
  return { ok: true, events: number, brokenAt: null }
}

function pageOf(on: On, chain: string, after: number): Promise<readonly Linked[]> {
  return all(
    on,
    sql<Linked>`
      select number, at, actor, kind, subject, detail, digest, hash
      from events
      where chain = ${chain}
        and number > ${after}
      order by number
      limit ${pageSize}`,
  )
}

interface Seen {
  /** Numbers whose record is gone, with the event that vouched for it, until their erasure is met. */
  readonly gone: Map<string, number>
  readonly tally: { received: number; erased: number }
  /** What review decided last of each answer that no correction or erasure has put an end to. */
  readonly states: Map<string, Decided>
}

interface Decided {
  readonly state: string
  readonly number: number
}

/** The number of the first event of a page whose record is not what it says, or null. */
async function firstUnvouched(
  on: On,
  chain: string,
  page: readonly Linked[],
  seen: Seen,
): Promise<number | null> {
  const records = await recordsOf(on, chain, page)
  const files = await vouchedFiles(on, chain, [...records.keys()].map(Number))
  const reviews = await reviewsOf(on, chain, page)
  for (const event of page) {
    if (event.kind === 'answer.reviewed') {
      const { to } = JSON.parse(event.detail) as { readonly to: string }
      seen.states.set(event.subject, { state: to, number: event.number })
      if (records.has(event.subject) && reviews.get(event.number) !== event.digest) return event.number
      continue
    }
    if (event.kind === 'answer.erased' || event.kind === 'answer.corrected') seen.states.delete(event.subject)
    if (event.kind === 'answer.erased') {
      if (records.has(event.subject)) return event.number
      seen.gone.delete(event.subject)
      seen.tally.erased++
    }
    if (event.kind !== 'answer.received' && event.kind !== 'answer.corrected') continue
    if (event.kind === 'answer.received') seen.tally.received++
    const { revision } = JSON.parse(event.detail) as { readonly revision: number }
    const revisions = records.get(event.subject)
    if (!revisions) seen.gone.set(event.subject, event.number)
    else {
      const kept = revisions.find((kept) => kept.revision === revision)
      if (!kept || digestOfKept(kept, files.get(kept.seq)) !== event.digest) return event.number
    }
  }
  return null
}

/** The digests of the comments of a page's reviews, by the events' number. */
async function reviewsOf(
  on: On,
  chain: string,
  page: readonly Linked[],
): Promise<ReadonlyMap<number, string>> {
  const numbers = page.filter(({ kind }) => kind === 'answer.reviewed').map(({ number }) => number)
  if (numbers.length === 0) return new Map()
  const rows = await all(
    on,
    sql<{ number: number; comment: string; key: string }>`
      select number, comment, digest_key as "key"
      from reviews
      where collection_id = ${chain}
        and number in (${sql.join(numbers)})`,
  )
  return new Map(rows.map(({ number, comment, key }) => [number, digestOf(key, comment)]))
}

/** The event of the first answer whose state is not what review decided last; beyond all events for a state that nobody decided. */
async function firstMisstated(
  on: On,
  chain: string,
  states: ReadonlyMap<string, Decided>,
): Promise<number | null> {
  const rows = await all(
    on,
    sql<{ seq: number; state: string }>`
      select seq, state
      from submissions
      where collection_id = ${chain}
        and state <> 'received'`,
  )
  const stored = new Map(rows.map(({ seq, state }) => [String(seq), state]))
  const wrong = [...states].filter(([seq, { state }]) => stored.get(seq) !== state)
  const undecided = rows.some(({ seq }) => !states.has(String(seq)))
  if (wrong.length === 0) return undecided ? Number.MAX_SAFE_INTEGER : null
  return Math.min(...wrong.map(([, { number }]) => number))
}

/** All revisions of the living records that a page of events speaks of, by the events' subject. */
async function recordsOf(
  on: On,
  chain: string,
  page: readonly Linked[],
): Promise<ReadonlyMap<string, readonly Kept[]>> {
  const records = new Map<string, Kept[]>()
  const seqs = [
    ...new Set(page.filter(({ kind }) => kind.startsWith('answer.')).map(({ subject }) => Number(subject))),
  ]
  if (seqs.length === 0) return records
  const numbers = sql.join(seqs)
  const kept = await all(
    on,
    sql<Kept>`
      select ${keptColumns('submissions')}, submissions.instance_id as "instanceId", submissions.receipt,
        submission_personal.answers as personal
      from submissions
      left join submission_personal on submission_personal.collection_id = submissions.collection_id
        and submission_personal.seq = submissions.seq
        and submission_personal.revision = submissions.revision
      where submissions.collection_id = ${chain}
        and submissions.seq in (${numbers})
      union all
      select ${keptColumns('submission_revisions')}, submissions.instance_id, submissions.receipt,
        submission_personal.answers
      from submission_revisions
      join submissions on submissions.collection_id = submission_revisions.collection_id
        and submissions.seq = submission_revisions.seq
      left join submission_personal on submission_personal.collection_id = submission_revisions.collection_id
        and submission_personal.seq = submission_revisions.seq
        and submission_personal.revision = submission_revisions.revision
      where submission_revisions.collection_id = ${chain}
        and submission_revisions.seq in (${numbers})`,
  )
  for (const row of kept) {
    const revisions = records.get(String(row.seq))
    if (revisions) revisions.push(row)
    else records.set(String(row.seq), [row])
  }
  return records
}

/**
 * True if records, revisions, tombstones or events stand that the chain does not speak of. What came after the walk's
 * end is counted by its own events.
 */
async function hasStrangers(on: On, chain: string, end: number, tally: Seen['tally']): Promise<boolean> {
  const counted = await first(
    on,
    sql<{
      living: Count
      tombstones: Count
      revisions: Count
      corrections: Count
      received: Count
      erased: Count
    }>`
      select
        (select count(*) from submissions where collection_id = ${chain}) as living,
        (select count(*) from submission_erasures where collection_id = ${chain}) as tombstones,
        (select count(*) from submission_revisions where collection_id = ${chain}) as revisions,
        (select coalesce(sum(revision - 1), 0) from submissions where collection_id = ${chain}) as corrections,
        (select count(*) from events where chain = ${chain} and number > ${end} and kind = 'answer.received')
          as received,
        (select count(*) from events where chain = ${chain} and number > ${end} and kind = 'answer.erased') as erased`,
  )
  const ends = await first(
    on,
    sql<{ head: number | null; last: number | null }>`
      select
        (select number from chains where chain = ${chain}) as head,
        (select max(number) from events where chain = ${chain}) as last`,
  )
  if (!counted || !ends) return true
  const received = tally.received + Number(counted.received)
  const erased = tally.erased + Number(counted.erased)
  return (
    Number(counted.living) !== received - erased ||
    Number(counted.tombstones) !== erased ||
    Number(counted.revisions) !== Number(counted.corrections) ||
    (ends.head ?? 0) !== (ends.last ?? 0)
  )
}

/** A number here, a string on other engines. */
type Count = number | string
