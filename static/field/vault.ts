/**
 * What a person has on this device is encrypted under a key of their own, where the browser can. The server keeps that
 * key and gives it to who signs in, so that a forgotten password loses nothing; on the device a copy is sealed under
 * the password, so that it opens without network. While a person is signed in here the key lies in the database in a
 * form that scripts cannot read out; signing out removes it.
 */

import { base, type KnownPerson, type Sealed, type Wrapped } from './base.ts'

/** As OWASP advises for PBKDF2 with SHA-256. */
const rounds = 600_000
/** A sign-in that is not finished by then was another one. */
const signInPatience = 10 * 60_000

/** The content is there and cannot be read before its owner unlocks it. */
export class Locked extends Error {
  constructor() {
    super('locked')
    this.name = 'Locked'
  }
}

/** Whether this browser encrypts on this ground. */
export function canEncrypt(): boolean {
  return typeof crypto !== 'undefined' && typeof crypto.subtle === 'object'
}

const keys = new Map<string, CryptoKey>()

async function keyOf(owner: string): Promise<CryptoKey | null> {
  const held = keys.get(owner)
  if (held) return held
  const kept = await (await base()).get('keys', owner)
  if (kept) keys.set(owner, kept)
  return kept ?? null
}

/** Whether what this person keeps can be read now. */
export async function isOpen(person: KnownPerson): Promise<boolean> {
  return !person.keyed || (await keyOf(person.id)) !== null
}

/** Seals for a person; plain where they have no key on this ground. */
export async function seal(owner: string, bytes: ArrayBuffer): Promise<Sealed> {
  const key = await keyOf(owner)
  if (key) {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes) }
  }
  const person = await (await base()).get('people', owner)
  if (person?.keyed) throw new Locked()
  return { iv: null, data: bytes }
}

export async function unseal(owner: string, sealed: Sealed): Promise<ArrayBuffer> {
  if (!sealed.iv) return sealed.data
  const key = await keyOf(owner)
  if (!key) throw new Locked()
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv: own(sealed.iv) }, key, sealed.data)
}

export async function sealJson(owner: string, value: unknown): Promise<Sealed> {
  return seal(owner, own(new TextEncoder().encode(JSON.stringify(value))).buffer)
}

export async function unsealJson<T>(owner: string, sealed: Sealed): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await unseal(owner, sealed))) as T
}

/** Bytes in a buffer of their own. */
export function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}

interface Unlocking {
  readonly login: string
  readonly salt: Uint8Array
  readonly key: CryptoKey
  readonly at: number
}

/** At sign-in: makes the key that the password gives and keeps it until the person is known. */
export async function prepareUnlocking(login: string, password: string): Promise<void> {
  if (!canEncrypt()) return
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const key = await passwordKey(password, salt, rounds)
  const unlocking: Unlocking = { login: foldLogin(login), salt, key, at: Date.now() }
  await (await base()).put('device', unlocking, 'unlocking')
}

/** Takes the key that the server gave, and seals a copy under the password if the sign-in left one. */
export async function takeKey(person: { readonly id: string; readonly login: string }, raw: ArrayBuffer) {
  const database = await base()
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
  await database.put('keys', key, person.id)
  keys.set(person.id, key)
  const unlocking = (await database.get('device', 'unlocking')) as Unlocking | undefined
  if (!unlocking) return null
  await database.delete('device', 'unlocking')
  const fresh = Math.abs(Date.now() - unlocking.at) < signInPatience
  if (!fresh || unlocking.login !== foldLogin(person.login)) return null
  return wrapped(unlocking.key, unlocking.salt, raw)
}

async function wrapped(key: CryptoKey, salt: Uint8Array, raw: ArrayBuffer): Promise<Wrapped> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return { salt, rounds, iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, raw) }
}

/** Opens what a person has here with their password, without network. False if it is not the password. */
export async function unlock(person: KnownPerson, password: string): Promise<boolean> {
  if (!person.wrapped || !canEncrypt()) return false
  const { salt, rounds: times, iv, data } = person.wrapped
  try {
    const key = await passwordKey(password, salt, times)
    const raw = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: own(iv) }, key, data)
    await takeKey(person, raw)
    return true
  } catch {
    return false
  }
}

/** Nobody reads what this person keeps here until they sign in or unlock it. */
export async function lock(personId: string): Promise<void> {
  keys.delete(personId)
  const database = await base()
  await database.delete('keys', personId)
  await database.delete('device', 'unlocking')
}

async function passwordKey(password: string, salt: Uint8Array, times: number): Promise<CryptoKey> {
  const bytes = own(new TextEncoder().encode(password.normalize('NFKC')))
  const material = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: own(salt), iterations: times }
  const kind = { name: 'AES-GCM', length: 256 }
  return crypto.subtle.deriveKey(how, material, kind, false, ['encrypt', 'decrypt'])
}

function foldLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase()
}
