/**
 * Rows of a repeat: added from a blank one, removed with a way back, and drawn only when they come near what is seen,
 * so that two hundred rows cost no more than a few. Loaded only for forms that have repeats.
 */

import { button, isAsked, kinds, make, rowParts, words } from './kit.ts'
import type { Sheet } from './sheet.ts'

/** Rows that are drawn at once; the others wait until they come into view. */
const atOnce = 12

export interface Repeats {
  /** Gives every repeat on the page as many rows as it has answers for. */
  show(): void
  /** Draws the row in which an instance stands, if it waits. */
  draw(at: string): void
  /** Draws all rows, for a post by the browser itself. */
  drawAll(): void
  /** The buttons of the page: true if the action was one of them. */
  act(action: string): boolean
}

/** `drawn` is told of each row that has come onto the page. */
export function openRepeats(sheet: Sheet, drawn: (row: HTMLElement) => void): Repeats {
  const { places, standing, island } = sheet
  const say = island.words.page
  const waiting = new Set<HTMLElement>()
  const near =
    typeof IntersectionObserver === 'function'
      ? new IntersectionObserver(
          (entries) => {
            for (const entry of entries) if (entry.isIntersecting) fill(entry.target as HTMLElement)
          },
          { rootMargin: '600px' },
        )
      : null

  function show(): void {
    // A repeat in a row that waits is drawn with it; one that comes with a row is shown in the next round.
    let before = -1
    while (before !== places.repeats().length) {
      before = places.repeats().length
      for (const box of places.repeats().slice()) fit(box)
    }
  }

  function rowsIn(box: Element): readonly HTMLElement[] {
    const list = box.querySelector(':scope > [data-rows]')
    return list ? ([].slice.call(list.children) as HTMLElement[]) : []
  }

  /** Brings the number of rows of a repeat to what it has to be. */
  function fit(box: HTMLElement): void {
    const at = box.getAttribute('data-repeat') ?? ''
    const wanted = standing.rows(at)
    const rows = rowsIn(box)
    if (rows.length === wanted) return
    const list = box.querySelector(':scope > [data-rows]')
    for (const row of rows.slice(wanted)) drop(row)
    for (let number = rows.length + 1; number <= wanted; number++) {
      const row = blankRow(box, at, number)
      list?.append(row)
      places.look(row)
      if (number <= atOnce || !near) fill(row)
      else near.observe(row)
    }
    count(box, wanted)
    if (rows.length > wanted) places.look()
  }

  function drop(row: HTMLElement): void {
    waiting.delete(row)
    near?.unobserve(row)
    row.parentNode?.removeChild(row)
  }

  function count(box: HTMLElement, rows: number): void {
    const field = box.querySelector<HTMLInputElement>(':scope > input[type=hidden]')
    if (field) field.value = String(rows)
    const none = box.querySelector<HTMLElement>(':scope > [data-none]')
    if (none) none.hidden = rows > 0
  }

  /** A row with its title only. */
  function blankRow(box: HTMLElement, at: string, number: number): HTMLElement {
    const template = box.querySelector<HTMLTemplateElement>(':scope > template[data-blank]')
    const whole = template?.innerHTML ?? ''
    const row = `${at}[${number}]`
    const card = make('div', {
      class: 'row-card waiting',
      role: 'group',
      'data-row': row,
      id: `r-${row}`,
      tabindex: '-1',
      'aria-labelledby': `r-${row}-title`,
    })
    const holder = document.createElement('template')
    holder.innerHTML = whole.split(`${at}[0]`).join(row)
    const made = holder.content.querySelector('.row-card')
    const numbers = holder.content.querySelectorAll(`[data-number]`)
    // The title and the words of its button; rows further in keep their own.
    for (let i = 0; i < numbers.length; i++) {
      const element = numbers[i]
      if (element && element.closest('.row-card') === made) element.textContent = String(number)
    }
    const head = made?.querySelector('.row-head')
    if (head) card.append(head)
    content.set(card, made ? ([].slice.call(made.childNodes) as Node[]) : [])
    waiting.add(card)
    return card
  }

  function fill(row: HTMLElement): void {
    if (!waiting.has(row)) return
    waiting.delete(row)
    near?.unobserve(row)
    row.classList.remove('waiting')
    row.append(...(content.get(row) ?? []))
    content.delete(row)
    places.look(row)
    show()
    drawn(row)
  }

  /** Gives the rows from one on other numbers, in the page as in the answers. */
  function renumber(box: HTMLElement, at: string, from: number, by: number): void {
    const rows = rowsIn(box).slice()
    if (by > 0) rows.reverse()
    for (const row of rows) {
      const { row: number } = rowParts(row.getAttribute('data-row') ?? '')
      if (number < from) continue
      const [old, young] = [`${at}[${number}]`, `${at}[${number + by}]`]
      const parts = [row as Node].concat(content.get(row) ?? [])
      for (const part of parts) rename(part, old, young)
      const title = row.querySelectorAll<HTMLElement>(':scope > .row-head [data-number]')
      for (let i = 0; i < title.length; i++) (title[i] as HTMLElement).textContent = String(number + by)
    }
  }

  function remove(at: string): void {
    const { repeat, row: number } = rowParts(at)
    const box = places.boxOf(repeat)
    if (!box) return
    const label = box.querySelector('[data-words=label]')?.textContent ?? ''
    if (hasAnswers(at) && !window.confirm(words(say['rowSure'], { label, number }))) return
    const row = standing.removeRow(at)
    const gone = rowsIn(box)[number - 1]
    if (gone) drop(gone)
    renumber(box, repeat, number + 1, -1)
    count(box, rowsIn(box).length)
    places.look()
    sheet.changed()
    const back = button(words(say['rowUndo']), 'link', () => {
      notice.parentNode?.removeChild(notice)
      if (row) bringBack(at, row)
    })
    const notice = make(
      'p',
      { class: 'notice row-gone', role: 'status' },
      `${words(say['rowRemoved'], { label, number })} `,
      back,
    )
    const old = box.querySelector(':scope > .row-gone')
    old?.parentNode?.removeChild(old)
    box.insertBefore(notice, box.querySelector(':scope > [data-rows]'))
    back.focus()
  }

  function bringBack(at: string, given: Record<string, unknown>): void {
    const { repeat, row: number } = rowParts(at)
    const box = places.boxOf(repeat)
    if (!box) return
    standing.insertRow(at, given)
    renumber(box, repeat, number, 1)
    const row = blankRow(box, repeat, number)
    const list = box.querySelector(':scope > [data-rows]')
    list?.insertBefore(row, list.children[number - 1] ?? null)
    count(box, rowsIn(box).length)
    places.look()
    sheet.changed()
    fill(row)
    row.focus()
  }

  function hasAnswers(rowAt: string): boolean {
    let found = false
    standing.instances().forEach((at) => {
      const question = at.indexOf(`${rowAt}/`) === 0 ? sheet.questionAt(at) : null
      if (question && isAsked(question) && !question.calculation && sheet.hasValue(at)) found = true
    })
    return found
  }

  function add(at: string): void {
    standing.addRow(at)
    sheet.changed()
    const row = places.boxOf(`${at}[${standing.rows(at)}]`)
    if (!row) return
    fill(row)
    row.focus()
    row.scrollIntoView({ block: 'nearest' })
  }

  function drawRowOf(at: string): void {
    const parts = at.split('/')
    for (let length = 1; length <= parts.length; length++) {
      const row = places.boxOf(parts.slice(0, length).join('/'))
      if (row?.hasAttribute('data-row')) fill(row)
    }
  }

  return {
    show,
    draw: drawRowOf,
    drawAll() {
      waiting.forEach(fill)
    },
    act(action) {
      if (action.indexOf('add:') === 0) add(action.slice(4))
      else if (action.indexOf('remove:') === 0) remove(action.slice(7))
      else return false
      return true
    },
  }
}

/** What a row that waits will have in it. */
const content = new WeakMap<HTMLElement, Node[]>()

const named = [
  'id',
  'name',
  'for',
  'href',
  'value',
  'data-value',
  'aria-labelledby',
  'aria-describedby',
  'aria-controls',
].concat(kinds.map((kind) => `data-${kind}`))

/** Writes another instance wherever one stands in attributes of a part of the page. */
function rename(part: Node, old: string, young: string): void {
  if (!(part instanceof Element)) return
  const elements = [part].concat([].slice.call(part.querySelectorAll('*')))
  for (const element of elements) {
    for (const name of named) {
      const value = element.getAttribute(name)
      if (value === null || value.indexOf(old) < 0) continue
      if (name === 'value' && element.tagName !== 'BUTTON') continue
      element.setAttribute(name, value.split(old).join(young))
    }
    if (element instanceof HTMLTemplateElement) element.innerHTML = element.innerHTML.split(old).join(young)
  }
}
