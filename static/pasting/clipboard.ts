/** What Word, WPS and Writer put on the clipboard as HTML becomes the lines that the reader of .docx files makes: words only. */

/** Larger than any questionnaire; what is larger is pasted as the plain text beside it. */
const mostCharacters = 8_000_000
const deepest = 200

/** The lines of a piece of HTML, or null where it has nothing that plain text would lose. */
export function linesOfHtml(html: string): string | null {
  if (html.length > mostCharacters || !worthReading.test(html)) return null
  // A parsed document of its own is inert: it runs no script and fetches no picture.
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  const reading: Reading = { lines: [], line: '' }
  readChildren(reading, body, { underlined: false, symbols: false, depth: 0 })
  flush(reading)
  const text = reading.lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\s+$/g, '')
  return text === '' ? null : text
}

const worthReading =
  /<(table|li|u|del|ins|h[1-6]|w:sdt)[\s>]|mso-list|mso-element|mso-hide|wingdings|underline/i

interface Reading {
  readonly lines: string[]
  line: string
}

/** What holds for all words inside an element. */
interface Look {
  readonly underlined: boolean
  readonly symbols: boolean
  readonly depth: number
}

const skipped = new Set(['STYLE', 'SCRIPT', 'HEAD', 'TITLE', 'META', 'LINK', 'XML', 'DEL', 'TEMPLATE', 'NOSCRIPT', 'IFRAME', 'OBJECT', 'SELECT', 'TEXTAREA']) // prettier-ignore
const blocks = new Set(['P', 'DIV', 'LI', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'BLOCKQUOTE', 'CENTER', 'UL', 'OL', 'DL', 'DT', 'DD', 'PRE', 'SECTION', 'ARTICLE']) // prettier-ignore

function readChildren(reading: Reading, holder: Node, look: Look): void {
  if (look.depth > deepest) return
  for (let node = holder.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === Node.TEXT_NODE) reading.line += wordsOf(node.nodeValue ?? '', look)
    else if (node.nodeType === Node.COMMENT_NODE) reading.line += fieldIn(node.nodeValue ?? '')
    else if (node instanceof Element) readElement(reading, node, look)
  }
}

function readElement(reading: Reading, element: Element, outer: Look): void {
  const name = element.tagName.toUpperCase()
  const style = element.getAttribute('style') ?? ''
  if (skipped.has(name) || isBeside(element, style)) return
  const look: Look = {
    underlined: /text-decoration[^;]*:[^;]*underline/i.test(style) || name === 'U' || outer.underlined,
    symbols: fontOf(style, element) ?? outer.symbols,
    depth: outer.depth + 1,
  }
  if (name === 'BR') return flush(reading)
  if (name === 'TABLE') return readTable(reading, element, look)
  if (name === 'W:SDT' && element.hasAttribute('dropdown')) reading.line += dropDown(element)
  else if (/mso-list:\s*ignore/i.test(style)) reading.line += numberOf(element, look)
  else if (/mso-tab-count/i.test(style)) reading.line += look.underlined ? '____' : '    '
  else if (blocks.has(name)) readBlock(reading, element, name, look)
  else readChildren(reading, element, look)
}

/** Hidden words, remarks of colleagues and footnotes are no part of the draft. */
function isBeside(element: Element, style: string): boolean {
  if (/display:\s*none|mso-hide:\s*all|mso-element:\s*(comment|footnote|endnote)|mso-(footnote|endnote)-id/i.test(style)) return true // prettier-ignore
  return /\b(MsoCommentReference|msocomanchor|sdfootnoteanc|sdendnoteanc|comment-marker)\b/i.test(
    element.getAttribute('class') ?? '',
  )
}

function fontOf(style: string, element: Element): boolean | null {
  const font =
    /(?:^|;|\s|-)(?:symbol-)?font-family:\s*([^;]+)/i.exec(style)?.[1] ?? element.getAttribute('face')
  return font ? /^["'\s]*(wingdings|webdings|symbol)\b/i.test(font) : null
}

function readBlock(reading: Reading, element: Element, name: string, look: Look): void {
  flush(reading)
  const before = reading.lines.length
  if (name === 'LI') reading.line = bulletOf(element)
  const heading = /^H[1-6]$/.test(name) && reading.lines.some((line) => line !== '')
  readChildren(reading, element, look)
  // An empty line of the draft stays one.
  if (name === 'P' && reading.line.trim() === '' && reading.lines.length === before) reading.lines.push('')
  flush(reading)
  const words = reading.lines[before]
  if (heading && words !== undefined && words !== '') reading.lines[before] = `## ${words}`
}

function flush(reading: Reading): void {
  const line = reading.line.replace(/\s+$/, '').replace(/^[^\S\u3000]+/, '')
  if (line !== '') reading.lines.push(line)
  reading.line = ''
}

/** Line ends of the source are no words; between Chinese signs they are not even a space. */
function wordsOf(source: string, look: Look): string {
  const text = source
    .replace(/\u00ad/g, '')
    .replace(
      /([\u3000-\u9fff\uff00-\uffef])[\t\r\n ]*[\r\n][\t\r\n ]*(?=[\u3000-\u9fff\uff00-\uffef])/g,
      '$1',
    )
    .replace(/[\t\r\n ]+/g, ' ')
    .replace(/\u00a0/g, ' ')
  if (look.symbols) return symbolsIn(text)
  if (!look.underlined || (source.trim() === '' && !/\u00a0|\u3000|\u2002|\t| {2}/.test(source))) return text
  return text.replace(/[ \u3000\u2002]{2,}|^[ \u3000\u2002]+$/g, '____')
}

/** Boxes, stars and arrows that symbol fonts draw with letters, as in a file. */
function symbolsIn(text: string): string {
  return Array.from(text.trim())
    .map((sign) => {
      const code = (sign.codePointAt(0) ?? 0) & 0xff
      if ([0x6f, 0x70, 0x71, 0x72, 0xa1, 0xa3, 0xa8, 0x52, 0x54, 0xfe, 0xfd].includes(code)) return '□'
      if (code === 0x2a || code === 0xab || code === 0xb5) return '★'
      if (code === 0xe0 || code === 0xe8 || code === 0xf0) return '→'
      return code === 0x20 || code === 0xa0 ? ' ' : '•'
    })
    .join('')
}

/** Form fields of Word stand in comments only. */
function fieldIn(comment: string): string {
  if (/FORMCHECKBOX/.test(comment)) return '□'
  return /FORMTEXT/.test(comment) ? '____' : ''
}

/** The number or bullet that Word wrote before an item of a list. */
function numberOf(element: Element, look: Look): string {
  const symbols = look.symbols || [...element.querySelectorAll('[style]'), element].some((part) => fontOf(part.getAttribute('style') ?? '', part)) // prettier-ignore
  const text = (element.textContent ?? '').replace(/[\s\u00a0]+/g, ' ').trim()
  if (text === '') return ''
  return `${symbols ? symbolsIn(text) : /^[·•]$/.test(text) ? '•' : text} `
}

/** Items of lists that carry no number of their own, as Writer and web pages have them. */
function bulletOf(item: Element): string {
  const list = item.parentElement
  if (item.querySelector('[style*="mso-list"]')) return ''
  if (list?.tagName !== 'OL') return '• '
  const before = Array.from(list.children)
    .filter((child) => child.tagName === 'LI')
    .indexOf(item)
  const number = Number(item.getAttribute('value') ?? 0) || Number(list.getAttribute('start') ?? 1) + before
  const letter = list.getAttribute('type') ?? '1'
  if (!/^[Aa]$/.test(letter) || number > 26) return `${number}. `
  return `${String.fromCharCode((letter === 'A' ? 64 : 96) + number)}. `
}

function dropDown(control: Element): string {
  return Array.from(control.children)
    .filter((child) => child.tagName.toUpperCase() === 'W:LISTITEM' && child.getAttribute('datavalue') !== '')
    .slice(0, 200)
    .map((child) => `□${child.getAttribute('listvalue') ?? ''}  `)
    .join('')
}

/** A row is a line with tabs between its cells; a table of one column is only a frame around its lines. */
function readTable(reading: Reading, table: Element, look: Look): void {
  flush(reading)
  const rows = rowsOf(table)
  if (rows.every((row) => row.length < 2)) {
    for (const row of rows) for (const cell of row) readBlock(reading, cell, 'DIV', look)
    return
  }
  /** Columns into which a cell of an earlier row reaches down, and for how many rows yet. */
  const reaching: number[] = []
  for (const row of rows) {
    const texts: string[] = []
    const skip = () => {
      while ((reaching[texts.length] ?? 0) > 0) {
        reaching[texts.length] = (reaching[texts.length] ?? 0) - 1
        texts.push('')
      }
    }
    for (const cell of row) {
      skip()
      const down = spanOf(cell, 'rowspan') - 1
      const inside: Reading = { lines: [], line: '' }
      readChildren(inside, cell, look)
      flush(inside)
      for (let across = spanOf(cell, 'colspan'), first = true; across > 0; across -= 1, first = false) {
        reaching[texts.length] = down
        texts.push(first ? inside.lines.filter((line) => line !== '').join(' ').replace(/\t/g, ' ') : '') // prettier-ignore
      }
    }
    skip()
    if (texts.some((text) => text !== '')) reading.lines.push(texts.join('\t'))
  }
}

/** The cells of each row, without those of tables inside. */
function rowsOf(table: Element): readonly (readonly Element[])[] {
  const rows = Array.from(table.querySelectorAll('tr')).filter((row) => row.closest('table') === table)
  return rows.map((row) => Array.from(row.children).filter((cell) => /^T[DH]$/.test(cell.tagName)))
}

function spanOf(cell: Element, name: string): number {
  return Math.min(64, Math.max(1, Number(cell.getAttribute(name) ?? 1) || 1))
}
