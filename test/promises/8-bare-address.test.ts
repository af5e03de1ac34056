/** Promise 8: everything comes from this server, and plain http on a bare address is enough. */

import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { elements, type Element } from '../../server/commands/html.ts'
import { visitor, type Answered, type Visitor } from '../../server/commands/visitor.ts'
import { fieldwork, staff, type Fieldwork } from '../support/fieldwork.ts'
import { plainForm } from './form.ts'

const loads: Readonly<Record<string, readonly string[]>> = {
  script: ['src'],
  link: ['href'],
  img: ['src', 'srcset'],
  source: ['src', 'srcset'],
  video: ['src', 'poster'],
  audio: ['src'],
  iframe: ['src'],
  object: ['data'],
  embed: ['src'],
  form: ['action'],
  use: ['href', 'xlink:href'],
  input: ['src', 'formaction'],
  button: ['formaction'],
  base: ['href'],
}

describe('Every page that links lead to', () => {
  let field: Fieldwork
  const seen = new Map<string, Answered>()

  beforeAll(async () => {
    field = await fieldwork({ source: plainForm })
    for (let i = 0; i < 12; i++)
      await field.send({ sex: i % 2 ? 'f' : 'm', satisfied: '3', age: `${30 + i}` })
    await walk(visitor(field.server.origin), [
      '/',
      '/sign-in',
      `/f/${field.slug}`,
      `/f/${field.slug}/form`,
      '/withdraw',
    ])
    for (const role of staff) await walk(await field.signIn(role), ['/'])
  })
  afterAll(() => field.end())

  /** Follows links of this site as that person; ids of one kind are followed once. */
  async function walk(person: Visitor, starts: readonly string[]): Promise<void> {
    const waiting = [...starts]
    const visited = new Set<string>()
    while (waiting.length > 0 && visited.size < 80) {
      const path = waiting.shift() ?? '/'
      if (visited.has(path) || /sign-out|\/live$/.test(path)) continue
      visited.add(path)
      const answered = await person.get(path)
      if (!seen.has(path) || answered.status === 200) seen.set(path, answered)
      for (const link of elements(answered.page, 'a')) {
        const url = new URL(link.attributes['href'] ?? '', answered.url)
        if (url.origin === field.server.origin && !url.search) waiting.push(url.pathname)
      }
    }
  }

  const pages = () => [...seen].filter(([, { page }]) => elements(page, 'html').length > 0)

  it('is one of a believable number', () => {
    expect(pages().length).toBeGreaterThan(15)
  })

  it('loads nothing from another place', () => {
    const outside = pages().flatMap(([path, { page }]) =>
      elements(page).flatMap((element) =>
        (loads[element.tag] ?? [])
          .map((name) => element.attributes[name] ?? '')
          .filter(
            (address) =>
              /^(?:[a-z][a-z+.-]*:)?\/\//i.test(address) && !address.startsWith(field.server.origin),
          )
          .map((address) => `${path}: <${element.tag}> ${address}`),
      ),
    )
    expect(outside).toEqual([])
  })

  it('has no script or style inside it that the strict policy would block', () => {
    const inline = pages().flatMap(([path, { page }]) =>
      elements(page)
        .filter(blocked)
        .map((element) => `${path}: <${element.tag}>`),
    )
    expect(inline).toEqual([])
  })

  it('comes without headers that break plain http, and with a strict policy', () => {
    for (const [path, { headers }] of pages()) {
      expect(headers.get('strict-transport-security'), path).toBeNull()
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy, path).toContain("default-src 'self'")
      expect(policy, path).not.toContain('upgrade-insecure-requests')
      expect(policy, path).not.toContain('unsafe')
    }
  })

  it('sets cookies that a browser sends back over plain http, and no script can read the session', async () => {
    const signIn = await fetch(`${field.server.origin}/sign-in`)
    for (const cookie of signIn.headers.getSetCookie()) {
      expect(cookie).not.toMatch(/;\s*secure/i)
      expect(cookie).toMatch(/;\s*httponly/i)
      expect(cookie).toMatch(/;\s*samesite=(lax|strict)/i)
    }
  })

  it('never shows NaN, undefined or [object Object]', () => {
    for (const [path, { text }] of pages()) expect(text, path).not.toMatch(/\bNaN\b|\bundefined\b|\[object /)
  })
})

/** What the content security policy refuses to run or apply. */
function blocked({ tag, attributes }: Element): boolean {
  if (tag === 'style' || 'style' in attributes) return true
  if (Object.keys(attributes).some((name) => name.startsWith('on'))) return true
  return tag === 'script' && !attributes['src'] && !(attributes['type'] ?? '').includes('json')
}

describe('The built scripts and styles', () => {
  const folder = resolve('build/static')
  const files = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name))
  const textOf = (name: string) => readFileSync(join(folder, name), 'utf8')

  it('name no other place to load from', () => {
    for (const name of files) {
      const text = textOf(name)
      expect(text, name).not.toMatch(/@import\s+(?:url\()?["']?(?:https?:)?\/\//)
      expect(text, name).not.toMatch(/url\(\s*["']?(?:https?:)?\/\//)
      expect(text, name).not.toMatch(/(?:fetch|import|importScripts)\(\s*["'`](?:https?:)?\/\//)
      expect(text, name).not.toMatch(/cdn\.|unpkg\.com|jsdelivr|googleapis/)
    }
  })

  it('answer a form without what browsers keep for https', () => {
    const form = files.filter((name) => /^(form-|chunk-).*\.js$/.test(name))
    expect(form.length).toBeGreaterThan(0)
    for (const name of form) {
      expect(textOf(name), name).not.toMatch(/crypto\.subtle/)
      expect(textOf(name), name).not.toMatch(/crypto\.randomUUID/)
    }
  })
})
