/** The file in which records leave a phone that gets no network: encrypted under a passphrase where the browser can. */

import type { Raw } from '../answering/standing.ts'
import type { FieldRecord, KnownPerson } from './base.ts'
import { contentOf, fileNamesOf, readFile } from './records.ts'
import { own } from './vault.ts'

export interface ParcelRecord {
  readonly id: string
  readonly collection: string
  readonly title: string
  readonly version: string
  readonly locale: string
  readonly state: string
  readonly finishedAt: string
  readonly expected: string
  readonly raw: Raw
  readonly text: string
  /** How it came about, where the collection keeps that. */
  readonly paradata?: string | undefined
  readonly files: readonly {
    readonly name: string
    readonly question: string
    readonly original: string
    /** Base64. */
    readonly data: string
  }[]
}

export interface Parcel {
  readonly format: 'diaoyan-field'
  readonly edition: 1
  readonly exportedAt: string
  readonly by: { readonly id: string; readonly name: string; readonly login: string }
  readonly records: readonly ParcelRecord[]
}

interface SealedParcel {
  readonly format: 'diaoyan-field'
  readonly edition: 1
  readonly sealed: {
    readonly rounds: number
    readonly salt: string
    readonly iv: string
    readonly data: string
  }
}

const rounds = 600_000

export async function packRecords(person: KnownPerson, records: readonly FieldRecord[]): Promise<Parcel> {
  const packed: ParcelRecord[] = []
  for (const record of records) {
    const content = await contentOf(record)
    if (!content) continue
    const files = []
    for (const name of await fileNamesOf(record.id)) {
      const file = await readFile(record.id, name)
      if (!file || JSON.stringify(content.raw).indexOf(`"${name}"`) < 0) continue
      const data = base64(new Uint8Array(await new Response(file.blob).arrayBuffer()))
      files.push({ name, question: file.question, original: file.original, data })
    }
    const { id, collection, title, version, locale, state, expected } = record
    const finishedAt = new Date(record.finishedAt).toISOString()
    const { raw, text, paradata } = content
    packed.push({
      id,
      collection,
      title,
      version,
      locale,
      state,
      finishedAt,
      expected,
      raw,
      text,
      paradata,
      files,
    })
  }
  const { id, name, login } = person
  return {
    format: 'diaoyan-field',
    edition: 1,
    exportedAt: new Date().toISOString(),
    by: { id, name, login },
    records: packed,
  }
}

export async function sealParcel(parcel: Parcel, passphrase: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const key = await keyFor(passphrase, salt, rounds)
  const plain = own(new TextEncoder().encode(JSON.stringify(parcel)))
  const data = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain))
  const sealed: SealedParcel = {
    format: 'diaoyan-field',
    edition: 1,
    sealed: { rounds, salt: base64(salt), iv: base64(iv), data: base64(data) },
  }
  return JSON.stringify(sealed)
}

/** `sealed`: it needs a passphrase. `wrong`: that is not the one. `not`: no such file. */
export type Opened = Parcel | 'sealed' | 'wrong' | 'not'

export async function openParcel(text: string, passphrase: string | null): Promise<Opened> {
  const read = readJson(text)
  if (read?.format !== 'diaoyan-field' || read.edition !== 1) return 'not'
  if (Array.isArray(read.records) && read.by) return read as unknown as Parcel
  const sealed = read.sealed as Partial<SealedParcel['sealed']> | undefined
  const [salt, iv, data] = [sealed?.salt, sealed?.iv, sealed?.data].map((one) => bytesOfBase64(one ?? ''))
  if (!sealed?.rounds || sealed.rounds > 10_000_000 || !salt || !iv || !data) return 'not'
  if (!passphrase) return 'sealed'
  try {
    const key = await keyFor(passphrase, salt, sealed.rounds)
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: own(iv) }, key, own(data))
    return await openParcel(new TextDecoder().decode(plain), null)
  } catch {
    return 'wrong'
  }
}

/** By the browser's own means: files are large. */
function base64(bytes: Uint8Array): string {
  let text = ''
  const step = 0x8000
  for (let at = 0; at < bytes.length; at += step)
    text += String.fromCharCode(...bytes.subarray(at, at + step))
  return btoa(text)
}

function bytesOfBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
  } catch {
    return null
  }
}

export function blobOf(data: string): Blob {
  return new Blob([own(bytesOfBase64(data) ?? new Uint8Array())])
}

interface Read {
  readonly format?: unknown
  readonly edition?: unknown
  readonly records?: unknown
  readonly by?: unknown
  readonly sealed?: unknown
}

function readJson(text: string): Read | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

async function keyFor(passphrase: string, salt: Uint8Array, times: number): Promise<CryptoKey> {
  const bytes = own(new TextEncoder().encode(passphrase.normalize('NFKC')))
  const material = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: own(salt), iterations: times }
  const kind = { name: 'AES-GCM', length: 256 }
  return crypto.subtle.deriveKey(how, material, kind, false, ['encrypt', 'decrypt'])
}
