/** Who is behind a request: the session cookie, its record in the store, and the token that guards posts. */

import { createHash, timingSafeEqual } from 'node:crypto'
import { newSecret } from '../ids.ts'
import type { Store } from '../store/store.ts'
import type { SetCookie } from '../pages/page.ts'
import type { Viewer } from './rights.ts'

/** The cookie that holds a session's secret; the store knows only its hash. */
export const sessionCookie = 'diaoyan_session'
/** Before sign-in there is no session: the token in the form must then equal the one in this cookie. */
export const visitorCookie = 'diaoyan_visitor'

export interface SignedIn {
  readonly viewer: Viewer
  readonly csrf: string
}

interface Clock {
  readonly now: Date
  readonly hours: number
}

/** Opens a session for a person and returns the cookie to set. */
export async function openSession(store: Store, personId: string, { now, hours }: Clock): Promise<SetCookie> {
  const secret = newSecret()
  await store.sessions.open(hashOf(secret), {
    personId,
    csrf: newSecret(),
    createdAt: now.toISOString(),
    expiresAt: later(now, hours),
  })
  return { name: sessionCookie, value: secret, maxAgeSeconds: null }
}

/** The person of a session cookie, or null; a session that is used stays open. */
export async function readSession(
  store: Store,
  secret: string | undefined,
  { now, hours }: Clock,
): Promise<SignedIn | null> {
  if (!secret) return null
  const hash = hashOf(secret)
  const session = await store.sessions.find(hash, now.toISOString())
  if (!session) return null
  const person = await store.people.find(session.personId)
  if (!person?.active) return null
  // Written at most once in a tenth of its life, so that reading pages costs no write each.
  const left = Date.parse(session.expiresAt) - now.getTime()
  if (left < hours * 3_600_000 * 0.9) await store.sessions.extend(hash, later(now, hours))
  const { id, login, name, roles, mustChangePassword } = person
  return { viewer: { id, login, name, roles, mustChangePassword }, csrf: session.csrf }
}

/** Ends the session of a cookie and returns the cookie that clears it. */
export async function closeSession(store: Store, secret: string | undefined): Promise<SetCookie> {
  if (secret) await store.sessions.close(hashOf(secret))
  return { name: sessionCookie, value: '', maxAgeSeconds: 0 }
}

/** Compares two secrets in constant time. */
export function sameSecret(one: string, other: string): boolean {
  const a = Buffer.from(hashOf(one))
  const b = Buffer.from(hashOf(other))
  return one !== '' && timingSafeEqual(a, b)
}

/** SHA-256, hex: what the store keeps of a secret. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

function later(now: Date, hours: number): string {
  return new Date(now.getTime() + hours * 3_600_000).toISOString()
}
