/** What a page is: a path, the right it needs, and handlers that return a reply instead of writing to a response. */

import type { Readable } from 'node:stream'
import type { Viewer, Right, TopicRole } from '../access/rights.ts'
import type { Scope } from '../access/tokens.ts'
import type { Catalogue, Locale } from '../locale/index.ts'
import type { ApiToken, Store } from '../store/store.ts'
import type { Intake } from '../intake/intake.ts'
import type { Config } from '../config.ts'
import type { Watching } from '../watching/watching.ts'

/** Everything a handler may know of a request. Bodies are already parsed and bounded. */
export interface Visit {
  readonly store: Store
  readonly intake: Intake
  readonly config: Config
  readonly watching: Watching
  readonly viewer: Viewer | null
  /** What a program came in with, on pages that programs read. */
  readonly token?: ApiToken | null
  /** The viewer's roles on the topic that the route's parameters lead to; empty elsewhere. */
  readonly topicRoles: readonly TopicRole[]
  /** The id of that topic, or null. */
  readonly topicId: string | null
  readonly locale: Locale
  readonly t: Catalogue
  /** Hidden field for every form that posts (`_csrf`); '' on public pages. */
  readonly csrf: string
  readonly method: 'GET' | 'POST'
  /** Path with query, for links that come back here. */
  readonly url: string
  /** Scheme and host as the browser sees them, for links and QR codes. */
  readonly origin: string
  readonly secure: boolean
  /** The port of https of this server itself; null where there is none. */
  readonly securePort: () => number | null
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** urlencoded and multipart fields; a name that stands twice is a list. JSON posts: see `json`. */
  readonly body: Readonly<Record<string, string | readonly string[]>>
  readonly json: unknown
  readonly files: Readonly<Record<string, UploadedFile>>
  /** The bytes themselves, where a page accepts `bytes`; the handler bounds and reads them. */
  readonly stream: Readable | null
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly cookies: Readonly<Record<string, string>>
  /** Of the caller; for rate limits in memory only, never stored or logged (promise 1). */
  readonly address: string
  readonly now: () => Date
}

export interface UploadedFile {
  readonly name: string
  readonly type: string
  readonly bytes: Buffer
}

export type Reply =
  | {
      readonly kind: 'view'
      readonly view: string
      readonly context: object
      readonly status?: number
      readonly headers?: Headers
      readonly cookies?: readonly SetCookie[]
    }
  | {
      readonly kind: 'redirect'
      readonly to: string
      readonly cookies?: readonly SetCookie[]
      readonly notice?: string
    }
  | { readonly kind: 'json'; readonly value: unknown; readonly status?: number; readonly headers?: Headers }
  | {
      readonly kind: 'bytes'
      readonly bytes: Buffer | string
      readonly type: string
      readonly status?: number
      readonly headers?: Headers
    }
  | { readonly kind: 'stream'; readonly stream: Readable; readonly type: string; readonly headers?: Headers }
  | { readonly kind: 'events'; readonly open: (send: (event: string, data: string) => void) => () => void }
  | { readonly kind: 'notModified' }

type Headers = Readonly<Record<string, string>>
export interface SetCookie {
  readonly name: string
  readonly value: string
  readonly maxAgeSeconds: number | null
}

export interface Page {
  /** Express path; parameters that lead to a topic: :topic, :form, :collection, :submission. */
  readonly path: string
  readonly right: Right
  /** Another right for posting, where reading needs less. */
  readonly postRight?: Right
  readonly get?: (visit: Visit) => Promise<Reply>
  readonly post?: (visit: Visit) => Promise<Reply>
  /** What a POST may carry; default `fields`. */
  readonly accepts?: 'fields' | 'files' | 'json' | 'bytes'
  /** Public posts of respondents carry no session and so no CSRF token. (JSON posts of staff: `_csrf` in the JSON or header X-CSRF-Token.) */
  readonly respondent?: boolean
  /** Asked by machines over and over: no session, no line in the log. */
  readonly probe?: boolean
  /** Another page of this site may show it inside itself. */
  readonly framed?: boolean
  /** Read by programs: a token is the only way in, and answers are JSON. `scope` is what the token must allow. */
  readonly program?: { readonly scope: Scope | null }
  /** May be used by a person who has yet to change an issued password. */
  readonly beforeNewPassword?: boolean
}

/** A page of a template in views/, with its typed context. */
export function view<Context extends object>(
  name: string,
  context: Context,
  more: {
    readonly status?: number
    readonly headers?: Headers
    readonly cookies?: readonly SetCookie[]
  } = {},
): Reply {
  return { kind: 'view', view: name, context, ...more }
}

/** See-other to a path of this site. `notice` is shown once on the next page. */
export function redirect(to: string, notice?: string): Reply {
  return notice === undefined ? { kind: 'redirect', to } : { kind: 'redirect', to, notice }
}
