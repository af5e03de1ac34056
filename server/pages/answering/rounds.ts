/** Answering by round trips, where there is no JavaScript: what the next page is, from what was posted. */

import { createHash, randomUUID } from 'node:crypto'
import { checkAnswers, formState, startingAnswers } from '../../form/answers.ts'
import { showsAnything } from '../../form/asking.ts'
import type { Answers, Form, Refusal, Surroundings } from '../../form/form.ts'
import { flat, nested, partsOfAt } from '../../form/instances.ts'
import { pagesOf } from '../../form/walk.ts'
import type { Visit } from '../page.ts'
import { fieldOf, isAsked, questionAt, readFields, readInstanceId, type Places, type Raw } from './posted.ts'
import { readRemoved, rowAction, withoutRow, withRow, withRowAgain, type Removed } from './rows.ts'
import type { State } from './showing.ts'

export type { State } from './showing.ts'

/** Where a person stands in the form. */
export interface Place {
  readonly instanceId: string
  readonly raw: Raw
  readonly state: State
  /** The page shown, or null for the check of all answers. */
  readonly page: number | null
  readonly refusals: readonly Refusal[]
  /** They are told and do not block. */
  readonly warnings: readonly Refusal[]
  /** Messages that are no refusal of the form's rules, by instance: a file that was not taken. */
  readonly told: ReadonlyMap<string, string>
  /** Rankings in which a place was given twice. */
  readonly ties: ReadonlySet<string>
  readonly places: Places
  /** Instances of questions that appeared or changed their choices since the page was shown. */
  readonly revealed: readonly string[]
  /** A row that was taken away just now. */
  readonly removed: Removed | null
  /** Where the page shall be looked at first: the id of a row or of a repeat. */
  readonly focus: string
  /** Why the answers could not be taken in just now. */
  readonly trouble?: string
}

export type Round =
  { readonly step: 'show'; readonly place: Place } | { readonly step: 'submit'; readonly place: Place }

const nothing = {
  refusals: [],
  warnings: [],
  told: new Map<string, string>(),
  ties: new Set<string>(),
  places: new Map(),
  revealed: [],
  removed: null,
  focus: '',
} satisfies Partial<Place>

/** The surroundings of one answer: the order of shuffled choices is its own. */
export type SurroundingsOf = (instanceId: string) => Surroundings

/** The form as it is opened; `record`: the one that it is opened for. */
export function firstPlace(
  form: Form,
  surroundingsOf: SurroundingsOf,
  record?: { readonly instanceId: string; readonly answers: Answers | null },
): Place {
  const instanceId = record?.instanceId ?? randomUUID()
  const surroundings = surroundingsOf(instanceId)
  const raw: Raw = record?.answers ?? startingAnswers(form, surroundings)
  const state = formState(form, raw, surroundings)
  return { ...nothing, instanceId, raw, state, page: nextPage(form, state, 0) ?? 1 }
}

/**
 * The next round from what was posted: `_do` is next, back, submit, stay (another language), change:<at>, clear:<at>
 * (a file), add:<repeat>, remove:<row> or undo. `files`: names of files that came with this post, or why they were not
 * taken, by instance.
 */
export function nextRound(
  form: Form,
  body: Visit['body'],
  surroundingsOf: SurroundingsOf,
  files: ReadonlyMap<string, { readonly name: string } | { readonly words: string }> = new Map(),
): Round {
  const instanceId = readInstanceId(fieldOf(body, '_instance'))
  const surroundings = surroundingsOf(instanceId)
  const { raw: posted, ties, places } = readFields(form, body)
  const action = fieldOf(body, '_do')
  const { raw, removed, focus } = actedOn(withFiles(form, posted, files, action), action, body)
  const state = formState(form, raw, surroundings)
  const pages = pagesOf(form)
  const number = Number(fieldOf(body, '_page'))
  const page = Number.isInteger(number) && number >= 1 && number <= pages.length ? number : null
  const told = new Map<string, string>()
  for (const [at, file] of files) if ('words' in file) told.set(at, file.words)
  const here: Place = { ...nothing, instanceId, raw, state, page, places, told, removed, focus }
  const show = (change: Partial<Place>): Round => ({ step: 'show', place: { ...here, ...change } })

  if (action.startsWith('language:') || action.startsWith('clear:') || rowAction(action)) return show({})
  if (told.size > 0) return show({ page: page ?? pageOf(form, partsOfAt([...told.keys()][0] ?? '').name) })
  if (action === 'back') return show({ page: previousPage(form, state, page ?? pages.length + 1) ?? 1 })
  if (action.startsWith('change:')) {
    const at = action.slice('change:'.length)
    return show({ page: pageOf(form, topOf(at)), focus: `q-${at}` })
  }

  // Asked on this page, or on all of them before submitting.
  const names = page === null ? undefined : pages[page - 1]?.names
  const revealed = revealedOn(form, state, fieldOf(body, '_seen'), names)
  const { refusals, warnings } = checkAnswers(form, raw, surroundings, names)
  const tied = new Set(
    [...ties].filter((at) => state.relevant.has(at) && (names?.has(partsOfAt(at).name) ?? true)),
  )
  const fresh = new Set(revealed)
  // What has only just appeared is not yet a slip.
  const slips = refusals.filter((refusal) => !(fresh.has(refusal.at) && refusal.code === 'required'))
  if (slips.length > 0 || tied.size > 0 || revealed.length > 0) {
    const first = slips[0]?.at ?? [...tied][0] ?? revealed[0] ?? ''
    return show({ page: page ?? pageOf(form, topOf(first)), refusals: slips, warnings, ties: tied, revealed })
  }
  if (action === 'submit' && page === null) return { step: 'submit', place: here }
  const next = nextPage(form, state, page ?? pages.length)
  // All of them once more before submitting.
  return show({ page: next, warnings: next === null ? checkAnswers(form, raw, surroundings).warnings : [] })
}

/** The name of the outermost node that an instance stands in: its repeat's, or its own. */
function topOf(at: string): string {
  const { path, name } = partsOfAt(at)
  return path[0]?.repeat ?? name
}

function withFiles(
  form: Form,
  raw: Raw,
  files: ReadonlyMap<string, { readonly name: string } | { readonly words: string }>,
  action: string,
): Raw {
  const cleared = action.startsWith('clear:') ? action.slice('clear:'.length) : null
  if (files.size === 0 && cleared === null) return raw
  const fields: Record<string, unknown> = { ...flat(form, raw) }
  for (const [at, file] of files) if ('name' in file) fields[at] = file.name
  if (cleared !== null) fields[cleared] = null
  return nested(form, fields)
}

function actedOn(raw: Raw, action: string, body: Visit['body']): Pick<Place, 'raw' | 'removed' | 'focus'> {
  const acting = rowAction(action)
  const standing = { raw, removed: null, focus: '' }
  switch (acting?.kind) {
    case undefined:
      return standing
    case 'add': {
      const after = withRow(raw, acting.at)
      const rows = rowsAt(after, acting.at)
      return { raw: after, removed: null, focus: `r-${acting.at}[${rows}]` }
    }
    case 'remove':
      return { ...withoutRow(raw, acting.at), focus: 'undo' }
    case 'undo': {
      const removed = readRemoved(fieldOf(body, '_undo'))
      return removed ? { raw: withRowAgain(raw, removed), removed: null, focus: `r-${removed.at}` } : standing
    }
  }
}

function rowsAt(raw: Raw, at: string): number {
  let here: Raw | undefined = raw
  const { path, name } = partsOfAt(at)
  for (const { repeat, row } of path) {
    const rows: unknown = here?.[repeat]
    here = Array.isArray(rows) ? (rows[row - 1] as Raw | undefined) : undefined
  }
  const rows = here?.[name]
  return Array.isArray(rows) ? rows.length : 0
}

/** What the page shows now, so that the next round can tell what is new: instances, with a mark of filtered choices. */
export function seenOn(form: Form, state: State, names: ReadonlySet<string> | undefined): string {
  return [...shownOn(form, state, names)].map(([at, mark]) => (mark ? `${at}~${mark}` : at)).join(' ')
}

function revealedOn(
  form: Form,
  state: State,
  seen: string,
  names: ReadonlySet<string> | undefined,
): string[] {
  const before = new Map<string, string>()
  for (const word of seen.split(' ')) {
    const [at = '', mark = ''] = word.split('~')
    before.set(at, mark)
  }
  return [...shownOn(form, state, names)].filter(([at, mark]) => before.get(at) !== mark).map(([at]) => at)
}

function shownOn(
  form: Form,
  state: State,
  names: ReadonlySet<string> | undefined,
): ReadonlyMap<string, string> {
  const shown = new Map<string, string>()
  for (const at of state.relevant) {
    const question = questionAt(form, at)
    if (!question || !isAsked(question) || (names && !names.has(question.name))) continue
    const offered = question.choiceFilter ? (state.choices.get(at) ?? []) : null
    shown.set(at, offered ? markOf(offered.map((choice) => choice.value)) : '')
  }
  return shown
}

function markOf(values: readonly string[]): string {
  return createHash('sha256').update(values.join('\n')).digest('hex').slice(0, 8)
}

/** The first page after `from` on which anything is shown; null when there is none: time to check. */
export function nextPage(form: Form, state: State, from: number): number | null {
  const found = pagesOf(form).findIndex((page, i) => i + 1 > from && isShown(page, state))
  return found === -1 ? null : found + 1
}

function previousPage(form: Form, state: State, from: number): number | null {
  const pages = pagesOf(form)
  for (let number = Math.min(from, pages.length + 1) - 1; number >= 1; number--) {
    const page = pages[number - 1]
    if (page && isShown(page, state)) return number
  }
  return null
}

function isShown({ nodes }: ReturnType<typeof pagesOf>[number], state: State): boolean {
  return showsAnything(nodes, (at) => state.relevant.has(at))
}

/** The page with a question, a group or a repeat of that name. */
function pageOf(form: Form, name: string): number {
  const holds = (nodes: Form['nodes']): boolean =>
    nodes.some((node) => node.name === name || (node.kind !== 'question' && holds(node.nodes)))
  const found = pagesOf(form).findIndex(({ nodes }) => holds(nodes))
  return found === -1 ? 1 : found + 1
}
