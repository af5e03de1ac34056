/**
 * Ranking by touch, mouse or keyboard: choose the items in order, then move them by buttons or by dragging; the
 * selects underneath keep the answer.
 */

import type { Question } from '../../../server/form/form.ts'
import type { Enhancing } from '../enhance.ts'
import { button, empty, fieldsOf, make, words } from '../kit.ts'
import type { Sheet } from '../sheet.ts'

/** The selects are replaced by a list with buttons; it is drawn anew whenever other answers came. */
export function enhance({ sheet, question, box }: Enhancing): void {
  if (box.querySelector('.ranking')) return
  const draw = enhanceRank(sheet, question, box)
  draw()
  sheet.form.addEventListener('restored', draw)
  box.addEventListener('offered', draw)
}

function enhanceRank(sheet: Sheet, question: Question, box: HTMLElement): () => void {
  const plain = box.querySelector<HTMLElement>('.rank-plain')
  if (!plain) return () => undefined
  const say = sheet.island.words.page
  const own = box.querySelector('[data-own]')
  if (own) own.textContent = `${words(say['rankHint'])} ${words(say['dragHint'])}`
  plain.hidden = true
  const list = make('ol', { class: 'ranking' })
  const told = make('p', { class: 'visually-hidden', role: 'status' })
  const again = button(words(say['rankClear']), 'link', () => write([]))
  plain.parentNode?.insertBefore(list, plain)
  plain.parentNode?.insertBefore(again, plain)
  plain.parentNode?.insertBefore(told, plain)
  // The number of its row may change.
  const at = () => box.getAttribute('data-question') ?? question.name

  const items = () =>
    fieldsOf(question, at())
      .filter((field) => !field.closest('p')?.hidden)
      .map((field) => ({
        field,
        value: field.getAttribute('data-choice') ?? '',
        label: field.closest('p')?.querySelector('label')?.textContent ?? '',
        place: parseInt(field.value, 10) || 0,
      }))

  const ranked = () =>
    items()
      .filter((item) => item.place > 0)
      .sort((a, b) => a.place - b.place)
      .map((item) => item.value)

  function write(order: readonly string[], focus?: { readonly value: string; readonly part: string }): void {
    for (const { field, value } of items()) {
      const place = order.indexOf(value) + 1
      field.value = place > 0 ? `${place}:${value}` : ''
    }
    draw()
    sheet.changed(at())
    if (!focus) return
    const row = rowOf(focus.value)
    const wanted = row?.querySelector<HTMLButtonElement>(`.${focus.part}:not([disabled])`)
    const target = wanted ?? row?.querySelector<HTMLButtonElement>('button:not([disabled])')
    target?.focus()
    const label = row?.querySelector('.rank-label')?.textContent ?? ''
    told.textContent = words(say['rankMoved'], { label, place: order.indexOf(focus.value) + 1 })
  }

  function rowOf(value: string): Element | null {
    return list.querySelector(`[data-item="${CSS.escape(value)}"]`)
  }

  function move(value: string, to: number, part: string): void {
    const order = ranked().filter((one) => one !== value)
    order.splice(to, 0, value)
    write(order, { value, part })
  }

  /** An item follows the pointer among the others; let go, it has its place. */
  function drag(row: HTMLElement, value: string, start: PointerEvent): void {
    if (start.button !== 0 || (start.target as Element).closest('button')) return
    start.preventDefault()
    row.setPointerCapture(start.pointerId)
    row.classList.add('dragged')
    const follow = (event: PointerEvent) => {
      const placed = [].slice.call(list.querySelectorAll('.placed')) as HTMLElement[]
      for (const other of placed) {
        if (other === row) continue
        const { top, height } = other.getBoundingClientRect()
        const before = placed.indexOf(other) < placed.indexOf(row)
        if (before && event.clientY < top + height / 2) {
          list.insertBefore(row, other)
          return
        }
        if (!before && event.clientY > top + height / 2) {
          list.insertBefore(row, other.nextSibling)
          return
        }
      }
    }
    const end = () => {
      row.removeEventListener('pointermove', follow)
      row.removeEventListener('pointerup', end)
      row.removeEventListener('pointercancel', end)
      const placed = [].slice.call(list.querySelectorAll('.placed')) as HTMLElement[]
      move(value, placed.indexOf(row), 'up')
    }
    row.addEventListener('pointermove', follow)
    row.addEventListener('pointerup', end)
    row.addEventListener('pointercancel', end)
  }

  function draw(): void {
    empty(list)
    const order = ranked()
    const sorted = items().sort((a, b) => (a.place || 1e6) - (b.place || 1e6))
    again.hidden = order.length === 0
    for (const { value, label } of sorted) {
      const place = order.indexOf(value)
      const row = make('li', { 'data-item': value, class: place >= 0 ? 'placed' : '' })
      const badge = make(
        'span',
        { class: 'place', 'aria-hidden': 'true' },
        place >= 0 ? String(place + 1) : '＋',
      )
      const name = make('span', { class: 'rank-label' }, label)
      if (place < 0) {
        const pick = button('', 'pick', () => write(order.concat(value), { value, part: 'up' }))
        pick.append(badge, name)
        row.append(pick)
      } else {
        const spoken = make(
          'span',
          { class: 'visually-hidden' },
          words(say['rankPlace'], { place: place + 1 }),
        )
        row.append(
          badge,
          name,
          spoken,
          arrow('up', label, place === 0, () => move(value, place - 1, 'up')),
          arrow('down', label, place === order.length - 1, () => move(value, place + 1, 'down')),
        )
        row.addEventListener('pointerdown', (event) => drag(row, value, event))
      }
      list.append(row)
    }
  }

  function arrow(part: 'up' | 'down', label: string, useless: boolean, act: () => void): HTMLElement {
    const element = button(part === 'up' ? '↑' : '↓', `arrow ${part}`, act) as HTMLButtonElement
    element.setAttribute('aria-label', `${words(say[part === 'up' ? 'rankUp' : 'rankDown'])} ${label}`)
    element.disabled = useless
    return element
  }

  return draw
}
