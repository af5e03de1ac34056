/** Comparing two entries by keyboard: 1, 2 and 3 choose, Enter goes to the next difference. Works without this too. */

const form = document.getElementById('paper-compare')
const sets = [...(form?.querySelectorAll<HTMLFieldSetElement>('fieldset') ?? [])]
const button = form?.querySelector('button')

const isText = (element: EventTarget | null): element is HTMLInputElement =>
  element instanceof HTMLInputElement && element.type === 'text'

function open(place: number): void {
  const set = sets[place]
  const target = set?.querySelector<HTMLElement>('input:checked') ?? set?.querySelector('input') ?? button
  target?.focus()
  ;(set ?? button)?.scrollIntoView({ block: 'center' })
}

form?.addEventListener('keydown', (event) => {
  const place = sets.findIndex((set) => set.contains(event.target as Node))
  const set = sets[place]
  if (!set || event.isComposing) return
  if (event.key === 'Enter') {
    event.preventDefault()
    if (isText(event.target) && event.target.value.trim() !== '') choose(set, '3')
    open(place + 1)
    return
  }
  if (isText(event.target) || !/^[123]$/.test(event.key)) return
  event.preventDefault()
  choose(set, event.key)
})

form?.addEventListener('input', (event) => {
  const set = sets.find((each) => each.contains(event.target as Node))
  if (set && isText(event.target)) choose(set, '3', false)
})

function choose(set: HTMLFieldSetElement, value: string, move = true): void {
  const radio = set.querySelector<HTMLInputElement>(`input[type=radio][value="${value}"]`)
  if (!radio) return
  radio.checked = true
  if (!move) return
  const target = value === '3' ? set.querySelector<HTMLInputElement>('input[type=text]') : radio
  target?.focus()
}

// After a refusal the summary has the focus, and leads to what is wrong.
if (!document.querySelector('[data-focus]')) open(0)
