/** Messages as GOV.UK has them: a summary on top, focused, each line a link to its field; and the message at the field. */

import type { Question } from '../../server/form/form.ts'
import { fieldsOf } from './fields.ts'
import { empty, make, words, type Island } from './island.ts'
import { boxOf } from './state.ts'

/** A question and what is to be said at it. */
export interface Slip {
  readonly question: Question
  readonly words: string
}

/** Puts a message at a question, or takes it away ('' ). */
export function sayAt(island: Island, question: Question, message: string): void {
  const box = boxOf(question)
  if (!box) return
  const id = `q-${question.name}-error`
  const old = document.getElementById(id)
  if (old?.parentNode) old.parentNode.removeChild(old)
  box.classList.toggle('wrong', message !== '')
  const described = box.tagName === 'FIELDSET' ? [box] : fieldsOf(question)
  for (const element of described) {
    const others = (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .filter((one) => one && one !== id)
    const all = message ? others.concat(id) : others
    if (all.length > 0) element.setAttribute('aria-describedby', all.join(' '))
    else element.removeAttribute('aria-describedby')
    if (element === box) continue
    if (message) element.setAttribute('aria-invalid', 'true')
    else element.removeAttribute('aria-invalid')
  }
  if (!message) return
  const prefix = make('span', { class: 'visually-hidden' }, words(island.words.page['error']))
  const line = make(box.tagName === 'TR' ? 'span' : 'p', { class: 'error', id }, prefix, message)
  if (box.tagName === 'TR') box.querySelector('th')?.append(line)
  else {
    const head = box.querySelectorAll(':scope > legend, :scope > .label, :scope > .hint, :scope > .guidance')
    const last = head[head.length - 1]
    last?.parentNode?.insertBefore(line, last.nextSibling)
  }
}

/** The summary of all slips; none takes it away. */
export function summarise(island: Island, slips: readonly Slip[]): void {
  const place = document.getElementById('errors-place')
  if (!place) return
  empty(place)
  if (slips.length === 0) return
  const list = make('ul')
  for (const slip of slips) {
    const label = boxOf(slip.question)?.querySelector('[data-words=label]')?.textContent || slip.question.name
    const link = make('a', { href: `#q-${slip.question.name}` }, `${label}：${slip.words}`)
    link.addEventListener('click', (event) => {
      event.preventDefault()
      goTo(slip.question)
    })
    list.append(make('li', {}, link))
  }
  const title = make('h2', {}, words(island.words.page['errorsTitle']))
  const summary = make(
    'div',
    { class: 'error-summary', role: 'alert', tabindex: '-1', id: 'errors' },
    title,
    list,
  )
  place.append(summary)
  summary.focus()
  summary.scrollIntoView()
}

/** Brings a question into view and its first usable field into focus. */
export function goTo(question: Question): void {
  const box = boxOf(question)
  if (!box) return
  box.scrollIntoView()
  const usable = box.querySelectorAll<HTMLElement>('input, select, textarea, button')
  for (let i = 0; i < usable.length; i++) {
    const field = usable[i]
    if (field && field.getClientRects().length > 0) {
      field.focus()
      return
    }
  }
}
