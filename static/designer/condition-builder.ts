/** Conditions put together from choices: of what, how it compares, with what; all of them or any of them. */

import {
  isNumber,
  isRule,
  takesValue,
  type Comparison,
  type Condition,
  type Measure,
  type Rule,
  type Value,
} from '../../server/form/design/rules.ts'
import { sameSubject, type Askable, type AskableKind } from './askables.ts'
import { button, make, onceLeft, say } from './dom.ts'
import { selectControl } from './fields.ts'
import type { RuleContext } from './rule-field.ts'

/** What may be asked of each kind of answer: a measure with a comparison. */
const ways: Readonly<Record<AskableKind, readonly `${Measure}:${Comparison}`[]>> = {
  one: ['value:is', 'value:isNot', 'value:answered', 'value:blank'],
  several: [
    'value:has',
    'value:hasNot',
    'count:atLeast',
    'count:atMost',
    'count:is',
    'value:answered',
    'value:blank',
  ],
  number: [
    'value:is',
    'value:isNot',
    'value:atLeast',
    'value:atMost',
    'value:more',
    'value:less',
    'value:answered',
    'value:blank',
  ],
  date: [
    'value:is',
    'value:isNot',
    'value:atLeast',
    'value:atMost',
    'value:more',
    'value:less',
    'value:answered',
    'value:blank',
  ],
  text: ['value:is', 'value:isNot', 'value:answered', 'value:blank', 'length:atLeast', 'length:atMost'],
}

/** A first condition that means something, to be changed; null where there is nothing to speak of. */
export function starter({ subjects, row, desk }: RuleContext): Condition | null {
  const own = subjects.find(({ subject }) => subject.of !== 'answer')
  const before = desk.draft().survey.slice(
    0,
    desk.draft().survey.findIndex(({ key }) => key === row.key),
  )
  const earlier = new Set(before.flatMap(({ cells }) => Object.values(cells)))
  const nearest = subjects
    .filter(({ subject }) => subject.of === 'answer' && earlier.has(subject.name))
    .slice(-1)[0]
  const first = own ?? nearest ?? subjects[0]
  return first ? conditionOf(first, ways[first.kind][0]!) : null
}

function conditionOf(askable: Askable, way: string, value: Value | null = null): Condition {
  const [measure, comparison] = way.split(':') as [Measure, Comparison]
  return {
    subject: askable.subject,
    measure,
    comparison,
    value: takesValue(comparison) ? (value ?? firstValue(askable, measure)) : null,
  }
}

function firstValue({ kind, choices }: Askable, measure: Measure): Value {
  if (measure !== 'value' || kind === 'number') return { is: 'number', number: '1' }
  if (kind === 'date') return { is: 'today' }
  return { is: 'text', text: choices[0]?.value ?? say('rule.words') }
}

/** The controls of a rule; null is told when its last condition goes. */
export function buildRule(
  context: RuleContext,
  rule: Rule,
  changed: (next: Rule | null) => void,
  id: string,
): HTMLElement {
  const { parts, join } = rule
  const list = make('ul', { class: 'conditions' })
  parts.forEach((part, index) => {
    const replace = (next: Condition | Rule | null) => {
      const others = parts.flatMap((one, at) => (at === index ? (next === null ? [] : [next]) : [one]))
      changed(others.length === 0 ? null : simple({ join, parts: others }))
    }
    list.append(
      make(
        'li',
        {},
        index > 0 ? make('span', { class: 'joined' }, say(join === 'all' ? 'rule.and' : 'rule.or')) : null,
        isRule(part)
          ? buildRule(context, part, replace, `${id}-${index}`)
          : buildCondition(context, part, replace, `${id}-${index}`),
      ),
    )
  })
  const first = starter(context)
  const add =
    first &&
    button(say('rule.add'), () => changed({ join, parts: [...parts, first] }), { 'data-act': `${id}-add` })
  const joins = (['all', 'any'] as const).map((value) => ({ value, label: say(`rule.${value}`) }))
  const joiner =
    parts.length < 2
      ? null
      : selectControl(`${id}-join`, joins, join, (value) =>
          changed(simple({ join: value === 'any' ? 'any' : 'all', parts })),
        )
  joiner?.setAttribute('aria-label', say('rule.joinLabel'))
  return make('div', { class: 'rule-built' }, joiner, list, make('div', { class: 'row' }, add))
}

/** A rule inside that joins as the one around it, or has one condition left, is no rule of its own. */
function simple({ join, parts }: Rule): Rule {
  const flat = parts.flatMap((part) => {
    if (!isRule(part)) return [part]
    return part.join === join || part.parts.length === 1 ? part.parts : [part]
  })
  const [only] = flat
  return flat.length === 1 && only && isRule(only) ? only : { join, parts: flat }
}

function buildCondition(
  { subjects, id: ruleId }: RuleContext,
  condition: Condition,
  changed: (next: Condition | null) => void,
  id: string,
): HTMLElement {
  const { subject, measure, comparison, value } = condition
  const known = subjects.findIndex((one) => sameSubject(one.subject, subject))
  const askable: Askable = subjects[known] ?? {
    subject,
    kind: 'text',
    label: subject.of === 'self' ? say('rule.self') : subject.name,
    choices: [],
  }
  const subjectControl = selectControl(
    `${id}-subject`,
    subjects.map((one, index) => ({ value: String(index), label: one.label })),
    known < 0 ? askable.label : String(known),
    (chosen) => {
      const next = subjects[Number(chosen)]
      if (next) changed(conditionOf(next, ways[next.kind][0]!))
    },
  )
  subjectControl.setAttribute('aria-label', say('rule.subjectLabel'))
  const way = `${measure}:${comparison}`
  const offered: readonly string[] = ways[askable.kind]
  const wayControl = selectControl(
    `${id}-way`,
    [...offered, ...(offered.includes(way) ? [] : [way])].map((one) => ({
      value: one,
      label: wayWords(one, askable.kind),
    })),
    way,
    (chosen) => {
      const same = chosen.split(':')[0] === measure
      changed(conditionOf(askable, chosen, same ? value : null))
    },
  )
  wayControl.setAttribute('aria-label', say('rule.wayLabel'))
  const remove = button('×', () => changed(null), {
    title: say('rule.remove'),
    'aria-label': say('rule.remove'),
    'data-act': `${id}-remove`,
  })
  return make(
    'div',
    { class: 'condition', 'data-rule': ruleId },
    subjectControl,
    wayControl,
    ...(value === null
      ? []
      : valueControls(
          { subjects, askable, measure },
          value,
          (next) => changed({ ...condition, value: next }),
          id,
        )),
    remove,
  )
}

function wayWords(way: string, kind: AskableKind): string {
  const [measure = '', comparison = ''] = way.split(':')
  if (kind === 'date' && /^(less|atMost|more|atLeast)$/.test(comparison)) return say(`way.date.${comparison}`)
  return measure === 'value' ? say(`way.${comparison}`) : say(`way.${measure}.${comparison}`)
}

interface ValueContext {
  readonly subjects: readonly Askable[]
  readonly askable: Askable
  readonly measure: Measure
}

/** A value: one of the choices, a number or words; another answer; today. */
export function valueControls(
  { subjects, askable, measure }: ValueContext,
  value: Value,
  changed: (next: Value) => void,
  id: string,
): readonly HTMLElement[] {
  const answers = subjects.filter(({ subject }) => subject.of === 'answer')
  const kinds = [
    { value: 'fixed', label: say('value.fixed') },
    ...(answers.length > 0 ? [{ value: 'answer', label: say('value.answer') }] : []),
    ...(askable.kind === 'date' || value.is === 'today'
      ? [{ value: 'today', label: say('value.today') }]
      : []),
    ...(value.is === 'self' ? [{ value: 'self', label: say('rule.self') }] : []),
  ]
  const kind = value.is === 'text' || value.is === 'number' ? 'fixed' : value.is
  const kindControl = selectControl(`${id}-kind`, kinds, kind, (chosen) => {
    if (chosen === 'today') changed({ is: 'today' })
    else if (chosen === 'answer') changed({ is: 'answer', name: nameOf(answers[0]) })
    else changed(fixed(askable, measure))
  })
  kindControl.setAttribute('aria-label', say('value.label'))
  kindControl.classList.add('narrow')
  const control = valueControl({ askable, measure, subjects: answers }, value, changed, id)
  return kinds.length === 1 ? control : [kindControl, ...control]
}

function fixed(askable: Askable, measure: Measure): Value {
  if (measure !== 'value' || askable.kind === 'number') return { is: 'number', number: '1' }
  return { is: 'text', text: askable.choices[0]?.value ?? say('rule.words') }
}

function nameOf(askable: Askable | undefined): string {
  return askable?.subject.of === 'answer' ? askable.subject.name : ''
}

function valueControl(
  { askable, measure, subjects }: ValueContext,
  value: Value,
  changed: (next: Value) => void,
  id: string,
): readonly HTMLElement[] {
  if (value.is === 'today' || value.is === 'self') return []
  const label = say('value.what')
  if (value.is === 'answer') {
    const options = subjects.map((one) => ({ value: nameOf(one), label: one.label }))
    const select = selectControl(`${id}-value`, options, value.name, (name) =>
      changed({ is: 'answer', name }),
    )
    select.setAttribute('aria-label', label)
    return [select]
  }
  if (value.is === 'text' && measure === 'value' && askable.choices.length > 0) {
    const select = selectControl(`${id}-value`, askable.choices, value.text, (text) =>
      changed({ is: 'text', text }),
    )
    select.setAttribute('aria-label', label)
    return [select]
  }
  const numeric = value.is === 'number'
  const input = make('input', {
    type: 'text',
    id: `${id}-value`,
    'aria-label': label,
    inputmode: numeric ? 'decimal' : null,
    'data-late': numeric ? value.number : value.text,
    autocomplete: 'off',
  })
  input.value = numeric ? value.number : value.text
  const fault = make('span', { class: 'error', role: 'alert', hidden: true }, say('value.notNumber'))
  input.addEventListener('change', () => {
    const text = input.value.trim()
    fault.hidden = !numeric || isNumber(text)
    if (!numeric) onceLeft(() => changed({ is: 'text', text }))
    else if (isNumber(text)) onceLeft(() => changed({ is: 'number', number: text }))
  })
  return [input, fault]
}
