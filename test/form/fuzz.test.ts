import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../server/form/canonical.ts'
import { checkAnswers, formState } from '../../server/form/answers.ts'
import { compileForm } from '../../server/form/definition.ts'
import { evaluate, parseExpression } from '../../server/form/expression.ts'
import { splitPersonal } from '../../server/form/personal.ts'
import { runs } from '../support/fuzz.ts'
import { form, surroundings } from './rows.ts'
import { effort } from '../support/effort.ts'

const pieces = [
  '${a}',
  '${b}',
  '.',
  '1',
  '2.5',
  "'x'",
  '“',
  '”',
  "'",
  '(',
  ')',
  ',',
  ' ',
  '+',
  '-',
  '*',
  'div',
  'mod',
  'and',
  'or',
  '=',
  '!=',
  '<',
  '>=',
  'if(',
  'selected(',
  'concat(',
  'round(',
  'date(',
  'substr(',
  'format-date(',
  'regex(',
  'translate(',
  '；',
  '（',
  '）',
  '，',
  '${',
  '}',
  '\u0000',
  '\ud800',
  'today()',
  'int(',
  '/data/r/a',
  '../',
  '..',
  '//',
  '[',
  ']',
  '|',
  '::',
  'child::',
  'parent::*',
  'self::node()',
  'position(..)',
  'last()',
  'current()/',
  "instance('l')/root/item[",
  'indexed-repeat(',
  'count(',
  'sum(',
  'once(',
  'pulldata(',
  '${r}',
  'randomize(',
  'digest(',
  'area(',
  'name',
  'x',
]
const noise = fc.oneof(
  fc.string(),
  fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((all) => all.join('')),
)

const anything = fc.oneof(
  noise,
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 5 }),
  fc.anything(),
)

test('any text is an expression or has one flaw, and any expression has a value', () => {
  fc.assert(
    fc.property(noise, anything, (text, answer) => {
      const { expression, flaw } = parseExpression(text)
      expect(expression === null).toBe(flaw !== null)
      if (!expression) return
      // It is stored as JSON.
      expect(JSON.parse(JSON.stringify(expression))).toEqual(expression)
      const operand = typeof answer === 'number' || typeof answer === 'string' ? answer : ''
      const value = evaluate(expression, {
        valueOf: () => operand,
        self: operand,
        column: () => '',
        choiceName: () => '',
        surroundings: { ...surroundings, matches: () => true },
      })
      expect(['string', 'number', 'boolean']).toContain(typeof value)
    }),
    runs(3000),
  )
})

test('no source makes the compiler throw, and every complaint has a place', () => {
  const cell = fc.oneof(
    noise,
    fc.constantFrom(
      'text',
      'begin_repeat',
      'end_repeat',
      'begin_loop over l',
      'begin_kobomatrix',
      'end_kobomatrix',
      'start',
      'geopoint',
      'select_one_from_file l.csv',
      'csv-external',
      'select_one l',
      'begin_group',
      'end_group',
      'range',
      'calculate',
      'a',
      'b',
      'yes',
      'l',
      '${a}',
    ),
  )
  const header = fc.constantFrom(
    'type',
    'name',
    'label',
    'label::中文',
    'Relevant',
    'calculation',
    'required',
    'parameters',
    'default',
    'list_name',
    'choice_filter',
    'appearance',
    '__proto__',
    'constructor',
    '',
    '::',
    'missing',
    'disabled',
    'repeat_count',
    'trigger',
    'constraint',
    'default',
    'kobo--matrix_list',
    'image::en',
    'warning',
    'read_only',
  )
  const sheet = fc
    .array(fc.dictionary(header, cell, { maxKeys: 6 }), { maxLength: 8 })
    .map((all) => all.map((cells, index) => ({ row: index + 2, cells })))
  fc.assert(
    fc.property(sheet, sheet, sheet, (survey, choices, settings) => {
      const { form, complaints } = compileForm({ survey, choices, settings })
      expect(form === null).toBe(complaints.some(({ level }) => level === 'error'))
      for (const complaint of complaints) expect(complaint.sheet).toMatch(/^(survey|choices|settings)$/)
      if (form) checkAnswers(form, { a: 'x', b: ['y'] }, surroundings)
    }),
    runs(1500),
  )
})

const whole = form(
  `
  type              | name  | label | required | relevant           | constraint           | calculation      | choice_filter | personal
  text              | t     | T     | yes      |                    | string-length(.) > 1 |                  |               |
  integer           | i     | I     |          | string-length(\${t}) > 0 | . >= 0         |                  |               |
  decimal           | d     | D     |          |                    |                      |                  |               | yes
  range             | r     | R     |          |                    |                      |                  |               |
  select_one l      | one   | One   |          |                    |                      |                  |               |
  select_multiple l | many  | Many  |          |                    |                      |                  | kind = \${one} or \${one} = '' |
  rank l            | order | Order |          | \${i} > 3          |                      |                  |               |
  date              | day   | Day   |          |                    | . <= today()         |                  |               |
  time              | hour  | Hour  |          |                    |                      |                  |               |
  calculate         | c     |       |          |                    |                      | \${i} + \${d}    |               |
  `,
  'list_name | name | label | kind\nl | x | X | x\nl | y | Y | x\nl | z | Z | y',
)

test('whatever is sent in, each question has at most one refusal, and accepted answers are accepted again as they are', () => {
  const raw = fc.record(
    Object.fromEntries(
      ['t', 'i', 'd', 'r', 'one', 'many', 'order', 'day', 'hour', 'c', 'unknown'].map((name) => [
        name,
        fc.oneof(
          anything,
          fc.constantFrom('x', 'y z', '１８', '7', '2026-01-05', '8:30', 'x y z'),
          fc.constant(['x', 'y', 'z']),
        ),
      ]),
    ),
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(raw, (given) => {
      const { answers, refusals, relevant } = checkAnswers(whole, given, surroundings)
      const names = refusals.map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
      for (const name of names) expect(answers[name]).toBeNull()
      expect(new Set(Object.keys(answers))).toEqual(new Set(relevant))
      expect(JSON.parse(JSON.stringify(answers))).toEqual(answers)
      formState(whole, given, surroundings)
      if (refusals.length > 0) return
      const again = checkAnswers(whole, answers, surroundings)
      expect(again.refusals).toEqual([])
      expect(canonicalJson(again.answers)).toBe(canonicalJson(answers))
      const { answers: others, personal } = splitPersonal(whole, answers)
      expect({ ...others, ...personal }).toEqual(answers)
      expect(others).not.toHaveProperty('d')
    }),
    runs(2000),
  )
})

/** Expressions in every place of a form with repeats, whatever they say, and whatever is sent in. */
test('any expression in any place of a form ends, and its answers are accepted as they are', () => {
  const columns = ['relevant', 'calculation', 'constraint', 'required', 'default', 'choice_filter'] as const
  const expression = fc.oneof(
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((all) => all.join('')),
    fc.constantFrom(
      '${b} + 1',
      'count(${r})',
      'sum(/data/r/b)',
      'position(..) > 1',
      '${r}[b > 1]/b',
      "instance('l')/root/item[name = ${b}]/label",
      'indexed-repeat(${b}, ${r}, 2)',
      '../b | ../c',
      'once(${b})',
      "count(${r}[count(${r}[b != '']) > 1])",
      'randomize(${b})',
      '//b',
    ),
  )
  const rules = fc.record(Object.fromEntries(columns.map((column) => [column, expression])), {
    requiredKeys: [],
  })
  const rawRows = fc.array(fc.dictionary(fc.constantFrom('b', 'c', 'k', 's'), anything), { maxLength: 6 })
  fc.assert(
    fc.property(rules, rules, rules, rawRows, anything, (first, second, third, given, other) => {
      const survey = [
        { type: 'integer', name: 'a', label: 'A', ...first },
        { type: 'begin_repeat', name: 'r', label: 'R' },
        { type: 'integer', name: 'b', label: 'B' },
        { type: 'text', name: 'c', label: 'C', ...second },
        { type: 'select_one l', name: 'k', label: 'K', ...third },
        { type: 'end_repeat' },
      ].map((cells, index) => ({ row: index + 2, cells }))
      const choices = ['x', 'y'].map((name, index) => ({
        row: index + 2,
        cells: { list_name: 'l', name, label: name.toUpperCase() },
      }))
      const { form: made } = compileForm({ survey, choices, settings: [], lenient: true })
      if (!made) return
      const raw = { a: other, r: given }
      const pinned = { ...surroundings, matches: () => true, random: () => 0.5 }
      const { answers } = checkAnswers(made, raw, pinned)
      expect(JSON.parse(JSON.stringify(answers))).toEqual(answers)
      formState(made, raw, pinned)
    }),
    runs(500),
  )
})

test('canonical JSON does not depend on the order of keys, and reads back as the same', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
      const turned = Object.fromEntries(Object.entries(record).toReversed())
      expect(canonicalJson(turned)).toBe(canonicalJson(record))
      expect(JSON.parse(canonicalJson(record))).toEqual(JSON.parse(JSON.stringify(record)))
    }),
  )
})

test('spaces without end are read in a moment', () => {
  const spaces = ' '.repeat(4900)
  const spent = effort()
  parseExpression(`\${${spaces}x`)
  compileForm({
    survey: [
      {
        row: 2,
        cells: { type: `range${spaces}`, name: 'r', label: `\${${spaces}`, parameters: `start=1${spaces}x` },
      },
      {
        row: 3,
        cells: { type: `select_one ${spaces.replaceAll(' ', ' or')}`, name: 's', label: '${'.repeat(2000) },
      },
    ],
    choices: [],
    settings: [],
  })
  checkAnswers(
    whole,
    { t: spaces.repeat(2), i: spaces, day: spaces, hour: `8${spaces}`, d: spaces },
    surroundings,
  )
  expect(spent()).toBeLessThan(500)
})
