/** What a device tells of how an answer came about: what is believed of it, and how coarse it is where answers are anonymous. */

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addedUp, readParadata, type Paradata, type ParadataLevel } from '../../server/form/paradata.ts'
import { form } from './rows.ts'

const questionnaire = form(`type|name|label
start|begun
integer|age|年龄
note|hello|您好
text|city|城市
begin_repeat|children|孩子
text|nick|小名
begin_repeat|schools|学校
text|school|校名
end_repeat
end_repeat
text|wish|建议`)

const told = {
  start: '2026-11-25T01:00:00.000Z',
  span: 125_000,
  active: 83_460,
  away: 41_540,
  longest: 30_200,
  pauses: 2,
  backs: 1,
  questions: {
    age: [4_260, 2, 3, 1],
    'children[2]/nick': [9_000, 1, 1, 0],
    'children[2]/schools[1]/school': [12_700, 1, 1, 0],
  },
}
const read = (given: unknown, level: ParadataLevel, anonymous = false) =>
  readParadata(questionnaire, given, { level, anonymous })

describe('of a named collection', () => {
  test('keeps moments, attention and each question where it says so', () => {
    expect(read(told, 'questions')).toEqual({
      start: '2026-11-25T01:00:00.000Z',
      end: '2026-11-25T01:02:05.000Z',
      seconds: 83.5,
      away: 42,
      longest: 30,
      pauses: 2,
      backs: 1,
      questions: {
        age: [4.3, 2, 3, 1],
        'children[2]/nick': [9, 1, 1, 0],
        'children[2]/schools[1]/school': [12.7, 1, 1, 0],
      },
    })
  })

  test('keeps beginning and end alone where it says that, and nothing where it says nothing', () => {
    expect(read(told, 'times')).toEqual({
      start: '2026-11-25T01:00:00.000Z',
      end: '2026-11-25T01:02:05.000Z',
      seconds: 125,
    })
    expect(read(told, 'off')).toBeNull()
  })

  test('from a page without a script there is the span alone', () => {
    expect(read({ start: told.start, span: 60_000 }, 'questions')).toEqual({
      start: told.start,
      end: '2026-11-25T01:01:00.000Z',
      seconds: 60,
    })
  })
})

describe('of an anonymous collection', () => {
  test('has no moment, and every duration and count is coarse', () => {
    expect(read(told, 'questions', true)).toEqual({
      seconds: 85,
      away: 60,
      longest: 60,
      pauses: 2,
      backs: 1,
      questions: {
        age: [5, 2, 3, 1],
        'children[2]/nick': [10, 1, 1, 0],
        'children[2]/schools[1]/school': [15, 1, 1, 0],
      },
    })
    expect(read({ ...told, backs: 40, questions: { age: [0, 9, 12, 4] } }, 'questions', true)).toMatchObject({
      backs: 3,
      questions: { age: [0, 3, 3, 3] },
    })
    expect(read(told, 'times', true)).toEqual({ seconds: 125 })
  })
})

describe('what is absurd is left aside', () => {
  test.each([
    ['a name that the form does not have', { nobody: [1, 1, 1, 1] }],
    ['what is only shown, or filled in by devices', { hello: [1, 1, 1, 1], begun: [1, 1, 1, 1] }],
    [
      'a question of a repeat without its row, or in one that it is not in',
      { nick: [1, 1, 1, 1], 'children[1]/age': [1, 1, 1, 1] },
    ],
    ['a row that cannot be', { 'children[0]/nick': [1, 1, 1, 1], 'children[1001]/nick': [1, 1, 1, 1] }],
    [
      'negative, endless and missing durations',
      { age: [-1, 1, 1, 1], wish: [1e12, 1, 1, 1], city: ['5', 1] },
    ],
  ])('%s', (_what, questions) => {
    expect(read({ ...told, questions }, 'questions')).toMatchObject({ seconds: 83.5, questions: {} })
  })

  test('counts that are none become 0', () => {
    expect(read({ ...told, questions: { age: [1000, -1, 1.5, 'x'] } }, 'questions')?.questions).toEqual({
      age: [1, 0, 0, 0],
    })
  })

  test('moments that are none, and spans that turn the clock back', () => {
    for (const start of ['2026-11-25', 'yesterday', '0001-01-01T00:00:00Z', 5, null])
      expect(read({ ...told, start }, 'times')).toEqual({ seconds: 125 })
    expect(read({ ...told, span: -5 }, 'times')).toBeNull()
    expect(read({ ...told, span: 1e15 }, 'times')).toBeNull()
  })
})

test('a negative zero is a zero', () => {
  expect(
    read({ active: -0, away: -0, pauses: -0, questions: { age: [-0, -0, -0, -0] } }, 'questions', false),
  ).toEqual({
    seconds: 0,
    away: 0,
    longest: 0,
    pauses: 0,
    backs: 0,
    questions: { age: [0, 0, 0, 0] },
  })
})

test('whatever comes, what is kept is small, of known questions, and coarse where it must be', () => {
  const anything = fc.oneof(
    fc.anything(),
    fc.record(
      {
        start: fc.oneof(fc.string(), fc.constant(told.start)),
        span: fc.oneof(fc.double(), fc.nat()),
        active: fc.oneof(fc.double(), fc.nat()),
        away: fc.double(),
        longest: fc.double(),
        pauses: fc.oneof(fc.integer(), fc.double()),
        backs: fc.anything(),
        questions: fc.dictionary(
          fc.oneof(
            fc.string(),
            fc.constantFrom('age', 'wish', 'children[3]/nick', '__proto__', 'constructor'),
          ),
          fc.oneof(
            fc.anything(),
            fc.array(fc.double(), { maxLength: 6 }),
            fc.array(fc.nat(), { maxLength: 6 }),
          ),
        ),
      },
      { requiredKeys: [] },
    ),
  )
  fc.assert(
    fc.property(
      anything,
      fc.constantFrom('off', 'times', 'questions'),
      fc.boolean(),
      (given, level, anonymous) => {
        const kept = read(given, level, anonymous)
        if (level === 'off') expect(kept).toBeNull()
        if (kept === null) return
        // Written and read again it is the same: no NaN, no infinity, no hole.
        expect(JSON.parse(JSON.stringify(kept))).toEqual(kept)
        const numbers = [kept.seconds ?? 0, ...Object.values(kept.questions ?? {}).flat()]
        for (const number of numbers) expect(number >= 0 && Number.isFinite(number)).toBe(true)
        for (const at of Object.keys(kept.questions ?? {}))
          expect(at).toMatch(/^(age|city|wish|children\[\d+\]\/(nick|schools\[\d+\]\/school))$/)
        if (level === 'times')
          expect(Object.keys(kept).every((key) => /^(start|end|seconds)$/.test(key))).toBe(true)
        if (!anonymous) return
        expect(kept.start ?? kept.end ?? null).toBeNull()
        for (const [seconds, ...counts] of Object.values(kept.questions ?? {})) {
          expect(seconds % 5).toBe(0)
          expect(Math.max(...counts)).toBeLessThanOrEqual(3)
        }
        expect((kept.seconds ?? 0) % 5).toBe(0)
      },
    ),
  )
})

test('a correction is added to what stood: first beginning, last end, all time together', () => {
  const first = read(told, 'questions') as Paradata
  const second = read(
    {
      start: '2026-11-26T01:00:00.000Z',
      span: 10_000,
      active: 8_000,
      longest: 0,
      questions: { age: [2_000, 1, 1, 0] },
    },
    'questions',
  ) as Paradata
  expect(addedUp([])).toBeNull()
  expect(addedUp([first])).toEqual(first)
  expect(addedUp([first, second])).toEqual({
    start: '2026-11-25T01:00:00.000Z',
    end: '2026-11-26T01:00:10.000Z',
    seconds: 91.5,
    away: 42,
    longest: 30,
    pauses: 2,
    backs: 1,
    questions: { ...first.questions, age: [6.3, 3, 4, 1] },
  })
  expect(addedUp([{ seconds: null }, { seconds: null }])).toEqual({ seconds: null })
})
