/** Rules and calculations: from sentence to expression and back, in both languages, without loss. */

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calculationOf, calculationText, type Calculation } from '../../server/form/design/calculations.ts'
import { draftOf } from '../../server/form/design/draft.ts'
import { lexiconOf } from '../../server/form/design/lexicon.ts'
import { readCalculationSentence, readRuleSentence } from '../../server/form/design/read-sentence.ts'
import {
  comparisons,
  expressionOf,
  isRule,
  ruleOf,
  takesValue,
  type Condition,
  type Rule,
  type Subject,
  type Value,
} from '../../server/form/design/rules.ts'
import { calculationSentence, ruleSentence } from '../../server/form/design/sentences.ts'
import { parseExpression } from '../../server/form/expression.ts'
import type { FormSource } from '../../server/form/form.ts'
import { runs } from '../support/fuzz.ts'

const row = (number: number, cells: Record<string, string>) => ({ row: number, cells })
/** Labels as people have them: some twice, some with quotes, some that are another's name. */
const source: FormSource = {
  survey: [
    row(2, { type: 'select_one yesno', name: 'been', label: '是否来过大厅' }),
    row(3, { type: 'integer', name: 'age', label: '年龄，并且' }),
    row(4, { type: 'integer', name: 'years', label: '来了几次' }),
    row(5, { type: 'integer', name: 'times', label: '来了几次' }),
    row(6, { type: 'select_multiple services', name: 'services', label: '办过“哪些”事' }),
    row(7, { type: 'text', name: 'why', label: 'age' }),
    row(8, { type: 'text', name: 'note_1', label: '' }),
    row(9, { type: 'select_one 区', name: '区', label: '**所在**区' }),
  ],
  choices: [
    row(2, { list_name: 'yesno', name: 'yes', label: '是' }),
    row(3, { list_name: 'yesno', name: 'no', label: '否' }),
    row(4, { list_name: 'services', name: '1', label: '社保' }),
    row(5, { list_name: 'services', name: '2', label: '社保' }),
    row(6, { list_name: 'services', name: '3', label: '4' }),
    row(7, { list_name: 'services', name: '4', label: '户籍（本市）' }),
    row(8, { list_name: '区', name: 'east', label: '东区' }),
  ],
  settings: [],
}
let key = 0
const draft = draftOf(source, () => `k${++key}`)
const lexicon = lexiconOf(draft, '', 'services')
const names = source.survey.map(({ cells }) => cells['name']!)
const languages = ['zh-CN', 'en'] as const

const number = fc
  .tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 0, max: 99 }))
  .map(([whole, part]) => String(Number(`${whole}.${part}`)))
const anyText = fc.string({ minLength: 1, maxLength: 6 })
const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.constantFrom(...names).map((name) => ({ of: 'answer', name }) as const),
  fc.constant({ of: 'self' } as const),
)
const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom('yes', '3', '4', 'east', '社保').map((text) => ({ is: 'text', text }) as const),
  anyText.map((text) => ({ is: 'text', text }) as const),
  number.map((digits) => ({ is: 'number', number: digits }) as const),
  fc.constantFrom(...names).map((name) => ({ is: 'answer', name }) as const),
  fc.constantFrom({ is: 'today' } as const, { is: 'self' } as const),
)
const condition: fc.Arbitrary<Condition> = fc
  .record({
    subject,
    measure: fc.constantFrom('value', 'count', 'length'),
    comparison: fc.constantFrom(...comparisons),
    value,
  })
  .map(({ subject: of, measure, comparison, value: other }) => {
    const plain = ['has', 'hasNot', 'answered', 'blank'].includes(comparison)
    return {
      subject: of,
      measure: plain ? ('value' as const) : measure,
      comparison,
      value: takesValue(comparison)
        ? plain && other.is === 'today'
          ? ({ is: 'number', number: '1' } as const)
          : other
        : null,
    }
  })
const flat = (join: Rule['join']) =>
  fc.array(condition, { minLength: 2, maxLength: 3 }).map((parts) => ({ join, parts }))
const rule: fc.Arbitrary<Rule> = fc.constantFrom('all' as const, 'any' as const).chain((join) =>
  fc
    .array(fc.oneof({ weight: 3, arbitrary: condition }, flat(join === 'all' ? 'any' : 'all')), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => {
      const [only] = parts
      if (parts.length > 1 || !only) return { join, parts }
      return isRule(only) ? only : { join: 'all' as const, parts }
    }),
)

const operand = fc.oneof(value, fc.constant<Value>({ is: 'text', text: '' }))
const simple: fc.Arbitrary<Calculation> = fc.oneof(
  operand.map((one) => ({ kind: 'value', value: one }) as const),
  fc
    .tuple(
      fc.constantFrom('sum' as const, 'product' as const),
      fc.array(operand, { minLength: 2, maxLength: 4 }),
    )
    .map(([kind, values]) => ({ kind, values })),
  fc
    .tuple(fc.constantFrom('difference' as const, 'ratio' as const), operand, operand)
    .map(([kind, first, second]) => ({ kind, first, second })),
  fc
    .tuple(fc.constantFrom('count' as const, 'label' as const), fc.constantFrom(...names))
    .map(([kind, name]) => ({ kind, name })),
)
const calculation: fc.Arbitrary<Calculation> = fc.oneof(
  simple,
  fc.tuple(rule, simple, simple, fc.nat({ max: 2 })).map(([of, result, otherwise, nested]): Calculation => {
    const inner: Calculation = { kind: 'if', rule: of, result, otherwise }
    if (nested === 0) return inner
    return nested === 1
      ? { kind: 'if', rule: of, result: inner, otherwise }
      : { kind: 'if', rule: of, result, otherwise: inner }
  }),
)

describe('a rule', () => {
  test('comes back from its expression as it was', () => {
    fc.assert(
      fc.property(rule, (given) => {
        const text = expressionOf(given)
        if (text === null) return
        expect(parseExpression(text).flaw).toBeNull()
        expect(ruleOf(text)).toEqual(given)
      }),
      runs(2000),
    )
  })

  test.each(languages)('comes back from its sentence as it was: %s', (language) => {
    let said = 0
    fc.assert(
      fc.property(rule, (given) => {
        const sentence = ruleSentence(given, lexicon, language)
        if (sentence === null) return
        said++
        expect(readRuleSentence(sentence, lexicon, language)).toEqual({ read: given, fault: null })
      }),
      runs(2000),
    )
    expect(said).toBeGreaterThan(0)
  })

  test.each(languages)('survives whatever is written for one: %s', (language) => {
    const pieces = [
      '「',
      '」',
      '“',
      '”',
      '是',
      '不是',
      '，并且',
      '，或者',
      '（',
      '）',
      'age',
      '是否来过大厅',
      ' is ',
      ', and ',
      '5',
      '-',
      '.',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (words) => {
        const { read, fault } = readRuleSentence(words.join(''), lexicon, language)
        expect(read === null).toBe(fault !== null)
      }),
      runs(1000),
    )
  })

  test('is said in plain words', () => {
    const of = ruleOf("${been} = 'yes' and (${age} >= 60 or not(selected(${services}, '4')))")!
    expect(ruleSentence(of, lexicon, 'zh-CN')).toBe(
      '「是否来过大厅」是「是」，并且（「年龄，并且」不小于60，或者「services」没有选「户籍（本市）」）',
    )
    expect(ruleSentence(of, lexicon, 'en')).toBe(
      '“是否来过大厅” is “是”, and (“年龄，并且” is at least 60, or “services” does not include “户籍（本市）”)',
    )
    const own = ruleOf("count-selected(.) <= 3 and . != '' and string-length(${why}) < 50 and 18 < ${times}")!
    expect(ruleSentence(own, lexicon, 'zh-CN')).toBe(
      '本题的回答选的项数不大于3，并且本题的回答已回答，并且「why」的字数小于50，并且「times」大于18',
    )
    expect(ruleSentence(ruleOf('district = ${区}', true)!, lexicon, 'zh-CN')).toBe(
      '选项的「district」是「所在区」的回答',
    )
  })

  test('is read with what people change: blanks, straight quotes, narrow commas, a full stop', () => {
    const read = (text: string) => expressionOf(readRuleSentence(text, lexicon, 'zh-CN').read!)
    expect(read('「是否来过大厅」 是 "否",并且 「age」 大于 18。')).toBe("${been} = 'no' and ${age} > 18")
    expect(readRuleSentence('“AGE” is blank', lexicon, 'en').fault).toEqual({
      code: 'noQuestion',
      found: 'AGE',
    })
  })

  test.each([
    ['「没有这道题」是「是」', 'noQuestion', '没有这道题'],
    ['「是否来过大厅」是「也许」', 'noChoice', '也许'],
    ['「是否来过大厅」等于「是」', 'expected', '等于「是」'],
    ['「是否来过大厅」是「是」，并且「age」大于1，或者「age」小于5', 'mixed', '，或者「age」小于5'],
    ['「是否来过大厅」是', 'expected', ''],
    ['（「是否来过大厅」是「是」', 'expected', ''],
  ])('names what is wrong in %s', (text, code, found) => {
    expect(readRuleSentence(text, lexicon, 'zh-CN').fault).toEqual({ code, found })
  })

  test.each([
    '${a} + 1 = 2',
    'true()',
    "not(${a} = 'x')",
    "regex(., '[0-9]+')",
    '${a}[1] = 2',
    'selected(${a}, today())',
    '(',
    '',
  ])('that cannot be said stays an expression: %s', (text) => {
    expect(ruleOf(text)).toBeNull()
  })
})

describe('a calculation', () => {
  test('comes back from its expression as it was', () => {
    fc.assert(
      fc.property(calculation, (given) => {
        const text = calculationText(given)
        if (text !== null) expect(calculationOf(text)).toEqual(given)
      }),
      runs(2000),
    )
  })

  test.each(languages)('comes back from its sentence as it was: %s', (language) => {
    fc.assert(
      fc.property(calculation, (given) => {
        const sentence = calculationSentence(given, lexicon, language)
        if (sentence !== null)
          expect(readCalculationSentence(sentence, lexicon, language)).toEqual({ read: given, fault: null })
      }),
      runs(2000),
    )
  })

  test('is said in plain words', () => {
    const said = (text: string) => calculationSentence(calculationOf(text)!, lexicon, 'zh-CN')
    expect(said("if(${age} != '' and ${times} != '', ${age} - ${times}, '')")).toBe(
      '如果「年龄，并且」已回答，并且「times」已回答，就是「年龄，并且」的回答减「times」的回答，否则是空白',
    )
    expect(said('${age} + ${times} + 1')).toBe('「年龄，并且」的回答加「times」的回答加1')
    expect(said('count-selected(${services})')).toBe('「services」选的项数')
  })
})
