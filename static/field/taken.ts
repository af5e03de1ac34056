/** Forms with their pictures that were taken along, and the scripts that they need, in the browser's caches. */

import type { CollectionWork } from './base.ts'

export const scriptCache = 'diaoyan-field-scripts'
export const formCache = 'diaoyan-field-forms'
/** The app's own page, by build. */
export const shellCache = (build: string) => `diaoyan-field-shell ${build}`
/** Which build a form was made by. */
export const buildHeader = 'X-Diaoyan-Build'
const versionHeader = 'X-Diaoyan-Version'

export function formAddress(collection: string, language: string): string {
  return `/field/fill/${collection}?l=${encodeURIComponent(language)}`
}

/** `old`: another version of the form, or another build, than the server has now. */
export type Taken = 'taken' | 'old' | 'none'

export async function takenState(work: CollectionWork, build: string): Promise<Taken> {
  const cache = await caches.open(formCache)
  for (const { key } of work.languages) {
    const found = await cache.match(formAddress(work.id, key))
    if (!found) return 'none'
    const { headers } = found
    if (headers.get(versionHeader) !== work.version || headers.get(buildHeader) !== build) return 'old'
  }
  return work.languages.length > 0 ? 'taken' : 'none'
}

/** Takes a form along in all its languages, with its pictures first; rejects where something did not come. */
export async function takeAlong(work: CollectionWork): Promise<void> {
  const cache = await caches.open(formCache)
  for (const name of work.media) {
    const address = `/collections/${work.id}/fill/media/${work.version}/${encodeURIComponent(name)}`
    if (await cache.match(address)) continue
    const response = await fetch(address, { credentials: 'same-origin' })
    // A list that the form reads is no picture: it is in the form already.
    if (response.status === 404) continue
    if (!response.ok) throw new Error(`takeAlong: ${response.status}`)
    await cache.put(address, response)
  }
  for (const { key } of work.languages) {
    const address = formAddress(work.id, key)
    const response = await fetch(address, { credentials: 'same-origin', cache: 'no-store' })
    if (!response.ok || response.redirected || !response.headers.get(buildHeader))
      throw new Error(`takeAlong: ${response.status}`)
    await keepScripts(response.headers.get(buildHeader) ?? '')
    const headers = new Headers(response.headers)
    headers.set(versionHeader, work.version)
    await cache.put(address, new Response(await response.blob(), { headers }))
  }
}

/** The scripts of the build that made a form, should the worker be of another. */
async function keepScripts(build: string): Promise<void> {
  const scripts = await caches.open(scriptCache)
  const list = `/field/build/${build}`
  if (await scripts.match(list)) return
  const response = await fetch('/field/files', { cache: 'no-store' })
  const { build: now, files } = (await response.json()) as { build: string; files: string[] }
  if (now !== build) throw new Error('takeAlong: the server changed in between')
  for (const file of files) {
    if (await scripts.match(file)) continue
    const found = await fetch(file)
    if (!found.ok) throw new Error(`takeAlong: ${file} gives ${found.status}`)
    await scripts.put(file, found)
  }
  await scripts.put(list, new Response(JSON.stringify(files)))
}

/** Forgets forms of collections that are no longer there; pictures of a form go with it. */
export async function forgetOthers(work: readonly CollectionWork[]): Promise<void> {
  const cache = await caches.open(formCache)
  const known = new Set(work.map(({ id }) => id))
  for (const { url } of await cache.keys()) {
    const [, id] = /\/(?:field\/fill|collections)\/([^/?]+)/.exec(new URL(url).pathname) ?? []
    if (id !== undefined && !known.has(id)) await cache.delete(url)
  }
}

/** The builds that forms here were made by. */
export async function keptBuilds(): Promise<readonly string[]> {
  const cache = await caches.open(formCache)
  const builds = new Set<string>()
  for (const { url } of await cache.keys()) {
    const found = await cache.match(url)
    const build = found?.headers.get(buildHeader)
    if (build) builds.add(build)
  }
  return [...builds]
}

/** The worker opens the app in this language. */
export async function chooseLanguage(locale: string): Promise<void> {
  await (await caches.open(formCache)).put('/field/language', new Response(locale))
}
