/** Messages as GOV.UK has them: a summary on top, focused, each line a link to its field; and the message at the field. */

import { fieldsOf, type Field } from './fields.ts'
import { empty, make, words } from './island.ts'
import type { Sheet } from './sheet.ts'

/** An instance of a question and what is to be said at it. */
export interface Slip {
  readonly at: string
  readonly words: string
}

/** Puts a message at an instance, or takes it away (''). A warning does not make the answer wrong. */
export function sayAt(sheet: Sheet, at: string, message: string, kind: 'error' | 'warning' = 'error'): void {
  const box = sheet.places.boxOf(at)
  const question = sheet.questionAt(at)
  if (!box || !question) return
  const id = `q-${at}-${kind}`
  const old = document.getElementById(id)
  if (!old && message === '') return
  if (old?.parentNode) old.parentNode.removeChild(old)
  box.classList.toggle(kind === 'error' ? 'wrong' : 'warned', message !== '')
  for (const element of box.tagName === 'FIELDSET' ? [box] : controlsOf(box, fieldsOf(question, at))) {
    const others = (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .filter((one) => one && one !== id)
    const all = message ? others.concat(id) : others
    if (all.length > 0) element.setAttribute('aria-describedby', all.join(' '))
    else element.removeAttribute('aria-describedby')
    if (element === box || kind === 'warning') continue
    if (message) element.setAttribute('aria-invalid', 'true')
    else element.removeAttribute('aria-invalid')
  }
  if (!message) return
  const say = sheet.island.words.page
  const prefix =
    kind === 'error'
      ? make('span', { class: 'visually-hidden' }, words(say['error']))
      : make('strong', {}, `${words(say['warning'])} `)
  const line = make(box.tagName === 'TR' ? 'span' : 'p', { class: kind, id }, prefix, message)
  if (box.tagName === 'TR') box.querySelector('th')?.append(line)
  else {
    const head = box.querySelectorAll(
      ':scope > legend, :scope > .label, :scope > .hint, :scope > .media, :scope > .guidance, :scope > .error',
    )
    const last = head[head.length - 1]
    last?.parentNode?.insertBefore(line, last.nextSibling)
  }
}

/** What describes itself: a question with a file has a control beside the field that keeps the name. */
function controlsOf(box: Element, fields: readonly Field[]): readonly Element[] {
  const file = box.querySelector('input[type=file]')
  return file ? [file] : fields
}

/** The summary of all slips; none takes it away. */
export function summarise(sheet: Sheet, slips: readonly Slip[]): void {
  const place = document.getElementById('errors-place')
  if (!place) return
  empty(place)
  if (slips.length === 0) return
  const list = make('ul')
  for (const slip of slips) {
    const link = make('a', { href: `#q-${slip.at}` }, `${sheet.labelOf(slip.at)}：${slip.words}`)
    link.addEventListener('click', (event) => {
      event.preventDefault()
      goTo(sheet, slip.at)
    })
    list.append(make('li', {}, link))
  }
  const title = make('h2', {}, words(sheet.island.words.page['errorsTitle']))
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
export function goTo(sheet: Sheet, at: string): void {
  const box = sheet.places.boxOf(at)
  if (!box) return
  const fold = box.querySelector('details.fold')
  if (fold) fold.setAttribute('open', '')
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
