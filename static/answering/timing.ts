/** How long each question of a pilot takes. Told once the answer has its receipt, and apart from it. */

import { readMarker } from './kit.ts'

/** Whoever pauses for longer does something else. */
const longest = 300000

export function takeTimes(form: HTMLFormElement, address: string): void {
  const took: Record<string, number> = {}
  // Counting begins with the page; this part of the script came with the first answer.
  let last = 0
  let spent = 0
  const note = (question: string) => {
    if (question === '') return
    const now = performance.now()
    took[question] = (took[question] ?? 0) + Math.min(now - last, longest)
    last = now
  }
  // The time until now is that of the first answer, unless there are several: then nobody knows whose it is.
  const answered: Record<string, boolean> = {}
  const fields = form.elements
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as HTMLInputElement
    const choice = field.type === 'radio' || field.type === 'checkbox'
    if (choice ? field.checked : field.value) answered[questionOf(field)] = true
  }
  const names = Object.keys(answered).filter((name) => name !== '')
  if (names.length === 1) note(names[0] ?? '')
  last = performance.now()
  form.removeAttribute('data-timings')
  form.addEventListener('input', (event) => note(questionOf(event.target as HTMLInputElement)))
  document.addEventListener('visibilitychange', () => {
    const now = performance.now()
    if (document.visibilityState === 'hidden') spent = now - last
    else last = now - spent
  })
  window.addEventListener('pagehide', () => {
    if (readMarker(form.getAttribute('action') ?? '')?.state !== 'sent') return
    navigator.sendBeacon(address, new Blob([JSON.stringify(took)], { type: 'application/json' }))
  })
}

/** The question of a field; of one in a repeat, all rows together. */
function questionOf({ name = '' }: { readonly name?: string }): string {
  if (name.indexOf('q.') !== 0 && name.indexOf('r.') !== 0) return ''
  return name.slice(2).replace(/^(?:[^[\]]+\[\d+\]\/)+/, '')
}
