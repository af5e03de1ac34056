import { describe, expect, test } from 'vitest'
import type { Choice, Question, QuestionType } from '../../server/form/form.ts'
import { questionTypes } from '../../server/form/types/index.ts'

const choices: readonly Choice[] = ['a', 'b', 'c'].map((value) => ({
  value,
  label: { '': value },
  missing: null,
  columns: {},
}))

function read(type: QuestionType, raw: unknown, of: Partial<Question> = {}): unknown {
  const question = { type, appearance: [], parameters: {}, ...of } as unknown as Question
  const reading = questionTypes[type].read(raw, {
    question,
    choices: () => choices,
    offers: (value) => choices.some((choice) => choice.value === value),
    offset: '+08:00',
  })
  return typeof reading === 'object' && reading !== null && 'slip' in reading ? `! ${reading.slip}` : reading
}

describe('numbers are read as people type them', () => {
  test.each<[unknown, unknown]>([
    ['18', 18],
    [' １８ ', 18],
    ['　18\u00a0', 18],
    ['18.5', 18.5],
    ['１８．５', 18.5],
    ['18。5', 18.5],
    ['.5', 0.5],
    ['5.', 5],
    ['-3', -3],
    ['－3', -3],
    ['−3', -3],
    ['+3', 3],
    ['1,234,567.8', 1234567.8],
    ['１，２３４', 1234],
    ['1 234', 1234],
    ['-0', 0],
    ['', null],
    ['　', null],
    [12.5, 12.5],
    [['7'], 7],
    ['1,5', '! notNumber'],
    ['12,34', '! notNumber'],
    ['1 2', '! notNumber'],
    ['1,234 567', '! notNumber'],
    ['18岁', '! notNumber'],
    ['1e3', '! notNumber'],
    ['0x10', '! notNumber'],
    ['Infinity', '! notNumber'],
    ['9'.repeat(101), '! notNumber'],
    [NaN, '! notNumber'],
    [true, '! badShape'],
    [{}, '! badShape'],
    [['1', '2'], '! badShape'],
  ])('%j is %j', (raw, expected) => {
    expect(read('decimal', raw)).toEqual(expected)
    expect(Object.is(read('decimal', raw), -0)).toBe(false)
  })
  test('an integer has no fraction and stays where every integer is exact', () => {
    expect(read('integer', '18.0')).toBe(18)
    expect(read('integer', '18.5')).toBe('! notInteger')
    expect(read('integer', '9007199254740993')).toBe('! outOfRange')
  })
  test('a range takes the points of its scale', () => {
    const scale = { parameters: { start: '0', end: '1', step: '0.1' } }
    expect(read('range', '0.3', scale)).toBe(0.3)
    expect(read('range', '0.35', scale)).toBe('! outOfRange')
    expect(read('range', '1.1', scale)).toBe('! outOfRange')
    expect(read('range', '11')).toBe('! outOfRange')
    expect(read('range', '0', { parameters: { start: '0', end: '10', step: '1' } })).toBe(0)
  })
})

describe('dates are read as people write them', () => {
  test.each<[unknown, unknown]>([
    ['2026-01-05', '2026-01-05'],
    ['2026-1-5', '2026-01-05'],
    ['2026年1月5日', '2026-01-05'],
    ['2026 年 1 月 5 号', '2026-01-05'],
    ['２０２６／１／５', '2026-01-05'],
    ['2026.1.5', '2026-01-05'],
    ['20260105', '2026-01-05'],
    ['2026-01-05T10:00:00Z', '2026-01-05'],
    ['2024-02-29', '2024-02-29'],
    ['2026-02-29', '! notDate'],
    ['2026-13-01', '! notDate'],
    ['0000-01-01', '! notDate'],
    ['5/1/2026', '! notDate'],
    ['明天', '! notDate'],
    ['2026-05', '! notDate'],
    ['', null],
  ])('%j is %j', (raw, expected) => expect(read('date', raw)).toEqual(expected))
  test('a month or year stands for its first day where the question asks for no more', () => {
    expect(read('date', '2026年5月', { appearance: ['month-year'] })).toBe('2026-05-01')
    expect(read('date', '2026', { appearance: ['year'] })).toBe('2026-01-01')
  })
  test.each<[unknown, unknown]>([
    ['08:30', '08:30'],
    ['8：30', '08:30'],
    ['8:30:15', '08:30'],
    ['0830', '08:30'],
    ['8点30分', '08:30'],
    ['8点半', '08:30'],
    ['8时', '08:00'],
    ['下午3:05', '15:05'],
    ['晚上 8点', '20:00'],
    ['中午12点', '12:00'],
    ['凌晨12:10', '00:10'],
    ['3:05 PM', '15:05'],
    ['12:00 am', '00:00'],
    ['24:00', '! notTime'],
    ['8:60', '! notTime'],
    ['8', '! notTime'],
    ['', null],
  ])('the time %j is %j', (raw, expected) => expect(read('time', raw)).toEqual(expected))
})

describe('texts', () => {
  test.each<[unknown, unknown]>([
    ['  你好 ', '你好'],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['a\u0007b', 'ab'],
    [' \n ', null],
    [12, '12'],
    ['<script>', '<script>'],
    ['𠮷', '𠮷'],
    ['a\u0000b', '! badText'],
    ['a\ud800b', '! badText'],
    ['\udc00', '! badText'],
    ['字'.repeat(10_000), '字'.repeat(10_000)],
    ['字'.repeat(10_001), '! tooLong'],
    ['x'.repeat(1_000_000), '! tooLong'],
  ])('%# are cleaned or refused', (raw, expected) => expect(read('text', raw)).toEqual(expected))
})

describe('choices', () => {
  test.each<[QuestionType, unknown, unknown]>([
    ['select_one', 'a', 'a'],
    ['select_one', ' a ', 'a'],
    ['select_one', '', null],
    ['select_one', 'z', '! notChoice'],
    ['select_one', ['a'], 'a'],
    ['select_one', ['a', 'b'], '! badShape'],
    ['select_one', 'constructor', '! notChoice'],
    ['select_multiple', ['c', 'a'], ['a', 'c']],
    ['select_multiple', 'c a', ['a', 'c']],
    ['select_multiple', ['', 'b'], ['b']],
    ['select_multiple', ['b', 'b'], ['b']],
    ['select_multiple', [], null],
    ['select_multiple', '', null],
    ['select_multiple', ['a', 'z'], '! notChoice'],
    ['select_multiple', [['a']], '! badShape'],
    ['select_multiple', { a: 1 }, '! badShape'],
    ['select_multiple', Array(2000).fill('a'), '! badShape'],
    ['rank', 'c a b', ['c', 'a', 'b']],
    ['rank', ['c', 'a'], '! rankIncomplete'],
    ['rank', ['c', 'c', 'a'], '! repeatedChoice'],
  ])('%s %#', (type, raw, expected) => expect(read(type, raw)).toEqual(expected))
})
