/** A Word document taken apart: its parts, its paragraphs and tables as text, its notes and pictures. */

import * as xlsx from '@e965/xlsx'
import { DOMParser, type Element } from '@xmldom/xmldom'

export interface WordRead {
  /** The XML of a part, such as word/styles.xml. */
  readonly part: (name: string) => string
  /** Paragraphs outside of tables: style and text. */
  readonly paragraphs: readonly { readonly style: string; readonly text: string }[]
  /** Tables as rows of cells. */
  readonly tables: readonly (readonly (readonly string[])[])[]
  readonly footnotes: readonly string[]
  readonly pictures: readonly Buffer[]
  /** All text there is, notes included. */
  readonly text: string
}

export function readWord(bytes: Buffer): WordRead {
  const container = xlsx.CFB.read(bytes, { type: 'buffer' })
  const part = (name: string) => {
    const entry = xlsx.CFB.find(container, `/${name}`)
    if (!entry) throw new Error(`readWord: no ${name}`)
    return Buffer.from(entry.content as Uint8Array).toString('utf8')
  }
  const body = parsed(part('word/document.xml'))
  const tables = all(body, 'w:tbl').map((table) =>
    all(table, 'w:tr').map((row) => all(row, 'w:tc').map(textOf)),
  )
  const paragraphs = all(body, 'w:p')
    .filter((paragraph) => !inside(paragraph, 'w:tbl'))
    .map((paragraph) => ({
      style: all(paragraph, 'w:pStyle')[0]?.getAttribute('w:val') ?? '',
      text: textOf(paragraph),
    }))
  const footnotes = all(parsed(part('word/footnotes.xml')), 'w:footnote')
    .map(textOf)
    .filter(Boolean)
  const pictures = container.FullPaths.flatMap((path: string, place: number) =>
    /media\/[^/]+\.png$/.test(path) ? [Buffer.from(container.FileIndex[place]!.content as Uint8Array)] : [],
  )
  const text = [...paragraphs.map(({ text }) => text), ...tables.flat(2), ...footnotes].join('\n')
  return { part, paragraphs, tables, footnotes, pictures, text }
}

/** Throws where it is not well-formed. */
function parsed(xml: string): Element {
  const document = new DOMParser({
    onError: (level, message) => {
      if (level !== 'warning') throw new Error(`readWord: ${message}`)
    },
  }).parseFromString(xml, 'text/xml')
  return document.documentElement!
}

function all(element: Element, name: string): readonly Element[] {
  return Array.from(element.getElementsByTagName(name))
}

function inside(element: Element, name: string): boolean {
  for (let above = element.parentNode; above; above = above.parentNode)
    if (above.nodeName === name) return true
  return false
}

/** Runs joined, non-breaking spaces made plain. */
function textOf(element: Element): string {
  return all(element, 'w:t')
    .map((run) => run.textContent ?? '')
    .join('')
    .replaceAll('\u00a0', ' ')
    .trim()
}
