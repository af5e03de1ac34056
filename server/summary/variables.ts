/** What analysis sees of a form: its questions as variables, in the reader's language, and where each answer came from. */

import type { Category, Variable } from '../../analysis/frame.ts'
import type { Choice, Form, FormNode, Group, Localised, Question } from '../form/form.ts'
import type { Locale } from '../locale/index.ts'
import type { Channel } from '../store/store.ts'

/** A question with the groups around it, outermost first. */
export interface Placed {
  readonly question: Question
  readonly groups: readonly Group[]
  readonly form: Form
}

/** Words for the two variables that no question asks. */
export interface OriginWords {
  readonly channel: string
  readonly receivedOn: string
}

export interface VariableOptions {
  /** Only these are made; `shared` leaves out what is personal, and is what analysis sees. */
  readonly which: 'shared' | 'personal'
  readonly locale: Locale
  /** Calculations that give words instead of numbers. */
  readonly texts?: ReadonlySet<string>
}

/**
 * Variables of all versions of a form, joined by name, the first form given leading: it decides order, label and kind;
 * older versions add the questions and the choices that it lacks.
 */
export function variablesOf(forms: readonly Form[], options: VariableOptions): readonly Variable[] {
  return placedIn(forms, options.which).map((placed) => variable(placed, forms, options))
}

/** The variables `channel` and `received_on`, named so that no question is hidden by them. */
export function originVariables(
  forms: readonly Form[],
  channels: readonly Channel[],
  words: OriginWords,
): { readonly channel: Variable; readonly receivedOn: Variable } {
  const taken = takenNames(forms)
  const base = { ordered: false, group: null }
  return {
    channel: {
      ...base,
      name: freeName('channel', taken),
      label: words.channel,
      kind: 'coded',
      categories: channels.map(({ id, label }) => ({ value: id, label, missing: null })),
    },
    receivedOn: {
      ...base,
      name: freeName('received_on', taken),
      label: words.receivedOn,
      kind: 'date',
      categories: [],
    },
  }
}

/** Every question that takes an answer, each name once, with the groups it stands in. */
export function placedIn(forms: readonly Form[], which: 'shared' | 'personal' | 'all'): readonly Placed[] {
  const found = new Map<string, Placed>()
  for (const form of forms) {
    walk(form.nodes, [], (question, groups) => {
      if (question.type === 'note') return
      if (which !== 'all' && question.personal !== (which === 'personal')) return
      if (!found.has(question.name)) found.set(question.name, { question, groups, form })
    })
  }
  if (which !== 'shared') return [...found.values()]
  // What one version calls personal stays personal in all of them.
  const personal = new Set(placedIn(forms, 'personal').map(({ question }) => question.name))
  return [...found.values()].filter(({ question }) => !personal.has(question.name))
}

/** Names that questions of these forms have. */
export function takenNames(forms: readonly Form[]): ReadonlySet<string> {
  return new Set(placedIn(forms, 'all').map(({ question }) => question.name))
}

/** The name itself, with underscores before it as long as a question has it. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name
  while (taken.has(free)) free = `_${free}`
  return free
}

/** The language of the form that a reader of this locale understands best. */
export function formLanguage(form: Form, locale: Locale): string {
  const own = locale === 'en' ? /\(en\b|^en\b|english/i : /\(zh\b|^zh\b|中文|汉语|chinese/i
  return form.languages.find((language) => own.test(language)) ?? form.defaultLanguage
}

/** The words in the language, or in the first there is; references to other answers stand as an ellipsis. */
export function words(text: Localised | null, language: string): string {
  if (!text) return ''
  const found = text[language] || Object.values(text).find((value) => value !== '') || ''
  return found
    .replace(/\$\{[^}]*\}/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
}

function variable(
  { question, groups, form }: Placed,
  forms: readonly Form[],
  options: VariableOptions,
): Variable {
  const language = formLanguage(form, options.locale)
  const matrix = groups.findLast((group) => group.matrix && question.type === 'select_one')
  const kind = kindOf(question, options.texts)
  return {
    name: question.name,
    label: words(question.label, language) || question.name,
    kind,
    categories: question.list === null ? [] : categoriesOf(question.name, forms, options.locale),
    ordered: kind === 'coded' && (matrix !== undefined || question.appearance.includes('likert')),
    group: matrix ? { name: matrix.name, label: words(matrix.label, language) || matrix.name } : null,
  }
}

function kindOf(question: Question, texts: ReadonlySet<string> | undefined): Variable['kind'] {
  switch (question.type) {
    case 'select_one':
      return 'coded'
    case 'select_multiple':
      return 'set'
    case 'rank':
      return 'rank'
    case 'integer':
    case 'decimal':
    case 'range':
      return 'number'
    case 'calculate':
      return texts?.has(question.name) ? 'text' : 'number'
    case 'date':
    case 'today':
      return 'date'
    default:
      return 'text'
  }
}

function categoriesOf(name: string, forms: readonly Form[], locale: Locale): readonly Category[] {
  const found = new Map<string, Category>()
  for (const form of forms) {
    const language = formLanguage(form, locale)
    for (const choice of choicesOf(form, name)) {
      if (found.has(choice.value)) continue
      found.set(choice.value, {
        value: choice.value,
        label: words(choice.label, language) || choice.value,
        missing: choice.missing,
      })
    }
  }
  return [...found.values()]
}

function choicesOf(form: Form, name: string): readonly Choice[] {
  let list: string | null = null
  walk(form.nodes, [], (question) => {
    if (question.name === name) list = question.list
  })
  return list === null ? [] : (form.lists[list] ?? [])
}

function walk(
  nodes: readonly FormNode[],
  groups: readonly Group[],
  visit: (question: Question, groups: readonly Group[]) => void,
): void {
  for (const node of nodes) {
    if (node.kind === 'question') visit(node, groups)
    // What is answered once for each row of a repeat is no variable of the whole answer.
    else if (node.kind === 'group') walk(node.nodes, [...groups, node], visit)
  }
}
