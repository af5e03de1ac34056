/** A slider beside the number of a long scale. It has no value until somebody moves it. */

import type { Enhancing } from '../enhance.ts'
import { make } from '../kit.ts'

export function enhance({ box, sheet }: Enhancing): void {
  const field = box.querySelector<HTMLInputElement>('[data-slider]')
  if (!field || box.querySelector('[type=range]')) return
  const [start = '0', end = '10', step = '1'] = (field.getAttribute('data-slider') ?? '').split(' ')
  const label = box.querySelector('[data-words=label]')?.textContent ?? ''
  const slider = make('input', {
    type: 'range',
    class: 'slider untouched',
    min: start,
    max: end,
    step,
    'aria-label': label,
  }) as HTMLInputElement
  const ticks = (field.getAttribute('data-ticks') ?? '').split(' ').filter(Boolean)
  const list = make('datalist', { id: `${field.id}-ticks` })
  for (const tick of ticks) list.append(make('option', { value: tick, label: tick }))
  if (ticks.length > 0) slider.setAttribute('list', list.id)
  const follow = () => {
    const number = Number(field.value)
    const blank = field.value.trim() === '' || !isFinite(number)
    slider.classList.toggle('untouched', blank)
    if (!blank) slider.value = String(number)
  }
  slider.addEventListener('input', (event) => {
    event.stopPropagation()
    field.value = slider.value
    slider.classList.remove('untouched')
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
  slider.addEventListener('change', (event) => {
    event.stopPropagation()
    field.dispatchEvent(new Event('change', { bubbles: true }))
  })
  field.addEventListener('input', follow)
  sheet.form.addEventListener('restored', follow)
  field.parentNode?.insertBefore(slider, field.nextSibling)
  slider.parentNode?.insertBefore(list, slider.nextSibling)
  follow()
}
