/**
 * The part of Markdown that XLSForm has in labels, hints and notes: bold, italics, headings, links, coloured spans and
 * line breaks, as HTML that may stand in a label. Everything else is text. A span's colour becomes one of a few
 * classes, because pages carry no inline styles and every colour must be readable.
 */

/** Puts in the HTML for `${name}`; what is inserted is never read as Markdown. */
export type Insert = (name: string) => string

const special = /[*_#[<\\$\n]/
/** How far an end is looked for, and how deep one thing may stand in another: labels are short. */
const farthest = 800
const deepest = 6
const letter = /[0-9A-Za-z]/

export function markdownHtml(text: string, insert: Insert = (name) => escaped(`\${${name}}`)): string {
  if (!special.test(text)) return escaped(text)
  return text
    .replace(/\r\n?/g, '\n')
    .trim()
    .split('\n')
    .map((line) => lineHtml(line, insert))
    .join('<br>')
}

/** The same words without any marks, for where only text may stand. */
export function withoutMarkdown(text: string): string {
  if (!special.test(text)) return text
  const html = markdownHtml(text, (name) => escaped(`\${${name}}`))
  return html
    .replaceAll('<br>', '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

/** Text as HTML. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function lineHtml(line: string, insert: Insert): string {
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line)
  if (!heading) return spans(line, insert, 0)
  return `<strong class="h${heading[1]?.length}">${spans(heading[2] ?? '', insert, 0)}</strong>`
}

function spans(text: string, insert: Insert, depth: number): string {
  let html = ''
  let plain = 0
  let at = 0
  while (at < text.length) {
    const found = depth < deepest && special.test(text[at] ?? '') ? markAt(text, at, insert, depth) : null
    if (!found) {
      at++
      continue
    }
    html += escaped(text.slice(plain, at)) + found.html
    at = found.end
    plain = at
  }
  return html + escaped(text.slice(plain))
}

interface Mark {
  readonly html: string
  readonly end: number
}

function markAt(text: string, at: number, insert: Insert, depth: number): Mark | null {
  switch (text[at]) {
    case '\\': {
      const next = text[at + 1] ?? ''
      return /[*_#[\]<\\$]/.test(next) ? { html: escaped(next), end: at + 2 } : null
    }
    case '$': {
      const [whole, name = ''] = /^\$\{([^{}]{1,200})\}/.exec(text.slice(at, at + 210)) ?? []
      return whole === undefined ? null : { html: insert(name.trim()), end: at + whole.length }
    }
    case '*':
    case '_':
      return emphasis(text, at, insert, depth)
    case '[':
      return link(text, at, insert, depth)
    case '<':
      return span(text, at, insert, depth)
    default:
      return null
  }
}

/**
 * `**bold**`, `__bold__`, `*italic*`, `_italic_`; not inside a word of Latin letters or a product such as 2*3*4, and
 * not where underscores are blanks to be filled in.
 */
function emphasis(text: string, at: number, insert: Insert, depth: number): Mark | null {
  const sign = text[at] ?? ''
  const run = sign === '_' ? (/^_+/.exec(text.slice(at, at + farthest))?.[0] ?? '') : ''
  const found = run.length > 2 ? null : emphasised(text, at, insert, depth)
  // Underscores that emphasise nothing stay together, as they were written.
  return found ?? (run.length > 1 ? { html: run, end: at + run.length } : null)
}

function emphasised(text: string, at: number, insert: Insert, depth: number): Mark | null {
  const sign = text[at] ?? ''
  const marks = text[at + 1] === sign ? sign + sign : sign
  const start = at + marks.length
  if (letter.test(text[at - 1] ?? '') || /^(\s|$)/.test(text.slice(start, start + 1))) return null
  for (let end = start + 1; end < Math.min(text.length, at + farthest); end++) {
    if (!text.startsWith(marks, end) || text[end - 1] === '\\' || /\s/.test(text[end - 1] ?? '')) continue
    const after = text[end + marks.length] ?? ''
    if (after === sign || letter.test(after)) continue
    if (sign === '_' && text[end - 1] === sign) continue
    if (sign === '_' && isBlank(text[at - 1] ?? '', marks, text.slice(start, end))) return null
    const tag = marks.length === 2 ? 'strong' : 'em'
    return {
      html: `<${tag}>${spans(text.slice(start, end), insert, depth + 1)}</${tag}>`,
      end: end + marks.length,
    }
  }
  return null
}

/** 「男__人，女__人」: two underscores after a word, or words that go on past a sign, are blanks and no emphasis. */
function isBlank(before: string, marks: string, words: string): boolean {
  if (/[\p{L}\p{N}]/u.test(before) && marks === '__') return true
  return /[\p{L}\p{N}：:，,、；;（(]/u.test(before) && /[，。；：、,;:！？!?）)_]/.test(words)
}

/** `[words](address)`, to the web, a mailbox or a telephone only. */
function link(text: string, at: number, insert: Insert, depth: number): Mark | null {
  const [whole, words = '', address = ''] =
    /^\[([^\][]{1,500})\]\(\s*([^\s()<>"'`\\]{1,1000})\s*\)/.exec(text.slice(at, at + farthest)) ?? []
  if (whole === undefined || !/^(?:https?:\/\/|mailto:|tel:)[^\s]/i.test(address)) return null
  return {
    html: `<a href="${escaped(address)}" target="_blank" rel="noopener noreferrer">${spans(words, insert, depth + 1)}</a>`,
    end: at + whole.length,
  }
}

/** `<span style="color: …">`, also written with `<font color>`; other tags are text. */
function span(text: string, at: number, insert: Insert, depth: number): Mark | null {
  const ahead = text.slice(at, at + farthest)
  const [open, tag = '', attributes = ''] = /^<(span|font)((?:\s[^<>]{0,200})?)>/i.exec(ahead) ?? []
  if (open === undefined) return null
  const close = closingOf(ahead, open.length, tag.toLowerCase())
  if (close < 0) return null
  const inner = spans(ahead.slice(open.length, close), insert, depth + 1)
  const [, named = ''] = /(?:^|[\s;"'])color\s*[:=]\s*["']?\s*(#?[\w]+)/i.exec(attributes) ?? []
  const colour = colourClass(named)
  return {
    html: colour ? `<span class="${colour}">${inner}</span>` : inner,
    end: at + close + tag.length + 3,
  }
}

function closingOf(text: string, from: number, tag: string): number {
  const lower = text.toLowerCase()
  let open = 1
  for (let at = from; at < lower.length; at++) {
    if (lower[at] !== '<') continue
    if (lower.startsWith(`</${tag}>`, at) && --open === 0) return at
    if (lower.startsWith(`<${tag}`, at)) open++
  }
  return -1
}

/** The colours that there are, as red, green and blue. */
const colours = {
  red: [200, 0, 0],
  orange: [200, 100, 0],
  green: [0, 128, 0],
  teal: [0, 128, 128],
  blue: [0, 0, 220],
  purple: [128, 0, 128],
  grey: [110, 110, 110],
} as const
const known: Readonly<Record<string, keyof typeof colours>> = {
  maroon: 'red',
  crimson: 'red',
  darkred: 'red',
  pink: 'red',
  brown: 'orange',
  yellow: 'orange',
  gold: 'orange',
  lime: 'green',
  olive: 'green',
  darkgreen: 'green',
  aqua: 'teal',
  cyan: 'teal',
  navy: 'blue',
  darkblue: 'blue',
  fuchsia: 'purple',
  magenta: 'purple',
  violet: 'purple',
  indigo: 'purple',
  gray: 'grey',
  silver: 'grey',
}

/** The class of the readable colour that is nearest to the one asked for; '' for black, white and nonsense. */
function colourClass(word: string): string {
  const name = word.toLowerCase()
  if (name in colours) return `c-${name}`
  if (Object.hasOwn(known, name)) return `c-${known[name]}`
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/.exec(name)?.[1]
  if (!digits) return ''
  const parts = digits.length === 3 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? [])
  const [red = 0, green = 0, blue = 0] = parts.map((part) => parseInt(part, 16))
  if (Math.max(red, green, blue) < 60 || Math.min(red, green, blue) > 235) return ''
  const distance = ([r, g, b]: readonly [number, number, number]) =>
    (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2
  const [nearest] = Object.entries(colours).toSorted(([, a], [, b]) => distance(a) - distance(b))
  return nearest ? `c-${nearest[0]}` : ''
}
