/** How a form stands on the page: sections, groups, matrices and questions, each with its look, its words and its value. */

import type { Choice, Form, FormNode, Group, Question } from '../../form/form.ts'
import { questionTypes } from '../../form/types/index.ts'
import { pagesOf } from '../../form/walk.ts'
import { filled, textIn } from '../../form/words.ts'
import type { formState } from '../../form/answers.ts'
import { isAsked, type Places, type Raw } from './posted.ts'

/** One partial in views/question/ for each. */
export type Look =
  | 'text'
  | 'long-text'
  | 'number'
  | 'radios'
  | 'select'
  | 'checkboxes'
  | 'scale'
  | 'rank'
  | 'date'
  | 'time'
  | 'note'

export interface ChoiceView {
  readonly id: string
  readonly value: string
  readonly label: string
  readonly checked: boolean
  readonly hidden: boolean
  /** Place in a ranking, or 0. */
  readonly place: number
}

export interface QuestionView {
  readonly kind: 'question'
  readonly look: Look
  readonly name: string
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly guidance: string
  readonly required: boolean
  readonly hidden: boolean
  readonly readOnly: boolean
  readonly error: string
  readonly value: string
  readonly choices: readonly ChoiceView[]
  /** Choices stand side by side where the screen is wide enough. */
  readonly across: boolean
  readonly decimals: boolean
  /** A range with too many steps to show them one by one. */
  readonly bounded: boolean
  readonly rows: number
  readonly start: string
  readonly end: string
  /** Ids of hint and message for aria-describedby. */
  readonly describedBy: string
}

export interface GroupView {
  readonly kind: 'group' | 'matrix'
  readonly name: string
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly hidden: boolean
  readonly level: number
  readonly columns: readonly ChoiceView[]
  readonly nodes: readonly NodeView[]
}

export type NodeView = QuestionView | GroupView

export interface SectionView {
  readonly number: number
  readonly hidden: boolean
  readonly nodes: readonly NodeView[]
}

type State = ReturnType<typeof formState>

export interface Showing {
  readonly form: Form
  readonly language: string
  readonly raw: Raw
  /** Places of rankings as they were posted. */
  readonly places?: Places
  readonly state: State
  /** Messages by question. */
  readonly errors: ReadonlyMap<string, string>
  /** Whether 访员提示 is shown. */
  readonly investigator: boolean
}

/** A list longer than this is shown as a select, a scale with more steps as a number. */
const mostRadios = 30
const mostSteps = 21

/** Every page of the form; all stand in the HTML, those that are not current are hidden and carry their values. */
export function sectionsOf(showing: Showing, current: number | null): readonly SectionView[] {
  return pagesOf(showing.form).map(({ nodes }, i) => ({
    number: i + 1,
    hidden: current !== i + 1,
    nodes: viewsOf(nodes, showing, 2),
  }))
}

function viewsOf(nodes: readonly FormNode[], showing: Showing, level: number, inMatrix = false): NodeView[] {
  return nodes.flatMap((node): NodeView[] => {
    if (node.kind === 'group') return [groupView(node, showing, level)]
    if (node.kind === 'repeat') return []
    return questionTypes[node.type].view === null ? [] : [questionView(node, showing, inMatrix)]
  })
}

function groupView(group: Group, showing: Showing, level: number): GroupView {
  const first = group.nodes.find((node) => node.kind === 'question')
  const list = group.matrix && first?.list ? (showing.form.lists[first.list] ?? []) : []
  return {
    kind: group.matrix ? 'matrix' : 'group',
    name: group.name,
    id: `g-${group.name}`,
    label: wordsOf(group.label, showing),
    hint: wordsOf(group.hint, showing),
    hidden: !showing.state.relevant.has(group.name),
    level: Math.min(level, 4),
    columns: list.map((choice, i) => choiceView(choice, `g-${group.name}-${i + 1}`, showing)),
    nodes: viewsOf(group.nodes, showing, level + 1, group.matrix),
  }
}

function questionView(question: Question, showing: Showing, inMatrix: boolean): QuestionView {
  const { name, parameters } = question
  const id = `q-${name}`
  const hint = wordsOf(question.hint, showing)
  const error = showing.errors.get(name) ?? ''
  const look = lookOf(question, showing.form)
  const ownHint = !inMatrix && (hasOwnHint(look) || (look === 'number' && question.type === 'range'))
  const described = [hint || ownHint ? `${id}-hint` : '', error ? `${id}-error` : '']
  return {
    kind: 'question',
    look,
    name,
    id,
    label: wordsOf(question.label, showing),
    hint,
    guidance: showing.investigator ? wordsOf(question.guidance, showing) : '',
    required: isAsked(question) && showing.state.required.has(name),
    hidden: !showing.state.relevant.has(name),
    readOnly: question.readOnly || question.calculation !== null,
    error,
    value: textOf(question.calculation ? showing.state.values[name] : showing.raw[name]),
    choices: inMatrix ? choicesOf(question, 'radios', showing) : choicesOf(question, look, showing),
    across: question.appearance.some((word) => /^(likert|horizontal|columns|w\d|quick)/.test(word)),
    decimals: question.type !== 'integer',
    bounded: question.type === 'range',
    rows: Math.min(Math.max(Number(parameters['rows'] ?? 4) || 4, 2), 20),
    start: parameters['start'] ?? '0',
    end: parameters['end'] ?? '10',
    describedBy: described.filter(Boolean).join(' '),
  }
}

/** These looks explain themselves where the form has no hint. */
function hasOwnHint(look: Look): boolean {
  return look === 'rank' || look === 'date' || look === 'time'
}

/** Which partial shows a question. */
export function lookOf(question: Question, form: Form): Look {
  const { type, appearance } = question
  if (type === 'text') {
    const long = appearance.includes('multiline') || question.parameters['rows'] !== undefined
    return long ? 'long-text' : 'text'
  }
  if (type === 'integer' || type === 'decimal') return 'number'
  if (type === 'range') return stepsOf(question).length > 0 ? 'scale' : 'number'
  if (type === 'select_multiple') return 'checkboxes'
  if (type === 'select_one') {
    const many = question.list !== null && (form.lists[question.list]?.length ?? 0) > mostRadios
    return many || appearance.includes('minimal') || appearance.includes('autocomplete') ? 'select' : 'radios'
  }
  return type === 'rank' || type === 'date' || type === 'time' || type === 'note' ? type : 'text'
}

/** The steps of a range, or none where there are too many to show. */
export function stepsOf(question: Question): readonly string[] {
  const number = (key: string, otherwise: number) => Number(question.parameters[key] ?? otherwise)
  const start = number('start', 0)
  const end = number('end', 10)
  const step = Math.abs(number('step', 1)) || 1
  const count = Math.floor(Math.abs(end - start) / step + 1e-9) + 1
  if (!Number.isFinite(count) || count > mostSteps) return []
  const sign = end < start ? -1 : 1
  return Array.from({ length: count }, (_, i) => String(Number((start + sign * i * step).toFixed(10))))
}

function choicesOf(question: Question, look: Look, showing: Showing): readonly ChoiceView[] {
  const { form, state, raw } = showing
  const id = (i: number) => (i === 0 ? `q-${question.name}` : `q-${question.name}-${i + 1}`)
  const given = raw[question.name]
  const chosen = new Set(Array.isArray(given) ? (given as readonly string[]) : [textOf(given)])
  if (look === 'scale') {
    return stepsOf(question).map((step, i) => ({
      id: id(i),
      value: step,
      label: step,
      checked: chosen.has(step),
      hidden: false,
      place: 0,
    }))
  }
  if (question.list === null) return []
  const all = form.lists[question.list] ?? []
  const offered = new Set((state.choices.get(question.name) ?? all).map((choice) => choice.value))
  const places = showing.places?.get(question.name)
  const order = Array.isArray(given) ? (given as readonly string[]) : []
  const views = all.map((choice, i) => {
    const open = offered.has(choice.value)
    return {
      ...choiceView(choice, id(i), showing),
      checked: open && chosen.has(choice.value),
      hidden: !open,
      place: open ? (places?.get(choice.value) ?? order.indexOf(choice.value) + 1) : 0,
    }
  })
  return look === 'select' ? views.filter((choice) => !choice.hidden) : views
}

function choiceView(choice: Choice, id: string, showing: Showing): ChoiceView {
  const label = wordsOf(choice.label, showing) || choice.value
  return { id, value: choice.value, label, checked: false, hidden: false, place: 0 }
}

function wordsOf(text: Parameters<typeof textIn>[0] | null, { form, language, state }: Showing): string {
  return text === null ? '' : filled(textIn(text, language, form), form, state.values, language)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
