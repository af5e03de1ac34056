/** A radio button cannot be taken back by itself: optional questions get a button that does. */

import type { Question } from '../../server/form/form.ts'
import { fieldsOf, isMark } from './fields.ts'
import { button, words, type Island } from './island.ts'
import { boxOf, type State } from './state.ts'

/** Adds the buttons; returns how to show only those that are of use. */
export function offerClearing(
  island: Island,
  questions: readonly Question[],
  changed: () => void,
): (state: State) => void {
  const buttons: { readonly question: Question; readonly clear: HTMLElement }[] = []
  for (const question of questions) {
    const box = boxOf(question)
    const fields = fieldsOf(question)
    if (!box || box.tagName !== 'FIELDSET' || !fields[0] || fields[0].type !== 'radio') continue
    const clear = button(words(island.words.page['clearChoice']), 'link', () => {
      for (const field of fields) if (isMark(field)) field.checked = false
      fields[0]?.focus()
      changed()
    })
    box.append(clear)
    buttons.push({ question, clear })
  }
  return (state) => {
    for (const { question, clear } of buttons) {
      const answered = fieldsOf(question).some((field) => isMark(field) && field.checked)
      clear.hidden = !answered || state.required.has(question.name)
    }
  }
}
