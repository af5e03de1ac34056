/**
 * Stata files (.dta, release 118): UTF-8, value labels, codes declared missing as Stata's own .a, .b, …, long texts as strL.
 * Written in readings of the answers in bounded memory: the places of all parts are known before the first row.
 * Source: "File formats .dta" in Stata's help (`help dta`).
 */

import { ByteWriter, cut, oneLine } from './bytes.ts'
import type { Cell, DataColumn, Dataset } from './dataset.ts'
import { programNames, stataNames } from './program-names.ts'

interface DtaColumn {
  readonly of: DataColumn
  readonly name: string
  /** A fixed text, a text of any length, a whole number (a choice) or a number. */
  readonly storage: 'text' | 'long text' | 'choice' | 'number' | 'date'
  /** The format's own number for the storage, and its bytes in a row. */
  readonly type: number
  readonly size: number
  /** Stata's number for each value of `categories`; empty where the values are not labelled. */
  readonly codes: ReadonlyMap<string, number>
  /** Name of the table of labels, '' where there is none. */
  readonly labels: string
}

const widestFixed = 2_045
/** Bytes of a long text; Stata takes two billion, answers are far shorter. */
const widestLong = 1_000_000
/** `.` of a whole number; `.a` is the next. */
const missingWhole = 2_147_483_621
const missingNumber = Buffer.from([0, 0, 0, 0, 0, 0, 0xe0, 0x7f])
/** How many codes can be declared missing: .a to .z. */
const letters = 26

export async function* writeDta(dataset: Dataset): AsyncGenerator<Buffer> {
  const columns = dtaColumns(dataset.columns)
  const head = headOf(dataset, columns)
  const labels = labelsOf(columns)
  const rowSize = columns.reduce((sum, { size }) => sum + size, 0)
  const long = columns.filter(({ storage }) => storage === 'long text')
  const longSize = long.reduce((sum, { of }) => sum + of.bytes + of.filled * longHead, 0)
  yield place(head, {
    data: tagged('data', rowSize * dataset.n),
    strls: tagged('strls', longSize),
    labels: labels.length,
  })
  yield Buffer.from('<data>')
  yield* dataOf(dataset, columns)
  yield Buffer.from('</data><strls>')
  if (long.length > 0) yield* longTextsOf(dataset, columns)
  yield Buffer.from('</strls>')
  yield labels
  yield Buffer.from('</stata_dta>')
}

function dtaColumns(columns: readonly DataColumn[]): readonly DtaColumn[] {
  const names = programNames(
    columns.map(({ name }) => name),
    stataNames,
  )
  return columns.map((of, k) => {
    const name = names[k]!
    if (of.categories.length > 0) {
      return { of, name, storage: 'choice', type: 65_528, size: 4, codes: codesOf(of), labels: name }
    }
    const plain = { of, name, codes: new Map<string, number>(), labels: '' }
    if (of.kind === 'number') return { ...plain, storage: 'number', type: 65_526, size: 8 }
    if (of.kind === 'date') return { ...plain, storage: 'date', type: 65_528, size: 4 }
    if (of.longest > widestFixed) return { ...plain, storage: 'long text', type: 32_768, size: 8 }
    const width = Math.max(1, of.longest)
    return { ...plain, storage: 'text', type: width, size: width }
  })
}

/**
 * Whole numbers keep their code; other codes are counted from 1 in the order of the choices (a note of the variable
 * says which is which). Codes declared missing become .a, .b, …
 */
function codesOf({ kind, categories }: DataColumn): ReadonlyMap<string, number> {
  const codes = new Map<string, number>()
  let counted = 0
  let missed = 0
  for (const { value, missing } of categories) {
    if (missing !== null && missed < letters) codes.set(value, missingWhole + ++missed)
    else codes.set(value, kind === 'number' ? Number(value) : ++counted)
  }
  return codes
}

/** Everything before the data, with the map still empty, and where each part of it begins. */
interface Head {
  readonly bytes: Buffer
  readonly map: number
  /** Of the parts of the map up to the characteristics. */
  readonly offsets: readonly number[]
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const parts = 14

function headOf({ title, n, day }: Dataset, columns: readonly DtaColumn[]): Head {
  const out = new ByteWriter()
  const offsets: number[] = [0]
  const [year = '', month = '', date = ''] = day.split('-')
  const label = cut([...oneLine(title)].slice(0, 80).join(''), 320)
  out.words('<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>')
  out.uint16(columns.length)
  out.words('</K><N>')
  out.uint64(n)
  out.words('</N><label>')
  out.uint16(Buffer.byteLength(label))
  out.words(label)
  out.words('</label><timestamp>')
  out.byte(17)
  out.words(`${date} ${months[Number(month) - 1] ?? 'Jan'} ${year} 00:00`)
  out.words('</timestamp></header>')
  offsets.push(out.length)
  out.words('<map>')
  const map = out.length
  out.raw(Buffer.alloc(parts * 8))
  out.words('</map>')
  const part = (tag: string, fill: () => void) => {
    offsets.push(out.length)
    out.words(`<${tag}>`)
    fill()
    out.words(`</${tag}>`)
  }
  part('variable_types', () => columns.forEach(({ type }) => out.uint16(type)))
  part('varnames', () => columns.forEach(({ name }) => out.text(name, 129, 0)))
  part('sortlist', () => out.raw(Buffer.alloc(2 * (columns.length + 1))))
  part('formats', () => columns.forEach((column) => out.text(formatOf(column), 57, 0)))
  part('value_label_names', () => columns.forEach(({ labels }) => out.text(labels, 129, 0)))
  part('variable_labels', () =>
    columns.forEach(({ of }) => out.text([...oneLine(of.label)].slice(0, 80).join(''), 321, 0)),
  )
  part('characteristics', () => columns.forEach((column) => notesOf(out, column)))
  offsets.push(out.length)
  return { bytes: out.take(), map, offsets }
}

function formatOf({ of, storage, size }: DtaColumn): string {
  switch (storage) {
    case 'text':
      return `%-${Math.min(size, 80)}s`
    case 'long text':
      return '%-9s'
    case 'date':
      return '%tdCCYY-NN-DD'
    case 'choice':
      return '%8.0g'
    case 'number':
      return of.whole ? '%10.0g' : '%12.0g'
  }
}

/** A note of the variable: its whole label where Stata cuts it, and the codes that became numbers. */
function notesOf(out: ByteWriter, { of, name, storage, codes }: DtaColumn): void {
  const notes: string[] = []
  if ([...oneLine(of.label)].length > 80) notes.push(oneLine(of.label))
  const renamed =
    storage === 'choice' && of.categories.some(({ value }) => codes.get(value) !== Number(value))
  if (renamed)
    notes.push(of.categories.map(({ value }) => `${stataCode(codes.get(value)!)}=${value}`).join('; '))
  if (notes.length === 0) return
  characteristic(out, name, 'note0', String(notes.length))
  notes.forEach((text, k) => characteristic(out, name, `note${k + 1}`, cut(text, 60_000)))
}

function stataCode(code: number): string {
  return code > missingWhole ? `.${String.fromCodePoint(96 + code - missingWhole)}` : String(code)
}

function characteristic(out: ByteWriter, variable: string, name: string, text: string): void {
  out.words('<ch>')
  out.int32(129 * 2 + Buffer.byteLength(text) + 1)
  out.text(variable, 129, 0)
  out.text(name, 129, 0)
  out.words(text)
  out.byte(0)
  out.words('</ch>')
}

function tagged(tag: string, size: number): number {
  return size + tag.length * 2 + '<></>'.length
}

/** The head with its map: where each part of the file begins, and where the file ends. */
function place(
  { bytes, map, offsets }: Head,
  sizes: { readonly data: number; readonly strls: number; readonly labels: number },
): Buffer {
  const data = offsets.at(-1)!
  const strls = data + sizes.data
  const labels = strls + sizes.strls
  const close = labels + sizes.labels
  const places = [...offsets, strls, labels, close, close + '</stata_dta>'.length]
  places.forEach((at, k) => bytes.writeBigUInt64LE(BigInt(at), map + k * 8))
  return bytes
}

async function* dataOf(dataset: Dataset, columns: readonly DtaColumn[]): AsyncGenerator<Buffer> {
  const out = new ByteWriter(1 << 20)
  let observation = 0
  for await (const rows of dataset.rows()) {
    for (const row of rows) {
      observation++
      for (let k = 0; k < columns.length; k++)
        writeCell(out, columns[k]!, { cell: row[k] ?? null, variable: k + 1, observation })
    }
    yield out.take()
  }
}

interface Position {
  readonly cell: Cell
  /** Both counted from 1, as Stata does. */
  readonly variable: number
  readonly observation: number
}

function writeCell(out: ByteWriter, column: DtaColumn, { cell, variable, observation }: Position): void {
  switch (column.storage) {
    case 'text':
      out.text(cell === null ? '' : String(cell), column.size, 0)
      return
    case 'long text': {
      // Two bytes of the variable and six of the observation that the text stands under.
      const filled = cell !== null
      out.uint16(filled ? variable : 0)
      out.int32(filled ? observation : 0)
      out.uint16(0)
      return
    }
    case 'choice':
      out.int32(cell === null ? missingWhole : (column.codes.get(String(cell)) ?? missingWhole))
      return
    case 'date':
      out.int32(cell === null ? missingWhole : dayOf(String(cell)))
      return
    case 'number':
      if (cell === null) out.raw(missingNumber)
      else out.double(Number(cell))
  }
}

function dayOf(date: string): number {
  const time = Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(time) ? missingWhole : Math.round(time / 86_400_000) + daysTo1970
}
const daysTo1970 = 3_653

/** A long text: its mark, variable, observation, kind and length, then its bytes and a zero. */
const longHead = 3 + 4 + 8 + 1 + 4 + 1
const zeroEnded = 130

async function* longTextsOf(dataset: Dataset, columns: readonly DtaColumn[]): AsyncGenerator<Buffer> {
  // Without long texts a third reading would find nothing.
  if (!columns.some(({ storage }) => storage === 'long text')) return
  const out = new ByteWriter(1 << 20)
  let observation = 0
  for await (const rows of dataset.rows()) {
    for (const row of rows) {
      observation++
      for (let k = 0; k < columns.length; k++) {
        const cell = row[k] ?? null
        if (columns[k]!.storage !== 'long text' || cell === null) continue
        const bytes = Buffer.from(cut(String(cell), widestLong), 'utf8')
        out.words('GSO')
        out.int32(k + 1)
        out.uint64(observation)
        out.byte(zeroEnded)
        out.int32(bytes.length + 1)
        out.raw(bytes)
        out.byte(0)
      }
    }
    yield out.take()
  }
}

/** Tables of labels, one a variable. */
function labelsOf(columns: readonly DtaColumn[]): Buffer {
  const out = new ByteWriter()
  out.words('<value_labels>')
  for (const { of, labels, codes } of columns) {
    if (labels === '') continue
    const entries = of.categories
      .map(({ value, label }) => ({ code: codes.get(value)!, text: cut(oneLine(label), 32_000) }))
      .toSorted((a, b) => a.code - b.code)
    const texts = new ByteWriter(1024)
    const starts = entries.map(({ text }) => {
      const start = texts.length
      texts.words(text)
      texts.byte(0)
      return start
    })
    const length = texts.length
    out.words('<lbl>')
    out.int32(4 + 4 + entries.length * 8 + length)
    out.text(labels, 129, 0)
    out.raw(Buffer.alloc(3))
    out.int32(entries.length)
    out.int32(length)
    for (const start of starts) out.int32(start)
    for (const { code } of entries) out.int32(code)
    texts.drainTo(out)
    out.words('</lbl>')
  }
  out.words('</value_labels>')
  return out.take()
}
