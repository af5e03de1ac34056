/** Records of a person on this device: drafts, those that wait to be sent, receipts; and their files. */

import type { KeptFile } from '../answering/keeping.ts'
import type { Raw } from '../answering/standing.ts'
import { base, type FieldFile, type FieldRecord } from './base.ts'
import { seal, sealJson, unseal, unsealJson } from './vault.ts'

/** What a record holds of what people said. */
export interface Content {
  readonly raw: Raw
  /** The answers for people. */
  readonly text: string
  /** The first answers, so that a list of drafts tells them apart. */
  readonly name: string
  /** Why it was sent back. */
  readonly note?: string
  /** How it came about, where the collection keeps that. */
  readonly paradata?: string | undefined
}

/** A record that review sent back, as the server tells of it. */
export interface Returned {
  readonly instanceId: string
  /** What it is known by; not there from an earlier server. */
  readonly name?: string
  readonly receivedOn: string
  readonly reason: string
  readonly comment: string
  readonly answers: Raw
  readonly receipt: string
  readonly locale: string
  readonly version: string
}

export interface RecordHead extends Pick<
  FieldRecord,
  'id' | 'owner' | 'collection' | 'title' | 'version' | 'locale' | 'state'
> {
  readonly expected?: string
}

let writing: Promise<unknown> = Promise.resolve()

/** Writes what was filled in, one after the other as they were given; rejects where it could not be written. */
export function writeRecord(head: RecordHead, content: Content): Promise<void> {
  const written = writing.then(() => write(head, content))
  writing = written.catch(() => undefined)
  return written
}

async function write(head: RecordHead, content: Content): Promise<void> {
  const sealed = await sealJson(head.owner, content)
  const database = await base()
  const files = await database.getAllFromIndex('files', 'id', head.id)
  const named = JSON.stringify(content.raw)
  const attached = files.filter(({ name }) => named.indexOf(`"${name}"`) >= 0)
  const now = Date.now()
  // On the disk itself before anybody is told so: a battery may be gone the next moment.
  const transaction = database.transaction('records', 'readwrite', { durability: 'strict' })
  const store = transaction.objectStore('records')
  const before = await store.get(head.id)
  await store.put({
    expected: '',
    ...head,
    savedAt: now,
    finishedAt: head.state === 'draft' ? 0 : now,
    size: sealed.data.byteLength + attached.reduce((sum, { size }) => sum + size, 0),
    files: attached.length,
    tries: 0,
    nextAt: 0,
    trouble: null,
    // A correction of what was delivered has its receipt already.
    receipt: before?.receipt ?? '',
    receivedOn: before?.receivedOn ?? '',
    named: before?.named ?? null,
    content: sealed,
  })
  await transaction.done
}

/** A record that was sent back becomes a draft with the reason, unless it is being worked on here already. */
export async function keepReturned(
  head: Pick<FieldRecord, 'owner' | 'collection' | 'title'>,
  { instanceId, name = '', receivedOn, reason, comment, answers, receipt, locale, version }: Returned,
): Promise<void> {
  const standing = await recordOf(instanceId)
  if (standing && standing.state !== 'delivered') return
  const said = Object.values(answers).filter(
    (value) => typeof value === 'string' && value !== '' && !/^\d{4}-\d\d-\d\dT/.test(value),
  )
  const note = [reason, comment].filter((one) => one !== '').join(' ')
  const content = { raw: answers, text: '', name: (name || said.slice(0, 2).join(' · ')).slice(0, 60), note }
  await writeRecord({ ...head, id: instanceId, locale, version, state: 'draft' }, content)
  await changeRecord(instanceId, ['draft'], { receipt, receivedOn })
}

export async function contentOf(record: FieldRecord): Promise<Content | null> {
  return record.content ? unsealJson<Content>(record.owner, record.content) : null
}

/** Gives a record a name of its own; '' gives back the one that its answers make. */
export async function renameRecord({ id, owner }: FieldRecord, name: string): Promise<void> {
  const named = name === '' ? null : await sealJson(owner, name)
  await changeRecord(id, ['draft', 'pending', 'held'], { named })
}

/** What its owner calls a record; '' where nobody named it. */
export async function givenName({ owner, named }: FieldRecord): Promise<string> {
  return named ? unsealJson<string>(owner, named).catch(() => '') : ''
}

/** Changes what is known of a record, unless it is gone or is no longer in one of these states. */
export async function changeRecord(
  id: string,
  states: readonly FieldRecord['state'][],
  change: Partial<FieldRecord>,
): Promise<void> {
  const store = (await base()).transaction('records', 'readwrite').objectStore('records')
  const standing = await store.get(id)
  if (standing && states.indexOf(standing.state) >= 0) await store.put({ ...standing, ...change })
}

export async function recordOf(id: string): Promise<FieldRecord | null> {
  return (await (await base()).get('records', id)) ?? null
}

/** All of a person, the latest first. */
export async function recordsOf(owner: string): Promise<readonly FieldRecord[]> {
  const found = await (await base()).getAllFromIndex('records', 'owner', owner)
  return found.sort((a, b) => b.savedAt - a.savedAt)
}

/** How many unsent records of others wait on this device, by the owner's name. */
export async function waitingOfOthers(owner: string): Promise<ReadonlyMap<string, number>> {
  const database = await base()
  const counts = new Map<string, number>()
  for (const record of await database.getAll('records')) {
    if (record.owner === owner || record.state === 'delivered') continue
    const name = (await database.get('people', record.owner))?.name ?? ''
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

/** Removes a record and its files. */
export async function removeRecord(id: string): Promise<void> {
  const transaction = (await base()).transaction(['records', 'files', 'bytes'], 'readwrite')
  await transaction.objectStore('records').delete(id)
  await removeFiles(transaction.objectStore('files'), transaction.objectStore('bytes'), id)
  await transaction.done
}

/** The receipt takes the place of what was sent. */
export async function settleRecord(id: string, change: Partial<FieldRecord>): Promise<void> {
  const transaction = (await base()).transaction(['records', 'files', 'bytes'], 'readwrite')
  const store = transaction.objectStore('records')
  const standing = await store.get(id)
  if (standing?.state === 'pending') {
    await store.put({ ...standing, ...change, state: 'delivered', trouble: null })
    await removeFiles(transaction.objectStore('files'), transaction.objectStore('bytes'), id)
  }
  await transaction.done
}

interface Removable {
  readonly delete: (key: string) => Promise<void>
}
interface Indexed extends Removable {
  readonly index: (name: 'id') => { readonly getAllKeys: (id: string) => Promise<string[]> }
}

async function removeFiles(files: Indexed, bytes: Removable, id: string): Promise<void> {
  for (const key of await files.index('id').getAllKeys(id)) {
    await files.delete(key)
    await bytes.delete(key)
  }
}

export async function writeFile(owner: string, file: KeptFile): Promise<void> {
  const key = `${file.id}/${file.name}`
  const sealed = await seal(owner, await bytesOf(file.blob))
  const kept: FieldFile = {
    key,
    id: file.id,
    owner,
    name: file.name,
    size: file.blob.size,
    type: file.blob.type,
    about: await sealJson(owner, { question: file.question, original: file.original }),
  }
  const transaction = (await base()).transaction(['files', 'bytes'], 'readwrite', { durability: 'strict' })
  await transaction.objectStore('files').put(kept)
  await transaction.objectStore('bytes').put(sealed, key)
  await transaction.done
}

export async function readFile(id: string, name: string): Promise<KeptFile | null> {
  const key = `${id}/${name}`
  const kept = await (await base()).get('files', key)
  const bytes = await (await base()).get('bytes', key)
  if (!kept || !bytes) return null
  const about = await unsealJson<{ question: string; original: string }>(kept.owner, kept.about)
  const blob = new Blob([await unseal(kept.owner, bytes)], { type: kept.type })
  return { id, name, ...about, blob }
}

/** Names of the files that a record has here. */
export async function fileNamesOf(id: string): Promise<readonly string[]> {
  return (await (await base()).getAllFromIndex('files', 'id', id)).map(({ name }) => name)
}

function bytesOf(blob: Blob): Promise<ArrayBuffer> {
  if (typeof blob.arrayBuffer === 'function') return blob.arrayBuffer()
  return new Response(blob).arrayBuffer()
}

const listed = 30 * 86_400_000

/** The list of what was delivered is kept for 30 days. */
export async function tidyDelivered(owner: string): Promise<void> {
  for (const { id, state, finishedAt } of await recordsOf(owner))
    if (state === 'delivered' && Date.now() - finishedAt > listed) await removeRecord(id)
}
