/** Columns that grow: answers go in row by row, a Frame of typed arrays comes out at any time. */

import { answered, skipped, unanswered, type Column, type Variable } from '../../analysis/frame.ts'
import type { Value } from '../form/form.ts'

/** One column being filled. `push` takes undefined for a question that was not asked and null for one left unanswered. */
export interface Growing {
  push(value: Value | null | undefined): void
  column(n: number): Column
  bytes(): number
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
      return setColumn(variable)
    case 'rank':
      return rankColumn(variable)
    case 'text':
    case 'date':
      return textColumn(variable)
  }
}

/** A typed array that doubles; views handed out before stay right, because rows are only ever added behind them. */
class Bytes {
  array = new Uint8Array(256)
  n = 0
  push(value: number): void {
    if (this.n === this.array.length) {
      const larger = new Uint8Array(this.n * 2)
      larger.set(this.array)
      this.array = larger
    }
    this.array[this.n++] = value
  }
}

function codedColumn(variable: Variable): Growing {
  const wide = variable.categories.length > 253
  const codeOf = new Map(variable.categories.map(({ value }, index) => [value, index + 2]))
  let codes: Uint8Array | Uint16Array = wide ? new Uint16Array(256) : new Uint8Array(256)
  let length = 0
  return {
    push(value) {
      if (length === codes.length) {
        const larger = wide ? new Uint16Array(length * 2) : new Uint8Array(length * 2)
        larger.set(codes)
        codes = larger
      }
      codes[length++] =
        value === undefined
          ? skipped
          : value === null
            ? unanswered
            : (codeOf.get(single(value)) ?? unanswered)
    },
    column: (n) => ({ kind: 'coded', codes: codes.subarray(0, n) }),
    bytes: () => codes.byteLength,
  }
}

function numberColumn(variable: Variable, words: boolean): Growing {
  let values = new Float64Array(256)
  const status = new Bytes()
  return {
    push(value) {
      if (status.n === values.length) {
        const larger = new Float64Array(values.length * 2)
        larger.set(values)
        values = larger
      }
      const number =
        value === undefined || value === null || value === '' ? Number.NaN : Number(single(value))
      if (words && Number.isNaN(number) && typeof value === 'string' && value !== '')
        throw new NotANumber(variable.name)
      values[status.n] = number
      status.push(value === undefined ? skipped : Number.isFinite(number) ? answered : unanswered)
    },
    column: (n) => ({ kind: 'number', values: values.subarray(0, n), status: status.array.subarray(0, n) }),
    bytes: () => values.byteLength + status.array.byteLength,
  }
}

function setColumn(variable: Variable): Growing {
  const chosen = variable.categories.map(() => new Bytes())
  const indexOf = new Map(variable.categories.map(({ value }, index) => [value, index]))
  const status = new Bytes()
  return {
    push(value) {
      const list = listed(value)
      for (const column of chosen) column.push(0)
      for (const item of list) {
        const index = indexOf.get(item)
        if (index !== undefined) chosen[index]!.array[status.n] = 1
      }
      status.push(value === undefined ? skipped : list.length === 0 ? unanswered : answered)
    },
    column: (n) => ({
      kind: 'set',
      chosen: chosen.map((column) => column.array.subarray(0, n)),
      status: status.array.subarray(0, n),
    }),
    bytes: () => (chosen.length + 1) * status.array.byteLength,
  }
}

function rankColumn(variable: Variable): Growing {
  const ranks = variable.categories.map(() => new Bytes())
  const indexOf = new Map(variable.categories.map(({ value }, index) => [value, index]))
  const status = new Bytes()
  return {
    push(value) {
      const list = listed(value)
      for (const column of ranks) column.push(0)
      for (let place = 0; place < list.length && place < 255; place++) {
        const index = indexOf.get(list[place]!)
        if (index !== undefined) ranks[index]!.array[status.n] = place + 1
      }
      status.push(value === undefined ? skipped : list.length === 0 ? unanswered : answered)
    },
    column: (n) => ({
      kind: 'rank',
      ranks: ranks.map((column) => column.array.subarray(0, n)),
      status: status.array.subarray(0, n),
    }),
    bytes: () => (ranks.length + 1) * status.array.byteLength,
  }
}

function textColumn(variable: Variable): Growing {
  const texts: (string | null)[] = []
  const status = new Bytes()
  // Days repeat: one string for each keeps 200,000 of them small.
  const days = variable.kind === 'date' ? new Map<string, string>() : null
  let characters = 0
  return {
    push(value) {
      const given = value === undefined || value === null || value === '' ? null : single(value)
      // Of a moment the day.
      const text = given !== null && days ? given.slice(0, 10) : given
      if (text !== null && days) {
        if (!days.has(text)) days.set(text, text)
        texts.push(days.get(text)!)
      } else {
        texts.push(text)
        characters += text?.length ?? 0
      }
      status.push(value === undefined ? skipped : text === null ? unanswered : answered)
    },
    column: (n) => ({ kind: 'text', texts: texts.slice(0, n), status: status.array.subarray(0, n) }),
    bytes: () => texts.length * 24 + characters * 2 + status.array.byteLength,
  }
}

function single(value: Value): string {
  return typeof value === 'object' ? (value[0] ?? '') : String(value)
}

function listed(value: Value | null | undefined): readonly string[] {
  if (value === undefined || value === null || value === '') return []
  return typeof value === 'object' ? value : String(value).split(' ')
}
