/** Word files as Word writes them, from the parts that matter to a reader. */

import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

export interface WordParts {
  /** The inside of `w:body`. */
  readonly body: string
  /** The inside of `w:numbering`. */
  readonly numbering?: string
  /** The inside of `w:styles`. */
  readonly styles?: string
}

export async function wordFile({ body, numbering, styles }: WordParts): Promise<Buffer> {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
  return zipOf({
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    'word/document.xml': `${head}<w:document ${w} xmlns:mc="mc" xmlns:wps="wps" xmlns:a="a" xmlns:v="v" xmlns:w14="w14"><w:body>${body}</w:body></w:document>`,
    ...(numbering ? { 'word/numbering.xml': `${head}<w:numbering ${w}>${numbering}</w:numbering>` } : {}),
    ...(styles ? { 'word/styles.xml': `${head}<w:styles ${w}>${styles}</w:styles>` } : {}),
  })
}

export function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name)
  zip.end()
  return buffer(zip.outputStream)
}

/** A run with properties. */
export function run(text: string, look = ''): string {
  return `<w:r>${look ? `<w:rPr>${look}</w:rPr>` : ''}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`
}

/** A paragraph of runs or of a text; `properties` is the inside of `w:pPr`. */
export function para(inside: string, properties = ''): string {
  const runs = inside.startsWith('<') ? inside : run(inside)
  return `<w:p>${properties ? `<w:pPr>${properties}</w:pPr>` : ''}${runs}</w:p>`
}

/** A paragraph of a list. */
export function listed(text: string, list: number, level = 0): string {
  return para(text, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`)
}

export function table(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => `<w:tc><w:tcPr/>${text.startsWith('<w:p>') ? text : para(text)}</w:tc>`
  return `<w:tbl><w:tblPr/>${rows.map((cells) => `<w:tr>${cells.map(cell).join('')}</w:tr>`).join('')}</w:tbl>`
}

/** A list with the formats and texts of its levels. */
export function abstractList(
  id: number,
  levels: readonly (readonly [format: string, text: string])[],
): string {
  const inside = levels.map(
    ([format, text], level) =>
      `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${escaped(text)}"/></w:lvl>`,
  )
  return `<w:abstractNum w:abstractNumId="${id}">${inside.join('')}</w:abstractNum>`
}

/** Word gives each list that begins anew a number of its own, on the same levels. */
export function list(id: number, abstract: number, restart = false): string {
  const anew = restart ? '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' : ''
  return `<w:num w:numId="${id}"><w:abstractNumId w:val="${abstract}"/>${anew}</w:num>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
