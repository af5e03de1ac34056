/** A radio button cannot be taken back by itself: optional questions get a button that does. */

import { isAsked } from '../../server/form/asking.ts'
import { fieldsOf, isMark } from './fields.ts'
import { button, words } from './island.ts'
import type { Sheet } from './sheet.ts'

/** Shows the button at a question whose choice may be taken back, makes it at first need, and hides it elsewhere. */
export function offerClearing(sheet: Sheet, at: string): void {
  const question = sheet.questionAt(at)
  const box = sheet.places.boxOf(at)
  if (!question || !box || box.tagName !== 'FIELDSET' || !isAsked(question)) return
  if (question.type !== 'select_one' && question.type !== 'range') return
  const { standing } = sheet
  const useful = sheet.hasValue(at) && !standing.required(at) && !standing.readOnly(at)
  let clear = box.querySelector<HTMLElement>(':scope > .clear')
  if (clear) clear.hidden = !useful
  if (clear || !useful) return
  clear = button(words(sheet.island.words.page['clearChoice']), 'link clear', () => {
    // The instance of the box may have another number by now.
    const now = box.getAttribute('data-question') ?? at
    const fields = fieldsOf(question, now)
    for (const field of fields) if (isMark(field)) field.checked = false
    fields[0]?.focus()
    sheet.changed(now)
  })
  box.append(clear)
}
