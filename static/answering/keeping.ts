/** Drafts and unsent answers on this device: IndexedDB, where that fails localStorage, where that fails only memory. */

import type { Raw } from './standing.ts'

export interface Kept {
  /** The instance id. */
  readonly id: string
  /** The form on this device: the path of its page. */
  readonly key: string
  readonly state: 'draft' | 'pending' | 'sent'
  readonly raw: Raw
  readonly locale: string
  readonly version: string
  /** The answers for people, for copying and downloading. */
  readonly text: string
  readonly receipt: string
  readonly receivedOn: string
  /** Milliseconds; stays on this device. */
  readonly savedAt: number
  /** How it came about, as the page notes it; none where nothing of that is kept. */
  readonly paradata?: string
}

/** A file of an answer, from its choice until the answer has its receipt. */
export interface KeptFile {
  /** The instance id of the answer. */
  readonly id: string
  /** As the answer names it. */
  readonly name: string
  /** The name of its question. */
  readonly question: string
  readonly original: string
  readonly blob: Blob
}

/** `full`: there is a place to keep it, but no room. `memory`: there is no place at all. */
export type Keeping = 'kept' | 'full' | 'memory'

/** Another place to keep things in: the field app has its own, which knows whose they are. */
export interface Keeper {
  readonly keep: (record: Kept) => Promise<Keeping>
  readonly keepFile: (file: KeptFile) => Promise<Keeping>
  readonly fileOf: (id: string, name: string) => Promise<KeptFile | null>
}

let keeper: Keeper | null = null

export function keepBy(other: Keeper): void {
  keeper = other
}

const prefix = 'diaoyan-kept:'
const memory: Record<string, Kept> = {}
let opening: Promise<IDBDatabase> | null = null

function paradataField(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>('#answers [name=_paradata]')
}

/** A record with what the page has noted of how it comes about, unless it has that already. */
export function withParadata(record: Kept): Kept {
  const noted = paradataField()?.value
  return noted && record.paradata === undefined ? { ...record, paradata: noted } : record
}

/** The page goes on noting where a draft has come to; '' for a new record. */
export function goOnFrom(paradata: string): void {
  const field = paradataField()
  if (!field) return
  field.value = paradata
  field.form?.dispatchEvent(new CustomEvent('paradata'))
}

/** What is sent of it: of an anonymous answer nobody learns when it was begun. */
export function paradataToSend(noted: string | undefined, anonymous: boolean): object | undefined {
  try {
    const told = JSON.parse(noted ?? '') as { start?: string }
    if (anonymous) delete told.start
    return told
  } catch {
    return undefined
  }
}

/** Keeps a record; resolves once it is safely written, or says why it is not. */
export async function keep(given: Kept): Promise<Keeping> {
  const record = withParadata(given)
  if (keeper) return keeper.keep(record)
  memory[record.id] = record
  try {
    await inStore('readwrite', (store) => store.put(record))
    return 'kept'
  } catch (error) {
    const full = isFull(error)
    try {
      localStorage.setItem(prefix + record.id, JSON.stringify(record))
      return 'kept'
    } catch (second) {
      return full || isFull(second) ? 'full' : 'memory'
    }
  }
}

/** What is kept of a form, the latest first. */
export async function keptOf(key: string): Promise<readonly Kept[]> {
  const found: Record<string, Kept> = {}
  const take = (record: Kept) => {
    const known = found[record.id]
    if (record.key === key && (!known || known.savedAt <= record.savedAt)) found[record.id] = record
  }
  try {
    for (const record of (await inStore('readonly', (store) => store.getAll())) as Kept[]) take(record)
  } catch {
    // No database here; the other places are read all the same.
  }
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const name = localStorage.key(i) ?? ''
      if (name.indexOf(prefix) === 0) take(JSON.parse(localStorage.getItem(name) ?? '') as Kept)
    }
  } catch {
    // The same for localStorage.
  }
  for (const id of Object.keys(memory)) if (memory[id]) take(memory[id])
  return Object.keys(found)
    .map((id) => found[id] as Kept)
    .sort((a, b) => b.savedAt - a.savedAt)
}

const memoryFiles: Record<string, KeptFile> = {}

/** Keeps a file; resolves once it is safely written, or says why it is not. It can be sent as long as the page is open. */
export async function keepFile(file: KeptFile): Promise<Keeping> {
  if (keeper) return keeper.keepFile(file)
  memoryFiles[`${file.id}/${file.name}`] = file
  try {
    await inStore('readwrite', (store) => store.put({ ...file, key: `${file.id}/${file.name}` }), 'files')
    return 'kept'
  } catch (error) {
    return isFull(error) ? 'full' : 'memory'
  }
}

export async function fileOf(id: string, name: string): Promise<KeptFile | null> {
  if (keeper) return keeper.fileOf(id, name)
  const key = `${id}/${name}`
  if (memoryFiles[key]) return memoryFiles[key] ?? null
  try {
    const found = await inStore(
      'readonly',
      (store) => store.get(key) as IDBRequest<KeptFile | undefined>,
      'files',
    )
    return found ?? null
  } catch {
    return null
  }
}

async function forgetFiles(id: string): Promise<void> {
  for (const key of Object.keys(memoryFiles)) if (key.indexOf(`${id}/`) === 0) delete memoryFiles[key]
  try {
    await inStore('readwrite', (store) => store.delete(IDBKeyRange.bound(`${id}/`, `${id}/\uffff`)), 'files')
  } catch {
    // Nothing was kept there.
  }
}

export async function forget(id: string): Promise<void> {
  delete memory[id]
  await forgetFiles(id)
  try {
    localStorage.removeItem(prefix + id)
  } catch {
    // Nothing was kept there.
  }
  try {
    await inStore('readwrite', (store) => store.delete(id))
  } catch {
    // Nor there.
  }
}

function isFull(error: unknown): boolean {
  return (error as { name?: string } | null)?.name === 'QuotaExceededError'
}

async function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
  where: 'kept' | 'files' = 'kept',
): Promise<T> {
  opening = opening ?? openDatabase()
  const database = await opening.catch((error: unknown) => {
    opening = null
    throw error
  })
  return new Promise<T>((resolve, reject) => {
    const transaction = database.transaction(where, mode)
    const request = act(transaction.objectStore(where))
    // Only the end of the transaction says that it is written.
    transaction.addEventListener('complete', () => resolve(request.result))
    transaction.addEventListener('abort', () =>
      reject(transaction.error ?? request.error ?? new Error('keeping: aborted')),
    )
  })
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('diaoyan', 2)
    request.addEventListener('upgradeneeded', () => {
      const { objectStoreNames: names } = request.result
      if (!names.contains('kept')) request.result.createObjectStore('kept', { keyPath: 'id' })
      if (!names.contains('files')) request.result.createObjectStore('files', { keyPath: 'key' })
    })
    request.addEventListener('success', () => {
      const database = request.result
      database.addEventListener('versionchange', () => database.close())
      resolve(database)
    })
    request.addEventListener('error', () => reject(request.error ?? new Error('keeping: not opened')))
    request.addEventListener('blocked', () => reject(new Error('keeping: blocked')))
  })
}
