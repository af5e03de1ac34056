/** Drafts → nodes: every cell read, every expression parsed, every name in them looked up. */

import type { Choice, FormNode, Group, Localised, Question } from './form.ts'
import type { Complaints } from './complaints.ts'
import { partsOf, type Expression } from './expression.ts'
import { wholePattern } from './functions.ts'
import { parseExpression } from './parser.ts'
import { readYesNo } from './question-type.ts'
import type { Row } from './sheet.ts'
import { ownWords, type Languages } from './texts.ts'
import type { Draft, DraftGroup, DraftQuestion, Tree } from './tree.ts'
import { isSlip, questionTypes } from './types/index.ts'

/** What the compiling of one node may look at. */
export interface Workshop {
  readonly complaints: Complaints
  readonly tree: Tree
  readonly languages: Languages
  /** Lists by name; lists made for or_other are added. */
  readonly lists: Map<string, readonly Choice[]>
  /** Columns that a choice_filter may name. */
  readonly filters: ReadonlySet<string>
  readonly acceptsPattern: (pattern: string) => boolean
}

/** The nodes of a form. */
export function compileNodes(workshop: Workshop, drafts: readonly Draft[]): readonly FormNode[] {
  return drafts.flatMap((draft): readonly FormNode[] =>
    draft.kind === 'group' ? [compileGroup(workshop, draft)] : compileQuestion(workshop, draft),
  )
}

/** Complains of `${name}` in texts that names nothing. */
export function checkTexts(workshop: Workshop, row: Row, columns: readonly string[]): void {
  for (const column of columns) {
    for (const text of Object.values(row.localised(column) ?? {})) {
      for (const [, name = ''] of text.matchAll(/\$\{([^{}]*)\}/g)) {
        if (isKnown(workshop, name.trim())) continue
        workshop.complaints.error('unknownReference', row.place(column), { name: name.trim() })
      }
    }
  }
}

const textColumns = ['label', 'hint', 'guidance_hint', 'constraint_message', 'required_message']

function compileGroup(workshop: Workshop, draft: DraftGroup): Group {
  const { row, name } = draft
  checkTexts(workshop, row, textColumns)
  const appearance = wordsOf(row.cell('appearance'))
  const nodes = compileNodes(workshop, draft.nodes)
  const group: Group = {
    kind: 'group',
    name,
    row: row.row,
    label: workshop.languages.texts(row, 'label'),
    hint: workshop.languages.texts(row, 'hint'),
    relevant: expressionIn(workshop, row, 'relevant'),
    appearance,
    matrix: false,
    nodes,
  }
  return asMatrix(workshop, group, row)
}

/**
 * A group is a matrix if its appearance is `table-list`, or if its first single choice has the appearance `label` (a row
 * of labels without an answer) and the others `list-nolabel`, as ODK's own grids are written.
 */
function asMatrix(workshop: Workshop, group: Group, row: Row): Group {
  const asked = group.nodes.filter((node) => node.kind === 'group' || !isUnanswered(node))
  const [heading, ...others] = asked
  const grid =
    heading?.kind === 'question' &&
    heading.appearance.includes('label') &&
    others.length > 0 &&
    others.every((node) => node.kind === 'question' && node.appearance.includes('list-nolabel'))
  if (!grid && !group.appearance.includes('table-list')) return group
  const rows = grid ? others : asked
  const [first] = rows
  const oneList = rows.every(
    (node) =>
      node.kind === 'question' &&
      node.type === 'select_one' &&
      node.choiceFilter === null &&
      first?.kind === 'question' &&
      node.list === first.list,
  )
  if (!oneList || rows.length === 0) {
    workshop.complaints.warn('mixedMatrix', row.place('appearance'), { name: group.name })
    return group
  }
  const nodes = grid
    ? group.nodes.map((node) =>
        node === heading && node.kind === 'question'
          ? { ...node, type: 'note' as const, list: null, required: null }
          : node,
      )
    : group.nodes
  return { ...group, matrix: true, nodes }
}

function isUnanswered(question: Question): boolean {
  return question.type === 'note' || question.type === 'calculate'
}

function compileQuestion(workshop: Workshop, draft: DraftQuestion): readonly Question[] {
  const { row, name, type, personal } = draft
  const { complaints, languages } = workshop
  checkTexts(workshop, row, textColumns)
  const label = languages.texts(row, 'label')
  const hint = languages.texts(row, 'hint')
  if (!label && !hint && type !== 'calculate') complaints.warn('missingLabel', row.place('label'), { name })
  const calculation = expressionIn(workshop, row, 'calculation')
  const hidden = /^hidden$/i.test(row.cell('type'))
  if (type === 'calculate' && !hidden && row.cell('calculation') === '' && row.cell('default') === '') {
    complaints.error('missingCalculation', row.place('calculation'), { name })
  }
  const list = listOf(workshop, draft)
  const filter = list === null ? null : expressionIn(workshop, row, 'choice_filter')
  const question: Question = {
    kind: 'question',
    name,
    type,
    row: row.row,
    label,
    hint,
    guidance: languages.texts(row, 'guidance_hint'),
    appearance: wordsOf(row.cell('appearance')),
    required: requiredIn(workshop, row),
    requiredMessage: languages.texts(row, 'required_message'),
    relevant: expressionIn(workshop, row, 'relevant'),
    constraint: expressionIn(workshop, row, 'constraint'),
    constraintMessage: languages.texts(row, 'constraint_message'),
    calculation,
    default: null,
    initial: null,
    readOnly: yesNoIn(workshop, row, 'read_only'),
    list,
    choiceFilter: filter && draft.orOther ? orOtherChoice(filter) : filter,
    parameters: parametersOf(workshop, draft),
    personal,
  }
  const complete = { ...question, ...defaultOf(workshop, question, row) }
  return draft.orOther && list !== null ? [complete, otherQuestion(workshop, complete)] : [complete]
}

/** The filter lets the added choice through, which has no columns of its own. */
function orOtherChoice(filter: Expression): Expression {
  const isOther: Expression = {
    kind: 'operation',
    operator: '=',
    left: { kind: 'column', name: 'name' },
    right: { kind: 'text', value: 'other' },
  }
  return { kind: 'operation', operator: 'or', left: filter, right: isOther }
}

/** `or_other` asks in words what the added choice leaves open. */
function otherQuestion({ languages }: Workshop, question: Question): Question {
  const chosen: Expression = {
    kind: 'call',
    name: 'selected',
    of: [
      { kind: 'reference', name: question.name },
      { kind: 'text', value: 'other' },
    ],
  }
  return {
    ...question,
    name: `${question.name}_other`,
    type: 'text',
    label: ownWords(languages, '其他，请说明', 'Other, please say what'),
    hint: null,
    guidance: null,
    appearance: [],
    required: null,
    requiredMessage: null,
    relevant: chosen,
    constraint: null,
    constraintMessage: null,
    calculation: null,
    default: null,
    initial: null,
    readOnly: false,
    list: null,
    choiceFilter: null,
    parameters: {},
  }
}

function listOf({ complaints, lists, languages }: Workshop, draft: DraftQuestion): string | null {
  const { row, list, type } = draft
  if (list === null || list === '') return null
  const choices = lists.get(list)
  if (!choices) {
    complaints.error('unknownList', row.place('type'), { list })
    return null
  }
  // Several choices are kept as words with a space between wherever they are one text.
  const spaced = type === 'select_one' ? undefined : choices.find((choice) => /\s/.test(choice.value))
  if (spaced) complaints.error('badName', row.place('type'), { name: spaced.value })
  if (!draft.orOther) return list
  // A list of its own: the other questions of this list do not get the added choice.
  const extended = `${list} or_other`
  const other: Choice = {
    value: 'other',
    label: ownWords(languages, '其他', 'Other'),
    missing: null,
    columns: {},
  }
  lists.set(extended, choices.some((choice) => choice.value === 'other') ? choices : [...choices, other])
  return extended
}

const parameterNames: Readonly<Record<string, readonly string[]>> = {
  range: ['start', 'end', 'step'],
  text: ['rows'],
}
const mostSteps = 1_000

function parametersOf({ complaints }: Workshop, { row, type }: DraftQuestion): Question['parameters'] {
  const place = row.place('parameters')
  const known = parameterNames[type] ?? []
  const parameters: Record<string, string> = {}
  for (const pair of row
    .cell('parameters')
    .replace(/=\s+/g, '=')
    .replace(/\s=/g, '=')
    .split(/[\s,;]+/)) {
    if (pair === '') continue
    const [key = '', value = '', ...rest] = pair.split('=')
    const name = key.trim().toLowerCase()
    if (name === '' || value === '' || rest.length > 0) {
      complaints.error('badParameter', place, { parameter: 'parameters', value: pair })
    } else if (known.includes(name)) parameters[name] = value
    else complaints.warn('unsupportedColumn', place, { column: `parameters: ${name}` })
  }
  for (const name of known) {
    const value = parameters[name]
    if (value === undefined || /^-?(\d+(\.\d*)?|\.\d+)$/.test(value)) continue
    complaints.error('badParameter', place, { parameter: name, value })
    return {}
  }
  if (type !== 'range') return parameters
  const { start = '1', end = '10', step = '1' } = parameters
  const steps = (Number(end) - Number(start)) / Number(step)
  if (!(Number(step) > 0) || steps > mostSteps)
    complaints.error('badParameter', place, { parameter: 'step', value: step })
  else if (!(steps >= 1)) complaints.error('badParameter', place, { parameter: 'end', value: end })
  return { ...parameters, start, end, step }
}

/** A default that has a function or a `${name}` in it is computed; any other must be a value of the type. */
function defaultOf(workshop: Workshop, question: Question, row: Row): Pick<Question, 'default' | 'initial'> {
  const text = row.cell('default')
  if (text === '' || question.type === 'note') return { default: null, initial: null }
  if (/\$\{|^[a-z][a-z:-]*\(.*\)/i.test(text)) {
    return { default: null, initial: expressionIn(workshop, row, 'default') }
  }
  const choices = question.list === null ? [] : (workshop.lists.get(question.list) ?? [])
  const reading = questionTypes[question.type].read(text, {
    question,
    choices: () => choices,
    offers: (value) => choices.some((choice) => choice.value === value),
  })
  if (isSlip(reading)) {
    const { expression } = parseExpression(text)
    if (expression && partsOf(expression).length > 0) return { default: null, initial: expression }
    workshop.complaints.error('badDefault', row.place('default'), { name: question.name, value: text })
    return { default: null, initial: null }
  }
  return { default: text, initial: null }
}

function requiredIn(workshop: Workshop, row: Row): Expression | null {
  const says = readYesNo(row.cell('required'))
  if (says === null) return expressionIn(workshop, row, 'required')
  return says ? { kind: 'call', name: 'true', of: [] } : null
}

function yesNoIn({ complaints }: Workshop, row: Row, column: string): boolean {
  const says = readYesNo(row.cell(column))
  if (says === null) complaints.error('unknownYesNo', row.place(column), { value: row.cell(column) })
  return says ?? false
}

/** The expression in a cell, its names known; null where the cell is empty or the expression has a flaw, which is noted. */
function expressionIn(workshop: Workshop, row: Row, column: string): Expression | null {
  const text = row.cell(column)
  if (text === '') return null
  const { complaints } = workshop
  const place = row.place(column)
  const { expression, flaw } = parseExpression(text, { columns: column === 'choice_filter' })
  if (flaw) {
    complaints.error(flaw.code, place, flaw.params)
    return null
  }
  checkNames(workshop, expression, place)
  return withoutMetadata(workshop, expression)
}

function checkNames(workshop: Workshop, expression: Expression, place: ReturnType<Row['place']>): void {
  const { complaints, filters } = workshop
  if (expression.kind === 'reference' && !isKnown(workshop, expression.name)) {
    complaints.error('unknownReference', place, { name: expression.name })
  }
  if (expression.kind === 'column' && expression.name !== 'name' && !filters.has(expression.name)) {
    complaints.error('unknownReference', place, { name: expression.name })
  }
  if (expression.kind === 'call') {
    const [first, second] = expression.of
    if (expression.name === 'jr:choice-name' && second?.kind === 'text' && !isKnown(workshop, second.value)) {
      complaints.error('unknownReference', place, { name: second.value })
    }
    if (expression.name === 'regex' && first && second?.kind === 'text')
      checkPattern(workshop, second.value, place)
  }
  for (const part of partsOf(expression)) checkNames(workshop, part, place)
}

function checkPattern(workshop: Workshop, pattern: string, place: ReturnType<Row['place']>): void {
  if (!workshop.acceptsPattern(wholePattern(pattern)))
    workshop.complaints.error('badPattern', place, { pattern })
}

function isKnown({ tree }: Workshop, name: string): boolean {
  return tree.names.has(name) || tree.metadata.has(name)
}

/** What a device would have filled in: today's date and the time are at hand, the rest is blank. */
function withoutMetadata(workshop: Workshop, expression: Expression): Expression {
  switch (expression.kind) {
    case 'reference': {
      const stands = workshop.tree.metadata.get(expression.name)
      if (!stands) return expression
      return stands === 'blank' ? { kind: 'text', value: '' } : { kind: 'call', name: stands, of: [] }
    }
    case 'negative':
      return { ...expression, of: withoutMetadata(workshop, expression.of) }
    case 'operation':
      return {
        ...expression,
        left: withoutMetadata(workshop, expression.left),
        right: withoutMetadata(workshop, expression.right),
      }
    case 'call':
      return { ...expression, of: expression.of.map((part) => withoutMetadata(workshop, part)) }
    default:
      return expression
  }
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[\s,;，]+/)
    .filter((word) => word !== '')
}

/** The labels of choices, put under the languages of the form. */
export function settledChoice(choice: Choice, languages: Languages): Choice {
  const label: Localised = languages.settle(choice.label)
  return { ...choice, label }
}
