/** The web server as a function of what it serves: every page of the site map behind the right it names. */

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import express, { type Express, type Request, type Response, type NextFunction } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import type { Config } from './config.ts'
import { readBearer, tokenAllows } from './access/tokens.ts'
import { attemptsIn } from './access/attempts.ts'
import { admit, leadsToTopic } from './access/topic.ts'
import { readSession, sameSecret, sessionCookie, visitorCookie } from './access/session.ts'
import { bodyReader, noBody, type Body } from './body.ts'
import type { Intake } from './intake/intake.ts'
import { newSecret } from './ids.ts'
import { failureOf } from './failure.ts'
import { catalogues, say } from './locale/index.ts'
import { pages } from './pages/index.ts'
import type { Page, Reply, Visit } from './pages/page.ts'
import { StillWorking, waitingReply } from './pages/summarising/waiting.ts'
import { Problem, type ProblemCode } from './problem.ts'
import { staticDir, type PageFrame } from './render.ts'
import { send, setCookie } from './reply.ts'
import type { Store } from './store/store.ts'
import { submitLane } from './submit-lane.ts'
import { createWatching, type Watching } from './watching/watching.ts'
import { headersOf, localeCookie, localeOf, noticeCookie, originOf, queryOf, readCookies } from './visit.ts'

export interface Services {
  readonly store: Store
  readonly intake: Intake
  readonly config: Config
  readonly now: () => Date
  /** Where our own mistakes are written; stderr unless told otherwise. */
  readonly log?: (line: string) => void
  /** What the process notices of itself; its own, with no log, unless given. */
  readonly watching?: Watching
  /** The port of https of this server itself, once it has one. */
  readonly securePort?: () => number | null
}

type Serving = Services & Required<Pick<Services, 'watching' | 'securePort'>>

/** Answers every request of the site; respondents' posts go ahead of Express. */
export function createApp(given: Services): RequestListener {
  const { watching = createWatching({ now: given.now }), securePort = () => null } = given
  const services: Serving = { ...given, watching, securePort }
  const lane = submitLane(pages, services)
  const app = createSite(services)
  return (req: IncomingMessage, res: ServerResponse) => {
    services.watching.observe(req, res)
    if (!lane(req, res)) void app(req, res)
  }
}

function createSite(services: Serving): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('trust proxy', services.config.trustProxy)
  app.set('query parser', 'simple')

  app.use(
    '/static',
    express.static(staticDir, { immutable: true, maxAge: '365d', index: false, redirect: false }),
  )
  app.use(protectiveHeaders(services))
  app.post(['/sign-in', '/setup'], attemptsPerAddress(services))
  for (const page of pages) mount(app, page, services)
  app.use((_req, _res, next) => next(new Problem('notFound')))
  app.use((error: unknown, req: Request, res: Response, next: NextFunction) => {
    void showFailure(error, { req, res, next, services })
  })
  return app
}

/** One page: who, which topic, may they, what do they send, is it really they, then the page's own handler. */
function mount(app: Express, page: Page, services: Serving): void {
  const { right, path } = page
  if (right.startsWith('topic.') && !leadsToTopic(path)) throw new Error(`app: ${path} leads to no topic`)
  const read = bodyReader(page, services.config)
  const serve = (handler: (visit: Visit) => Promise<Reply>, method: 'GET' | 'POST') => {
    const needed = method === 'POST' ? (page.postRight ?? right) : right
    return async (req: Request, res: Response) => {
      const who = await arrive(req, res, page, services)
      const params = req.params as Readonly<Record<string, string>>
      const admission = await admit(services.store, { right: needed, path, viewer: who.viewer, params })
      if (who.token && !tokenAllows(who.token, { scope: page.program?.scope ?? null, ...admission }))
        throw new Problem('forbidden')
      if (who.viewer?.mustChangePassword && page.program) throw new Problem('forbidden')
      if (who.viewer?.mustChangePassword && !page.beforeNewPassword) {
        res.redirect(303, '/account')
        return
      }
      const body = method === 'POST' ? await read(req, res) : noBody
      if (method === 'POST' && !page.respondent) checkToken(req, who, body)
      const visit = visitOf(req, { who, services, method, ...admission, ...body })
      const reply = await handler(visit).catch((error: unknown) => {
        if (error instanceof StillWorking) return waitingReply(error, visit.url, visit.t)
        throw error
      })
      if (reply.kind === 'view' && who.freshToken) {
        setCookie(res, { name: visitorCookie, value: who.csrf, maxAgeSeconds: null })
      }
      if (page.framed) allowFraming(res)
      await send(res, reply, frameOf(req, who, services))
    }
  }
  if (page.get) app.get(path, serve(page.get, 'GET'))
  if (page.post) app.post(path, serve(page.post, 'POST'))
}

/** What is known of a request before its page is asked. */
interface Arrival extends Pick<Visit, 'viewer' | 'csrf' | 'locale' | 'cookies' | 'token'> {
  /** The token is new: the browser has yet to be given its cookie. */
  readonly freshToken: boolean
}

const arrivals = new WeakMap<Request, Arrival>()

async function arrive(req: Request, res: Response, page: Page, services: Serving): Promise<Arrival> {
  const cookies = readCookies(req.headers.cookie, req.secure)
  const locale = localeOf(cookies[localeCookie], req.headers['accept-language'])
  const common = { locale, cookies }
  // Kept for the error page, should anything below fail.
  arrivals.set(req, { ...common, viewer: null, csrf: '', freshToken: false })
  res.locals['page'] = page
  const route = page.probe ? null : page.path
  if (page.respondent) services.watching.attribute(req, { route, kind: 'respondent' })
  if (page.respondent || page.probe) return { ...common, viewer: null, csrf: '', freshToken: false }
  if (page.program) {
    // A cookie is no way in here: what a browser sends by itself must not do what a program does.
    const bearer = await readBearer(services.store, req.headers.authorization, services.now())
    const arrival = { ...common, viewer: null, csrf: '', freshToken: false, ...bearer }
    if (!bearer) res.set('WWW-Authenticate', 'Bearer realm="diaoyan"')
    arrivals.set(req, arrival)
    services.watching.attribute(req, { route, kind: 'staff', person: bearer?.viewer.id ?? null })
    return arrival
  }
  const clock = { now: services.now(), hours: services.config.sessionHours }
  const signedIn = await readSession(services.store, cookies[sessionCookie], clock)
  const token = cookies[visitorCookie]
  const arrival = signedIn
    ? { ...common, ...signedIn, freshToken: false }
    : { ...common, viewer: null, csrf: token ?? newSecret(), freshToken: token === undefined }
  arrivals.set(req, arrival)
  services.watching.attribute(req, { route, kind: 'staff', person: arrival.viewer?.id ?? null })
  return arrival
}

/** Signed-in posts carry the session's token; before sign-in the token must equal the visitor's cookie. */
function checkToken(req: Request, who: Arrival, { body, json }: Body): void {
  const field =
    body['_csrf'] ??
    (json as Readonly<Record<string, unknown>> | undefined)?.['_csrf'] ??
    req.headers['x-csrf-token']
  if (typeof field !== 'string' || who.freshToken || !sameSecret(field, who.csrf))
    throw new Problem('badCsrf')
}

interface VisitParts extends Body, Pick<Visit, 'topicId' | 'topicRoles' | 'method'> {
  readonly who: Arrival
  readonly services: Serving
}

function visitOf(req: Request, { who, services, ...rest }: VisitParts): Visit {
  const { store, intake, config, now, watching, securePort } = services
  return {
    store,
    intake,
    config,
    now,
    watching,
    securePort,
    viewer: who.viewer,
    token: who.token ?? null,
    csrf: who.csrf,
    locale: who.locale,
    cookies: who.cookies,
    t: catalogues[who.locale],
    url: req.originalUrl,
    origin: originOf(req),
    secure: req.secure,
    params: req.params as Readonly<Record<string, string>>,
    query: queryOf(req),
    headers: headersOf(req),
    address: req.ip ?? '',
    ...rest,
  }
}

function frameOf(req: Request, who: Arrival, { config, securePort }: Serving): PageFrame {
  return {
    t: catalogues[who.locale],
    locale: who.locale,
    csrf: who.csrf,
    viewer: who.viewer,
    url: req.originalUrl,
    notice: who.cookies[noticeCookie] || null,
    demo: config.demo,
    secure: req.secure,
    trustLink: !req.secure && securePort() !== null,
    timeZone: config.timeZone,
  }
}

interface Failing {
  readonly req: Request
  readonly res: Response
  readonly next: NextFunction
  readonly services: Serving
}

/** A Problem becomes its page; anything else is our own mistake: a 500 with a number that the log has too. */
async function showFailure(error: unknown, { req, res, next, services }: Failing): Promise<void> {
  const { problem, reference } = failureOf(error, `${req.method} ${req.path}`, services.log)
  // The rest of a refused body is let run off, or the client would see a broken connection instead of the reason.
  req.resume()
  if (res.headersSent) {
    next(error)
    return
  }
  const cookies = readCookies(req.headers.cookie, req.secure)
  const locale = localeOf(cookies[localeCookie], req.headers['accept-language'])
  const who = arrivals.get(req) ?? { viewer: null, csrf: '', locale, cookies, freshToken: false }
  const page = res.locals['page'] as Page | undefined
  const t = catalogues[who.locale]
  const words = say(t.problem, problem.code, problem.params)
  if (wantsJson(req, page)) {
    res
      .status(problem.status)
      .json({ error: problem.code, message: words, ...(reference ? { reference } : {}) })
    return
  }
  if (problem.code === 'signInNeeded' && req.method === 'GET') {
    const next = req.originalUrl === '/' ? '' : `?next=${encodeURIComponent(req.originalUrl)}`
    res.redirect(303, `/sign-in${next}`)
    return
  }
  // A problem without a title does not compile.
  const titles: Readonly<Record<ProblemCode, string>> = t.common.problemTitle
  const context = { title: titles[problem.code], words, code: problem.code, reference }
  const frame = { ...frameOf(req, who, services), notice: null }
  try {
    await send(res, { kind: 'view', view: 'problem', context, status: problem.status }, frame)
  } catch (second) {
    next(second)
  }
}

function wantsJson(req: Request, page: Page | undefined): boolean {
  if (page?.program || req.path.startsWith('/api/')) return true
  if (req.method === 'POST' && (page?.accepts === 'json' || page?.accepts === 'bytes')) return true
  const accept = req.headers.accept ?? ''
  return /application\/json|text\/event-stream/.test(accept) && !accept.includes('text/html')
}

/** Strict headers; those that break plain http on a bare address only go out over https. */
function protectiveHeaders(services: Serving) {
  const mayInsist = insistence(services)
  const directives = {
    'default-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    // A recording that has just been made can be listened to.
    'media-src': ["'self'", 'blob:'],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  }
  const referrerPolicy = { policy: 'same-origin' as const }
  const contentSecurityPolicy = { useDefaults: false, directives }
  const upgrading = { useDefaults: false, directives: { ...directives, 'upgrade-insecure-requests': [] } }
  const insisting = helmet({ contentSecurityPolicy: upgrading, referrerPolicy })
  const secure = helmet({ contentSecurityPolicy: upgrading, referrerPolicy, strictTransportSecurity: false })
  const plain = helmet({
    contentSecurityPolicy,
    referrerPolicy,
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  })
  return (req: Request, res: Response, next: NextFunction) => {
    res.set('Cache-Control', 'private, no-store')
    const headers = !req.secure ? plain : mayInsist(req) ? insisting : secure
    headers(req, res, next)
  }
}

/** A page that another page of this site shows inside itself. */
function allowFraming(res: Response): void {
  const policy = res.get('Content-Security-Policy') ?? ''
  res.set('Content-Security-Policy', policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"))
  res.set('X-Frame-Options', 'SAMEORIGIN')
}

/**
 * Browsers remember "https only" for a host name with all its ports, and would turn plain http on the next port into
 * https that is not there. Addresses are never remembered so; a proxy in front has the usual ports.
 */
function insistence({ config, securePort }: Serving) {
  return (req: Request): boolean => {
    const own = 'encrypted' in req.socket && req.socket.encrypted === true
    if (!own || isIP(req.hostname.replace(/^\[|\]$/g, '')) !== 0) return true
    return config.port === 80 && securePort() === 443
  }
}

/** Sign-in and set-up take a moment of argon2 each, so one address gets few a minute. */
function attemptsPerAddress({ store, now }: Services) {
  return rateLimit({
    windowMs: 60_000,
    limit: 20,
    store: attemptsIn(store, now),
    standardHeaders: false,
    legacyHeaders: false,
    handler: (_req, _res, next) => next(new Problem('tooMany')),
  })
}
