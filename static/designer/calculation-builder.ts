/** A calculation put together from choices: one answer, several added or multiplied, one or the other by a rule. */

import type { Calculation } from '../../server/form/design/calculations.ts'
import type { Value } from '../../server/form/design/rules.ts'
import type { Askable } from './askables.ts'
import { buildRule, starter, valueControls } from './condition-builder.ts'
import { button, make, say } from './dom.ts'
import { selectControl } from './fields.ts'
import type { RuleContext } from './rule-field.ts'

const kinds = ['value', 'sum', 'difference', 'product', 'ratio', 'count', 'label', 'if'] as const

export function buildCalculation(
  context: RuleContext,
  calculation: Calculation,
  changed: (next: Calculation) => void,
  id: string,
): HTMLElement {
  const select = selectControl(
    `${id}-kind`,
    kinds.map((value) => ({ value, label: say(`calculation.${value}`) })),
    calculation.kind,
    (kind) => changed(ofKind(context, kind as Calculation['kind'], calculation)),
  )
  select.setAttribute('aria-label', say('calculation.kindLabel'))
  return make('div', { class: 'rule-built' }, select, ...partsOf(context, calculation, changed, id))
}

function answersOf({ subjects }: RuleContext): readonly Askable[] {
  return subjects.filter(({ subject }) => subject.of === 'answer')
}

function firstAnswer(context: RuleContext): string {
  const first = answersOf(context)[0]
  return first?.subject.of === 'answer' ? first.subject.name : ''
}

/** Another kind of calculation with what the one before had. */
function ofKind(context: RuleContext, kind: Calculation['kind'], before: Calculation): Calculation {
  const values = valuesOf(before)
  const answer: Value = { is: 'answer', name: firstAnswer(context) }
  const [first = answer, second = answer] = values
  const name = first.is === 'answer' ? first.name : firstAnswer(context)
  switch (kind) {
    case 'value':
      return { kind, value: first }
    case 'sum':
    case 'product':
      return { kind, values: values.length > 1 ? values : [first, second] }
    case 'difference':
    case 'ratio':
      return { kind, first, second }
    case 'count':
    case 'label':
      return { kind, name }
    case 'if': {
      const condition = starter(context)
      const blank: Calculation = { kind: 'value', value: { is: 'text', text: '' } }
      if (!condition) return before
      return {
        kind,
        rule: { join: 'all', parts: [condition] },
        result: before.kind === 'if' ? before.result : before,
        otherwise: blank,
      }
    }
  }
}

function valuesOf(calculation: Calculation): readonly Value[] {
  switch (calculation.kind) {
    case 'value':
      return [calculation.value]
    case 'sum':
    case 'product':
      return calculation.values
    case 'difference':
    case 'ratio':
      return [calculation.first, calculation.second]
    case 'count':
    case 'label':
      return [{ is: 'answer', name: calculation.name }]
    case 'if':
      return valuesOf(calculation.result)
  }
}

function partsOf(
  context: RuleContext,
  calculation: Calculation,
  changed: (next: Calculation) => void,
  id: string,
): readonly HTMLElement[] {
  switch (calculation.kind) {
    case 'value':
      return [operand(context, calculation.value, (value) => changed({ ...calculation, value }), `${id}-0`)]
    case 'sum':
    case 'product':
      return several(context, calculation, changed, id)
    case 'difference':
    case 'ratio':
      return [
        operand(context, calculation.first, (first) => changed({ ...calculation, first }), `${id}-0`),
        make('span', { class: 'joined' }, say(`calculation.sign.${calculation.kind}`)),
        operand(context, calculation.second, (second) => changed({ ...calculation, second }), `${id}-1`),
      ]
    case 'count':
    case 'label': {
      const options = answersOf(context)
        .filter(({ choices }) => choices.length > 0)
        .flatMap(({ subject, label }) => (subject.of === 'answer' ? [{ value: subject.name, label }] : []))
      const select = selectControl(`${id}-name`, options, calculation.name, (name) =>
        changed({ ...calculation, name }),
      )
      select.setAttribute('aria-label', say('rule.subjectLabel'))
      return [select]
    }
    case 'if':
      return [
        buildRule(
          context,
          calculation.rule,
          // Without its rule the calculation is what it was when the rule held.
          (rule) => changed(rule === null ? calculation.result : { ...calculation, rule }),
          `${id}-if`,
        ),
        make('p', { class: 'joined' }, say('calculation.result')),
        buildCalculation(
          context,
          calculation.result,
          (result) => changed({ ...calculation, result }),
          `${id}-result`,
        ),
        make('p', { class: 'joined' }, say('calculation.otherwise')),
        buildCalculation(
          context,
          calculation.otherwise,
          (otherwise) => changed({ ...calculation, otherwise }),
          `${id}-else`,
        ),
      ]
  }
}

function several(
  context: RuleContext,
  calculation: Extract<Calculation, { kind: 'sum' | 'product' }>,
  changed: (next: Calculation) => void,
  id: string,
): readonly HTMLElement[] {
  const { kind, values } = calculation
  const rows = values.map((value, index) => {
    const set = (next: Value) =>
      changed({ kind, values: values.map((one, at) => (at === index ? next : one)) })
    const remove =
      values.length > 2 &&
      button('×', () => changed({ kind, values: values.filter((_, at) => at !== index) }), {
        'aria-label': say('rule.remove'),
        title: say('rule.remove'),
      })
    const joined = index > 0 && make('span', { class: 'joined' }, say(`calculation.sign.${kind}`))
    return make('div', { class: 'condition' }, joined, operand(context, value, set, `${id}-${index}`), remove)
  })
  const answer: Value = { is: 'answer', name: firstAnswer(context) }
  const add = button(say('calculation.add'), () => changed({ kind, values: [...values, answer] }), {
    'data-act': `${id}-add`,
  })
  return [...rows, make('div', { class: 'row' }, add)]
}

function operand(
  context: RuleContext,
  value: Value,
  changed: (next: Value) => void,
  id: string,
): HTMLElement {
  const plain: Askable = {
    subject: { of: 'self' },
    kind: value.is === 'text' ? 'text' : 'number',
    label: '',
    choices: [],
  }
  const controls = valueControls(
    { subjects: context.subjects, askable: plain, measure: 'value' },
    value,
    changed,
    id,
  )
  return make('div', { class: 'condition' }, ...controls)
}
