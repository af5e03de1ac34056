/** One thing that a program can ask: its page, and what the description says of it. */

import { createHash } from 'node:crypto'
import { Problem } from '../../problem.ts'
import { rateLimit } from '../answering/limits.ts'
import type { Page, Reply, Visit } from '../page.ts'

/** A schema of JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>

export interface Parameter {
  readonly name: string
  readonly description: string
  readonly schema: Schema
}

export interface Operation {
  readonly page: Page
  readonly id: string
  readonly summary: string
  readonly query: readonly Parameter[]
  /** The body of a 200: a schema for JSON, or the media types of a file. */
  readonly reply: { readonly schema: Schema } | { readonly files: readonly string[] }
}

/** Requests that one token may make in a minute. */
const perMinute = rateLimit('token', () => 600)

/** A page that programs read: it counts what a token asks, and answers in JSON. */
export function operation({
  get,
  path,
  right,
  scope,
  ...described
}: Omit<Operation, 'page'> &
  Pick<Page, 'path' | 'right'> & {
    readonly scope: NonNullable<Page['program']>['scope']
    readonly get: (visit: Visit) => Promise<Reply>
  }): Operation {
  const page: Page = {
    path,
    right,
    program: { scope },
    get: async (visit) => {
      const { token, store, now } = visit
      if (!token) throw new Problem('signInNeeded')
      perMinute(token.id, visit)
      await store.tokens.used(token.id, now().toISOString().slice(0, 10))
      return get(visit)
    },
  }
  return { ...described, page }
}

/** JSON with a tag that changes with what it is made of; the body is only made where the reader has another. */
export async function tagged(visit: Visit, stamp: readonly unknown[], make: () => unknown): Promise<Reply> {
  const etag = tagOf(visit, stamp)
  if (visit.headers['if-none-match'] === etag) return { kind: 'notModified' }
  return {
    kind: 'json',
    value: await make(),
    headers: { ETag: etag, 'Cache-Control': 'private, no-cache' },
  }
}

/** Whose it is and what was asked are part of the tag. */
export function tagOf({ url, locale, viewer, token }: Visit, stamp: readonly unknown[]): string {
  const parts = JSON.stringify([url, locale, viewer?.id, token?.id, started, ...stamp])
  return `"${createHash('sha256').update(parts).digest('base64url').slice(0, 27)}"`
}

/** Another build may answer otherwise. */
const started = Date.now()

/** `limit` of the query, within its bounds. */
export function limitOf({ query }: Visit, usual: number, most: number): number {
  const given = query['limit'] ?? ''
  if (given === '') return usual
  const limit = Number(given)
  if (!Number.isInteger(limit) || limit < 1 || limit > most) throw new Problem('badFilter', { name: 'limit' })
  return limit
}

export const text: Schema = { type: 'string' }
export const day: Schema = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' }
export const count: Schema = { type: 'integer', minimum: 0 }

export function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] }
}

export function list(items: Schema): Schema {
  return { type: 'array', items }
}

/** An object with all of these properties and no others. */
export function object(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

export const paging: readonly Parameter[] = [
  { name: 'after', description: 'The `next` of the page before.', schema: text },
  {
    name: 'limit',
    description: 'How many items a page holds at most.',
    schema: { type: 'integer', minimum: 1, maximum: 1000 },
  },
]
