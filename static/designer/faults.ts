/** What is wrong with the form, above its questions: each fault leads to its cell. */

import { usersNamed } from '../../server/form/design/options.ts'
import { readingOf } from '../../server/form/design/draft.ts'
import type { Fault } from './checking.ts'
import type { Desk } from './desk.ts'
import { button, byId, make, say } from './dom.ts'
import { controlAt } from './fields.ts'

/** What is wrong with a choice is told at the questions that have it. */
export function faultsOfLists(desk: Desk, faults: readonly Fault[]): readonly Fault[] {
  return faults.flatMap((fault) => {
    if (fault.sheet !== 'choices' || fault.key === null) return []
    return usersNamed(desk.draft(), fault.key).map((key): Fault => ({
      ...fault,
      key,
      sheet: 'survey',
      column: '\n',
    }))
  })
}

export function drawFaults(
  desk: Desk,
  { faults, ready }: { readonly faults: readonly Fault[]; readonly ready: boolean },
  focusBlock: (key: string) => void,
): void {
  const errors = faults.filter(({ level, column }) => level === 'error' && column !== '\n')
  const remarks = faults.filter(({ level, column }) => level !== 'error' && column !== '\n')
  const place = byId<HTMLDetailsElement>('designer-faults')
  place.hidden = errors.length + remarks.length === 0
  place.className = `notice ${errors.length > 0 ? 'bad' : 'warning'}`
  const summary = place.querySelector('summary')
  if (summary)
    summary.textContent =
      errors.length > 0
        ? say('faults.errors', { count: errors.length })
        : say('faults.remarks', { count: remarks.length })
  const lines = [...errors, ...remarks].slice(0, 100)
  place
    .querySelector('ul')
    ?.replaceChildren(...lines.map((fault) => make('li', {}, faultLink(desk, fault, focusBlock))))
  byId('designer-ready').hidden = !ready
}

function faultLink(desk: Desk, fault: Fault, focusBlock: (key: string) => void): HTMLElement {
  const { key, column, words, sheet } = fault
  const owner = sheet === 'choices' && key !== null ? (usersNamed(desk.draft(), key)[0] ?? null) : key
  const row = desk.draft().survey.find((one) => one.key === owner)
  if (owner === null || !row) return make('span', {}, words)
  const name = readingOf(desk.draft().columns).cell(row, 'name')
  return button(
    name === '' ? words : `${name}${say('colon')}${words}`,
    () => {
      desk.setOpen(owner)
      const control = controlAt(key ?? owner, column)
      control?.closest('details')?.setAttribute('open', '')
      if (control) control.focus()
      else focusBlock(owner)
    },
    { class: 'link-button' },
  )
}
