/** A rule three ways, each of which changes the others: built from choices, as a sentence, as an expression. */

import { calculationOf, calculationText, type Calculation } from '../../server/form/design/calculations.ts'
import { readingOf, textOf, type DraftRow } from '../../server/form/design/draft.ts'
import { withCell } from '../../server/form/design/editing.ts'
import { lexiconOf, type Lexicon } from '../../server/form/design/lexicon.ts'
import {
  readCalculationSentence,
  readRuleSentence,
  type ReadSentence,
} from '../../server/form/design/read-sentence.ts'
import { expressionOf, ruleOf, type Rule } from '../../server/form/design/rules.ts'
import { calculationSentence, ruleSentence } from '../../server/form/design/sentences.ts'
import { buildCalculation } from './calculation-builder.ts'
import { buildRule, starter } from './condition-builder.ts'
import type { Desk } from './desk.ts'
import { button, make, onceLeft, say } from './dom.ts'
import { askables, type Askable } from './askables.ts'
import { cellControl, controlId, field } from './fields.ts'

export interface RuleContext {
  readonly desk: Desk
  readonly row: DraftRow
  readonly locale: 'zh-CN' | 'en'
  readonly lexicon: Lexicon
  /** What a condition may speak of. */
  readonly subjects: readonly Askable[]
  /** Begins the ids of the controls. */
  readonly id: string
}

/** What is a rule, and what a calculation. */
export type RuleColumn = 'relevant' | 'constraint' | 'warning' | 'required' | 'choice_filter' | 'calculation'

export function ruleField(
  desk: Desk,
  row: DraftRow,
  column: RuleColumn,
  locale: 'zh-CN' | 'en',
): HTMLElement {
  const { header, cell } = readingOf(desk.draft().columns)
  const cellHeader = header('survey', column)
  const text = textOf(row, cellHeader)
  const context: RuleContext = {
    desk,
    row,
    locale,
    lexicon: lexiconOf(desk.draft(), desk.language(), cell(row, 'name')),
    subjects: askables(desk, row, column),
    id: controlId(row.key, cellHeader),
  }
  const write = (next: string | null) => {
    if (next !== null) desk.change(withCell(desk.draft(), 'survey', row.key, cellHeader, next))
  }
  const expression = field(
    say(`column.${column}`),
    cellControl(desk, row, column, { rows: 1, mono: true, wide: true }),
  )
  const parts =
    column === 'calculation'
      ? calculationParts(context, text, write, cellHeader)
      : ruleParts(context, text, write, { column, header: cellHeader })
  return make('fieldset', { class: 'rule' }, make('legend', {}, say(`rule.${column}`)), ...parts, expression)
}

function ruleParts(
  context: RuleContext,
  text: string,
  write: (next: string | null) => void,
  { column, header }: { readonly column: RuleColumn; readonly header: string },
): readonly HTMLElement[] {
  const columns = column === 'choice_filter'
  // `yes` in the required column is no rule: its box says it.
  const plain = column === 'required' && /^(yes|no|true|false|是|否)?$/i.test(text)
  if (text === '' || plain) {
    const first = starter(context)
    if (!first) return []
    return [
      button(say('rule.begin'), () => write(expressionOf({ join: 'all', parts: [first] })), {
        'data-act': `begin-${column}`,
      }),
    ]
  }
  const rule = ruleOf(text, columns)
  if (!rule) return [make('p', { class: 'hint' }, say('rule.unsayable'))]
  const builder = buildRule(
    context,
    rule,
    (next) => write(next === null ? '' : expressionOf(next)),
    context.id,
  )
  const sentence = ruleSentence(rule, context.lexicon, context.locale)
  if (sentence === null) return [builder]
  return [
    builder,
    sentenceField(context, header, {
      sentence,
      prefix: say(`rule.prefix.${column}`),
      read: (words) =>
        told(readRuleSentence(words, context.lexicon, context.locale), (read: Rule) => expressionOf(read)),
    }),
  ]
}

function calculationParts(
  context: RuleContext,
  text: string,
  write: (next: string | null) => void,
  header: string,
): readonly HTMLElement[] {
  if (text === '') {
    const first = context.subjects.find(({ subject }) => subject.of === 'answer')
    if (first?.subject.of !== 'answer') return []
    const { name } = first.subject
    return [
      button(say('rule.beginCalculation'), () => write(`\${${name}}`), { 'data-act': 'begin-calculation' }),
    ]
  }
  const calculation = calculationOf(text)
  if (!calculation) return [make('p', { class: 'hint' }, say('rule.unsayable'))]
  const builder = buildCalculation(context, calculation, (next) => write(calculationText(next)), context.id)
  const sentence = calculationSentence(calculation, context.lexicon, context.locale)
  if (sentence === null) return [builder]
  return [
    builder,
    sentenceField(context, header, {
      sentence,
      prefix: say('rule.prefix.calculation'),
      read: (words) =>
        told(readCalculationSentence(words, context.lexicon, context.locale), (read: Calculation) =>
          calculationText(read),
        ),
    }),
  ]
}

type Told = { readonly expression: string } | { readonly fault: string }

function told<T>({ read, fault }: ReadSentence<T>, write: (read: T) => string | null): Told {
  if (fault)
    return { fault: say(`rule.fault.${fault.code}`, { found: fault.found || say('rule.fault.end') }) }
  const expression = write(read)
  return expression === null ? { fault: say('rule.fault.quotes') } : { expression }
}

/** The sentence to read and to write: while it makes sense, the expression follows it. */
function sentenceField(
  { desk, row, id }: RuleContext,
  header: string,
  {
    sentence,
    prefix,
    read,
  }: { readonly sentence: string; readonly prefix: string; readonly read: (words: string) => Told },
): HTMLElement {
  const area = make('textarea', { id: `${id}-sentence`, rows: '2', autocomplete: 'off', spellcheck: 'false' })
  area.value = sentence
  const element = field(prefix, area)
  const fault = element.querySelector<HTMLElement>('.error')
  // The sentence's own, which a check of the form neither gives nor takes.
  if (fault) fault.dataset['own'] = 'sentence'
  area.addEventListener('input', () => {
    const outcome = read(area.value)
    const wrong = 'fault' in outcome
    element.classList.toggle('wrong', wrong)
    if (fault) {
      fault.hidden = !wrong
      fault.textContent = wrong ? outcome.fault : ''
    }
    if (wrong) return
    desk.change(withCell(desk.draft(), 'survey', row.key, header, outcome.expression), {
      together: area.id,
      typed: row.key,
    })
    const expression = document.getElementById(id)
    if (expression instanceof HTMLTextAreaElement) expression.value = outcome.expression
  })
  // The choices above follow when the sentence is left, if it says something.
  area.addEventListener('change', () => {
    if (!('fault' in read(area.value))) onceLeft(() => desk.change(desk.draft(), { open: desk.open() }))
  })
  return element
}
