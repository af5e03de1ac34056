/** The words of a paragraph: what is typed, with blanks and boxes as signs, without what was deleted or hidden. */

import type { Element } from '@xmldom/xmldom'
import { childNamed, childrenNamed, elementsOf, isOn, valueOf } from './xml.ts'

export interface Words {
  text: string
  /** Paragraphs in text boxes that hang on this one. */
  readonly boxes: Element[]
  pictures: number
}

/** Reads a `w:p`. */
export function wordsOf(paragraph: Element): Words {
  const words: Words = { text: '', boxes: [], pictures: 0 }
  walk(paragraph, words, 0)
  return words
}

const skipped: ReadonlySet<string> = new Set([
  'pPr',
  'rPr',
  'del',
  'moveFrom',
  'instrText',
  'Fallback',
  'sdtPr',
  'rt',
])

function walk(element: Element, words: Words, depth: number): void {
  if (depth > 60) return
  for (const child of elementsOf(element)) {
    const name = child.localName ?? ''
    if (skipped.has(name)) continue
    if (name === 'sdt' && words.text.length < 100_000) {
      const listed = dropDown(child)
      if (listed !== '') {
        words.text += listed
        continue
      }
    }
    if (name === 'r') readRun(child, words, depth)
    else if (name === 'txbxContent') words.boxes.push(child)
    else {
      if (name === 'blip' || name === 'imagedata') words.pictures += 1
      walk(child, words, depth + 1)
    }
  }
}

/** The entries of a drop-down list as boxes; the one that only asks to choose has no text of its own to show. */
function dropDown(control: Element): string {
  const properties = childNamed(control, 'sdtPr')
  const list = childNamed(properties, 'dropDownList') ?? childNamed(properties, 'comboBox')
  const entries = (list ? childrenNamed(list, 'listItem') : [])
    .slice(0, 200)
    .map((item) => item.getAttribute('w:displayText') ?? '')
  return entries
    .filter((entry) => entry.trim() !== '')
    .map((entry) => `□${entry}  `)
    .join('')
}

function readRun(run: Element, words: Words, depth: number): void {
  const look = childNamed(run, 'rPr')
  if (isOn(look, 'vanish')) return
  const underlined = (valueOf(look, 'u') ?? 'none') !== 'none'
  const fonts = childNamed(look, 'rFonts')
  const symbols = /wingdings|webdings|symbol/i.test(
    `${fonts?.getAttribute('w:ascii') ?? ''} ${fonts?.getAttribute('w:hAnsi') ?? ''}`,
  )
  for (const child of elementsOf(run)) {
    switch (child.localName) {
      case 't': {
        const text = child.textContent ?? ''
        words.text += symbols ? symbolsIn(text) : underlined ? blanksIn(text) : text
        break
      }
      // Tabs set options apart; a blank is often a tab that is underlined.
      case 'tab':
        words.text += underlined ? '____' : '    '
        break
      case 'br':
      case 'cr':
        words.text += '\n'
        break
      case 'noBreakHyphen':
        words.text += '-'
        break
      case 'sym':
        words.text += symbolsIn(
          String.fromCodePoint(parseInt(child.getAttribute('w:char') ?? '20', 16) || 32),
        )
        break
      case 'fldChar':
        if (child.getElementsByTagName('w:checkBox').length > 0) words.text += '□'
        if (child.getElementsByTagName('w:textInput').length > 0) words.text += '____'
        break
      case 'rPr':
        break
      default:
        if (!skipped.has(child.localName ?? '')) walkInside(child, words, depth)
    }
  }
}

function walkInside(element: Element, words: Words, depth: number): void {
  if (element.localName === 'blip') words.pictures += 1
  walk(element, words, depth + 1)
}

/** Spaces that are underlined are a blank to be filled in. */
function blanksIn(text: string): string {
  return text.replace(/[ \u00a0\u3000]{2,}|^[ \u00a0\u3000]+$/g, '____')
}

/** Boxes and circles that symbol fonts draw with letters: in Wingdings `o`, `q`, `¨`, `£` and others. */
function symbolsIn(text: string): string {
  return text.replace(/[\s\S]/gu, (sign) => {
    const code = (sign.codePointAt(0) ?? 0) & 0xff
    if ([0x6f, 0x70, 0x71, 0x72, 0xa1, 0xa3, 0xa8, 0x52, 0x54, 0xfe, 0xfd].includes(code)) return '□'
    if (code === 0x2a || code === 0xab || code === 0xb5) return '★'
    if (code === 0xe0 || code === 0xe8 || code === 0xf0) return '→'
    return code === 0x20 || code === 0xa0 ? ' ' : '•'
  })
}
