/** Makes of an Express request the Visit that a page's handlers are given. */

import type { Request } from 'express'
import { locales, type Locale } from './locale/index.ts'
import { Problem } from './problem.ts'

/** Cookies of the interface language and of words shown once. */
export const localeCookie = 'diaoyan_locale'
export const noticeCookie = 'diaoyan_notice'

/**
 * http and https of one host share its cookies, whatever their ports, and a Secure one cannot be set anew over http: so
 * over https every cookie has this before its name, which also keeps http from planting one.
 */
export const securePrefix = '__Host-'

/** The cookies of a request by name, those of its own scheme; a malformed one is left out. */
export function readCookies(header: string | undefined, secure: boolean): Readonly<Record<string, string>> {
  const cookies: Record<string, string> = {}
  for (const part of (header ?? '').split(';', 50)) {
    const at = part.indexOf('=')
    if (at < 1) continue
    try {
      const name = part.slice(0, at).trim()
      const value = decodeURIComponent(part.slice(at + 1).trim())
      if (!secure) cookies[name] = value
      else if (name.startsWith(securePrefix)) cookies[name.slice(securePrefix.length)] = value
    } catch {
      // Somebody else's cookie on this host; not ours to complain about.
    }
  }
  return cookies
}

/** The visitor's own choice, else what the browser asks for, else Chinese. */
export function localeOf(chosen: string | undefined, acceptLanguage: string | undefined): Locale {
  const own = locales.find((locale) => locale === chosen)
  if (own) return own
  const asked = (acceptLanguage ?? '')
    .split(',', 20)
    .map((entry) => {
      const [tag = '', ...rest] = entry.trim().toLowerCase().split(';')
      const weight = Number(rest.find((word) => word.trim().startsWith('q='))?.split('=')[1] ?? 1)
      return { tag, weight: Number.isFinite(weight) ? weight : 0 }
    })
    .filter(({ tag, weight }) => weight > 0 && /^(zh|en)\b/.test(tag))
  const best = asked.reduce<(typeof asked)[number] | null>(
    (first, next) => (first && first.weight >= next.weight ? first : next),
    null,
  )
  return best?.tag.startsWith('en') ? 'en' : 'zh-CN'
}

/** Scheme and host as the browser sees them. */
export function originOf(req: Request): string {
  return originFrom(req.protocol, req.host ?? '')
}

/** The same of its parts; a host that is none is refused. */
export function originFrom(scheme: string, host: string): string {
  if (host.length > 255 || !/^[\w.:[\]-]+$/.test(host)) throw new Problem('badRequest')
  return `${scheme}://${host}`
}

/** Query parameters; of one that stands twice, the first. */
export function queryOf(req: Request): Readonly<Record<string, string>> {
  const query: Record<string, string> = {}
  for (const [name, value] of Object.entries(req.query)) {
    const first = Array.isArray(value) ? value[0] : value
    if (typeof first === 'string') query[name] = first.replaceAll('\0', '')
  }
  return query
}

/** A path of this site, for going on after sign-in; anything else leads home. */
export function localPath(path: string | undefined): string {
  if (!path || !/^\/(?![/\\])/.test(path) || /[\\\p{Cc}]/u.test(path)) return '/'
  return path
}

/** One-line headers by name. */
export function headersOf(req: Request): Readonly<Record<string, string | undefined>> {
  return req.headers as Readonly<Record<string, string | undefined>>
}
