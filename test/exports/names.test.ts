/** Names and labels that statistical programs accept. */

import { array, assert, integer, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { cut } from '../../server/exports/bytes.ts'
import { programNames, spssNames, stataNames } from '../../server/exports/program-names.ts'

test('names keep what a program allows, and a prefix or a number makes the rest acceptable', () => {
  expect(programNames(['q1', '满意度', 'places/park', '_channel', 'with', 'Q1', 'end.'], spssNames)).toEqual([
    'q1',
    '满意度',
    'places_park',
    'v_channel',
    'v_with',
    'Q1_2',
    'end',
  ])
  expect(programNames(['q.1', 'str12', '_channel', 'x'.repeat(40), 'x'.repeat(41)], stataNames)).toEqual([
    'q_1',
    'v_str12',
    '_channel',
    'x'.repeat(32),
    `${'x'.repeat(30)}_2`,
  ])
})

test('any names become different acceptable ones', () => {
  assert(
    property(array(string({ unit: 'grapheme', maxLength: 90 }), { maxLength: 20 }), (names) => {
      for (const rules of [spssNames, stataNames]) {
        const made = programNames(names, rules)
        expect(new Set(made.map((name) => name.toLowerCase())).size).toBe(names.length)
        for (const name of made) {
          expect(rules.length(name)).toBeLessThanOrEqual(rules.limit)
          expect(name).toMatch(rules.begins)
          expect(name).not.toMatch(rules.reserved)
          expect(name.replace(rules.forbidden, '')).toBe(name)
        }
      }
    }),
  )
})

test('a text is cut where a sign ends', () => {
  assert(
    property(string({ unit: 'grapheme' }), integer({ min: 0, max: 40 }), (text, bytes) => {
      const kept = cut(text, bytes)
      expect(text.startsWith(kept)).toBe(true)
      expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(bytes)
    }),
  )
})
