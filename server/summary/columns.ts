/** Columns that grow: answers go in row by row, a Frame of typed arrays comes out at any time. */

import { answered, skipped, unanswered, type Column, type Variable } from '../../analysis/frame.ts'
import type { Value } from '../form/form.ts'
import { ByteCells, CodeCells, NumberCells, WordCells, type Cells } from './cells.ts'
import { byteKey, dayNumber, decimalOf, latin, valueIn, type Bytes } from './json-bytes.ts'
import { textPieces, type TextPiece } from './text-pieces.ts'

/** One column being filled. */
export interface Growing {
  /** undefined for a question that was not asked, null for one left unanswered. */
  push(value: Value | null | undefined): void
  /** The same from the JSON text of the value, which lies at these bytes; `plain`: no sign in it is escaped. */
  read(bytes: Bytes, start: number, end: number, plain: boolean): void
  column(n: number): Column
  bytes(): number
  /** Its first `n` rows, which must be all, to be written to a file or handed to another thread. */
  give(n: number): Given
  /** Adds rows that were given. */
  take(given: Given): void
}

/** Rows of a column as bytes of its arrays; `words` are what a date's numbers stand for; `pieces` are texts. */
export interface Given {
  readonly arrays: readonly Uint8Array[]
  readonly words: readonly string[]
  readonly pieces: readonly TextPiece[]
}

/** A calculation turned out to give words: the frame must be read again with it as text. */
export class NotANumber extends Error {
  readonly variable: string
  constructor(variable: string) {
    super(`a value of ${variable} is not a number`)
    this.variable = variable
  }
}

/** `words`: a number that may turn out to be words, as of a calculation; of other numbers, what cannot be read counts as unanswered. */
export function growing(variable: Variable, words = false): Growing {
  switch (variable.kind) {
    case 'coded':
      return codedColumn(variable)
    case 'number':
      return numberColumn(variable, words)
    case 'set':
      return choicesColumn(variable, 'set')
    case 'rank':
      return choicesColumn(variable, 'rank')
    case 'date':
      return dateColumn()
    case 'text':
      return textColumn()
  }
}

/** What every column does alike: giving and taking the bytes of its cells. */
function cellsGiven(cells: readonly Cells[]): Pick<Growing, 'give' | 'take'> {
  return {
    give: (n) => ({ arrays: cells.map((each) => each.bytesOf(0, n)), words: [], pieces: [] }),
    take: ({ arrays }) => arrays.forEach((bytes, place) => cells[place]?.take(bytes)),
  }
}

/** Values by the bytes that they have in JSON; what is written otherwise is looked up as text. */
function lookUp(values: readonly { readonly value: string }[]) {
  const byText = new Map(values.map(({ value }, place) => [value, place]))
  const byBytes = new Map<number | string, number>()
  for (const [value, place] of byText) {
    const written = Buffer.from(JSON.stringify(value).slice(1, -1), 'utf8')
    byBytes.set(byteKey(written, 0, written.length), place)
  }
  return {
    text: (value: string) => byText.get(value),
    /** The bytes of a string without its quotes. */
    bytes: (bytes: Bytes, start: number, end: number) => byBytes.get(byteKey(bytes, start, end)),
  }
}

const quote = 0x22
const bracket = 0x5b
const comma = 0x2c

function codedColumn(variable: Variable): Growing {
  const codes = variable.categories.length > 253 ? new CodeCells() : new ByteCells()
  const places = lookUp(variable.categories)
  const push = (value: Value | null | undefined) => {
    if (value === undefined) codes.push(skipped)
    else if (value === null) codes.push(unanswered)
    else codes.push((places.text(single(value)) ?? unanswered - 2) + 2)
  }
  return {
    push,
    read: (bytes, start, end) => {
      const place = bytes[start] === quote ? places.bytes(bytes, start + 1, end - 1) : undefined
      if (place === undefined) push(valueIn(bytes, start, end))
      else codes.push(place + 2)
    },
    column: (n) => ({ kind: 'coded', codes: codes.view(n) }),
    bytes: () => codes.array.byteLength,
    ...cellsGiven([codes]),
  }
}

function numberColumn(variable: Variable, words: boolean): Growing {
  const values = new NumberCells()
  const status = new ByteCells()
  const push = (value: Value | null | undefined) => {
    const number = value === undefined || value === null || value === '' ? Number.NaN : Number(single(value))
    if (words && Number.isNaN(number) && typeof value === 'string' && value !== '')
      throw new NotANumber(variable.name)
    values.push(number)
    status.push(value === undefined ? skipped : Number.isFinite(number) ? answered : unanswered)
  }
  return {
    push,
    read: (bytes, start, end) => {
      const quoted = bytes[start] === quote ? 1 : 0
      const number = decimalOf(bytes, start + quoted, end - quoted)
      if (Number.isNaN(number)) return push(valueIn(bytes, start, end))
      values.push(number)
      status.push(answered)
    },
    column: (n) => ({ kind: 'number', values: values.view(n), status: status.view(n) }),
    bytes: () => values.array.byteLength + status.array.byteLength,
    ...cellsGiven([values, status]),
  }
}

/** Several choices, or choices in an order: a byte for each, 1 or its place in the answer where it was taken. */
function choicesColumn(variable: Variable, kind: 'set' | 'rank'): Growing {
  const marks = variable.categories.map(() => new ByteCells())
  const status = new ByteCells()
  const places = lookUp(variable.categories)
  const grow = (state: number) => {
    status.push(state)
    // Cells are 0 until they are written.
    if ((marks[0]?.array.length ?? status.n) < status.n)
      for (const cells of marks) cells.reserve(status.array.length)
    for (const cells of marks) cells.n = status.n
  }
  const write = (choice: number | undefined, row: number, place: number) => {
    const cells = choice === undefined ? undefined : marks[choice]
    if (cells && kind === 'set') cells.array[row] = 1
    else if (cells && place < 255) cells.array[row] = place + 1
  }
  const push = (value: Value | null | undefined) => {
    const list = listed(value)
    grow(value === undefined ? skipped : list.length === 0 ? unanswered : answered)
    list.forEach((item, place) => write(places.text(item), status.n - 1, place))
  }
  return {
    push,
    read: (bytes, start, end, plain) => {
      if (!plain || bytes[start] !== bracket || bytes[start + 1] !== quote)
        return push(valueIn(bytes, start, end))
      grow(answered)
      for (let at = start + 2, place = 0; at < end; place++) {
        const from = at
        while (at < end && bytes[at] !== quote) at++
        write(places.bytes(bytes, from, at), status.n - 1, place)
        at += bytes[at + 1] === comma ? 3 : end
      }
    },
    column: (n) => {
      const each = marks.map((cells) => cells.view(n))
      return kind === 'set'
        ? { kind, chosen: each, status: status.view(n) }
        : { kind, ranks: each, status: status.view(n) }
    },
    bytes: () => (marks.length + 1) * status.array.byteLength,
    ...cellsGiven([...marks, status]),
  }
}

/** Days repeat: a number stands for each. 0 is none. Of a moment the day. */
function dateColumn(): Growing {
  const numbers = new WordCells()
  const status = new ByteCells()
  const days: string[] = []
  const byText = new Map<string, number>()
  const byNumber = new Map<number, number>()
  const numberOf = (day: string): number => {
    const known = byText.get(day)
    if (known !== undefined) return known
    days.push(day)
    byText.set(day, days.length)
    return days.length
  }
  const push = (value: Value | null | undefined) => {
    const given = value === undefined || value === null || value === '' ? null : single(value)
    numbers.push(given === null ? 0 : numberOf(given.slice(0, 10)))
    status.push(value === undefined ? skipped : given === null ? unanswered : answered)
  }
  const columns = cellsGiven([numbers, status])
  return {
    push,
    read: (bytes, start, end) => {
      const day = end - start === 12 && bytes[start] === quote ? dayNumber(bytes, start + 1) : 0
      if (day === 0) return push(valueIn(bytes, start, end))
      let number = byNumber.get(day)
      if (number === undefined) {
        number = numberOf(latin(bytes, start + 1, end - 1))
        byNumber.set(day, number)
      }
      numbers.push(number)
      status.push(answered)
    },
    column: (n) => {
      const own = numbers.view(n)
      let texts: readonly (string | null)[] | null = null
      return {
        kind: 'text',
        status: status.view(n),
        get texts() {
          return (texts ??= Array.from(own, (number) => days[number - 1] ?? null))
        },
      }
    },
    bytes: () => numbers.array.byteLength * 3 + status.array.byteLength + days.length * 40,
    give: (n) => ({ ...columns.give(n), words: [...days] }),
    take: (given) => {
      const own = given.words.map(numberOf)
      if (own.every((number, place) => number === place + 1)) return columns.take(given)
      const [given0 = new Uint8Array(), states = new Uint8Array()] = given.arrays
      status.take(states)
      const theirs = new WordCells()
      theirs.take(given0)
      for (const number of theirs.view(theirs.n)) numbers.push(number === 0 ? 0 : own[number - 1]!)
    },
  }
}

function textColumn(): Growing {
  const texts = textPieces()
  const status = new ByteCells()
  const push = (value: Value | null | undefined) => {
    const given = value === undefined || value === null || value === '' ? null : single(value)
    texts.push(given)
    status.push(value === undefined ? skipped : given === null ? unanswered : answered)
  }
  return {
    push,
    read: (bytes, start, end, plain) => {
      if (!plain || bytes[start] !== quote || end - start < 3) return push(valueIn(bytes, start, end))
      texts.pushBytes(bytes, start + 1, end - 1)
      status.push(answered)
    },
    column: (n) => texts.column(n, status.view(n)),
    bytes: () => texts.bytes() + status.array.byteLength,
    give: (n) => ({ arrays: [status.bytesOf(0, n)], words: [], pieces: texts.give() }),
    take: ({ arrays: [states = new Uint8Array()], pieces }) => {
      status.take(states)
      texts.take(pieces)
    },
  }
}

function single(value: Value): string {
  return typeof value === 'object' ? (value[0] ?? '') : String(value)
}

function listed(value: Value | null | undefined): readonly string[] {
  if (value === undefined || value === null || value === '') return []
  return typeof value === 'object' ? value : String(value).split(' ')
}
