/** The field app's own database on this device: people, keys, records with their files. */

import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

/** Something kept: encrypted under the owner's key, or plain (`iv` null) where the ground gives no encryption. */
export interface Sealed {
  readonly iv: Uint8Array | null
  readonly data: ArrayBuffer
}

/**
 * `draft`: being filled. `pending`: finished, waits to be sent. `held`: the server refused it; it stays here until a
 * person decides. `delivered`: the server's receipt is here and its content is what this device finished.
 */
export type RecordState = 'draft' | 'pending' | 'held' | 'delivered'

export interface FieldRecord {
  /** The instance id. */
  readonly id: string
  readonly owner: string
  readonly collection: string
  readonly title: string
  readonly version: string
  readonly locale: string
  readonly state: RecordState
  readonly savedAt: number
  readonly finishedAt: number
  /** Bytes of answers and files. */
  readonly size: number
  readonly files: number
  readonly tries: number
  /** Tries in a row that brought nothing further; absent where the last one did. */
  readonly fruitless?: number
  /** Not tried again by itself before this moment of the device's clock. */
  readonly nextAt: number
  /** Why the last try did not succeed: a code of the field words, and the server's own words. */
  readonly trouble: { readonly code: string; readonly words: string } | null
  readonly receipt: string
  readonly receivedOn: string
  /** SHA-256 of what was finished, as the server computes it of what it stored. */
  readonly expected: string
  /** What its owner calls it; apart from what was typed, so that an open form does not write over it. */
  readonly named?: Sealed | null
  /** What people typed; null once it is delivered and may not be corrected. */
  readonly content: Sealed | null
}

export interface FieldFile {
  /** `<instance id>/<name>` */
  readonly key: string
  readonly id: string
  readonly owner: string
  readonly name: string
  readonly size: number
  readonly type: string
  /** Name of the question and of the file on the device, sealed like the bytes. */
  readonly about: Sealed
}

/** The data key of a person, sealed under a key that their password makes. */
export interface Wrapped {
  readonly salt: Uint8Array
  readonly rounds: number
  readonly iv: Uint8Array
  readonly data: ArrayBuffer
}

export interface CollectionWork {
  readonly id: string
  readonly title: string
  readonly topic: string
  readonly kind: string
  readonly version: string
  readonly door: string
  readonly anonymous: boolean
  readonly languages: readonly { readonly key: string; readonly name: string }[]
  readonly media: readonly string[]
  readonly questions: number
}

/** What was assigned in a collection. */
export interface FieldTask {
  readonly collectionId: string
  readonly dueOn: string | null
  readonly note: string
  readonly wanted: number | null
  readonly sent: number
  readonly cases: readonly {
    readonly name: string
    readonly place: string
    readonly area: string
    readonly dueOn: string | null
    readonly note: string
    /** How often the place was visited or is to be, of late; not there from an earlier fetch. */
    readonly times?: number
    readonly instanceId: string
    readonly state: string
  }[]
  readonly sketch: {
    readonly width: number
    readonly height: number
    readonly points: readonly {
      readonly label: string
      readonly x: number
      readonly y: number
      readonly done: boolean
      /** Not there from an earlier fetch. */
      readonly shown?: boolean
    }[]
    readonly scale: { readonly metres: number; readonly length: number }
  } | null
}

export interface KnownPerson {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly wrapped: Wrapped | null
  /** The server gives this person a key on this ground. */
  readonly keyed: boolean
  readonly collections: readonly CollectionWork[]
  /** A list of `FieldTask`; places and names of cases are not for others. */
  readonly tasks: Sealed | null
  /** How often places were visited of late, by hashes of their keys; not known before the first fetch with it. */
  readonly burden?: {
    readonly weeks: number
    readonly limit: number
    readonly places: readonly { readonly hash: string; readonly times: number; readonly last: string }[]
  } | null
  /** When the list was last fetched. */
  readonly fetchedAt: number
}

interface Schema extends DBSchema {
  /** `current`: the id of the person who uses this device now. `unlocking`: a key of a sign-in that is under way. */
  device: { key: string; value: unknown }
  people: { key: string; value: KnownPerson }
  keys: { key: string; value: CryptoKey }
  records: { key: string; value: FieldRecord; indexes: { owner: string } }
  files: { key: string; value: FieldFile; indexes: { id: string } }
  /** The bytes of the files, apart, so that a list of files stays light. */
  bytes: { key: string; value: Sealed }
}

export type Base = IDBPDatabase<Schema>

let opening: Promise<Base> | null = null

/** The database; opened anew where the last opening failed or was closed. */
export function base(): Promise<Base> {
  opening ??= openDB<Schema>('diaoyan-field', 1, {
    upgrade(database) {
      database.createObjectStore('device')
      database.createObjectStore('people', { keyPath: 'id' })
      database.createObjectStore('keys')
      database.createObjectStore('records', { keyPath: 'id' }).createIndex('owner', 'owner')
      database.createObjectStore('files', { keyPath: 'key' }).createIndex('id', 'id')
      database.createObjectStore('bytes')
    },
    blocking(_now, _wanted, event) {
      ;(event.target as IDBDatabase).close()
      opening = null
    },
    terminated() {
      opening = null
    },
  }).catch((error: unknown) => {
    opening = null
    throw error
  })
  return opening
}

export function isFull(error: unknown): boolean {
  const name = (error as { name?: string } | null)?.name
  return name === 'QuotaExceededError'
}

/** The person who uses this device now, as far as the device knows. */
export async function currentPerson(): Promise<KnownPerson | null> {
  const database = await base()
  const id = await database.get('device', 'current')
  return typeof id === 'string' ? ((await database.get('people', id)) ?? null) : null
}
