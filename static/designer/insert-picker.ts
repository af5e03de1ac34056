/** Puts an earlier answer into a text, where the cursor stands. */

import type { DraftRow } from '../../server/form/design/draft.ts'
import { askables } from './askables.ts'
import type { Desk } from './desk.ts'
import { make, say } from './dom.ts'
import type { Control } from './fields.ts'

/** A list of the answers that can be put in; null where there are none. */
export function insertPicker(desk: Desk, row: DraftRow, control: Control, label: string): HTMLElement | null {
  const rows = desk.draft().survey
  const before = new Set(
    rows
      .slice(
        0,
        rows.findIndex(({ key }) => key === row.key),
      )
      .flatMap(({ cells }) => Object.values(cells)),
  )
  const answers = askables(desk, row, 'label').flatMap(({ subject, label }) =>
    subject.of === 'answer' && before.has(subject.name) ? [{ name: subject.name, label }] : [],
  )
  if (answers.length === 0 || control instanceof HTMLSelectElement) return null
  const select = make(
    'select',
    { id: `${control.id}-insert`, 'aria-label': say('panel.insertInto', { label }), class: 'insert' },
    make('option', { value: '' }, say('panel.insert')),
    ...answers.map(({ name, label }) => make('option', { value: name }, label)),
  )
  select.addEventListener('change', () => {
    if (select.value === '') return
    const [start, end] = [
      control.selectionStart ?? control.value.length,
      control.selectionEnd ?? control.value.length,
    ]
    control.setRangeText(`\${${select.value}}`, start, end, 'end')
    select.value = ''
    control.dispatchEvent(new Event('input', { bubbles: true }))
    control.focus()
  })
  return select
}
