/**
 * An Excel workbook with the answers and their codebook, streamed: sheets as large as the answers are, in little memory.
 * Every text is a text cell, which no spreadsheet runs as a formula.
 * Source: ECMA-376, SpreadsheetML.
 */

import { archive, type Part } from './archive.ts'
import { codebookRows, type CodebookWords } from './codebook-rows.ts'
import type { Cell, DataColumn, Dataset } from './dataset.ts'
import { escaped } from './markup.ts'

/** Rows that Excel takes in one sheet, the heading among them; what is more goes into further sheets. */
const rowsInSheet = 1_048_576
const columnsInSheet = 16_384
const signsInCell = 32_767

export interface XlsxOptions {
  readonly cells: 'codes' | 'labels'
  readonly words: CodebookWords
  /** Rows of repeats, each a sheet of its own behind the answers. */
  readonly repeats?: readonly { readonly name: string; readonly dataset: Dataset }[]
  /** Rows of a further sheet with the figures; none where there are none to show. */
  readonly results?: readonly (readonly (string | number)[])[]
}

export function writeXlsx(dataset: Dataset, options: XlsxOptions): AsyncIterable<Buffer> {
  const { results = [], repeats = [] } = options
  const tables = [{ name: 'data', dataset }, ...repeats]
  const further = ['codebook', ...(results.length > 0 ? ['results'] : [])]
  const taken = new Set(further)
  const parted = tables.flatMap((table) => sheetsOf(table, taken))
  const names = parted.map(({ name }) => name)
  const sheets = names.length
  const parts: Part[] = [
    { name: '[Content_Types].xml', pieces: () => [contentTypes(sheets + further.length)] },
    { name: '_rels/.rels', pieces: () => [rootRelations] },
    { name: 'xl/workbook.xml', pieces: () => [workbook([...names, ...further])] },
    { name: 'xl/_rels/workbook.xml.rels', pieces: () => [workbookRelations(sheets + further.length)] },
    { name: 'xl/styles.xml', pieces: () => [styles] },
    ...parted.map(({ rows, columns }, k) => ({
      name: `xl/worksheets/sheet${k + 1}.xml`,
      pieces: () => dataSheet(rows, columns, options),
    })),
    {
      name: `xl/worksheets/sheet${sheets + 1}.xml`,
      pieces: () => [
        Buffer.from(
          sheetStart(5) +
            tables
              .flatMap(({ name, dataset: { columns } }, k) =>
                k === 0
                  ? codebookRows(columns, options.words)
                  : [[], [name], ...codebookRows(columns, options.words).slice(1)],
              )
              .map(
                (cells, k) => `<row>${cells.map((cell) => textCell(cell, k === 0 ? 1 : 0)).join('')}</row>`,
              )
              .join('') +
            sheetEnd,
        ),
      ],
    },
    ...(results.length > 0
      ? [{ name: `xl/worksheets/sheet${sheets + 2}.xml`, pieces: () => [resultSheet(results)] }]
      : []),
  ]
  return archive(parts, dataset.day)
}

interface Sheet {
  readonly name: string
  readonly columns: readonly DataColumn[]
  readonly rows: RowSource
}

/** As many sheets as the rows of a table need, under names that no other has. */
function sheetsOf(
  { name, dataset }: { readonly name: string; readonly dataset: Dataset },
  taken: Set<string>,
): readonly Sheet[] {
  const { columns } = dataset
  if (columns.length > columnsInSheet) throw new Error(`writeXlsx: ${columns.length} columns`)
  const rows = new RowSource(dataset)
  return Array.from({ length: Math.max(1, Math.ceil(dataset.n / (rowsInSheet - 1))) }, (_, k) => ({
    name: sheetName(k === 0 ? name : `${name}-${k + 1}`, taken),
    columns,
    rows,
  }))
}

/** Excel takes 31 signs, none of []:*?/\ and no apostrophe at the ends, and tells no capitals apart. */
function sheetName(name: string, taken: Set<string>): string {
  const plain = [...name.replaceAll(/[[\]:*?/\\\p{Cc}]/gu, '_').replaceAll(/^'|'$/g, '_')]
    .slice(0, 26)
    .join('')
  let free = plain === '' || plain.toLowerCase() === 'history' ? `${plain}_` : plain
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${plain}-${count}`
  taken.add(free.toLowerCase())
  return free
}

/** Numbers stay numbers; a row of one text is a heading or a remark. */
function resultSheet(rows: readonly (readonly (string | number)[])[]): Buffer {
  const width = Math.max(1, ...rows.map((row) => row.length))
  const cells = (row: readonly (string | number)[]) =>
    row.map((cell) => (typeof cell === 'number' ? `<c><v>${cell}</v></c>` : textCell(cell, 0))).join('')
  return Buffer.from(sheetStart(width) + rows.map((row) => `<row>${cells(row)}</row>`).join('') + sheetEnd)
}

/** The rows of the answers, handed to one sheet after another. */
class RowSource {
  readonly #pages: AsyncGenerator<readonly (readonly Cell[])[]>
  #page: readonly (readonly Cell[])[] = []
  constructor(dataset: Dataset) {
    this.#pages = dataset.rows()
  }
  async take(limit: number): Promise<readonly (readonly Cell[])[]> {
    if (this.#page.length === 0) {
      const next = await this.#pages.next()
      if (next.done) return []
      this.#page = next.value
    }
    const taken = this.#page.slice(0, limit)
    this.#page = this.#page.slice(limit)
    return taken
  }
}

async function* dataSheet(
  source: RowSource,
  columns: readonly DataColumn[],
  { cells }: XlsxOptions,
): AsyncGenerator<Buffer> {
  const labels = columns.map(({ categories }) =>
    cells === 'labels' ? new Map(categories.map(({ value, label }) => [value, label])) : null,
  )
  yield Buffer.from(
    `${sheetStart(columns.length)}<row>${columns.map(({ name }) => textCell(name, 1)).join('')}</row>`,
  )
  let left = rowsInSheet - 1
  while (left > 0) {
    const rows = await source.take(left)
    if (rows.length === 0) break
    left -= rows.length
    let text = ''
    for (const row of rows) {
      text += '<row>'
      for (let k = 0; k < columns.length; k++) text += cellOf(columns[k]!, labels[k] ?? null, row[k] ?? null)
      text += '</row>'
    }
    yield Buffer.from(text)
  }
  yield Buffer.from(sheetEnd)
}

function cellOf(column: DataColumn, labels: ReadonlyMap<string, string> | null, cell: Cell): string {
  if (cell === null) return '<c/>'
  const label = labels?.get(String(cell))
  if (label !== undefined) return textCell(label, 0)
  if (column.kind === 'number') return `<c><v>${cell}</v></c>`
  if (column.kind === 'date') {
    const day = dayOf(String(cell))
    if (day !== null) return `<c s="2"><v>${day}</v></c>`
  }
  return textCell(String(cell), 0)
}

/** Excel counts days from the end of 1899; before March 1900 it errs by one, so those stay text. */
function dayOf(date: string): number | null {
  const time = Date.parse(`${date}T00:00:00Z`)
  const day = Math.round(time / 86_400_000) + 25_569
  return Number.isNaN(day) || day < 61 ? null : day
}

function textCell(text: string, style: number): string {
  const kept = text.length > signsInCell ? `${text.slice(0, signsInCell - 1)}…` : text
  const s = style === 0 ? '' : ` s="${style}"`
  return `<c${s} t="inlineStr"><is><t xml:space="preserve">${escaped(kept).replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_')}</t></is></c>`
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const sheetEnd = '</sheetData></worksheet>'

function sheetStart(columns: number): string {
  return (
    `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols><col min="1" max="${columns}" width="16" customWidth="1"/></cols><sheetData>`
  )
}

function contentTypes(sheets: number): Buffer {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const overrides = Array.from(
    { length: sheets },
    (_, k) => `<Override PartName="/xl/worksheets/sheet${k + 1}.xml" ContentType="${type}.worksheet+xml"/>`,
  ).join('')
  return Buffer.from(
    `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${overrides}</Types>`,
  )
}

const rootRelations = Buffer.from(
  `${declaration}<Relationships xmlns="${relations}">` +
    `<Relationship Id="rId1" Type="${officeRelations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
)

function workbook(names: readonly string[]): Buffer {
  const sheets = names
    .map((name, k) => `<sheet name="${escaped(name)}" sheetId="${k + 1}" r:id="rId${k + 1}"/>`)
    .join('')
  return Buffer.from(
    `${declaration}<workbook xmlns="${main}" xmlns:r="${officeRelations}"><sheets>${sheets}</sheets></workbook>`,
  )
}

function workbookRelations(sheets: number): Buffer {
  const each = Array.from(
    { length: sheets },
    (_, k) =>
      `<Relationship Id="rId${k + 1}" Type="${officeRelations}/worksheet" Target="worksheets/sheet${k + 1}.xml"/>`,
  ).join('')
  return Buffer.from(
    `${declaration}<Relationships xmlns="${relations}">${each}` +
      `<Relationship Id="rId${sheets + 1}" Type="${officeRelations}/styles" Target="styles.xml"/></Relationships>`,
  )
}

/** Plain, heading (bold), date. */
const styles = Buffer.from(
  `${declaration}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>` +
    '<fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
    '<cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/>' +
    '<xf xfId="0" numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>',
)
