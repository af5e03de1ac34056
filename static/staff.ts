/** Staff pages work without this; it moves the focus to what needs it and asks before what cannot be undone. */

import './staff/copy.ts'
import './staff/leaving.ts'

const summary = document.querySelector<HTMLElement>('[data-focus]')
summary?.focus()

// A link of the error summary leads to its control, label in view.
summary?.addEventListener('click', (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]')
  const control = link && document.getElementById(link.hash.slice(1))
  if (!control) return
  event.preventDefault()
  const label = control.closest('.field') ?? control
  label.scrollIntoView({ block: 'start' })
  control.focus({ preventScroll: true })
})

document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  const question = event.submitter?.getAttribute('data-confirm') ?? form.getAttribute('data-confirm')
  // A question of one's own words; a browser without dialogs goes on, as without this script.
  if (question && !window.confirm(question)) {
    event.preventDefault()
    return
  }
  // A second click does not send twice; coming back with the back button makes the form usable again.
  if (form.dataset['sent']) event.preventDefault()
  form.dataset['sent'] = 'yes'
  window.setTimeout(() => delete form.dataset['sent'], 4000)
})

// Lists filter as soon as a choice is made.
document.querySelectorAll<HTMLSelectElement>('form[data-filter] select').forEach((select) => {
  select.addEventListener('change', () => select.form?.requestSubmit())
})

// One box for all boxes of a list.
for (const all of document.querySelectorAll<HTMLInputElement>('[data-choose-all]')) {
  all.hidden = false
  all.addEventListener('change', () => {
    for (const box of all.form?.querySelectorAll<HTMLInputElement>('tbody input[type=checkbox]') ?? [])
      box.checked = all.checked
  })
}

// A page that waits for work asks again by itself.
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-again]'))
  window.setTimeout(() => button.form?.requestSubmit(button), 1500)

for (const button of document.querySelectorAll<HTMLElement>('[data-print]')) {
  button.addEventListener('click', () => window.print())
}

// What only a script can do is shown only where there is one.
for (const button of document.querySelectorAll<HTMLElement>('[data-copy], [data-print]'))
  button.hidden = false
