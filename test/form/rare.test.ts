/** A form that is not marked as using rare parts is worked out the same where they are not loaded, as in the browser. */

import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { filledIn } from '../../server/commands/corpus/answers.ts'
import { checkAnswers, formState } from '../../server/form/answers.ts'
import { compileForm } from '../../server/form/definition.ts'
import type { Form } from '../../server/form/form.ts'
import { rare } from '../../server/form/rare.ts'
import { readXlsform } from '../../server/imports/xlsform.ts'

const { parts } = rare
afterEach(() => {
  rare.parts = parts
})

const folder = new URL('../corpus/', import.meta.url)
const surroundings = {
  today: '2026-11-24',
  now: '2026-11-24T09:00:00.000+08:00',
  matches: (text: string, pattern: string) => new RegExp(pattern).test(text),
  random: () => 0.5,
}

async function formOf(file: string): Promise<Form | null> {
  const read = await readXlsform(readFileSync(new URL(file, folder)))
  return read.ok ? compileForm({ ...read.source, lenient: true }).form : null
}

/** A copy, so that nothing is kept from a time when the parts were there. */
function workedOut(form: Form, raw: Readonly<Record<string, unknown>>) {
  const copy = structuredClone(form)
  return { checked: checkAnswers(copy, raw, surroundings), state: formState(copy, raw, surroundings) }
}

test(
  'real forms without paths, repeats and rare functions need none of them',
  { timeout: 120_000 },
  async () => {
    let plain = 0
    let marked = 0
    for (const file of readdirSync(folder)) {
      const form = await formOf(file)
      if (!form || form.rare) marked += form ? 1 : 0
      else {
        plain++
        for (const round of [0, 1]) {
          const { raw } = filledIn(form, round)
          const wanted = workedOut(form, raw)
          rare.parts = null
          expect(workedOut(form, raw), file).toEqual(wanted)
          rare.parts = parts
        }
      }
    }
    expect(plain).toBeGreaterThan(50)
    expect(marked).toBeGreaterThan(20)
  },
)

test('repeats, paths, orders by chance and seldom functions mark a form', () => {
  const marks = (type: string, more: Readonly<Record<string, string>> = {}): boolean | undefined => {
    const rows = [
      { type: 'integer', name: 'age', label: '年龄' },
      { type, name: 'x', label: 'x', ...more },
      ...(type === 'begin_repeat' ? [{ type: 'text', name: 'y', label: 'y' }, { type: 'end_repeat' }] : []),
    ]
    const choices = [{ list_name: 'l', name: 'a', label: 'a' }]
    const numbered = (cells: readonly Readonly<Record<string, string>>[]) =>
      cells.map((each, k) => ({ row: k + 2, cells: each }))
    return compileForm({ survey: numbered(rows), choices: numbered(choices), settings: [] }).form?.rare
  }
  expect(marks('text', { relevant: '${age} > 18', constraint: "regex(., '^a')" })).toBe(false)
  expect(marks('calculate', { calculation: "concat(${age}, '岁')" })).toBe(false)
  expect(marks('begin_repeat')).toBe(true)
  expect(marks('text', { relevant: '../age > 18' })).toBe(true)
  expect(marks('calculate', { calculation: 'sum(${age})' })).toBe(true)
  expect(marks('calculate', { calculation: "format-date(today(), '%Y')" })).toBe(true)
  expect(marks('select_one l', { parameters: 'randomize=true' })).toBe(true)
})
