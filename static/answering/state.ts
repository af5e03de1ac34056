/** Shows on the page how the form stands: what is asked, what must be answered, what may be chosen, what is computed. */

import type { Choice, Form, FormNode, Group, Question } from '../../server/form/form.ts'
import type { formState } from '../../server/form/answers.ts'
import { questionsOf } from '../../server/form/walk.ts'
import { filled, textIn, valueInWords } from '../../server/form/words.ts'
import { fieldsOf, isAsked, isMark } from './fields.ts'
import { empty, make, words, type Island } from './island.ts'

export type State = ReturnType<typeof formState>

/** The element of a question or a group. */
export function boxOf(node: FormNode): HTMLElement | null {
  return document.querySelector(`[data-${node.kind}="${CSS.escape(node.name)}"]`)
}

/** Brings the page to `state`. True if a choice was taken back because it is no longer offered: then look again. */
export function showState(island: Island, state: State): boolean {
  const { form, language } = island
  let takenBack = false
  for (const node of nodesOf(form.nodes)) {
    if (node.kind === 'repeat') continue
    const box = boxOf(node)
    if (!box) continue
    box.hidden = !state.relevant.has(node.name)
    fillWords(box, node, form, state, language)
    if (node.kind === 'group') continue
    const must = box.querySelector('.must')
    const needed = words(island.words.page[state.required.has(node.name) ? 'required' : 'optional'])
    if (must && must.textContent !== needed) must.textContent = needed
    if (node.choiceFilter && offer(island, node, box, state.choices.get(node.name) ?? [])) takenBack = true
    if (node.calculation && isAsked(node)) {
      for (const field of fieldsOf(node)) field.value = valueInWords(form, node.name, state.values, language)
    }
  }
  showProgress(island, state)
  return takenBack
}

function nodesOf(nodes: readonly FormNode[]): readonly FormNode[] {
  return nodes.reduce<FormNode[]>(
    (all, node) => all.concat(node, node.kind === 'question' ? [] : nodesOf(node.nodes)),
    [],
  )
}

function fillWords(
  box: HTMLElement,
  node: Group | Question,
  form: Form,
  state: State,
  language: string,
): void {
  for (const part of ['label', 'hint'] as const) {
    const template = node[part]
    const place = template ? box.querySelector(`[data-words=${part}]`) : null
    if (!place) continue
    const text = filled(textIn(template, language, form), form, state.values, language)
    if (place.textContent !== text) place.textContent = text
  }
}

function offer(island: Island, question: Question, box: HTMLElement, offered: readonly Choice[]): boolean {
  const own = box.querySelector<HTMLElement>('[data-own]')
  if (own && question.type !== 'rank') own.hidden = offered.length > 0
  const values = offered.map((choice) => choice.value)
  let takenBack = false
  for (const field of fieldsOf(question)) {
    if (field instanceof HTMLSelectElement && question.type !== 'rank') {
      takenBack = offerOptions(island, field, offered) || takenBack
      continue
    }
    const value = field.getAttribute('data-choice') ?? field.value
    const row = field.closest<HTMLElement>('label, p')
    const gone = values.indexOf(value) < 0
    if (row) row.hidden = gone
    if (!gone) continue
    if (isMark(field) && field.checked) {
      field.checked = false
      takenBack = true
    } else if (!isMark(field) && field.value) {
      field.value = ''
      takenBack = true
    }
  }
  return takenBack
}

function offerOptions(
  { form, language, words: all }: Island,
  select: HTMLSelectElement,
  offered: readonly Choice[],
): boolean {
  const before = [].slice.call(select.options, 1).map((option: HTMLOptionElement) => option.value)
  if (before.join('\n') === offered.map((choice) => choice.value).join('\n')) return false
  const chosen = select.value
  empty(select)
  select.append(make('option', { value: '' }, words(all.page['chooseOne'])))
  for (const choice of offered) {
    select.append(
      make('option', { value: choice.value }, textIn(choice.label, language, form) || choice.value),
    )
  }
  select.value = offered.some((choice) => choice.value === chosen) ? chosen : ''
  return select.value !== chosen
}

function showProgress({ form, words: all }: Island, state: State): void {
  const line = document.getElementById('answered')
  const bar = line?.querySelector('progress')
  const text = line?.querySelector('span')
  if (!line || !bar || !text) return
  const asked = questionsOf(form).filter((question) => isAsked(question) && state.relevant.has(question.name))
  const answered = asked.filter((question) => state.values[question.name] !== null).length
  line.hidden = false
  bar.max = Math.max(asked.length, 1)
  bar.value = answered
  text.textContent = words(all.page['answeredOf'], { answered, questions: asked.length })
}
