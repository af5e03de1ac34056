/** A Word file as the lines of a draft: numbers counted, tables as rows with tabs; runs inside the worker of readers. */

import type { Element } from '@xmldom/xmldom'
import { limits, refuse, type Read } from '../file.ts'
import { cleanText } from '../text-cells.ts'
import { checkZip, readEntry } from '../zip.ts'
import { counterOf, type Counter } from './numbers.ts'
import { wordsOf } from './paragraphs.ts'
import { placeOf, stylesOf, type ParagraphStyle } from './styles.ts'
import { childNamed, childrenNamed, elementsOf, rootOf, valueOf } from './xml.ts'

export interface WordDraft {
  readonly text: string
  /** Pictures, which a draft of words cannot hold. */
  readonly pictures: number
}

/** More than this of XML is no questionnaire. */
const partBytes = 20 * 1024 * 1024
const maxLines = 20_000

/** Reads a .docx; an older .doc and everything else is a complaint, never an exception. */
export function parseWord(bytes: Buffer): Read<{ readonly draft: WordDraft }> {
  if (bytes.length === 0) return refuse('emptyFile')
  if (bytes.length > limits.fileBytes)
    return refuse('fileTooLarge', { limit: limits.fileBytes / 1024 / 1024 })
  if (bytes.length > 8 && bytes.readUInt32BE(0) === 0xd0cf11e0) return refuse('oldWord')
  if (bytes.length < 8 || bytes.readUInt32BE(0) !== 0x504b0304) return refuse('notWord')
  const zip = checkZip(bytes)
  if (zip.outcome === 'broken') return refuse('brokenFile')
  if (zip.outcome === 'tooLarge')
    return refuse('unpacksTooLarge', { limit: limits.unpackedBytes / 1024 / 1024 })
  const part = (name: string): Element | null | 'tooLarge' => {
    const found = readEntry(bytes, name, partBytes)
    if (found === 'tooLarge') return found
    return found === null ? null : rootOf(found.toString('utf8'))
  }
  const [main, styles, numbering] = ['document', 'styles', 'numbering'].map((name) =>
    part(`word/${name}.xml`),
  )
  if (main === 'tooLarge' || styles === 'tooLarge' || numbering === 'tooLarge')
    return refuse('unpacksTooLarge', { limit: partBytes / 1024 / 1024 })
  if (!zip.names.includes('word/document.xml')) return refuse('notWord')
  const body = childNamed(main ?? null, 'body')
  if (!body) return refuse('brokenFile')
  const reading: Reading = {
    styles: stylesOf(styles ?? null),
    counter: counterOf(numbering ?? null),
    lines: [],
    pictures: 0,
  }
  readBlocks(reading, body, 0)
  if (reading.lines.length > maxLines) return refuse('draftTooLong', { limit: maxLines })
  const text = cleanText(reading.lines.join('\n'))
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  if (text === '') return refuse('emptyDraft')
  return { ok: true, draft: { text, pictures: reading.pictures } }
}

interface Reading {
  readonly styles: ReadonlyMap<string, ParagraphStyle>
  readonly counter: Counter
  readonly lines: string[]
  pictures: number
}

/** Paragraphs and tables, also in content controls and in what was inserted while changes were tracked. */
function readBlocks(reading: Reading, holder: Element, depth: number): void {
  if (depth > 30 || reading.lines.length > maxLines) return
  for (const block of elementsOf(holder)) {
    switch (block.localName) {
      case 'p':
        reading.lines.push(...paragraph(reading, block, depth))
        break
      case 'tbl':
        readTable(reading, block, depth)
        break
      case 'sdt':
      case 'sdtContent':
      case 'ins':
      case 'customXml':
      case 'smartTag':
        readBlocks(reading, block, depth + 1)
        break
    }
  }
}

function paragraph(reading: Reading, element: Element, depth: number): readonly string[] {
  const properties = childNamed(element, 'pPr')
  const style = reading.styles.get(valueOf(properties, 'pStyle') ?? '')
  const { text, boxes, pictures } = wordsOf(element)
  reading.pictures += pictures
  const place = placeOf(properties) ?? style?.place ?? null
  const words = text.trim()
  // An empty paragraph of a list has a number in Word, but nothing that it numbers.
  const number = words === '' || !place ? '' : reading.counter.next(place)
  // The first heading is what the draft is called.
  const first = reading.lines.every((line) => line === '')
  const heading = words !== '' && number === '' && style?.heading && !style.title && !first ? '## ' : ''
  const lines = `${heading}${number}${words}`.split('\n')
  for (const box of boxes) {
    const inside: Reading = { ...reading, lines: [], pictures: 0 }
    readBlocks(inside, box, depth + 1)
    reading.pictures += inside.pictures
    lines.push(...inside.lines)
  }
  return lines
}

/** A row is a line with tabs between its cells; a table of one column is only a frame around its lines. */
function readTable(reading: Reading, table: Element, depth: number): void {
  const rows = childrenNamed(table, 'tr').map((row) => cellsOf(row))
  const framed = rows.every((cells) => cells.length < 2)
  for (const cells of rows) {
    if (framed) {
      for (const cell of cells) readBlocks(reading, cell, depth + 1)
      continue
    }
    const texts = cells.flatMap((cell) => {
      const inside: Reading = { ...reading, lines: [], pictures: 0 }
      readBlocks(inside, cell, depth + 1)
      reading.pictures += inside.pictures
      const text = inside.lines.map((line) => line.trim()).filter((line) => line !== '')
      const span = Math.min(63, Math.max(1, Number(valueOf(childNamed(cell, 'tcPr'), 'gridSpan') ?? 1) || 1))
      return [text.join(' ').replaceAll('\t', ' '), ...Array.from({ length: span - 1 }, () => '')]
    })
    if (texts.some((text) => text !== '')) reading.lines.push(texts.join('\t'))
  }
}

/** The cells of a row, also those in content controls. */
function cellsOf(row: Element): readonly Element[] {
  return elementsOf(row).flatMap((child) => {
    if (child.localName === 'tc') return [child]
    if (child.localName !== 'sdt') return []
    return childrenNamed(childNamed(child, 'sdtContent') ?? child, 'tc')
  })
}
