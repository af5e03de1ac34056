/** Answering by round trips, where there is no JavaScript: what the next page is, from what was posted. */

import { createHash, randomUUID } from 'node:crypto'
import { checkAnswers, formState, startingAnswers } from '../../form/answers.ts'
import type { Form, Refusal, Surroundings } from '../../form/form.ts'
import { pagesOf, questionsOf } from '../../form/walk.ts'
import type { Visit } from '../page.ts'
import { fieldOf, isAsked, readFields, readInstanceId, type Places, type Raw } from './posted.ts'

export type State = ReturnType<typeof formState>

/** Where a person stands in the form. */
export interface Place {
  readonly instanceId: string
  readonly raw: Raw
  readonly state: State
  /** The page shown, or null for the check of all answers. */
  readonly page: number | null
  readonly refusals: readonly Refusal[]
  /** Rankings in which a place was given twice. */
  readonly ties: ReadonlySet<string>
  readonly places: Places
  /** Questions that appeared or changed their choices since the page was shown. */
  readonly revealed: readonly string[]
}

export type Round =
  { readonly step: 'show'; readonly place: Place } | { readonly step: 'submit'; readonly place: Place }

/** The form as it is opened. */
export function firstPlace(form: Form, surroundings: Surroundings): Place {
  const raw = startingAnswers(form, surroundings)
  const state = formState(form, raw, surroundings)
  const page = nextPage(form, state, 0) ?? 1
  return {
    instanceId: randomUUID(),
    raw,
    state,
    page,
    refusals: [],
    ties: new Set(),
    places: new Map(),
    revealed: [],
  }
}

/** The next round from what was posted: `_do` is next, back, submit, stay (another language), or change:<name>. */
export function nextRound(form: Form, body: Visit['body'], surroundings: Surroundings): Round {
  const { raw, ties, places } = readFields(form, body)
  const state = formState(form, raw, surroundings)
  const pages = pagesOf(form)
  const posted = Number(fieldOf(body, '_page'))
  const page = Number.isInteger(posted) && posted >= 1 && posted <= pages.length ? posted : null
  const instanceId = readInstanceId(fieldOf(body, '_instance'))
  const here: Place = { instanceId, raw, state, page, refusals: [], ties: new Set(), places, revealed: [] }
  const show = (change: Partial<Place>): Round => ({ step: 'show', place: { ...here, ...change } })

  const action = fieldOf(body, '_do')
  if (action.startsWith('language:')) return show({})
  if (action === 'back') return show({ page: previousPage(form, state, page ?? pages.length + 1) ?? 1 })
  if (action.startsWith('change:')) return show({ page: pageOf(form, action.slice('change:'.length)) })

  // Asked on this page, or on all of them before submitting.
  const names = page === null ? undefined : pages[page - 1]?.names
  const revealed = revealedOn(form, state, fieldOf(body, '_seen'), names)
  const { refusals } = checkAnswers(form, raw, surroundings, names)
  const tied = new Set([...ties].filter((name) => state.relevant.has(name) && (names?.has(name) ?? true)))
  const fresh = new Set(revealed)
  // What has only just appeared is not yet a slip.
  const slips = refusals.filter((refusal) => !(fresh.has(refusal.name) && refusal.code === 'required'))
  if (slips.length > 0 || tied.size > 0 || revealed.length > 0) {
    const first = slips[0]?.name ?? [...tied][0] ?? revealed[0] ?? ''
    return show({ page: page ?? pageOf(form, first), refusals: slips, ties: tied, revealed })
  }
  if (action === 'submit' && page === null) return { step: 'submit', place: here }
  return show({ page: nextPage(form, state, page ?? pages.length) })
}

/** What the page shows now, so that the next round can tell what is new: names, with a mark of filtered choices. */
export function seenOn(form: Form, state: State, names: ReadonlySet<string> | undefined): string {
  return [...shownOn(form, state, names)].map(([name, mark]) => (mark ? `${name}~${mark}` : name)).join(' ')
}

function revealedOn(
  form: Form,
  state: State,
  seen: string,
  names: ReadonlySet<string> | undefined,
): string[] {
  const before = new Map<string, string>()
  for (const word of seen.split(' ')) {
    const [name = '', mark = ''] = word.split('~')
    before.set(name, mark)
  }
  return [...shownOn(form, state, names)]
    .filter(([name, mark]) => before.get(name) !== mark)
    .map(([name]) => name)
}

function shownOn(
  form: Form,
  state: State,
  names: ReadonlySet<string> | undefined,
): ReadonlyMap<string, string> {
  const shown = new Map<string, string>()
  for (const question of questionsOf(form)) {
    if (!isAsked(question) || !state.relevant.has(question.name) || (names && !names.has(question.name)))
      continue
    const offered = question.choiceFilter ? (state.choices.get(question.name) ?? []) : null
    shown.set(question.name, offered ? markOf(offered.map((choice) => choice.value)) : '')
  }
  return shown
}

function markOf(values: readonly string[]): string {
  return createHash('sha256').update(values.join('\n')).digest('hex').slice(0, 8)
}

/** The first page after `from` on which anything is shown; null when there is none: time to check. */
export function nextPage(form: Form, state: State, from: number): number | null {
  const found = pagesOf(form).findIndex((page, i) => i + 1 > from && isShown(page.names, state, form))
  return found === -1 ? null : found + 1
}

function previousPage(form: Form, state: State, from: number): number | null {
  const pages = pagesOf(form)
  for (let number = Math.min(from, pages.length + 1) - 1; number >= 1; number--) {
    const page = pages[number - 1]
    if (page && isShown(page.names, state, form)) return number
  }
  return null
}

function isShown(names: ReadonlySet<string>, state: State, form: Form): boolean {
  return questionsOf(form).some(
    (q) => names.has(q.name) && q.type !== 'calculate' && state.relevant.has(q.name),
  )
}

function pageOf(form: Form, name: string): number {
  const found = pagesOf(form).findIndex((page) => page.names.has(name))
  return found === -1 ? 1 : found + 1
}
