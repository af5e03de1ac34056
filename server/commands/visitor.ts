/** A browser without a window: keeps cookies, follows redirects, fills the forms that a page shows. */

import { elements, fieldsOf, parseHtml, type Element } from './html.ts'

export interface Answered {
  readonly status: number
  readonly url: string
  readonly headers: Headers
  readonly text: string
  readonly page: Element
}

/** A field's new value; a list for a name that is sent several times, a Blob for a file. */
export type FieldValue = string | readonly string[] | { readonly file: Blob; readonly name: string }

export interface Visitor {
  get(path: string): Promise<Answered>
  /** Sends a body as it is; no cookie rules or forms are involved. */
  postJson(path: string, value: unknown): Promise<Answered>
  /** Finds the first form of the page that has all the fields to be filled, fills them and sends it. */
  submit(from: Answered, values: Readonly<Record<string, FieldValue>>, button?: string): Promise<Answered>
  /** Sends a form that has this action (a path or its end), however few fields it has. */
  press(from: Answered, action: string, values?: Readonly<Record<string, FieldValue>>): Promise<Answered>
  cookie(name: string): string | undefined
  /** The Cookie header of the next request. */
  cookies(): string
}

const maximalRedirects = 5

/** A new visitor of the server at `origin`, without cookies; `headers` go with every request. */
export function visitor(origin: string, headers: Readonly<Record<string, string>> = {}): Visitor {
  const cookies = new Map<string, string>()

  async function send(path: string, init: RequestInit = {}, redirects = 0): Promise<Answered> {
    const url = new URL(path, origin)
    const cookie = header()
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...headers, ...(cookie ? { cookie } : {}), ...(init.headers as Record<string, string>) },
    })
    keep(response.headers.getSetCookie())
    const to = response.headers.get('location')
    if (to && response.status >= 300 && response.status < 400 && redirects < maximalRedirects) {
      await response.arrayBuffer()
      return send(new URL(to, url).href, {}, redirects + 1)
    }
    const text = await response.text()
    const html = response.headers.get('content-type')?.includes('html') ?? false
    const page = parseHtml(html ? text : '')
    return { status: response.status, url: url.href, headers: response.headers, text, page }
  }

  function header(): string {
    return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  function keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';')
      const at = pair.indexOf('=')
      const gone = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute))
      if (gone) cookies.delete(pair.slice(0, at).trim())
      else cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim())
    }
  }

  async function sendForm(
    from: Answered,
    form: Element,
    values: Readonly<Record<string, FieldValue>>,
    button?: string,
  ): Promise<Answered> {
    const action = new URL(form.attributes['action'] ?? '', from.url)
    const fields: Record<string, FieldValue> = { ...fieldsOf(form), ...values }
    if (button !== undefined) fields[button] = buttonValue(form, button)
    if ((form.attributes['method'] ?? 'get').toLowerCase() !== 'post') {
      action.search = new URLSearchParams(pairs(fields)).toString()
      return send(action.href)
    }
    const body = form.attributes['enctype']?.startsWith('multipart')
      ? multipart(fields)
      : new URLSearchParams(pairs(fields))
    return send(action.href, { method: 'POST', body })
  }

  return {
    get: (path) => send(path),
    postJson: (path, value) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof value === 'string' ? value : JSON.stringify(value),
      }),
    submit(from, values, button) {
      const names = Object.keys(values)
      const form = elements(from.page, 'form').find((candidate) => {
        const there = new Set(elements(candidate).map(({ attributes }) => attributes['name']))
        return names.every((name) => there.has(name)) && (button === undefined || there.has(button))
      })
      if (!form) throw new Error(`${from.url} (${from.status}) has no form with ${names.join(', ')}`)
      return sendForm(from, form, values, button)
    },
    press(from, action, values = {}) {
      const form = elements(from.page, 'form').find((candidate) =>
        new URL(candidate.attributes['action'] ?? '', from.url).pathname.endsWith(action),
      )
      if (!form) throw new Error(`${from.url} (${from.status}) has no form for ${action}`)
      return sendForm(from, form, values)
    },
    cookie: (name) => cookies.get(name),
    cookies: header,
  }
}

function buttonValue(form: Element, name: string): string {
  const button = elements(form).find(({ tag, attributes }) => tag === 'button' && attributes['name'] === name)
  return button?.attributes['value'] ?? ''
}

function pairs(fields: Readonly<Record<string, FieldValue>>): [string, string][] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (typeof value === 'string') return [[name, value] as [string, string]]
    if ('file' in value) return []
    return value.map((one) => [name, one] as [string, string])
  })
}

function multipart(fields: Readonly<Record<string, FieldValue>>): FormData {
  const form = new FormData()
  for (const [name, value] of pairs(fields)) form.append(name, value)
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'object' && 'file' in value) form.append(name, value.file, value.name)
  }
  return form
}
