/**
 * SPSS system files (.sav): labels, declared missing codes, measures and multiple-response sets, in UTF-8, compressed
 * by the format's own byte codes. Written from two readings of the answers in bounded memory.
 * Source: the format as PSPP documents it ("System File Format" in its developers' guide).
 */

import type { DataColumn, Cell, Dataset } from './dataset.ts'
import { savColumns, savDictionary, type SavColumn } from './sav-dictionary.ts'

const systemMissing = 255
const end = 252
const literal = 253
const blanks = 254
const bias = 100

/** The file in pieces; the first is the whole dictionary. */
export async function* writeSav(dataset: Dataset): AsyncGenerator<Buffer> {
  const columns = savColumns(dataset.columns)
  yield savDictionary(dataset, columns)
  const data = new ElementWriter()
  for await (const rows of dataset.rows()) {
    for (const row of rows)
      for (let k = 0; k < columns.length; k++) writeCell(data, columns[k]!, row[k] ?? null)
    yield data.take()
  }
  data.end()
  yield data.take()
}

function writeCell(data: ElementWriter, column: SavColumn, cell: Cell): void {
  if (column.width === 0) data.number(cell === null ? null : numberOf(column.of, cell))
  else data.text(cell === null ? '' : String(cell), column.segments)
}

/** Dates are seconds since the beginning of the Gregorian calendar. */
function numberOf({ kind }: DataColumn, cell: string | number): number | null {
  if (kind !== 'date') return Number(cell)
  const time = Date.parse(`${cell}T00:00:00Z`)
  return Number.isNaN(time) ? null : time / 1000 + secondsTo1970
}
const secondsTo1970 = 12_219_379_200

/**
 * Elements of eight bytes behind their codes: a block is eight codes, then the elements among them that need their
 * bytes. The block under way stays in the buffer until it is full.
 */
class ElementWriter {
  #out = Buffer.allocUnsafe(1 << 20)
  #text = Buffer.allocUnsafe(1 << 10)
  #block = 0
  #codes = 0
  #at = 8

  number(value: number | null): void {
    if (value === null) this.#code(systemMissing)
    else if (Number.isInteger(value) && value > -bias && value <= 251 - bias && !Object.is(value, -0))
      this.#code(value + bias)
    else {
      this.#at = this.#out.writeDoubleLE(value, this.#at)
      this.#code(literal)
    }
  }

  /** A text over all its segments: 255 bytes to each but the last, each padded to whole elements. */
  text(text: string, segments: readonly number[]): void {
    if (this.#text.length < text.length * 3) this.#text = Buffer.allocUnsafe(text.length * 4)
    const length = this.#text.write(text)
    let start = 0
    for (const width of segments) {
      const end = Math.min(length, start + width)
      for (let element = 0; element < width; element += 8) this.#eight(start + element, end)
      start += width
    }
  }

  end(): void {
    this.#code(end)
    while (this.#codes > 0) this.#code(0)
  }

  /** All whole blocks. */
  take(): Buffer {
    const whole = Buffer.from(this.#out.subarray(0, this.#block))
    this.#out.copyWithin(0, this.#block, this.#at)
    this.#at -= this.#block
    this.#block = 0
    return whole
  }

  /** Eight bytes of the text, blanks behind its end. */
  #eight(from: number, end: number): void {
    if (from >= end) return this.#code(blanks)
    const text = this.#text
    const out = this.#out
    let at = this.#at
    for (let k = from; k < from + 8; k++) out[at++] = k < end ? text[k]! : 0x20
    this.#at = at
    this.#code(literal)
  }

  #code(code: number): void {
    this.#out[this.#block + this.#codes++] = code
    if (this.#codes < 8) return
    this.#codes = 0
    this.#block = this.#at
    this.#at += 8
    // Room for the codes and eight elements of the next block.
    if (this.#at + 64 > this.#out.length) {
      const larger = Buffer.allocUnsafe(this.#out.length * 2)
      this.#out.copy(larger)
      this.#out = larger
    }
  }
}
