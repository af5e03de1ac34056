/**
 * The worker of the field app: opens the app and the forms that were taken along without network, and sends in the
 * background. It never takes over a page that is open: a new build waits until all pages of the old one are closed, and
 * keeps the files that forms taken along with an older build still need.
 */

import { drain } from './field/sender.ts'
import { buildHeader, formCache, keptBuilds, scriptCache, shellCache } from './field/taken.ts'

/** What the server puts before this script. */
interface Kept {
  readonly build: string
  readonly files: readonly string[]
  readonly shells: readonly string[]
  readonly manifest: string
}

interface Waiting extends Event {
  readonly waitUntil: (work: Promise<unknown>) => void
}
interface Asked extends Waiting {
  readonly request: Request
  readonly respondWith: (response: Promise<Response>) => void
}

interface WorkerScope {
  readonly diaoyan: Kept
  readonly location: Location
  readonly navigator: Navigator
  readonly addEventListener: {
    (type: 'install' | 'activate' | 'sync', listen: (event: Waiting) => void): void
    (type: 'fetch', listen: (event: Asked) => void): void
  }
}

const scope = self as unknown as WorkerScope
const { build, files, shells, manifest } = scope.diaoyan
const listOf = `/field/build/${build}`

scope.addEventListener('install', (event) => event.waitUntil(install()))
scope.addEventListener('activate', (event) => event.waitUntil(tidy()))
scope.addEventListener('sync', (event) => event.waitUntil(send()))
scope.addEventListener('fetch', (event) => {
  const answer = answerTo(event.request)
  if (answer) event.respondWith(answer)
})

/** All or nothing: a build that is not here whole is not used. */
async function install(): Promise<void> {
  const scripts = await caches.open(scriptCache)
  for (const file of files) if (!(await scripts.match(file))) await take(scripts, file)
  await scripts.put(listOf, new Response(JSON.stringify(files)))
  const own = await caches.open(shellCache(build))
  for (const address of shells.concat(manifest)) await take(own, address)
}

async function take(cache: Cache, address: string): Promise<void> {
  const response = await fetch(address, { cache: 'reload', credentials: 'same-origin' })
  if (!response.ok) throw new Error(`worker: ${address} gives ${response.status}`)
  await cache.put(address, response)
}

/** Old shells go; scripts go when no build that a form was taken along with names them. */
async function tidy(): Promise<void> {
  for (const name of await caches.keys())
    if (name.indexOf(shellCache('')) === 0 && name !== shellCache(build)) await caches.delete(name)
  const scripts = await caches.open(scriptCache)
  const builds = await keptBuilds()
  const needed = new Set<string>([new URL(listOf, scope.location.href).href])
  for (const one of [build, ...builds]) {
    const list = await scripts.match(`/field/build/${one}`)
    // A build whose list is not here may need anything.
    if (!list) return
    needed.add(new URL(`/field/build/${one}`, scope.location.href).href)
    for (const file of (await list.json()) as string[]) needed.add(new URL(file, scope.location.href).href)
  }
  for (const { url } of await scripts.keys()) if (!needed.has(url)) await scripts.delete(url)
}

async function send(): Promise<void> {
  const drained = await drain({ force: true })
  // The browser comes again by itself while this fails.
  if (drained.kind === 'away' || (drained.kind === 'done' && drained.left > 0))
    throw new Error('worker: records are left')
}

function answerTo(request: Request): Promise<Response> | null {
  const { method, url, mode } = request
  const { origin, pathname, searchParams } = new URL(url)
  if (method !== 'GET' || origin !== scope.location.origin) return null
  if (pathname.indexOf('/static/') === 0) return kept(request, scriptCache)
  if (pathname === '/field') return mode === 'navigate' ? shell(searchParams.get('l')) : null
  if (pathname === manifest) return kept(request, shellCache(build))
  if (/^\/field\/fill\/[^/]+$/.test(pathname) && mode === 'navigate') return form(request, pathname)
  if (/^\/collections\/[^/]+\/fill\/media\//.test(pathname)) return kept(request, formCache)
  return null
}

async function kept(request: Request, name: string): Promise<Response> {
  const found = await (await caches.open(name)).match(request.url)
  return found ?? fetch(request)
}

/** The app in the language that was chosen last. */
async function shell(asked: string | null): Promise<Response> {
  const own = await caches.open(shellCache(build))
  const chosen = await (await caches.open(formCache)).match('/field/language')
  const language = asked ?? (await chosen?.text()) ?? (/^zh/i.test(scope.navigator.language) ? 'zh-CN' : 'en')
  const found = (await own.match(`/field?l=${language}`)) ?? (await own.match(shells[0] ?? ''))
  return found ?? fetch('/field')
}

/** A form that was taken along, in the language asked for or in the one that is here; else from the server. */
async function form(request: Request, pathname: string): Promise<Response> {
  const taken = await caches.open(formCache)
  const found = (await taken.match(request.url)) ?? (await taken.match(pathname, { ignoreSearch: true }))
  if (found?.headers.get(buildHeader)) return found
  try {
    return await fetch(request)
  } catch {
    return Response.redirect('/field?missing=1', 303)
  }
}
