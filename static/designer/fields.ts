/** The controls of a panel: each writes one cell, and takes up its fault. */

import { readingOf, textOf, type DraftRow } from '../../server/form/design/draft.ts'
import { withCell } from '../../server/form/design/editing.ts'
import type { SheetName } from '../../server/form/form.ts'
import { make, onceLeft, say, type Child } from './dom.ts'
import type { Desk } from './desk.ts'

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** A control with its label, hint and the place for its fault. */
export function field(
  label: string,
  control: Control,
  { hint, short, after }: { readonly hint?: string; readonly short?: boolean; readonly after?: Child } = {},
): HTMLElement {
  const described: string[] = []
  const hintElement = hint ? make('p', { class: 'hint', id: `${control.id}-hint` }, hint) : null
  if (hintElement) described.push(hintElement.id)
  const fault = make('p', { class: 'error', id: `${control.id}-fault`, hidden: true })
  described.push(fault.id)
  control.setAttribute('aria-describedby', described.join(' '))
  return make(
    'div',
    { class: `field${short ? ' short' : ''}` },
    make('label', { for: control.id }, label),
    hintElement,
    control,
    fault,
    after ?? null,
  )
}

/** The id of the control of a cell; the fault of that cell is shown at it. */
export function controlId(key: string, header: string): string {
  return `f-${key}-${[...header].map((letter) => (/[\w-]/.test(letter) ? letter : `_${letter.codePointAt(0)}`)).join('')}`
}

export interface CellOptions {
  readonly sheet?: SheetName
  readonly language?: string
  readonly rows?: number
  readonly mono?: boolean
  /** Draws everything anew once it is left, where more than its own words depends on it. */
  readonly wide?: boolean
  readonly list?: string
}

/** A text field of a cell, by the name of its column; a growing area where it has rows. */
export function cellControl(desk: Desk, row: DraftRow, column: string, options: CellOptions = {}): Control {
  const { sheet = 'survey', language = '', rows, mono, wide, list } = options
  const header = readingOf(desk.draft().columns).header(sheet, column, language)
  const common = {
    id: controlId(row.key, header),
    class: mono ? 'mono' : null,
    'data-key': row.key,
    'data-header': header,
    autocomplete: 'off',
    spellcheck: mono ? 'false' : null,
    autocapitalize: mono ? 'off' : null,
  }
  const control: HTMLInputElement | HTMLTextAreaElement =
    rows === undefined
      ? make('input', { type: 'text', ...common, list: list ?? null })
      : make('textarea', { rows: String(rows), ...common })
  control.value = textOf(row, header)
  if (control instanceof HTMLTextAreaElement) grows(control)
  control.addEventListener('input', () => {
    desk.change(withCell(desk.draft(), sheet, row.key, header, control.value), {
      together: control.id,
      typed: row.key,
    })
  })
  if (wide)
    control.addEventListener('change', () => onceLeft(() => desk.change(desk.draft(), { open: desk.open() })))
  return control
}

/** An area as high as its text. */
function grows(area: HTMLTextAreaElement): void {
  const fit = () => {
    area.rows = Math.min(12, Math.max(Number(area.dataset['least'] ?? 1), area.value.split('\n').length))
  }
  area.dataset['least'] = String(area.rows)
  area.addEventListener('input', fit)
  fit()
}

/** A choice of words for a cell. */
export function selectControl(
  id: string,
  options: readonly { readonly value: string; readonly label: string }[],
  value: string,
  chosen: (value: string) => void,
): HTMLSelectElement {
  const select = make('select', { id })
  const known = options.some((option) => option.value === value)
  for (const option of known ? options : [...options, { value, label: value }])
    select.append(make('option', { value: option.value, selected: option.value === value }, option.label))
  select.value = value
  select.addEventListener('change', () => chosen(select.value))
  return select
}

/** A box that says yes in a cell. */
export function checkControl(
  id: string,
  label: string,
  checked: boolean,
  toggled: (checked: boolean) => void,
): HTMLElement {
  const box = make('input', { type: 'checkbox', id })
  box.checked = checked
  box.addEventListener('change', () => toggled(box.checked))
  return make('label', { class: 'choice', for: id }, box, make('span', {}, label))
}

/** Further fields behind a heading that opens; it stays open while one works in it. */
export function folded(
  id: string,
  heading: string,
  filled: boolean,
  unfolded: Set<string>,
  ...children: readonly Child[]
): HTMLDetailsElement {
  const details = make(
    'details',
    { id, class: 'folded', open: filled || unfolded.has(id) },
    make('summary', {}, heading),
    make('div', { class: 'stack' }, ...children),
  )
  details.addEventListener('toggle', () => {
    if (details.open) unfolded.add(id)
    else unfolded.delete(id)
  })
  return details
}

/** Every fault shown at its control, where that is on the page. */
export function showFaults(
  faults: readonly {
    readonly key: string | null
    readonly column: string
    readonly words: string
    readonly level: string
  }[],
): void {
  for (const place of document.querySelectorAll<HTMLElement>(
    '.designer-list .error:not([hidden], [data-own])',
  )) {
    place.hidden = true
    place.closest('.field')?.classList.remove('wrong')
  }
  for (const { key, column, words, level } of faults) {
    if (key === null) continue
    const control = controlAt(key, column)
    const place = control && document.getElementById(`${control.id}-fault`)
    if (!control || !place) continue
    place.textContent = place.hidden ? words : `${place.textContent ?? ''} ${words}`
    place.hidden = false
    place.classList.toggle('remark', level !== 'error')
    if (level === 'error') control.closest('.field')?.classList.add('wrong')
  }
}

/** The control of a cell, or the one that a fault without a column of its own is best shown at. */
export function controlAt(key: string, column: string): HTMLElement | null {
  return (
    document.getElementById(controlId(key, column)) ??
    document.querySelector<HTMLElement>(`[data-key="${key}"][data-header^="${CSS.escape(column)}::"]`) ??
    document.querySelector<HTMLElement>(`[data-faults="${key}"]`)
  )
}

export function yes(text: string): boolean {
  return /^(yes|y|true|true\(\)|1|是|必填|必答)$/i.test(text.trim())
}

export function chosenNone(): { readonly value: string; readonly label: string } {
  return { value: '', label: say('panel.none') }
}
