/** Texts that are masked while they are typed, and numbers whose digits stand in groups. */

import type { Enhancing } from '../enhance.ts'
import { button, make, words } from '../kit.ts'

export function enhance({ box, sheet }: Enhancing): void {
  const masked = box.querySelector<HTMLInputElement>('[data-masked]')
  if (masked && !box.querySelector('.reveal')) {
    const reveal = button(words(sheet.island.words.page['showText']), 'link reveal', () => {
      const shown = masked.type === 'text'
      masked.type = shown ? 'password' : 'text'
      reveal.setAttribute('aria-pressed', String(!shown))
    })
    reveal.setAttribute('aria-pressed', 'false')
    masked.parentNode?.insertBefore(make('p', { class: 'tools' }, reveal), masked.nextSibling)
  }
  const grouped = box.querySelector<HTMLInputElement>('[data-thousands]')
  if (!grouped) return
  const group = () => {
    grouped.value = groupedDigits(grouped.value)
  }
  grouped.addEventListener('focus', () => {
    grouped.value = grouped.value.replace(/,/g, '')
  })
  grouped.addEventListener('blur', group)
  sheet.form.addEventListener('restored', group)
  group()
}

/** 1234567.5 → 1,234,567.5; anything that is no number stays. */
function groupedDigits(text: string): string {
  const [, sign = '', whole = '', rest = ''] =
    /^\s*(-?)(\d+)((?:\.\d+)?)\s*$/.exec(text.replace(/,/g, '')) ?? []
  return whole === '' ? text : sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + rest
}
