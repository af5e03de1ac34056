/** Ranking by touch or keyboard: choose the items in order, then move them; the selects underneath keep the answer. */

import type { Question } from '../../server/form/form.ts'
import { fieldsOf } from './fields.ts'
import { button, empty, make, words, type Island } from './island.ts'
import { boxOf } from './state.ts'

/** Replaces the selects of a ranking by a list with buttons; returns how to draw it anew after the answers changed. */
export function enhanceRank(island: Island, question: Question, changed: () => void): () => void {
  const box = boxOf(question)
  const plain = box?.querySelector<HTMLElement>('.rank-plain')
  if (!box || !plain) return () => undefined
  const say = island.words.page
  const own = box.querySelector('[data-own]')
  if (own) own.textContent = words(say['rankHint'])
  plain.hidden = true
  const list = make('ol', { class: 'ranking' })
  const told = make('p', { class: 'visually-hidden', role: 'status' })
  const again = button(words(say['rankClear']), 'link', () => write([]))
  plain.parentNode?.insertBefore(list, plain)
  plain.parentNode?.insertBefore(again, plain)
  plain.parentNode?.insertBefore(told, plain)

  const items = () =>
    fieldsOf(question)
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
    changed()
    if (!focus) return
    const row = list.querySelector(`[data-value="${CSS.escape(focus.value)}"]`)
    const wanted = row?.querySelector<HTMLButtonElement>(`.${focus.part}:not([disabled])`)
    const target = wanted ?? row?.querySelector<HTMLButtonElement>('button:not([disabled])')
    target?.focus()
    const label = row?.querySelector('.rank-label')?.textContent ?? ''
    told.textContent = words(say['rankMoved'], { label, place: order.indexOf(focus.value) + 1 })
  }

  function move(value: string, by: number): void {
    const order = ranked()
    const at = order.indexOf(value)
    order.splice(at, 1)
    order.splice(at + by, 0, value)
    write(order, { value, part: by < 0 ? 'up' : 'down' })
  }

  function draw(): void {
    empty(list)
    const order = ranked()
    const all = items()
    const sorted = all.slice().sort((a, b) => (a.place || 1e6) - (b.place || 1e6))
    again.hidden = order.length === 0
    for (const { value, label } of sorted) {
      const at = order.indexOf(value)
      const row = make('li', { 'data-value': value, class: at >= 0 ? 'placed' : '' })
      const badge = make('span', { class: 'place', 'aria-hidden': 'true' }, at >= 0 ? String(at + 1) : '＋')
      const name = make('span', { class: 'rank-label' }, label)
      if (at < 0) {
        const pick = button('', 'pick', () => write(order.concat(value), { value, part: 'up' }))
        pick.append(badge, name)
        row.append(pick)
      } else {
        const place = make('span', { class: 'visually-hidden' }, words(say['rankPlace'], { place: at + 1 }))
        row.append(
          badge,
          name,
          place,
          arrow('up', label, at === 0, () => move(value, -1)),
        )
        row.append(arrow('down', label, at === order.length - 1, () => move(value, 1)))
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

  draw()
  return draw
}
