/** Makes the form pages quicker: the preview of pasted text while typing, and rows that move without a round trip. */

import { livePreview } from './pasting/pasting.ts'

const paste = document.querySelector<HTMLFormElement>('form[data-paste]')
if (paste) livePreview(paste)
const editor = document.querySelector<HTMLFormElement>('form[data-editor]')
if (editor) rowEditor(editor)

type Control = HTMLInputElement | HTMLTextAreaElement

/** Add, delete and move rows in the page; all cells go as one field, so that a long form fits into one post. */
function rowEditor(form: HTMLFormElement): void {
  let changed = form.hasAttribute('data-unsaved')
  form.addEventListener('input', () => (changed = true))
  form.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('.row-actions button')
    const row = button?.closest('tr')
    if (!button || !row) return
    event.preventDefault()
    changed = true
    changeRow(row, button.value.split(':')[0] ?? '')
  })
  form.addEventListener('submit', () => {
    changed = false
    pack(form)
  })
  window.addEventListener('pageshow', () => unpack(form))
  window.addEventListener('beforeunload', (event) => {
    if (changed) event.preventDefault()
  })
}

function changeRow(row: HTMLTableRowElement, command: string): void {
  const body = row.parentElement as HTMLTableSectionElement
  // What was complained of is about rows that now stand elsewhere.
  body.querySelectorAll('.row-complaints').forEach((complaint) => complaint.remove())
  const at = (target: HTMLTableRowElement | null, name: string) =>
    target?.querySelector<HTMLElement>(name === '' ? 'input, textarea' : `button[value^="${name}:"]`)?.focus()
  if (command === 'up') {
    row.previousElementSibling?.before(row)
    at(row, 'up')
  } else if (command === 'down') {
    row.nextElementSibling?.after(row)
    at(row, 'down')
  } else if (command === 'add') {
    const fresh = row.cloneNode(true) as HTMLTableRowElement
    fresh.classList.remove('wrong')
    controlsOf(fresh).forEach((control) => (control.value = ''))
    row.after(fresh)
    at(fresh, '')
  } else if (body.rows.length === 1) {
    controlsOf(row).forEach((control) => (control.value = ''))
  } else {
    const near = (row.nextElementSibling ?? row.previousElementSibling) as HTMLTableRowElement | null
    row.remove()
    at(near, 'remove')
  }
  renumber(body)
}

function controlsOf(row: HTMLTableRowElement): readonly Control[] {
  return Array.from(row.querySelectorAll<Control>('input, textarea'))
}

function renumber(body: HTMLTableSectionElement): void {
  Array.from(body.rows).forEach((row, index) => {
    const number = index + 2
    const old = row.cells[0]?.textContent ?? ''
    if (row.cells[0]) row.cells[0].textContent = String(number)
    for (const control of controlsOf(row)) {
      control.name = control.name.replace(/^(\w+)\.\d+\./, `$1.${index}.`)
      control.id = control.id.replace(/^(\w+)-\d+-/, `$1-${number}-`)
    }
    for (const control of Array.from(row.querySelectorAll('[aria-label]'))) {
      control.setAttribute(
        'aria-label',
        (control.getAttribute('aria-label') ?? '').replace(old, String(number)),
      )
    }
    for (const button of Array.from(row.querySelectorAll('button'))) {
      button.value = button.value.replace(/\d+$/, String(index))
    }
  })
}

function cellsOf(form: HTMLFormElement): readonly Control[] {
  return Array.from(form.querySelectorAll<Control>('.sheet-table input, .sheet-table textarea'))
}

function pack(form: HTMLFormElement): void {
  const packed = form.querySelector<HTMLInputElement>('input[name="sheets"]')
  if (!packed) return
  const cells = cellsOf(form)
  // Blank cells of the first row tell the columns and their order.
  const sent = cells.filter(({ name, value }) => value !== '' || /^\w+\.0\./.test(name))
  packed.value = JSON.stringify(sent.map(({ name, value }) => [name, value]))
  packed.disabled = false
  form.enctype = 'multipart/form-data'
  cells.forEach((control) => (control.disabled = true))
}

/** Coming back with the back button finds the cells usable. */
function unpack(form: HTMLFormElement): void {
  cellsOf(form).forEach((control) => (control.disabled = false))
  const packed = form.querySelector<HTMLInputElement>('input[name="sheets"]')
  if (packed) packed.disabled = true
}
