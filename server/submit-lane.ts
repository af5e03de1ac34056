/**
 * The way of respondents' JSON posts, ahead of Express: a hall that answers at once sends hundreds a second, and
 * Express is several times dearer than what such a post needs. What this lane does not know, Express serves.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { checkJson } from './body.ts'
import { failureOf } from './failure.ts'
import { catalogues, say, type Locale } from './locale/index.ts'
import type { Page, Reply, Visit } from './pages/page.ts'
import { Problem } from './problem.ts'
import type { Services } from './app.ts'
import { callerOf, type Caller } from './forwarded.ts'
import { localeCookie, localeOf, originFrom, readCookies } from './visit.ts'

type Watched = Services & Required<Pick<Services, 'watching' | 'securePort'>>
type Handle = (req: IncomingMessage, res: ServerResponse) => boolean

/** Serves the request and returns true, if it is one for this lane. */
export function submitLane(pages: readonly Page[], services: Watched): Handle {
  const routes = pages
    .filter(({ respondent, accepts, post }) => respondent && accepts === 'json' && post)
    .map((page) => ({ page, names: namesIn(page.path), pattern: patternOf(page.path) }))
  return (req, res) => {
    // Packed bodies are Express's business.
    if (req.method !== 'POST') return false
    if (req.headers['content-encoding'] !== undefined) return false
    const url = req.url ?? '/'
    for (const { page, names, pattern } of routes) {
      const match = pattern.exec(url)
      if (!match) continue
      const params = Object.fromEntries(names.map((name, place) => [name, match[place + 1] ?? '']))
      services.watching.attribute(req, { route: page.path, kind: 'respondent' })
      void serve(req, res, { page, params, services })
      return true
    }
    return false
  }
}

function namesIn(path: string): readonly string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '')
}

/** Parameters of plain signs only; the rest, percent signs and queries among it, is left to Express. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '([\\w-]+)')}$`)
}

interface Serving {
  readonly page: Page
  readonly params: Readonly<Record<string, string>>
  readonly services: Watched
}

async function serve(
  req: IncomingMessage,
  res: ServerResponse,
  { page, params, services }: Serving,
): Promise<void> {
  const caller = callerOf(req, services.config.trustProxy)
  const cookies = readCookies(req.headers.cookie, caller.secure)
  const locale = localeOf(cookies[localeCookie], req.headers['accept-language'])
  try {
    const text = await bodyText(req, services.config.bodyLimitBytes)
    const json = parsed(text)
    const visit = visitOf(req, { params, services, caller, cookies, locale, json })
    const reply: Reply | undefined = await page.post?.(visit)
    if (reply?.kind !== 'json')
      throw new Error(`submitLane: ${page.path} replies with something else than JSON`)
    answer(res, reply.status ?? 200, reply.value)
  } catch (error) {
    if (req.destroyed && !req.complete) return
    const { problem, reference } = failureOf(error, `POST ${page.path}`, services.log)
    const message = say(catalogues[locale].problem, problem.code, problem.params)
    // The rest of a refused body is let run off, or the client would see a broken connection instead of the reason.
    req.resume()
    answer(res, problem.status, { error: problem.code, message, ...(reference ? { reference } : {}) })
  }
}

interface VisitParts extends Pick<Visit, 'params' | 'cookies' | 'json'> {
  readonly services: Watched
  readonly caller: Caller
  readonly locale: Locale
}

function visitOf(
  req: IncomingMessage,
  { services, caller, locale, params, cookies, json }: VisitParts,
): Visit {
  const { store, intake, config, now, watching, securePort } = services
  const { address, secure, host } = caller
  return {
    params,
    cookies,
    json,
    store,
    intake,
    config,
    now,
    watching,
    securePort,
    locale,
    t: catalogues[locale],
    viewer: null,
    topicRoles: [],
    topicId: null,
    csrf: '',
    method: 'POST',
    url: req.url ?? '/',
    origin: originFrom(secure ? 'https' : 'http', host),
    secure,
    address,
    query: {},
    body: {},
    files: {},
    stream: null,
    headers: req.headers as Readonly<Record<string, string | undefined>>,
  }
}

/** The whole body, as long as it is JSON and within the limit. */
function bodyText(req: IncomingMessage, limit: number): Promise<string> {
  const type = (req.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase()
  const tooLarge = () =>
    new Problem('tooLarge', { limit: `${Math.round((limit / 1024 / 1024) * 10) / 10} MB` })
  return new Promise((resolve, reject) => {
    if (type !== 'application/json') return reject(new Problem('unsupportedMedia'))
    if (Number(req.headers['content-length'] ?? 0) > limit) return reject(tooLarge())
    const chunks: Buffer[] = []
    let length = 0
    req.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= limit) chunks.push(chunk)
      else reject(tooLarge())
    })
    req.on('end', () => resolve(Buffer.concat(chunks, length).toString('utf8')))
    req.on('error', (cause) => reject(new Problem('badRequest', {}, { cause })))
  })
}

function parsed(text: string): unknown {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new Problem('badRequest', {}, { cause })
  }
  checkJson(json)
  return json
}

function answer(res: ServerResponse, status: number, value: unknown): void {
  if (res.destroyed || res.headersSent) return
  const text = JSON.stringify(value)
  res.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'private, no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
  })
  res.end(text)
}
