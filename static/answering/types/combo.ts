/** A select that can be searched: an editable combobox with a list, as the ARIA authoring practices have it. */

import type { Enhancing } from '../enhance.ts'
import { empty, make, words } from '../kit.ts'

/** More hits than this are of no use to anybody. */
const mostHits = 80

export function enhance({ box, sheet }: Enhancing): void {
  const select = box.querySelector<HTMLSelectElement>('select[data-combo]')
  if (!select || box.querySelector('[role=combobox]')) return
  const say = sheet.island.words.page
  const { id } = select
  const label = box.querySelector('[data-words=label]')?.textContent ?? ''
  const input = make('input', {
    class: 'control',
    type: 'text',
    id,
    role: 'combobox',
    autocomplete: 'off',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': `${id}-list`,
    'aria-describedby': select.getAttribute('aria-describedby') ?? '',
    placeholder: words(say['comboHint']),
  }) as HTMLInputElement
  if (!input.getAttribute('aria-describedby')) input.removeAttribute('aria-describedby')
  const list = make('ul', {
    class: 'hits',
    role: 'listbox',
    id: `${id}-list`,
    'aria-label': label,
    hidden: '',
  })
  const none = make('p', { class: 'quiet', role: 'status' })
  select.removeAttribute('id')
  select.hidden = true
  select.parentNode?.insertBefore(input, select)
  select.parentNode?.insertBefore(list, select)
  select.parentNode?.insertBefore(none, select)
  let at = -1

  const chosenWords = () => (select.value ? (select.options[select.selectedIndex]?.text ?? '') : '')
  const hits = () => [].slice.call(list.children) as HTMLElement[]

  function show(): void {
    input.value = chosenWords()
    close()
  }

  function close(): void {
    list.hidden = true
    at = -1
    none.textContent = ''
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }

  function search(): void {
    if (!select) return
    const wanted = input.value.trim().toLowerCase()
    const all = wanted === chosenWords().toLowerCase()
    empty(list)
    at = -1
    input.removeAttribute('aria-activedescendant')
    for (let i = 1; i < select.options.length && list.children.length < mostHits; i++) {
      const option = select.options[i]
      if (!option || (!all && option.text.toLowerCase().indexOf(wanted) < 0)) continue
      const hit = make(
        'li',
        {
          role: 'option',
          id: `${input.id}-hit-${i}`,
          'data-hit': option.value,
          'aria-selected': String(option.selected),
        },
        option.text,
      )
      hit.addEventListener('pointerdown', (event) => {
        event.preventDefault()
        take(option.value)
      })
      list.append(hit)
    }
    const some = list.children.length > 0
    list.hidden = !some
    none.textContent = some ? '' : words(say['filterNone'])
    input.setAttribute('aria-expanded', String(some))
  }

  function take(value: string): void {
    if (!select) return
    select.value = value
    show()
    select.dispatchEvent(new Event('change', { bubbles: true }))
  }

  function go(by: number): void {
    if (list.hidden) search()
    const all = hits()
    if (all.length === 0) return
    all[at]?.classList.remove('active')
    at = (at + by + all.length) % all.length
    const hit = all[at]
    hit?.classList.add('active')
    hit?.scrollIntoView({ block: 'nearest' })
    if (hit) input.setAttribute('aria-activedescendant', hit.id)
  }

  input.addEventListener('input', (event) => {
    // The field itself has no name; nobody else has to hear of it.
    event.stopPropagation()
    search()
  })
  input.addEventListener('click', search)
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') go(1)
    else if (event.key === 'ArrowUp') go(-1)
    else if (event.key === 'Escape') show()
    else if (event.key === 'Enter' && !list.hidden) {
      const hit = hits()[at] ?? (hits().length === 1 ? hits()[0] : undefined)
      if (hit) take(hit.getAttribute('data-hit') ?? '')
    } else return
    event.preventDefault()
  })
  input.addEventListener('change', (event) => event.stopPropagation())
  input.addEventListener('blur', () => {
    // Emptied: the answer is taken back. Anything else that was typed and not chosen falls back to what stands.
    if (input.value.trim() === '' && select.value !== '') take('')
    else show()
  })
  sheet.form.addEventListener('restored', show)
  new MutationObserver(show).observe(select, { childList: true })
  show()
}
