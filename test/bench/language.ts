/** What the questionnaire language costs: compiling a long form, checking its answers, a keystroke, a row of a long repeat. */

import { openAnswering } from '../../server/form/answering.ts'
import { checkAnswers } from '../../server/form/answers.ts'
import { compileForm } from '../../server/form/definition.ts'
import type { Form, FormSource, Surroundings } from '../../server/form/form.ts'
import { matches } from '../../server/patterns.ts'

export interface LanguageCost {
  readonly what: string
  readonly milliseconds: number
  /** In milliseconds; null where nothing was promised. */
  readonly aim: number | null
}

const surroundings: Surroundings = { today: '2026-11-24', now: '2026-11-24T08:16:00+08:00', matches }

/** Each is the median of several runs. */
export function languageCosts(): readonly LanguageCost[] {
  const long = thousandQuestions()
  const form = compiled(long)
  const raw = Object.fromEntries(
    Array.from({ length: 1000 }, (_, i) => [`q${i}`, ['x', '5', null, 'some words'][i % 4]]),
  )
  const keys = openAnswering(compiled(dependents(500)), {}, surroundings)
  const rows = openAnswering(
    compiled(roster()),
    { people: Array.from({ length: 200 }, () => ({ a0: '1', a1: '2' })) },
    surroundings,
  )
  let key = 0
  return [
    {
      what: 'compile a form of 1,000 questions',
      milliseconds: median(15, () => compileForm(long)),
      aim: null,
    },
    {
      what: '… check one answer to it',
      milliseconds: median(50, () => checkAnswers(form, raw, surroundings)),
      aim: null,
    },
    {
      what: 'keystroke with 500 dependent questions',
      milliseconds: median(100, () => {
        keys.set('x', String((key += 7) % 500))
        keys.changes()
      }),
      aim: 16,
    },
    {
      what: 'keystroke in a repeat of 200 rows',
      milliseconds: median(100, () => {
        rows.set('people[100]/a0', String(key++))
        rows.changes()
      }),
      aim: 16,
    },
    {
      what: 'a further row in a repeat of 200',
      milliseconds: median(30, () => {
        rows.addRow('people')
        rows.changes()
        rows.removeRow('people[3]')
        rows.changes()
      }),
      aim: 100,
    },
  ]
}

function median(times: number, work: () => unknown): number {
  const took = Array.from({ length: times }, () => {
    const from = performance.now()
    work()
    return performance.now() - from
  }).toSorted((a, b) => a - b)
  return took[Math.floor(times / 2)] ?? 0
}

function compiled(source: FormSource): Form {
  const { form, complaints } = compileForm(source)
  if (!form) throw new Error(JSON.stringify(complaints[0]))
  return form
}

function sourceOf(
  survey: readonly Readonly<Record<string, string>>[],
  choices: readonly Readonly<Record<string, string>>[] = [],
): FormSource {
  const numbered = (rows: typeof survey) => rows.map((cells, index) => ({ row: index + 2, cells }))
  return { survey: numbered(survey), choices: numbered(choices), settings: [] }
}

/** A quarter each of choices that depend on the one before, numbers with a constraint, calculations, required texts. */
function thousandQuestions(): FormSource {
  const survey = Array.from({ length: 1000 }, (_, i): Readonly<Record<string, string>> => {
    const base = { name: `q${i}`, label: `Question ${i}` }
    if (i % 4 === 0) return { ...base, type: 'select_one l', relevant: i === 0 ? '' : `\${q${i - 4}} != 'z'` }
    if (i % 4 === 1) return { ...base, type: 'integer', constraint: '. >= 0 and . < 100' }
    if (i % 4 === 2) return { ...base, type: 'calculate', calculation: `\${q${i - 1}} * 2` }
    return { ...base, type: 'text', required: 'yes' }
  })
  const choices = ['x', 'y', 'z'].map((name) => ({ list_name: 'l', name, label: name }))
  return sourceOf(survey, choices)
}

function dependents(count: number): FormSource {
  const questions = Array.from({ length: count }, (_, i): Readonly<Record<string, string>> => ({
    type: 'text',
    name: `q${i}`,
    label: 'Of ${x}',
    relevant: `\${x} > ${i}`,
    required: '${x} > 3',
    calculation: i % 2 === 0 ? `\${x} + ${i}` : '',
  }))
  return sourceOf([{ type: 'integer', name: 'x', label: 'X' }, ...questions])
}

function roster(): FormSource {
  const fields = Array.from({ length: 20 }, (_, i) => ({ type: 'integer', name: `a${i}`, label: `A ${i}` }))
  return sourceOf([
    { type: 'begin_repeat', name: 'people', label: 'People' },
    ...fields,
    { type: 'calculate', name: 'both', calculation: '${a0} + ${a1}' },
    { type: 'calculate', name: 'number', calculation: 'position(..)' },
    { type: 'calculate', name: 'of', calculation: 'count(${people})' },
    { type: 'end_repeat' },
    { type: 'calculate', name: 'sum', calculation: 'sum(${both})' },
  ])
}
