/** A long list of boxes to tick gets a search field; folded ones say how many are chosen. */

import type { Enhancing } from '../enhance.ts'
import { make, words } from '../kit.ts'

export function enhance({ box, sheet }: Enhancing): void {
  const list = box.querySelector<HTMLElement>('[data-filter]')
  if (!list || list.previousElementSibling?.classList.contains('filter')) return
  const say = sheet.island.words.page
  const label = box.querySelector('[data-words=label]')?.textContent ?? ''
  const input = make('input', {
    class: 'control filter',
    type: 'search',
    'aria-label': words(say['filterChoices'], { label }),
    placeholder: words(say['filterChoices'], { label: '' }),
  }) as HTMLInputElement
  const none = make('p', { class: 'quiet', role: 'status' })
  list.parentNode?.insertBefore(input, list)
  list.parentNode?.insertBefore(none, list)
  input.addEventListener('input', (event) => {
    event.stopPropagation()
    const wanted = input.value.trim().toLowerCase()
    let found = 0
    for (const choice of [].slice.call(list.querySelectorAll('.choice')) as HTMLElement[]) {
      const fits = (choice.textContent ?? '').toLowerCase().indexOf(wanted) >= 0
      choice.classList.toggle('filtered', !fits)
      if (fits && !choice.hidden) found++
    }
    none.textContent = found > 0 ? '' : words(say['filterNone'])
  })
  input.addEventListener('change', (event) => event.stopPropagation())
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault()
  })
  const chosen = box.querySelector('[data-chosen]')
  const count = () => {
    if (chosen)
      chosen.textContent = words(say['chosenOf'], { n: box.querySelectorAll('input:checked').length })
  }
  box.addEventListener('change', count)
  sheet.form.addEventListener('restored', count)
}
