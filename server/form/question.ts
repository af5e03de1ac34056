/** One row of the survey sheet as a question. */

import type { Choice, Question, SheetRow } from './form.ts'
import { cell, localised } from './cells.ts'
import { readExpression, readRequired, readYesNo } from './cell-expression.ts'
import type { Desk } from './definition.ts'
import { parseExpression } from './parser.ts'
import type { TypeCell } from './type-cell.ts'
import { isSlip, questionTypes } from './types/index.ts'

type QuestionCell = Extract<TypeCell, { kind: 'question' }>

/** The question; `or_other` also brings the question for the other answer, and the list with its further choice. */
export function readQuestion(
  desk: Desk,
  row: SheetRow,
  name: string,
  type: QuestionCell,
): { readonly question: Question; readonly other: Question | null; readonly choices: readonly Choice[] } {
  const choices = choicesOf(desk, row, type)
  const question = questionOf(desk, row, name, type)
  complainOfGaps(desk, row, question)
  complainOfParameters(desk, row, question)
  complainOfDefault(desk, row, question, choices)
  if (!type.orOther) return { question, other: null, choices }
  return { question, other: otherQuestion(desk, question), choices: withOther(desk, choices) }
}

function choicesOf({ lists, complain }: Desk, row: SheetRow, { list }: QuestionCell): readonly Choice[] {
  if (list === null) return []
  const choices = lists[list]
  if (!choices) complain('error', 'unknownList', { row: row.row, column: 'type' }, { list })
  return choices ?? []
}

function questionOf(desk: Desk, row: SheetRow, name: string, { type, list }: QuestionCell): Question {
  const text = (column: string) => localised(row, column, desk.standard)
  return {
    kind: 'question',
    name,
    type,
    row: row.row,
    label: text('label'),
    hint: text('hint'),
    guidance: text('guidance_hint'),
    appearance: cell(row, 'appearance').split(/\s+/).filter(Boolean),
    required: readRequired(desk, row),
    requiredMessage: text('required_message'),
    relevant: readExpression(desk, row, 'relevant'),
    constraint: readExpression(desk, row, 'constraint'),
    constraintMessage: text('constraint_message'),
    calculation: readExpression(desk, row, 'calculation'),
    ...readDefault(desk, row),
    readOnly: yesOrNo(desk, row, 'read_only'),
    list,
    choiceFilter: readExpression(desk, row, 'choice_filter', { columns: true }),
    parameters: readParameters(cell(row, 'parameters')),
    personal: yesOrNo(desk, row, 'personal'),
  }
}

/** A default that looks like an expression is one, as XLSForm has it. */
function readDefault(desk: Desk, row: SheetRow): Pick<Question, 'default' | 'initial'> {
  const text = cell(row, 'default')
  if (text === '') return { default: null, initial: null }
  const looksComputed = /\$\{/.test(text) || /^[a-z][a-z:-]*\(.*\)/i.test(text)
  if (!looksComputed) return { default: text, initial: null }
  const { expression, flaw } = parseExpression(text)
  if (flaw) desk.complain('error', flaw.code, { row: row.row, column: 'default' }, flaw.params)
  return { default: null, initial: expression }
}

function yesOrNo(desk: Desk, row: SheetRow, column: string): boolean {
  const value = readYesNo(cell(row, column))
  if (value === null)
    desk.complain('error', 'unknownYesNo', { row: row.row, column }, { value: cell(row, column) })
  return value === true
}

function readParameters(text: string): Question['parameters'] {
  const pairs = [...text.matchAll(/([\w-]+)\s*=\s*([^\s;,]+)/g)]
  return Object.fromEntries(pairs.map((pair) => [(pair[1] ?? '').toLowerCase(), pair[2] ?? '']))
}

function complainOfGaps({ complain }: Desk, row: SheetRow, question: Question): void {
  const { name, type } = question
  if (type === 'calculate') {
    if (question.calculation === null && question.default === null && question.initial === null) {
      complain('error', 'missingCalculation', { row: row.row, column: 'calculation' }, { name })
    }
  } else if (!question.label && !question.hint) {
    complain('warning', 'missingLabel', { row: row.row, column: 'label' }, { name })
  }
}

const parametersOf: Readonly<Partial<Record<Question['type'], readonly string[]>>> = {
  range: ['start', 'end', 'step'],
  text: ['rows'],
}

function complainOfParameters({ complain }: Desk, row: SheetRow, { type, parameters }: Question): void {
  const place = { row: row.row, column: 'parameters' }
  for (const [parameter, value] of Object.entries(parameters)) {
    const known = parametersOf[type]?.includes(parameter) ?? false
    if (!known) complain('warning', 'badParameter', place, { parameter, value })
    else if (!Number.isFinite(Number(value))) complain('error', 'badParameter', place, { parameter, value })
  }
  if (type !== 'range') return
  const { start = '1', end = '10', step = '1' } = parameters
  const steps = (Number(end) - Number(start)) / Number(step)
  if (!(Number(step) > 0)) complain('error', 'badParameter', place, { parameter: 'step', value: step })
  else if (!(steps >= 1 && steps <= 100))
    complain('error', 'badParameter', place, { parameter: 'end', value: end })
}

function complainOfDefault(
  { complain }: Desk,
  row: SheetRow,
  question: Question,
  choices: readonly Choice[],
): void {
  if (question.default === null || question.type === 'note') return
  const offers = (value: string) => choices.some((choice) => choice.value === value)
  const reading = questionTypes[question.type].read(question.default, {
    question,
    choices: () => choices,
    offers,
  })
  if (!isSlip(reading)) return
  const params = { name: question.name, value: question.default }
  complain('error', 'badDefault', { row: row.row, column: 'default' }, params)
}

const otherValue = 'other'

function withOther({ standard }: Desk, choices: readonly Choice[]): readonly Choice[] {
  if (choices.some(({ value }) => value === otherValue)) return choices
  const languages = new Set([standard, ...choices.flatMap(({ label }) => Object.keys(label))])
  return [
    ...choices,
    { value: otherValue, label: inEach(languages, '其他', 'Other'), missing: null, columns: {} },
  ]
}

function otherQuestion({ standard }: Desk, question: Question): Question {
  const languages = new Set([standard, ...Object.keys(question.label ?? {})])
  return {
    ...question,
    name: `${question.name}_other`,
    type: 'text',
    label: inEach(languages, '请说明', 'Specify other'),
    hint: null,
    guidance: null,
    appearance: [],
    required: null,
    relevant: {
      kind: 'call',
      name: 'selected',
      of: [
        { kind: 'reference', name: question.name },
        { kind: 'text', value: otherValue },
      ],
    },
    constraint: null,
    calculation: null,
    default: null,
    initial: null,
    list: null,
    choiceFilter: null,
    parameters: {},
  }
}

function inEach(
  languages: ReadonlySet<string>,
  chinese: string,
  english: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...languages].map((each) => [each, /^$|zh|中文|汉语/i.test(each) ? chinese : english]),
  )
}
