/** The entry screen: Enter goes on through what is asked, arrows through everything, and nothing typed is ever taken away. */

import { paperFields } from '../../server/form/paper/fields.ts'
import { paperStanding, type PaperStanding } from '../../server/form/paper/standing.ts'
import { withoutMarkdown } from '../../server/form/markdown.ts'
import type { Refusal } from '../../server/form/form.ts'
import { textIn } from '../../server/form/words.ts'
import { makeField, understoodAs, type ShownField } from './field.ts'
import { said, type Island } from './island.ts'
import { createSaver, remembered, type Saver } from './saving.ts'

interface Screen {
  readonly island: Island
  readonly typed: Record<string, string>
  readonly list: HTMLElement
  readonly shown: Map<string, ShownField>
  readonly order: ShownField[]
  readonly saver: Saver
  readonly finish: HTMLButtonElement
  readonly problem: HTMLElement
}

export async function openEntry(island: Island): Promise<void> {
  if (island.form.rare) await import('../../server/form/rare-functions.ts')
  const by = <Element extends HTMLElement>(id: string) => document.getElementById(id) as Element
  const state = by('paper-state')
  const typed: Record<string, string> = { ...(remembered(island) ?? island.fields) }
  const saver = createSaver(
    island,
    () => typed,
    (words, bad) => {
      state.textContent = words
      state.dataset['bad'] = bad ? 'yes' : ''
    },
  )
  const screen: Screen = {
    island,
    typed,
    list: by('paper-fields'),
    shown: new Map(),
    order: [],
    saver,
    finish: by<HTMLButtonElement>('paper-finish'),
    problem: by('paper-problem'),
  }
  lay(screen)
  refresh(screen)
  if (remembered(island)) saver.changed()
  listen(screen)
  const first = screen.order.find(({ field, box }) => box.dataset['state'] === 'asked' && !typed[field.at])
  ;(first?.input ?? screen.order[0]?.input)?.focus()
}

function standing({ island, typed }: Screen): PaperStanding {
  const { form, today, now, anonymous } = island
  return paperStanding(form, typed, { today, now, anonymous, matches })
}

/** The server checks again with an engine of its own; a pattern that this one cannot read lets everything through. */
function matches(text: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text)
  } catch {
    return true
  }
}

/** Fields in the order of the sheet; those that stand stay as they are. */
function lay(screen: Screen): void {
  const { island, list, shown, order, typed } = screen
  const { rows } = standing(screen)
  const wanted = paperFields(island.form, (at) => rows.get(at) ?? 0)
  order.length = 0
  for (const field of wanted) {
    const known = shown.get(field.at) ?? makeField(field, island)
    if (!shown.has(field.at)) {
      known.input.value = typed[field.at] ?? ''
      shown.set(field.at, known)
    }
    order.push(known)
  }
  const boxes = order.map(({ box }) => box)
  const same = boxes.length === list.children.length && boxes.every((box, at) => list.children[at] === box)
  if (!same) list.replaceChildren(...boxes)
}

/** What is asked now, what rules pass over, and what the form says of each answer. */
function refresh(screen: Screen): void {
  const { island, order, typed } = screen
  const { relevant, refusals, warnings } = standing(screen)
  const words = new Map<string, string>()
  for (const one of [...warnings, ...refusals]) words.set(one.at, refusalWords(one, island))
  for (const each of order) {
    const { field, box, input, understood, remark } = each
    const text = typed[field.at] ?? ''
    const asked = relevant.has(field.at)
    box.dataset['state'] = asked ? 'asked' : text === '' ? 'skipped' : 'beyond'
    input.tabIndex = asked || text !== '' ? 0 : -1
    const read = understoodAs(each, input.value, island)
    understood.textContent = read ?? ''
    const slip = read === null
    input.setAttribute('aria-invalid', String(slip))
    box.dataset['slip'] = slip ? 'yes' : ''
    remark.textContent = slip
      ? said(island.words['notUnderstood'])
      : asked
        ? text !== '' && words.has(field.at)
          ? said(island.words['checkedAs'], { words: words.get(field.at) ?? '' })
          : ''
        : said(island.words[text === '' ? 'skipped' : 'beyond'])
  }
}

function refusalWords({ code, message }: Refusal, { form, language, words }: Island): string {
  const own = message ? withoutMarkdown(textIn(message, language, form)) : ''
  return own || said(words[`rule_${code}`] ?? words['rule_other'])
}

/** Takes what stands in a field; false where it cannot be understood. */
function take(screen: Screen, shown: ShownField): boolean {
  const { typed, saver } = screen
  const { at } = shown.field
  const text = shown.input.value.trim()
  if ((typed[at] ?? '') !== text) {
    if (text === '') delete typed[at]
    else typed[at] = text
    // Slips are kept too: nobody has to type them again.
    saver.changed()
    lay(screen)
  }
  refresh(screen)
  return shown.box.dataset['slip'] !== 'yes'
}

function listen(screen: Screen): void {
  const { list, finish, saver } = screen
  const fieldOf = (event: Event) => screen.order.find(({ input }) => input === event.target)
  list.addEventListener('keydown', (event) => {
    const shown = fieldOf(event)
    if (!shown || event.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      take(screen, shown)
      void finishNow(screen)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      goOn(screen, shown)
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      // A list of suggestions has the arrows for itself.
      if (shown.input.hasAttribute('list') && shown.input.value !== '') return
      event.preventDefault()
      take(screen, shown)
      const place = screen.order.indexOf(shown) + (event.key === 'ArrowDown' ? 1 : -1)
      focus(screen.order[place] ?? null, finish)
    }
  })
  list.addEventListener('change', (event) => {
    const shown = fieldOf(event)
    if (shown) take(screen, shown)
  })
  finish.addEventListener('click', () => void finishNow(screen))
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return
    event.preventDefault()
    void finishNow(screen)
  })
  window.addEventListener('beforeunload', (event) => {
    if (saver.pending()) event.preventDefault()
  })
}

/** To the next field that is asked; a blank has to be said. */
function goOn(screen: Screen, shown: ShownField): void {
  const { island, order, finish } = screen
  const understood = take(screen, shown)
  const asked = shown.box.dataset['state'] === 'asked'
  if (asked && shown.input.value.trim() === '') {
    shown.remark.textContent = said(island.words['emptyField'])
    return
  }
  if (!understood) return
  const place = order.indexOf(shown)
  const next = order.slice(place + 1).find(({ box }) => box.dataset['state'] !== 'skipped')
  focus(next ?? null, finish)
}

function focus(shown: ShownField | null, otherwise: HTMLElement): void {
  const target = shown?.input ?? otherwise
  target.focus()
  if (shown) shown.input.select()
  ;(shown?.box ?? otherwise).scrollIntoView({ block: 'center' })
}

async function finishNow(screen: Screen): Promise<void> {
  const { island, saver, problem, finish, shown } = screen
  finish.disabled = true
  try {
    const finished = await saver.finish()
    if (finished && 'to' in finished) {
      location.assign(finished.to)
      return
    }
    if (!finished) return
    for (const { at, words } of finished.problems) {
      const found = shown.get(at)
      if (found) found.remark.textContent = words
    }
    problem.textContent =
      finished.words ?? said(island.words['finishMissing'], { count: finished.problems.length })
    problem.hidden = false
    const first = screen.order.find(({ field }) => finished.problems.some(({ at }) => at === field.at))
    focus(first ?? null, finish)
  } catch {
    problem.textContent = said(island.words['unsaved'])
    problem.hidden = false
  } finally {
    finish.disabled = false
  }
}
