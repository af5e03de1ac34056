/** Taking in answers: one transaction for a whole batch, under the lock of each collection's counters. */

import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { newReceipt } from '../ids.ts'
import { linkTo, missingOf, vouchedFiles } from './attachments.ts'
import type { Changes } from './changes.ts'
import { grouped, named, truth } from './columns.ts'
import { first, statement, transaction, type Database, type On } from './database.ts'
import { link, lockHead, moveHead, type Happening, type Linked } from './chain.ts'
import { digestOfKept, hashOfInstance, type Kept } from './record.ts'
import type { CollectionState, Incoming, Received, Store } from './store.ts'

/** What decides whether an answer is taken, and the counters as they stand inside the transaction. */
interface Gate {
  readonly id: string
  readonly state: CollectionState
  readonly anonymous: boolean
  readonly opensAt: string | null
  readonly closesAt: string | null
  readonly answerLimit: number | null
  readonly allowsCorrection: boolean
  /** Whether any answer was ever erased: only then a late re-send of one has to be looked for. */
  readonly hasErasures: boolean
  received: number
  last: number
  changes: number
}

interface Standing {
  readonly seq: number
  readonly revision: number
  readonly receipt: string
  readonly receivedOn: string
  readonly receivedAt: string | null
  readonly latestOn: string
  readonly contentHash: string
}

export function createReceive(database: Database, changes: Changes): Store['submissions']['receive'] {
  const statements = prepare(database)
  return async (batch) => {
    const results: Received[] = []
    const changed: string[] = []
    const places = grouped([...batch.keys()], (place) => batch[place]?.collectionId ?? '')
    await transaction(database.on, async (on) => {
      // Always in the same order, so that two processes never wait for each other's locks.
      for (const id of [...places.keys()].toSorted()) {
        const gate = await openGate(on, id)
        const before = gate.last + gate.changes
        const happenings: Happening[] = []
        for (const place of places.get(id) ?? []) {
          const incoming = batch[place]
          if (incoming) results[place] = await take({ on, statements, gate, happenings }, incoming)
        }
        if (gate.last + gate.changes === before) continue
        changed.push(id)
        await statements.count(on, gate.received, gate.last, gate.changes, id)
        const head = await lockHead(on, id)
        const linked = link(id, head, happenings)
        await writeEvents(statements, on, id, linked)
        await moveHead(on, id, linked.at(-1) ?? head)
      }
    })
    if (changed.length > 0) changes.announce(changed)
    return results
  }
}

interface Work {
  readonly on: On
  readonly statements: Statements
  readonly gate: Gate
  readonly happenings: Happening[]
}

type GateRow = Omit<Gate, 'anonymous' | 'allowsCorrection' | 'hasErasures'> & {
  readonly anonymous: number
  readonly allowsCorrection: number
  /** A number here, a boolean on other engines. */
  readonly hasErasures: number | boolean
}

async function openGate(on: On, id: string): Promise<Gate> {
  const counted = await first(
    on,
    sql<{ received: number; last: number; changes: number }>`
      update counters
      set received = received
      where collection_id = ${id}
      returning received, last_seq as last, changes`,
  )
  const row = await first(
    on,
    sql<GateRow>`
      select id, state, anonymous, opens_at as "opensAt", closes_at as "closesAt", answer_limit as "answerLimit",
        allows_correction as "allowsCorrection",
        exists (select 1 from submission_erasures where collection_id = ${id}) as "hasErasures"
      from collections
      where id = ${id}`,
  )
  if (!row || !counted) throw named('NotFound', `no collection ${id}`)
  return {
    ...row,
    ...counted,
    anonymous: truth(row.anonymous),
    allowsCorrection: truth(row.allowsCorrection),
    hasErasures: Boolean(row.hasErasures),
  }
}

/** A known instance is answered before the gate is looked at: a re-send must get its receipt after closing too. */
async function take(work: Work, incoming: Incoming): Promise<Received> {
  const { on, statements, gate } = work
  const standing = (await statements.standing(on, gate.id, incoming.instanceId))[0]
  const closed = closedFor(gate, incoming.receivedAt)
  if (standing) {
    const { receipt } = standing
    if (standing.contentHash === incoming.contentHash)
      return { outcome: 'duplicate', receipt, receivedOn: standing.latestOn }
    if (!gate.allowsCorrection || closed) return { outcome: 'different', receipt }
    return (await lacking(work, incoming)) ?? correct(work, incoming, standing)
  }
  if (
    gate.hasErasures &&
    (await statements.erased(on, gate.id, hashOfInstance(incoming.instanceId))).length > 0
  )
    return { outcome: 'withdrawn' }
  if (closed) return { outcome: closed }
  if (gate.answerLimit !== null && gate.received >= gate.answerLimit) return { outcome: 'full' }
  return (await lacking(work, incoming)) ?? add(work, incoming)
}

/** An answer is only taken with all files that it names. */
async function lacking(
  { on, gate }: Work,
  { instanceId, attachments = [] }: Incoming,
): Promise<Received | null> {
  if (attachments.length === 0) return null
  const missing = await missingOf(on, gate.id, instanceId, attachments)
  return missing.length > 0 ? { outcome: 'filesMissing', missing } : null
}

function closedFor(gate: Gate, at: string): 'closed' | 'notOpen' | 'paused' | null {
  const now = Date.parse(at)
  if (gate.state === 'draft') return 'notOpen'
  if (gate.state === 'closed' || gate.state === 'archived') return 'closed'
  if (gate.closesAt !== null && now >= Date.parse(gate.closesAt)) return 'closed'
  if (gate.state === 'paused') return 'paused'
  if (gate.opensAt !== null && now < Date.parse(gate.opensAt)) return 'notOpen'
  return null
}

async function add(work: Work, incoming: Incoming): Promise<Received> {
  const { gate, on, statements } = work
  const receipt = newReceipt()
  const kept = keep(gate, incoming, {
    seq: ++gate.last,
    revision: 1,
    receipt,
    receivedOn: incoming.receivedOn,
    receivedAt: gate.anonymous ? null : incoming.receivedAt,
    revisedOn: null,
    revisedAt: null,
  })
  gate.received++
  await statements.add(
    on,
    gate.id,
    kept.seq,
    kept.instanceId,
    kept.formVersionId,
    kept.channelId,
    receipt,
    kept.receivedOn,
    kept.receivedAt,
    kept.collectorId,
    kept.locale,
    kept.contentHash,
    kept.digestKey,
    kept.answers,
  )
  await vouch(work, kept, 'answer.received', incoming)
  return { outcome: 'stored', receipt, receivedOn: incoming.receivedOn }
}

/** The revision that stood goes to its own table; the row keeps its number, receipt and first date. */
async function correct(work: Work, incoming: Incoming, standing: Standing): Promise<Received> {
  const { gate, on, statements } = work
  const kept = keep(gate, incoming, {
    seq: standing.seq,
    revision: standing.revision + 1,
    receipt: standing.receipt,
    receivedOn: standing.receivedOn,
    receivedAt: standing.receivedAt,
    revisedOn: incoming.receivedOn,
    revisedAt: gate.anonymous ? null : incoming.receivedAt,
  })
  gate.changes++
  await statements.keepRevision(on, gate.id, kept.seq)
  await statements.revise(
    on,
    kept.formVersionId,
    kept.channelId,
    kept.revision,
    kept.revisedOn,
    kept.revisedAt,
    kept.collectorId,
    kept.locale,
    kept.contentHash,
    kept.digestKey,
    kept.answers,
    gate.id,
    kept.seq,
  )
  await vouch(work, kept, 'answer.corrected', incoming)
  return { outcome: 'corrected', receipt: standing.receipt, receivedOn: incoming.receivedOn }
}

type Place = Pick<
  Kept,
  'seq' | 'revision' | 'receipt' | 'receivedOn' | 'receivedAt' | 'revisedOn' | 'revisedAt'
>

function keep(gate: Gate, incoming: Incoming, place: Place): Kept {
  return {
    ...place,
    instanceId: incoming.instanceId,
    formVersionId: incoming.formVersionId,
    channelId: incoming.channelId,
    collectorId: gate.anonymous ? null : incoming.collectorId,
    locale: incoming.locale,
    contentHash: incoming.contentHash,
    digestKey: randomBytes(32).toString('base64url'),
    answers: JSON.stringify(incoming.answers),
    personal: incoming.personal && JSON.stringify(incoming.personal),
  }
}

/** Personal answers go to their own table; the event carries the digest of all. */
async function vouch(
  { on, statements, gate, happenings }: Work,
  kept: Kept,
  kind: string,
  { attachments = [] }: Incoming,
): Promise<void> {
  if (attachments.length > 0)
    await linkTo(on, { collectionId: gate.id, instanceId: kept.instanceId }, attachments, kept)
  // Only an answer that names files, or whose earlier revision did, has to ask for them.
  const files =
    attachments.length > 0 || kept.revision > 1
      ? (await vouchedFiles(on, gate.id, [kept.seq])).get(kept.seq)
      : undefined
  if (kept.personal !== null)
    await statements.addPersonal(on, gate.id, kept.seq, kept.revision, kept.personal)
  happenings.push({
    at: kept.revisedAt ?? kept.revisedOn ?? kept.receivedAt ?? kept.receivedOn,
    actor: kept.collectorId,
    kind,
    subject: String(kept.seq),
    detail: { revision: kept.revision },
    digest: digestOfKept(kept, files),
  })
}

/** Many rows in one statement cost less than as many statements; the rest goes one by one. */
async function writeEvents(
  statements: Statements,
  on: On,
  chain: string,
  events: readonly Linked[],
): Promise<void> {
  const whole = events.length - (events.length % eventsAtOnce)
  for (let start = 0; start < whole; start += eventsAtOnce)
    await statements.events(
      on,
      ...events.slice(start, start + eventsAtOnce).flatMap((event) => columnsOf(chain, event)),
    )
  for (const event of events.slice(whole)) await statements.event(on, ...columnsOf(chain, event))
}

const eventsAtOnce = 16

function columnsOf(chain: string, event: Linked): readonly (string | number | null)[] {
  const { number, at, actor, kind, subject, detail, digest, hash } = event
  return [chain, number, at, actor, kind, subject, detail, digest, hash]
}

type Statements = ReturnType<typeof prepare>

/** The statements of the hot path, compiled once. Their places stand in the order of the columns. */
function prepare(database: Database) {
  const value = sql.val(null)
  return {
    standing: statement(
      database,
      sql<Standing>`
        select seq, revision, receipt, received_on as "receivedOn", received_at as "receivedAt",
          coalesce(revised_on, received_on) as "latestOn", content_hash as "contentHash"
        from submissions
        where collection_id = ${value}
          and instance_id = ${value}`,
    ),
    erased: statement(
      database,
      sql<{ seq: number }>`
        select seq
        from submission_erasures
        where collection_id = ${value}
          and instance_hash = ${value}`,
    ),
    add: statement(
      database,
      sql`
        insert into submissions (collection_id, seq, instance_id, form_version_id, channel_id, revision, receipt,
          state, received_on, received_at, revised_on, revised_at, collector_id, locale, content_hash, digest_key,
          answers)
        values (${value}, ${value}, ${value}, ${value}, ${value}, 1, ${value}, 'received', ${value}, ${value}, null,
          null, ${value}, ${value}, ${value}, ${value}, ${value})`,
    ),
    keepRevision: statement(
      database,
      sql`
        insert into submission_revisions (collection_id, seq, revision, form_version_id, channel_id, received_on,
          received_at, revised_on, revised_at, collector_id, locale, content_hash, digest_key, answers)
        select collection_id, seq, revision, form_version_id, channel_id, received_on, received_at, revised_on,
          revised_at, collector_id, locale, content_hash, digest_key, answers
        from submissions
        where collection_id = ${value}
          and seq = ${value}`,
    ),
    revise: statement(
      database,
      sql`
        update submissions
        set form_version_id = ${value},
          channel_id = ${value},
          revision = ${value},
          state = 'received',
          revised_on = ${value},
          revised_at = ${value},
          collector_id = ${value},
          locale = ${value},
          content_hash = ${value},
          digest_key = ${value},
          answers = ${value}
        where collection_id = ${value}
          and seq = ${value}`,
    ),
    addPersonal: statement(
      database,
      sql`
        insert into submission_personal (collection_id, seq, revision, answers)
        values (${value}, ${value}, ${value}, ${value})`,
    ),
    count: statement(
      database,
      sql`
        update counters
        set received = ${value},
          last_seq = ${value},
          changes = ${value}
        where collection_id = ${value}`,
    ),
    event: statement(database, insertEvents(1)),
    events: statement(database, insertEvents(eventsAtOnce)),
  }
}

function insertEvents(rows: number) {
  const row = sql`(${sql.join(Array.from({ length: 9 }, () => sql.val(null)))})`
  return sql`
    insert into events (chain, number, at, actor, kind, subject, detail, digest, hash)
    values ${sql.join(Array.from({ length: rows }, () => row))}`
}
