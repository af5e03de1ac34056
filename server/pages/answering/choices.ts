/** The choices of a question as the page shows them. */

import type { Choice, Question } from '../../form/form.ts'
import { stepsOf } from './look.ts'
import { htmlOf, mediaOf, textOf, wordsOf, type Showing } from './showing.ts'
import type { ChoiceView, Look } from './views.ts'

/** The choices of an instance of a question, or the steps of its scale. */
export function choicesOf(
  question: Question,
  at: string,
  look: Look,
  showing: Showing,
): readonly ChoiceView[] {
  const { form, state, raw } = showing
  const id = (i: number) => (i === 0 ? `q-${at}` : `q-${at}-${i + 1}`)
  const given = raw[at]
  const list = Array.isArray(given) ? (given as readonly string[]) : [textOf(given)]
  const chosen = new Set(list)
  if (question.type === 'range')
    return stepsOf(question).map((step, i) => stepView(step, id(i), chosen.has(step)))
  if (question.list === null) return []
  const all = form.lists[question.list] ?? []
  const offered = state.choices.get(at) ?? all
  const open = new Set(offered.map((choice) => choice.value))
  const places = showing.places?.get(at)
  // Those on offer stand in the order in which the form offers them, which chance may have made.
  const ordered = question.randomize ? [...offered, ...all.filter(({ value }) => !open.has(value))] : all
  const views = ordered.map((choice, i) => {
    const isOpen = open.has(choice.value)
    return {
      ...choiceView(choice, id(i), at, showing),
      checked: isOpen && chosen.has(choice.value),
      hidden: !isOpen,
      place: isOpen ? (places?.get(choice.value) ?? list.indexOf(choice.value) + 1) : 0,
    }
  })
  return look === 'select' ? views.filter((choice) => !choice.hidden) : views
}

/** The choices of a list as the heads of a table. */
export function listViews(
  list: string | null,
  id: string,
  at: string,
  showing: Showing,
): readonly ChoiceView[] {
  const choices = list === null ? [] : (showing.form.lists[list] ?? [])
  return choices.map((choice, i) => choiceView(choice, `${id}-${i + 1}`, at, showing))
}

function choiceView(choice: Choice, id: string, at: string, showing: Showing): ChoiceView {
  return {
    id,
    value: choice.value,
    html: htmlOf(choice.label, at, showing) || choice.value,
    words: wordsOf(choice.label, at, showing) || choice.value,
    media: mediaOf(choice.media, showing),
    checked: false,
    hidden: false,
    place: 0,
  }
}

function stepView(step: string, id: string, checked: boolean): ChoiceView {
  return { id, value: step, html: step, words: step, media: null, checked, hidden: false, place: 0 }
}
