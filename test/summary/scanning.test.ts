/** Answers read from the bytes of their JSON give the columns that the parsed answers give. */

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Variable } from '../../analysis/frame.ts'
import type { Answers } from '../../server/form/form.ts'
import { valueOrSkipped } from '../../server/form/instances.ts'
import { growing } from '../../server/summary/columns.ts'
import { byteKey, decimalOf } from '../../server/summary/json-bytes.ts'
import { scannerOf } from '../../server/summary/scanning.ts'

const choices = [
  'a',
  'b1',
  '一',
  '很长的选项编号',
  'with "quotes"',
  'back\\slash',
  'tab\t',
  'x'.repeat(40),
  '',
]
const categories = choices.map((value) => ({ value, label: value, missing: null }))
const variable = (name: string, kind: Variable['kind']): Variable => ({
  name,
  kind,
  label: name,
  categories: ['coded', 'set', 'rank'].includes(kind) ? categories : [],
  ordered: false,
  group: null,
})
const variables = [
  variable('coded', 'coded'),
  variable('一个 "名字"', 'coded'),
  variable('number', 'number'),
  variable('set', 'set'),
  variable('rank', 'rank'),
  variable('text', 'text'),
  variable('date', 'date'),
]

const word = fc.oneof(
  fc.constantFrom(
    ...choices,
    '2026-03-01',
    '2026-03-01T10:00:00',
    '12.50',
    '-7',
    '1e3',
    ' 3 ',
    'a b1',
    '\\',
    '"',
    '😀\u2028',
  ),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
)
const value = fc.oneof(
  word,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constant(null),
  fc.array(word, { maxLength: 5 }),
  fc.array(fc.dictionary(word, fc.oneof(word, fc.constant(null))), { minLength: 1, maxLength: 3 }),
)
const answers = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...variables.map(({ name }) => name), 'other', '__proto__'), value), {
    selector: ([name]) => name,
  })
  .map((pairs) => Object.fromEntries(pairs))

const content = (columns: readonly ReturnType<typeof growing>[], n: number) =>
  columns.map((column) => {
    const found = column.column(n)
    return found.kind === 'text' ? { ...found, texts: [...found.texts] } : found
  })

describe('answers in bytes', () => {
  test('give the same columns as the parsed ones, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.array(answers, { minLength: 1, maxLength: 12 }), (rows) => {
        const read = variables.map((each) => growing(each))
        const expected = variables.map((each) => growing(each))
        const take = scannerOf(variables.map(({ name }, place) => ({ name, column: read[place]! })))
        for (const row of rows) {
          const text = JSON.stringify(row)
          expect(take(Buffer.from(text))).toBe(true)
          const parsed = JSON.parse(text) as Answers
          variables.forEach(({ name }, place) => expected[place]!.push(valueOrSkipped(parsed, name)))
        }
        expect(content(read, rows.length)).toEqual(content(expected, rows.length))
      }),
      { numRuns: 400 },
    )
  })

  test.each([
    '',
    '{',
    '[]',
    '{"coded":"a"',
    '{"coded" : "a"}',
    '{"coded":"a"} ',
    '{"coded":"a",}',
    '{"coded":}',
    'null',
  ])('are left alone where they are not written as JSON.stringify does: %s', (text) => {
    const column = growing(variables[0]!)
    expect(scannerOf([{ name: 'coded', column }])(Buffer.from(text))).toBe(false)
  })

  test('decimals are read exactly as JavaScript reads them', () => {
    const decimal = fc
      .tuple(fc.boolean(), fc.stringMatching(/^[0-9]{1,9}$/), fc.stringMatching(/^(\.[0-9]{1,9})?$/))
      .map(([negative, whole, rest]) => `${negative ? '-' : ''}${whole}${rest}`)
    fc.assert(
      fc.property(decimal, (text) => {
        const read = decimalOf(Buffer.from(text), 0, text.length)
        const digits = text.replace(/[-.]/g, '').length
        expect(read).toBe(digits > 15 ? Number.NaN : Number(text))
      }),
      { numRuns: 1_000 },
    )
  })

  test('different values have different keys', () => {
    const all = [...choices, 'A', 'aa', 'ab', '\0', '\0\0', '2', 'abcdef', 'abcdefg']
    const keys = all.map((each) => byteKey(Buffer.from(each), 0, Buffer.byteLength(each)))
    expect(new Set(keys).size).toBe(all.length)
  })
})
