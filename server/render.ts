/** Turns a view and its typed context into HTML: each template is given one variable, `page`. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ejs from 'ejs'
import { navigationFor } from './navigation.ts'
import { root } from './root.ts'
import { say, type Catalogue, type Locale } from './locale/index.ts'
import type { Viewer } from './access/rights.ts'

const views = join(root, 'views')
/** Where the build puts scripts and styles with hashed names. */
export const staticDir = join(root, 'build', 'static')

/** What every template may use beside the context of its own page. */
export interface PageFrame {
  readonly t: Catalogue
  readonly locale: Locale
  readonly csrf: string
  readonly viewer: Viewer | null
  /** Path with query of this page. */
  readonly url: string
  /** Words shown once, left by the page before. */
  readonly notice: string | null
  readonly demo: boolean
  readonly secure: boolean
  /** There is https beside this plain http. */
  readonly trustLink: boolean
  readonly timeZone: string
}

/** Renders views/<view>.ejs. */
export function render(view: string, context: object, frame: PageFrame): string {
  return template(view)({ page: pageOf(context, frame) })
}

function pageOf(context: object, frame: PageFrame) {
  const { locale, timeZone, viewer, url, t } = frame
  const other: Locale = locale === 'zh-CN' ? 'en' : 'zh-CN'
  return {
    title: '',
    ...context,
    ...frame,
    navigation: navigationFor(viewer, url, t),
    /** This very page in the other language. */
    languageUrl: `/language?locale=${other}&next=${encodeURIComponent(url)}`,
    otherLocale: other,
    say,
    asset: assetUrl,
    json: jsonForHtml,
    /** A date as people write it: '2026-11-03' → 2026年11月3日; an instant gets its time of day with `withTime`. */
    dateText: (value: string | null, withTime = false) => dateText(value, locale, timeZone, withTime),
    numberText: (value: number) => new Intl.NumberFormat(locale).format(value),
  }
}

const templates = new Map<string, ejs.TemplateFunction>()

function template(view: string): ejs.TemplateFunction {
  const known = templates.get(view)
  if (known) return known
  const filename = join(views, `${view}.ejs`)
  const compiled = ejs.compile(readFileSync(filename, 'utf8'), { filename, views: [views], cache: true })
  templates.set(view, compiled)
  return compiled
}

let manifest: Readonly<Record<string, string>> | null = null

/** The hashed address of a built script or style. */
export function assetUrl(name: string): string {
  manifest ??= readManifest()
  return `/static/${manifest[name] ?? name}`
}

function readManifest(): Readonly<Record<string, string>> {
  const file = join(staticDir, 'manifest.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {}
}

/** JSON that may stand inside a script element: no `<` can end it, no line separator can break it. */
export function jsonForHtml(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** A day ('YYYY-MM-DD') or an instant (ISO 8601) in the words of the language; '' for null. */
export function dateText(value: string | null, locale: Locale, timeZone: string, withTime = false): string {
  if (!value) return ''
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value)
  const moment = new Date(day ? `${value}T00:00:00Z` : value)
  if (Number.isNaN(moment.getTime())) return value
  const zone = day ? 'UTC' : timeZone
  const key = `${locale} ${zone} ${withTime && !day}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      dateStyle: 'long',
      ...(withTime && !day ? { timeStyle: 'short' } : {}),
    })
    formats.set(key, format)
  }
  return format.format(moment)
}
