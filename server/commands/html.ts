/** Reads pages of this product as a tree: enough for commands and tests that use the site as a person does. */

export interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (Element | string)[]
}

type Open = { tag: string; attributes: Record<string, string>; children: (Element | string)[] }

const empty = new Set(
  'area base br col embed hr img input link meta source track wbr path rect circle line use'.split(' '),
)
const rawText = new Set(['script', 'style', 'textarea', 'title'])
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

/** The page as one root element; unclosed elements end with their parent. */
export function parseHtml(html: string): Element {
  const root: Open = { tag: '#page', attributes: {}, children: [] }
  const open: Open[] = [root]
  const token =
    /<!--[\s\S]*?-->|<!doctype[^>]*>|<\/([a-z][\w-]*)\s*>|<([a-z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>|[^<]+|</gi
  for (let match = token.exec(html); match; match = token.exec(html)) {
    const top = open.at(-1) ?? root
    const [text, closing, opening, rest = ''] = match
    if (closing) close(open, closing.toLowerCase())
    else if (opening) {
      const element: Open = { tag: opening.toLowerCase(), attributes: attributesOf(rest), children: [] }
      top.children.push(element)
      if (rawText.has(element.tag)) token.lastIndex = takeRaw(html, token.lastIndex, element)
      else if (!empty.has(element.tag) && !rest.endsWith('/')) open.push(element)
    } else if (!text.startsWith('<!')) top.children.push(decoded(text))
  }
  return root
}

/** All elements below, in the order of the page. */
export function elements(node: Element, tag?: string): readonly Element[] {
  const found: Element[] = []
  for (const child of node.children) {
    if (typeof child === 'string') continue
    if (tag === undefined || child.tag === tag) found.push(child)
    found.push(...elements(child, tag))
  }
  return found
}

/** What a person reads of it, with runs of white space as one blank. */
export function textOf(node: Element): string {
  const words = (part: Element | string): string =>
    typeof part === 'string' ? part : part.tag === 'script' ? '' : part.children.map(words).join(' ')
  return words(node).replace(/\s+/g, ' ').trim()
}

/** The JSON data island with this id, or null. */
export function island(page: Element, id: string): unknown {
  const script = elements(page, 'script').find((element) => element.attributes['id'] === id)
  return script ? JSON.parse(ownText(script)) : null
}

/** The fields that a browser would send with a form as it stands. */
export function fieldsOf(form: Element): Record<string, string[]> {
  const fields: Record<string, string[]> = {}
  const add = (name: string, value: string) => (fields[name] ??= []).push(value)
  for (const element of elements(form)) {
    const { name, value, type, ...flags } = element.attributes
    if (name === undefined || 'disabled' in flags) continue
    if (element.tag === 'textarea') add(name, ownText(element).replace(/^\n/, ''))
    if (element.tag === 'select') add(name, chosenOption(element))
    if (element.tag !== 'input' || type === 'submit' || type === 'file' || type === 'button') continue
    if ((type === 'checkbox' || type === 'radio') && !('checked' in flags)) continue
    add(name, value ?? (type === 'checkbox' ? 'on' : ''))
  }
  return fields
}

/** The text inside an element that has no elements in it. */
function ownText(element: Element): string {
  return element.children.filter((child) => typeof child === 'string').join('')
}

function chosenOption(select: Element): string {
  const options = elements(select, 'option')
  const option = options.find(({ attributes }) => 'selected' in attributes) ?? options[0]
  return option ? (option.attributes['value'] ?? textOf(option)) : ''
}

function close(open: Open[], tag: string): void {
  const index = open.findLastIndex((element) => element.tag === tag)
  if (index > 0) open.length = index
}

function takeRaw(html: string, from: number, element: Open): number {
  const end = html.toLowerCase().indexOf(`</${element.tag}`, from)
  const stop = end < 0 ? html.length : end
  const text = html.slice(from, stop)
  element.children.push(element.tag === 'script' || element.tag === 'style' ? text : decoded(text))
  const after = html.indexOf('>', stop)
  return after < 0 ? html.length : after + 1
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [, name = '', double, single, bare] of text.matchAll(
    /([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g,
  )) {
    attributes[name.toLowerCase()] = decoded(double ?? single ?? bare ?? '')
  }
  return attributes
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal))
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
    return entities[name] ?? whole
  })
}
