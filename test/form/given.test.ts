/** The text of what a person gave: the same for the same content, whatever was computed or filled in beside it. */

import { expect, test } from 'vitest'
import { canonicalJson } from '../../server/form/canonical.ts'
import { checkAnswers } from '../../server/form/answers.ts'
import { compileForm } from '../../server/form/definition.ts'
import { givenJson } from '../../server/form/given.ts'

const survey = [
  { type: 'start', name: 'began' },
  { type: 'text', name: 'zeal', label: 'Z' },
  { type: 'integer', name: 'age', label: 'A' },
  { type: 'calculate', name: 'twice', calculation: '${age} * 2' },
  { type: 'begin_repeat', name: 'people', label: 'P' },
  { type: 'text', name: 'name', label: 'N' },
  { type: 'select_multiple k', name: 'kinds', label: 'K' },
  { type: 'calculate', name: 'length', calculation: 'string-length(${name})' },
  { type: 'end_repeat' },
  { type: 'text', name: 'city', label: 'C' },
].map((cells, index) => ({ row: index + 2, cells }))
const choices = ['b', 'a'].map((name, index) => ({
  row: index + 2,
  cells: { list_name: 'k', name, label: name },
}))
const { form, complaints } = compileForm({ survey, choices, settings: [] })
const surroundings = { today: '2026-11-25', now: '2026-11-25T10:00:00+08:00', matches: () => true }

function given(raw: Readonly<Record<string, unknown>>, now = surroundings.now): string {
  if (!form) throw new Error(JSON.stringify(complaints))
  return givenJson(form, checkAnswers(form, raw, { ...surroundings, now }).answers)
}

const raw = {
  zeal: '写“很多”\n字',
  age: '20',
  people: [{ name: '甲', kinds: ['a', 'b'] }, { name: '乙' }, {}],
}

test('names stand sorted, in rows too, without what was computed or filled in', () => {
  const content = {
    zeal: '写“很多”\n字',
    age: 20,
    people: [
      { name: '甲', kinds: ['b', 'a'] },
      { name: '乙', kinds: null },
      { name: null, kinds: null },
    ],
    city: null,
  }
  expect(given(raw)).toBe(canonicalJson(content))
})

test('is the same at another time and for another order, and differs for another answer', () => {
  const turned = Object.fromEntries(Object.entries(raw).toReversed())
  expect(given(turned, '2026-11-25T23:59:00+08:00')).toBe(given(raw))
  expect(given({ ...raw, age: '21' })).not.toBe(given(raw))
  expect(given({ ...raw, people: raw.people.slice(0, 2) })).not.toBe(given(raw))
  expect(given({})).not.toBe(given({ people: [{}] }))
})
