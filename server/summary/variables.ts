/** What analysis sees of a form: its questions as variables, in the reader's language, and where each answer came from. */

import type { Category, Variable } from '../../analysis/frame.ts'
import type { Choice, Form, FormNode, Group, Localised, Question } from '../form/form.ts'
import { indexOf } from '../form/form-index.ts'
import { catalogues, type Locale } from '../locale/index.ts'
import type { Channel } from '../store/store.ts'
import { repeatTables, type RepeatTable } from './repeats.ts'

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
  /** The repeat whose rows are asked; null, or absent, for what is asked once. */
  readonly inside?: string | null
  /** As a summary counts them: moments as the days they fall on, a repeat as the number of its rows. */
  readonly counted?: boolean
}

/**
 * Variables of all versions of a form, joined by name, the first form given leading: it decides order, label and kind;
 * older versions add the questions and the choices that it lacks.
 */
export function variablesOf(forms: readonly Form[], options: VariableOptions): readonly Variable[] {
  const inside = options.inside ?? null
  const asked = placedIn(forms, options.which, inside).map((placed) => variable(placed, forms, options))
  return options.counted && options.which === 'shared'
    ? [...asked, ...rowCounts(forms, inside, options.locale)]
    : asked
}

/** What a repeat is about, in the reader's language. */
export function repeatLabel({ label, written, form }: RepeatTable, locale: Locale): string {
  return words(label, formLanguage(form, locale)) || written
}

/** How many rows each repeat has, as a number of its own. */
function rowCounts(forms: readonly Form[], inside: string | null, locale: Locale): readonly Variable[] {
  return repeatTables(forms)
    .filter(({ parent }) => parent === inside)
    .map((table) => ({
      name: table.name,
      label: catalogues[locale].summary.rowCount({ label: repeatLabel(table, locale) }),
      kind: 'number',
      categories: [],
      ordered: false,
      group: null,
    }))
}

/** The variable of one question. */
export function variableOfQuestion(
  placed: Placed,
  forms: readonly Form[],
  options: VariableOptions,
): Variable {
  return variable(placed, forms, options)
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

/** Every question that takes an answer once, or once in each row of the repeat `inside`: each name once, with the groups it stands in. */
export function placedIn(
  forms: readonly Form[],
  which: 'shared' | 'personal' | 'all',
  inside: string | null = null,
): readonly Placed[] {
  const found = new Map<string, Placed>()
  for (const form of forms) {
    walk(form.nodes, inside, (question, groups) => {
      if (question.type === 'note') return
      if (which !== 'all' && question.personal !== (which === 'personal')) return
      if (!found.has(question.name)) found.set(question.name, { question, groups, form })
    })
  }
  if (which !== 'shared') return [...found.values()]
  // What one version calls personal stays personal in all of them.
  const personal = new Set(placedIn(forms, 'personal', inside).map(({ question }) => question.name))
  return [...found.values()].filter(({ question }) => !personal.has(question.name))
}

/** Names that questions and repeats of these forms have. */
export function takenNames(forms: readonly Form[]): ReadonlySet<string> {
  return new Set(forms.flatMap((form) => indexOf(form).entries.map(({ name }) => name)))
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
  const kind = kindOf(question, options)
  return {
    name: question.name,
    label: words(question.label, language) || question.written,
    kind,
    categories:
      question.type === 'acknowledge'
        ? [{ value: 'OK', label: catalogues[options.locale].summary.acknowledged, missing: null }]
        : question.list === null
          ? []
          : categoriesOf(question.name, forms, options.locale),
    ordered: kind === 'coded' && (matrix !== undefined || question.appearance.includes('likert')),
    group: matrix ? { name: matrix.name, label: words(matrix.label, language) || matrix.name } : null,
  }
}

function kindOf(question: Question, { texts, counted }: VariableOptions): Variable['kind'] {
  switch (question.type) {
    case 'select_one':
    case 'acknowledge':
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
    case 'datetime':
      return counted ? 'date' : 'text'
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
  const { entries, positions } = indexOf(form)
  const list = entries[positions.get(name) ?? -1]?.question?.list ?? null
  return list === null ? [] : (form.lists[list] ?? [])
}

/** Visits the questions outside of repeats, or those directly in the rows of one. */
function walk(
  nodes: readonly FormNode[],
  inside: string | null,
  visit: (question: Question, groups: readonly Group[]) => void,
): void {
  const go = (at: readonly FormNode[], groups: readonly Group[], repeat: string | null) => {
    for (const node of at) {
      if (node.kind === 'repeat') go(node.nodes, groups, node.name)
      else if (node.kind === 'group') go(node.nodes, [...groups, node], repeat)
      else if (repeat === inside) visit(node, groups)
    }
  }
  go(nodes, [], null)
}
