import { describe, expect, test } from 'vitest'
import { evaluate, parseExpression, type Environment, type Operand } from '../../server/form/expression.ts'
import { functions } from '../../server/form/functions.ts'
import { rareNames } from '../../server/form/rare-functions.ts'
import { signatures } from '../../server/form/signatures.ts'
import { surroundings } from './rows.ts'

const values: Readonly<Record<string, Operand>> = {
  age: 18,
  zero: 0,
  blank: '',
  name: '张三',
  code: '1',
  several: ['clinic', 'school'],
  none: [],
  day: '2026-02-28',
  hour: '08:30',
  姓名: '李四',
}
const environment: Environment = {
  valueOf: (name) => values[name] ?? '',
  self: 7,
  column: (name) => (name === 'province' ? 'zj' : ''),
  choiceName: (question, value) => `${question}:${value}`,
  surroundings: { ...surroundings, random: () => 0.5, formVersion: '3' },
}
function value(text: string): Operand {
  const { expression, flaw } = parseExpression(text, { columns: true })
  if (!expression) throw new Error(`${text}: ${JSON.stringify(flaw)}`)
  return evaluate(expression, environment)
}
const flaw = (text: string) => parseExpression(text).flaw

describe('operators bind as XPath 1.0 has it', () => {
  test.each<[string, Operand]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['7 div 2', 3.5],
    ['-7 mod 3', -1],
    ['10 - 3 - 2', 5],
    ['--3', 3],
    ['2 + -3', -1],
    ['1 < 2 and 2 < 3 or false()', true],
    ['true() or false() and false()', true],
    ['1 = 1 = 1', true],
    ['3 > 2 > 1', false],
    ['${age}-1', 17],
    ['${age} >= 18 and selected(${several}, "clinic")', true],
    ['. * 2', 14],
    ['.5 + 1.', 1.5],
    ["province = 'zj'", true],
  ])('%s is %j', (text, expected) => expect(value(text)).toEqual(expected))
})

describe('coercions are those of XPath 1.0', () => {
  test.each<[string, Operand]>([
    // A blank is '' as a text and no number at all.
    ["${blank} = ''", true],
    ['${blank} = 0', false],
    ['${blank} >= 0', false],
    ['${blank} != 0', true],
    ['not(${blank} >= 18)', true],
    ["${age} != ''", true],
    ["${zero} != ''", true],
    ["${none} = ''", true],
    ['string(${blank} + 1)', 'NaN'],
    // Numbers meet texts as numbers, truths meet anything as truths, texts meet texts as texts.
    ["${age} = '18.0'", true],
    ["'18' = '18.0'", false],
    ["'10' > '9'", true],
    ["'b' > 'a'", false],
    ['${code} = 1', true],
    ["true() = 'x'", true],
    ["false() = ''", true],
    ['true() + true()', 2],
    ['boolean(0)', false],
    ["boolean('0')", true],
    ["boolean('false')", true],
    ['boolean(${none})', false],
    ["number('  12.5 ')", 12.5],
    ["string(number('1e3'))", 'NaN'],
    ["string(number('0x10'))", 'NaN'],
    ["string(number('+5'))", 'NaN'],
    ["string(number(''))", 'NaN'],
    ['string(1 div 0)', 'Infinity'],
    ['string(-1 div 0)', '-Infinity'],
    ['string(100000000000 * 100000000000000)', '10000000000000000000000000'],
    ['string(1 div 10000000)', '0.0000001'],
    ['string(0 * -1)', '0'],
    ['string(true())', 'true'],
    ['string(${several})', 'clinic school'],
    // Dates count as days wherever a number is meant.
    ["${day} > '2026-01-01'", true],
    ["${day} < '2026-01-01'", false],
    ["number('1970-01-02')", 1],
    ['date(${day} + 1)', '2026-03-01'],
    ['today() + 7 > today()', true],
    ['date(today() + 7)', '2026-12-01'],
    ["today() = '2026-11-24'", true],
    ["${hour} > '08:15'", true],
    ["number('2026-02-30') = 1", false],
    ['int(now()) = number(today())', true],
  ])('%s is %j', (text, expected) => expect(value(text)).toEqual(expected))
})

describe('every function does what XForms says', () => {
  const cases: readonly (readonly [string, Operand])[] = [
    ["if(${age} > 17, 'adult', 'child')", 'adult'],
    ["coalesce(${blank}, ${none}, 'c')", 'c'],
    ['once(3)', 7],
    ['true()', true],
    ['false()', false],
    ['not(0)', true],
    ["boolean('a')", true],
    ["number('3')", 3],
    ['string(3)', '3'],
    ['int(-3.7)', -3],
    ['floor(-3.2)', -4],
    ['ceiling(3.2)', 4],
    ['round(2.5)', 3],
    ['round(-2.5)', -2],
    ['round(2.345, 2)', 2.35],
    ['round(1.005, 2)', 1.01],
    ['round(1234, -2)', 1200],
    ['abs(-2)', 2],
    ['pow(2, 10)', 1024],
    ['sqrt(9)', 3],
    ['exp(0)', 1],
    ['exp10(3)', 1000],
    ['log(1)', 0],
    ['log10(1000)', 3],
    ['round(pi(), 4)', 3.1416],
    ['sin(0)', 0],
    ['cos(0)', 1],
    ['tan(0)', 0],
    ['asin(0)', 0],
    ['acos(1)', 0],
    ['atan(0)', 0],
    ['atan2(0, 1)', 0],
    ['min(3, 1, 2)', 1],
    ['max(3, 1, 2)', 3],
    ['sum(1, 2, 3)', 6],
    ['count(${age}, ${blank}, ${none})', 1],
    ['count-non-empty(${age}, ${name})', 2],
    ["selected(${several}, 'school')", true],
    ["selected(${several}, 'schoo')", false],
    ["selected('a b', 'b')", true],
    ["selected(${blank}, '')", false],
    ['selected-at(${several}, 1)', 'school'],
    ['selected-at(${several}, 5)', ''],
    ['selected-at(${several}, -1)', ''],
    ['count-selected(${several})', 2],
    ['count-selected(${blank})', 0],
    ["jr:choice-name(${code}, '${code}')", 'code:1'],
    ['string-length(${name})', 2],
    ["string-length('𠮷野')", 2],
    ['string-length()', 1],
    ["concat('a', 1, true())", 'a1true'],
    ["join('、', ${several})", 'clinic、school'],
    ["contains('浙江杭州', '杭')", true],
    ["starts-with('ab', 'a')", true],
    ["ends-with('ab', 'b')", true],
    ["substr('hello', 1, 3)", 'el'],
    ["substr('hello', -3)", 'llo'],
    ["substring('12345', 2, 3)", '234'],
    ["substring('12345', 1.5, 2.6)", '234'],
    ["substring('12345', 0, 3)", '12'],
    ["substring-before('1999/04/01', '/')", '1999'],
    ["substring-after('1999/04/01', '/')", '04/01'],
    ["translate('bar', 'abc', 'AB')", 'BAr'],
    ["translate('--aaa--', 'abc-', 'ABC')", 'AAA'],
    ["normalize-space('  a   b ')", 'a b'],
    ["regex('13812345678', '1[3-9][0-9]{9}')", true],
    ["regex('x13812345678', '1[3-9][0-9]{9}')", false],
    ["regex('ab', 'a|b')", false],
    ['today()', '2026-11-24'],
    ['now()', '2026-11-24T08:16:00+08:00'],
    ["date('2026-01-05T10:30:00')", '2026-01-05'],
    ["date('nonsense')", ''],
    ['date-time(1.5)', '1970-01-02T12:00:00'],
    ["decimal-date-time('1970-01-02T06:00')", 1.25],
    ["decimal-time('06:00')", 0.25],
    ["format-date('2026-03-05', '%Y年%n月%e日 %a %b %y %m %d %%')", '2026年3月5日 Thu Mar 26 03 05 %'],
    ["format-date('x', '%Y')", ''],
    ["format-date-time('2026-03-05T09:07:02', '%H:%M:%S %h')", '09:07:02 9'],
    ["boolean-from-string('true')", true],
    ["boolean-from-string('0')", false],
    ["checklist(1, 2, 'true', 0, ${age})", true],
    ['checklist(3, -1, 1, 1)', false],
    ['weighted-checklist(3, 5, 1, 2, 0, 9, 1, 2)', true],
    ['random()', 0.5],
    ['uuid()', '88888888-8888-4888-a888-888888888888'],
    ['uuid(4)', '8888'],
    ["jr:itext('x')", 'x'],
    ["property('deviceid')", ''],
    ['version()', '3'],
    // Nodes need a form; what they give in one is in repeats.test.ts and lookups.test.ts.
    ['position()', 1],
    ['last()', 1],
    ['current()', ''],
    ["instance('l')", ''],
    ['randomize(${several})', ''],
    ["pulldata('l', 'a', 'b', 'c')", ''],
    ['indexed-repeat(${age}, ${name}, 1)', ''],
    // One degree of the equator, a square of a degree at it, and what lies in it.
    ["round(distance('0 0; 0 1'))", 111319],
    ["round(distance('0 0', '0 1', '0 2'))", 222638],
    ["round(area('0 0; 0 1; 1 1; 1 0; 0 0') div 1000000)", 12391],
    ["geofence('0.5 0.5 0 0', '0 0; 0 1; 1 1; 1 0; 0 0')", true],
    ["geofence('1.5 0.5 0 0', '0 0; 0 1; 1 1; 1 0; 0 0')", false],
    ["intersects('0 0; 1 1; 1 0; 0 1')", true],
    ["intersects('0 0; 0 1; 1 1; 1 0; 0 0')", false],
    // As `printf abc | openssl dgst -… -hex` has it.
    ["digest('abc', 'MD5', 'hex')", '900150983cd24fb0d6963f7d28e17f72'],
    ["digest('abc', 'SHA-1', 'hex')", 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ["digest('abc', 'SHA-256', 'hex')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ["digest('姓名', 'SHA-256')", 'ULWx0qvvvKZyQwF/58y8eUvcImIYRlwk49eheT+3aWU='],
    [
      "digest('abc', 'SHA-384', 'hex')",
      'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
    ],
    [
      "digest('abc', 'SHA-512', 'hex')",
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    ],
    ["digest('abc', 'CRC')", ''],
    ["base64-decode('5aeT5ZCN')", '姓名'],
    ["base64-decode('?')", ''],
    ["extract-signed('x', 'y')", ''],
  ]
  test.each(cases)('%s is %j', (text, expected) => expect(value(text)).toEqual(expected))

  test('each has a signature, and each is shown above', () => {
    const special = ['if', 'coalesce', 'once']
    const known = new Set([...Object.keys(functions), ...rareNames, ...special])
    expect(Object.keys(signatures).toSorted()).toEqual([...known].toSorted())
    for (const name of Object.keys(signatures))
      expect(cases.some(([text]) => text.includes(`${name}(`))).toBe(true)
  })
})

describe('what Word and Chinese input make of it is read as it is meant', () => {
  test.each<[string, Operand]>([
    ['${age}　＞＝　１８', true],
    ['（${age} ＋ 2）', 20],
    ['${age} ≥ 18 and ${age} ≤ 20', true],
    ['${age} ≠ 18', false],
    ['6 ÷ 2 × 4', 12],
    ['selected(${several}，‘clinic’)', true],
    ['${name} = “张三”', true],
    ['$｛姓名｝ = ＂李四＂', true],
    ["“it's”", "it's"],
    ["'他说“好”'", '他说“好”'],
    ['${ age } + 1', 19],
  ])('%s is %j', (text, expected) => expect(value(text)).toEqual(expected))
})

describe('a flaw is named at its position', () => {
  test.each([
    ['1 +', 4, ''],
    ['1 + * 2', 5, '* 2'],
    ['(1', 3, ''],
    ['1)', 2, ')'],
    ["'open", 1, "'open"],
    ['1 == 1', 4, '= 1'],
    ['1 && 2', 3, '&& 2'],
    ['${} = 1', 1, '${} = 1'],
    ['/data/', 7, ''],
    ['data//', 7, ''],
    ['', 1, ''],
    ['${a}[1', 7, ''],
    ['ancestor::a', 1, 'ancestor::a'],
    ['1 AND 2', 3, 'AND 2'],
  ])('%s at %i', (text, at, found) => {
    expect(flaw(text)).toEqual({ code: 'syntax', params: { expression: text, at, found } })
  })
  test('an unknown function, a wrong count of arguments, a forgotten ${}', () => {
    expect(flaw('pulldate(1)')).toEqual({ code: 'unknownFunction', params: { name: 'pulldate' } })
    expect(flaw('constructor()')).toEqual({ code: 'unknownFunction', params: { name: 'constructor' } })
    expect(flaw('if(1, 2)')).toEqual({
      code: 'argumentCount',
      params: { name: 'if', given: 2, expected: '3' },
    })
    expect(flaw('concat()')).toEqual({
      code: 'argumentCount',
      params: { name: 'concat', given: 0, expected: '1+' },
    })
    expect(flaw('round(1,2,3)')).toEqual({
      code: 'argumentCount',
      params: { name: 'round', given: 3, expected: '1–2' },
    })
    expect(flaw('age > 18')).toEqual({ code: 'unknownReference', params: { name: 'age' } })
  })
  test('length and depth are bounded', () => {
    expect(flaw('1'.repeat(5001))?.code).toBe('tooLong')
    expect(flaw('('.repeat(2000))?.code).toBe('tooDeep')
    expect(flaw('-'.repeat(2000))?.code).toBe('tooDeep')
    expect(flaw('not('.repeat(1000))?.code).toBe('tooDeep')
    expect(flaw('1'.repeat(400))?.code).toBe('syntax')
  })
})

test('a text that calculations double again and again stays bounded', () => {
  const double = parseExpression('concat(${x}, ${x})').expression
  if (!double) throw new Error('does not parse')
  let x: Operand = 'x'
  for (let i = 0; i < 60; i++) x = evaluate(double, { ...environment, valueOf: () => x })
  expect(String(x).length).toBe(100_000)
})
