import { readFileSync } from 'node:fs'
import { parse } from 'papaparse'
import { expect, test } from 'vitest'
import { checkAnswers } from '../../server/form/answers.ts'
import { compileForm } from '../../server/form/definition.ts'
import { readXlsform } from '../../server/imports/xlsform.ts'
import { surroundings } from './rows.ts'

const file = (name: string) => readFileSync(new URL(`../real/students/${name}`, import.meta.url))

interface Expected {
  readonly frequency: Readonly<
    Record<string, { readonly counts: Readonly<Record<string, number>>; readonly missing: number }>
  >
  readonly number: Readonly<Record<string, { readonly n: number; readonly mean: number }>>
}

test('the real questionnaire compiles without a complaint, and its 237 real answers pass and keep their values', async () => {
  const read = await readXlsform(file('questionnaire.xlsx'))
  if (!read.ok) throw new Error('the workbook cannot be read')
  const { form, complaints } = compileForm(read.source)
  expect(complaints).toEqual([])
  if (!form) throw new Error('no form')
  expect(form.languages).toEqual(['中文 (zh)', 'English (en)'])
  expect(form.calculations).toEqual(['span_difference'])

  const rows = parse<Record<string, string>>(file('answers.csv').toString('utf8'), {
    header: true,
    skipEmptyLines: true,
  })
  const checked = rows.data.map((raw) => checkAnswers(form, raw, surroundings))
  expect(checked).toHaveLength(237)
  expect(checked.flatMap(({ refusals }) => refusals)).toEqual([])

  const expected = JSON.parse(file('expected.json').toString('utf8')) as Expected
  for (const [name, { counts, missing }] of Object.entries(expected.frequency)) {
    const values = checked.map(({ answers }) => answers[name] ?? null)
    for (const [code, n] of Object.entries(counts)) {
      expect(values.filter((value) => value === code)).toHaveLength(n)
    }
    expect(values.filter((value) => value === null)).toHaveLength(missing)
  }
  for (const [name, { n, mean }] of Object.entries(expected.number)) {
    const values = checked.map(({ answers }) => answers[name]).filter((value) => typeof value === 'number')
    expect(values).toHaveLength(n)
    expect(values.reduce((sum, value) => sum + value, 0) / n).toBeCloseTo(mean, 9)
  }
})
