/**
 * SPSS system files (.sav): labels, declared missing codes, measures and multiple-response sets, in UTF-8, compressed
 * by the format's own byte codes. Written from two readings of the answers in bounded memory.
 * Source: the format as PSPP documents it ("System File Format" in its developers' guide).
 */

import type { DataColumn, Cell, Dataset } from './dataset.ts'
import { ByteWriter } from './bytes.ts'
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

/** Elements of eight bytes behind their codes: eight codes, then the elements among them that need their bytes. */
class ElementWriter {
  readonly #out = new ByteWriter(1 << 20)
  readonly #codes = Buffer.alloc(8)
  readonly #literals = new ByteWriter(64)
  #count = 0

  number(value: number | null): void {
    if (value === null) this.#code(systemMissing)
    else if (Number.isInteger(value) && value > -bias && value <= 251 - bias && !Object.is(value, -0))
      this.#code(value + bias)
    else {
      this.#literals.double(value)
      this.#code(literal)
    }
  }

  /** A text over all its segments: 255 bytes to each but the last, each padded to whole elements. */
  text(text: string, segments: readonly number[]): void {
    const bytes = Buffer.from(text, 'utf8')
    let start = 0
    for (const width of segments) {
      const part = bytes.subarray(start, start + width)
      start += width
      const elements = Math.ceil(width / 8)
      for (let element = 0; element < elements; element++) {
        const eight = part.subarray(element * 8, element * 8 + 8)
        if (eight.length === 0) {
          this.#code(blanks)
          continue
        }
        this.#literals.raw(eight)
        for (let k = eight.length; k < 8; k++) this.#literals.byte(0x20)
        this.#code(literal)
      }
    }
  }

  end(): void {
    this.#code(end)
    while (this.#count > 0) this.#code(0)
  }

  take(): Buffer {
    return this.#out.take()
  }

  #code(code: number): void {
    this.#codes[this.#count++] = code
    if (this.#count < 8) return
    this.#out.raw(this.#codes)
    this.#literals.drainTo(this.#out)
    this.#count = 0
  }
}
