/** The receipt page: the number stands after `#` in the address, where no server and no log sees it. */

import { copyText } from './copy.ts'

export function showReceipt(): void {
  const section = document.getElementById('receipt')
  if (!section) return
  const found = /^#([2-9A-Z-]{19})(?:\/([\d-]{10}))?/.exec(location.hash)
  if (section.hasAttribute('data-from-address') && found) {
    put('receipt-number', found[1] ?? '')
    put('receipt-date', found[2] ?? '')
    toggle('receipt-known', true)
    toggle('receipt-missing', false)
  }
  document.getElementById('print-receipt')?.addEventListener('click', () => window.print())
  const copy = document.getElementById('copy-receipt')
  copy?.addEventListener('click', () => {
    void copyText(document.getElementById('receipt-number')?.textContent ?? '').then((done) => {
      if (done) copy.textContent = copy.getAttribute('data-done')
    })
  })
}

function put(id: string, text: string): void {
  const element = document.getElementById(id)
  if (element) element.textContent = text
}

function toggle(id: string, shown: boolean): void {
  const element = document.getElementById(id)
  if (element) element.hidden = !shown
}
