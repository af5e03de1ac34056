/** Taking in answers: one transaction for a whole batch, under the lock of each collection's counters. */

import { newKey, newReceipt } from '../ids.ts'
import { linkTo, missingOf, vouchedFiles } from './attachments.ts'
import type { Changes } from './changes.ts'
import { grouped, named, truth } from './columns.ts'
import { transaction, type Database, type On } from './database.ts'
import { link, lockHead, moveHead, type Happening } from './chain.ts'
import {
  eventColumns,
  prepareReceive,
  submissionColumns,
  type GateRow,
  type Standing,
  type Statements,
} from './receive-statements.ts'
import { digestOfKept, hashOfInstance, type Kept } from './record.ts'
import type { Incoming, Received, Store } from './store.ts'

/** What decides whether an answer is taken, and the counters as they stand inside the transaction. */
export interface Gate extends Omit<GateRow, 'anonymous' | 'allowsCorrection' | 'hasErasures'> {
  readonly anonymous: boolean
  readonly allowsCorrection: boolean
  readonly hasErasures: boolean
  received: number
  last: number
  changes: number
}

export function createReceive(database: Database, changes: Changes): Store['submissions']['receive'] {
  const statements = prepareReceive(database)
  return async (batch) => {
    const { results, changed } = await transaction(database.on, (on) => receiveAll(on, statements, batch))
    if (changed.length > 0) changes.announce(changed)
    return results
  }
}

async function receiveAll(on: On, statements: Statements, batch: readonly Incoming[]) {
  const results: Received[] = []
  const changed: string[] = []
  const places = grouped([...batch.keys()], (place) => batch[place]?.collectionId ?? '')
  // Always in the same order, so that two processes never wait for each other's locks.
  for (const id of [...places.keys()].toSorted()) {
    const theirs = (places.get(id) ?? []).flatMap((place) => {
      const incoming = batch[place]
      return incoming ? [{ place, incoming }] : []
    })
    const gate = await openGate(on, statements, id)
    const before = gate.last + gate.changes
    const work = await beginWork(on, statements, gate, theirs)
    for (const { place, incoming } of theirs) results[place] = await take(work, incoming)
    if (gate.last + gate.changes === before) continue
    await finishWork(work)
    changed.push(id)
  }
  return { results, changed }
}

/** What is to be done for a batch of one collection, whose gate is open. */
export async function beginWork(
  on: On,
  statements: Statements,
  gate: Gate,
  batch: readonly { readonly incoming: Incoming }[],
): Promise<Work> {
  const known = await knownOf(on, statements, gate, batch)
  return { on, statements, gate, ...known, added: [], personal: [], paradata: [], happenings: [] }
}

/** Writes what was taken: answers, counters, and the events that vouch for them. */
export async function finishWork(work: Work): Promise<void> {
  const { on, statements, gate } = work
  await writeAdded(work)
  await statements.count(on, gate.received, gate.last, gate.changes, gate.id)
  const head = await lockHead(on, gate.id)
  const linked = link(gate.id, head, work.happenings)
  await statements.events(
    on,
    [],
    linked.map((event) => eventColumns(gate.id, event)),
  )
  await moveHead(on, gate.id, linked.at(-1) ?? head)
}

export interface Work {
  readonly on: On
  readonly statements: Statements
  readonly gate: Gate
  /** Answers of the batch's instances that stand, by instance id; those that this batch brings too. */
  readonly standing: Map<string, Standing>
  /** Hashes of the batch's instances whose answer was erased. */
  readonly erased: ReadonlySet<string>
  /** What is to be written: rows of new answers and of personal ones, and events. */
  readonly added: Kept[]
  readonly personal: Kept[]
  /** How they came about: number, revision and content. */
  readonly paradata: (readonly [seq: number, revision: number, content: string])[]
  readonly happenings: Happening[]
}

/** What the store already knows of the instances of a batch: two questions for all of them. */
async function knownOf(
  on: On,
  statements: Statements,
  gate: Gate,
  batch: readonly { readonly incoming: Incoming }[],
): Promise<Pick<Work, 'standing' | 'erased'>> {
  const ids = [...new Set(batch.map(({ incoming }) => incoming.instanceId))]
  const found = await statements.standing(
    on,
    [gate.id],
    ids.map((id) => [id]),
  )
  const hashes = gate.hasErasures ? ids.map((id) => [hashOfInstance(id)]) : []
  const gone = await statements.erased(on, [gate.id], hashes)
  return {
    standing: new Map(found.map((standing) => [standing.instanceId, standing])),
    erased: new Set(gone.map(({ hash }) => hash)),
  }
}

/** The collection's gate under the lock of its counters. */
export async function openGate(on: On, statements: Statements, id: string): Promise<Gate> {
  const [counted] = await statements.lock(on, id)
  const [row] = await statements.gate(on, id, id)
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
  const { gate } = work
  const standing = work.standing.get(incoming.instanceId)
  const closed = closedFor(gate, incoming.receivedAt)
  if (standing) {
    const { receipt } = standing
    if (standing.contentHash === incoming.contentHash)
      return { outcome: 'duplicate', receipt, receivedOn: standing.latestOn }
    const may = (gate.allowsCorrection && !closed) || sentBack(gate, standing, incoming)
    if (!may) return { outcome: 'different', receipt }
    return (await lacking(work, incoming)) ?? correct(work, incoming, standing)
  }
  if (work.erased.size > 0 && work.erased.has(hashOfInstance(incoming.instanceId)))
    return { outcome: 'withdrawn' }
  if (closed) return { outcome: closed }
  if (gate.answerLimit !== null && gate.received >= gate.answerLimit) return { outcome: 'full' }
  return (await lacking(work, incoming)) ?? add(work, incoming)
}

/** Review asked for it: whoever collected it may correct it while the collection is kept open or closed, not archived. */
function sentBack({ state, anonymous }: Gate, standing: Standing, { collectorId }: Incoming): boolean {
  if (anonymous || state === 'draft' || state === 'archived') return false
  return standing.state === 'returned' && collectorId !== null && standing.collectorId === collectorId
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

/** A new answer, with a number and a receipt of its own. */
export async function add(work: Work, incoming: Incoming): Promise<Received> {
  const { gate } = work
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
  work.added.push(kept)
  stand(work, kept)
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
  // What stands may have come with this very batch.
  await writeAdded(work)
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
  stand(work, kept)
  await vouch(work, kept, 'answer.corrected', incoming)
  return { outcome: 'corrected', receipt: standing.receipt, receivedOn: incoming.receivedOn }
}

/** From here on it is what the store knows of the instance. */
function stand(work: Work, kept: Kept): void {
  const latestOn = kept.revisedOn ?? kept.receivedOn
  work.standing.set(kept.instanceId, { ...kept, latestOn, state: 'received' })
}

/** Writes the new answers that are not yet written, with their personal ones. */
async function writeAdded({ on, statements, gate, added, personal, paradata }: Work): Promise<void> {
  await statements.add(
    on,
    [],
    added.splice(0).map((kept) => submissionColumns(gate.id, kept)),
  )
  await statements.addPersonal(
    on,
    [],
    personal.splice(0).map((kept) => [gate.id, kept.seq, kept.revision, kept.personal]),
  )
  await statements.addParadata(
    on,
    [],
    paradata.splice(0).map((row) => [gate.id, ...row]),
  )
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
    digestKey: newKey(),
    answers: JSON.stringify(incoming.answers),
    personal: incoming.personal && JSON.stringify(incoming.personal),
  }
}

/** Personal answers go to their own table, and so does how the answer came about; the event carries the digest of all. */
async function vouch(
  { on, gate, personal, paradata, happenings }: Work,
  kept: Kept,
  kind: string,
  { attachments = [], paradata: effort }: Incoming,
): Promise<void> {
  if (attachments.length > 0)
    await linkTo(on, { collectionId: gate.id, instanceId: kept.instanceId }, attachments, kept)
  // Only an answer that names files, or whose earlier revision did, has to ask for them.
  const files =
    attachments.length > 0 || kept.revision > 1
      ? (await vouchedFiles(on, gate.id, [kept.seq])).get(kept.seq)
      : undefined
  if (kept.personal !== null) personal.push(kept)
  if (effort && gate.paradata !== 'off') paradata.push([kept.seq, kept.revision, JSON.stringify(effort)])
  happenings.push({
    at: kept.revisedAt ?? kept.revisedOn ?? kept.receivedAt ?? kept.receivedOn,
    actor: kept.collectorId,
    kind,
    subject: String(kept.seq),
    detail: { revision: kept.revision },
    digest: digestOfKept(kept, files),
  })
}
