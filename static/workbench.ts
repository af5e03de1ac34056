/** The workbench works without this; it finds while one types, lets variables be dragged, and applies a choice at once. */

import { offerCopies } from './staff/copy-table.ts'

const copying = document.querySelector<HTMLElement>('[data-copying]')
if (copying) offerCopies(copying.dataset)

const root = document.querySelector<HTMLElement>('[data-workbench]')
const find = root?.querySelector<HTMLInputElement>('[data-find]')
const list = Array.from(root?.querySelectorAll<HTMLElement>('.variable') ?? [])
const places = root?.querySelector<HTMLFormElement>('[data-places]')

find?.addEventListener('input', () => {
  const words = find.value.trim().toLowerCase()
  for (const item of list) item.hidden = !(item.dataset['words'] ?? '').toLowerCase().includes(words)
})

for (const select of Array.from(root?.querySelectorAll<HTMLSelectElement>('[data-submit]') ?? []))
  select.addEventListener('change', () => select.form?.requestSubmit())

const type = 'text/x-diaoyan-variable'
root?.addEventListener('dragstart', (event) => {
  const item = (event.target as Element).closest<HTMLElement>('[data-variable]')
  if (item) event.dataTransfer?.setData(type, item.dataset['variable'] ?? '')
})
for (const zone of Array.from(root?.querySelectorAll<HTMLElement>('[data-zone]') ?? [])) {
  zone.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes(type)) return
    event.preventDefault()
    zone.classList.add('over')
  })
  zone.addEventListener('dragleave', () => zone.classList.remove('over'))
  zone.addEventListener('drop', (event) => {
    zone.classList.remove('over')
    const variable = event.dataTransfer?.getData(type)
    if (!variable) return
    event.preventDefault()
    put(`add:${zone.dataset['zone'] ?? ''}:${variable}`)
  })
}

/** Does what the button of the same action does. */
function put(action: string): void {
  if (!places) return
  const field = document.createElement('input')
  field.type = 'hidden'
  field.name = 'do'
  field.value = action
  places.append(field)
  places.requestSubmit()
}
