/** Turns a view and its typed context into HTML: each template is given one variable, `page`. */

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
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

/** A part of a page by itself, from plain values: what stands on a page many times is made once. */
export function fragment(view: string, values: object): string {
  return template(view)(values)
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

type Template = (locals: object) => string

const templates = new Map<string, Template>()

/** Compiled when it is first used. */
function template(view: string): Template {
  return templateAt(join(views, `${view}.ejs`))
}

/** A page includes hundreds of parts: each is looked for once, where EJS would ask the disk every time. */
function templateAt(file: string): Template {
  const known = templates.get(file)
  if (known) return known
  const compiled = ejs.compile(readFileSync(file, 'utf8'), { filename: file })
  const parts = new Map<string, Template>()
  const part = (path: string): Template => {
    const held = parts.get(path)
    if (held) return held
    const beside = join(dirname(file), `${path}.ejs`)
    const found = templateAt(existsSync(beside) ? beside : join(views, `${path}.ejs`))
    parts.set(path, found)
    return found
  }
  // A local of this name goes before EJS's own.
  const made: Template = (locals) =>
    compiled({
      ...locals,
      include: (path: string, more?: object) => part(path)(more ? { ...locals, ...more } : locals),
    })
  templates.set(file, made)
  return made
}

let manifest: Readonly<Record<string, string>> | null = null

/** The hashed address of a built script or style. */
export function assetUrl(name: string): string {
  manifest ??= readManifest()
  return `/static/${manifest[name] ?? name}`
}

interface Build {
  /** Another one with whatever changes a page: code, words or templates. */
  readonly build: string
  /** Paths of the scripts that the field app may need. */
  readonly files: readonly string[]
}

let built: Build | null = null

/** What the build says of itself. */
export function buildOf(): Build {
  const file = join(staticDir, 'field.json')
  built ??= existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Build)
    : { build: 'unbuilt', files: [] }
  return built
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
