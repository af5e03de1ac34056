/** Tokens of programs: how one looks, what it may allow, and whose it is. */

import { newSecret } from '../ids.ts'
import type { ApiToken, Store } from '../store/store.ts'
import type { Viewer } from './rights.ts'
import { hashOf } from './session.ts'

/**
 * `read`: topics, collections, variables and the figures that the person may see. `records`: single answers and files,
 * too. `personal`: personal answers in them, for people who have that right.
 */
export const scopes = ['read', 'records', 'personal'] as const
export type Scope = (typeof scopes)[number]

/** The longest that a token may be good for, in days. */
export const longestTokenDays = 366
/** How many a person may have at a time. */
export const mostTokens = 20

/** A token is told from other secrets by how it begins, so that a leaked one can be found. */
export function newToken(): { readonly token: string; readonly hash: string } {
  const token = `dyt_${newSecret()}`
  return { token, hash: hashOf(token) }
}

export interface Bearer {
  readonly viewer: Viewer
  readonly token: ApiToken
}

/** Who stands behind the header `Authorization: Bearer …`; null for a token that is unknown, expired or revoked. */
export async function readBearer(
  store: Store,
  header: string | undefined,
  now: Date,
): Promise<Bearer | null> {
  const given = /^Bearer +(dyt_[\w-]{43})$/i.exec((header ?? '').trim())?.[1]
  if (given === undefined) return null
  const token = await store.tokens.find(hashOf(given), now.toISOString())
  if (!token) return null
  const person = await store.people.find(token.personId)
  if (!person?.active) return null
  const { id, login, name, roles, mustChangePassword } = person
  return { viewer: { id, login, name, roles, mustChangePassword }, token }
}

/** Whether a token allows what a page asks; a token for one topic opens nothing of another. */
export function tokenAllows(
  token: Pick<ApiToken, 'scopes' | 'topicId'>,
  { scope, topicId }: { readonly scope: Scope | null; readonly topicId: string | null },
): boolean {
  if (topicId !== null && token.topicId !== null && token.topicId !== topicId) return false
  return scope === null || token.scopes.includes(scope)
}
