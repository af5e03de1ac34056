/**
 * How an answer came about (paradata): when it was filled in, how long each question took, and how often its answer was
 * changed. Kept only where the collection says so, and coarse where it is anonymous.
 */

import type { Form } from './form.ts'
import { isAsked } from './asking.ts'
import { partsOfAt } from './instances.ts'
import { isRecord, ownOf, rowLimit } from './rows.ts'
import { questionsOf } from './walk.ts'

/** Nothing; beginning and end of the filling in; each question too. */
export const paradataLevels = ['off', 'times', 'questions'] as const
export type ParadataLevel = (typeof paradataLevels)[number]

/** Seconds of attention, how often it was come to, how often its answer changed, and how often after it had been left. */
export type QuestionEffort = readonly [seconds: number, visits: number, changes: number, later: number]

/** One filling in of an answer. Moments are of the device's clock; an anonymous collection has none of them. */
export interface Paradata {
  readonly start?: string
  readonly end?: string
  /** With attention where that was measured, else from beginning to end; null where neither is known. */
  readonly seconds: number | null
  /** Seconds with the page hidden or untouched, in how many pauses, and the longest of them. */
  readonly away?: number
  readonly pauses?: number
  readonly longest?: number
  /** How often an earlier page was gone back to. */
  readonly backs?: number
  /** By instance of a question. */
  readonly questions?: Readonly<Record<string, QuestionEffort>>
}

/** Where answers are anonymous a time is a multiple of so many seconds, and a pause one of so many. */
export const coarseSeconds = 5
const coarsePause = 60
/** Beyond this an anonymous answer's counts say no more than "often". */
const coarseCount = 3

const longestAtQuestion = 6 * 3_600_000
const longestActive = 48 * 3_600_000
/** A draft may lie for long before it is finished. */
const longestSpan = 400 * 86_400_000
const mostCounted = 10_000
const mostInstances = 3_000

interface Reading {
  readonly level: ParadataLevel
  readonly anonymous: boolean
}

/**
 * What a device tells: `{ start, span, active, away, longest, pauses, backs, questions: { at: [ms, visits, changes,
 * later] } }`, durations in milliseconds. What is absurd or not of this form is left aside; null where nothing remains
 * or the collection keeps nothing.
 */
export function readParadata(form: Form, given: unknown, { level, anonymous }: Reading): Paradata | null {
  if (level === 'off' || !isRecord(given)) return null
  const told = (name: string, most: number) => within(ownOf(given, name), most)
  const seconds = (milliseconds: number) =>
    anonymous ? coarse(milliseconds / 1000, coarseSeconds) : Math.round(milliseconds / 100) / 10
  const span = told('span', longestSpan)
  const start = anonymous ? null : momentOf(ownOf(given, 'start'))
  const moments =
    start === null || span === null ? {} : { start, end: new Date(Date.parse(start) + span).toISOString() }
  const active = level === 'questions' ? told('active', longestActive) : null
  const whole = active ?? span
  const base = { ...moments, seconds: whole === null ? null : seconds(whole) }
  if (level === 'times' || active === null) return whole === null ? null : base
  const pause = (name: string) => {
    const milliseconds = told(name, longestSpan) ?? 0
    return anonymous ? coarse(milliseconds / 1000, coarsePause) : Math.round(milliseconds / 1000)
  }
  const count = (value: unknown) => counted(value, anonymous)
  return {
    ...base,
    away: pause('away'),
    longest: pause('longest'),
    pauses: count(ownOf(given, 'pauses')),
    backs: count(ownOf(given, 'backs')),
    questions: questionsIn(form, ownOf(given, 'questions'), { seconds, count }),
  }
}

interface Coarseness {
  readonly seconds: (milliseconds: number) => number
  readonly count: (value: unknown) => number
}

function questionsIn(
  form: Form,
  given: unknown,
  { seconds, count }: Coarseness,
): Paradata['questions'] & object {
  if (!isRecord(given)) return {}
  const known = timedQuestions(form)
  const kept: Record<string, QuestionEffort> = Object.create(null) as Record<string, QuestionEffort>
  let instances = 0
  for (const [at, told] of Object.entries(given)) {
    if (!Array.isArray(told) || !isInstance(at, known)) continue
    const spent = within(told[0], longestAtQuestion)
    if (spent === null) continue
    if (++instances > mostInstances) break
    kept[at] = [seconds(spent), count(told[1]), count(told[2]), count(told[3])]
  }
  return { ...kept }
}

/** The repeats that a question stands in, by its name. */
type Timed = ReadonlyMap<string, readonly string[]>

const timed = new WeakMap<Form, Timed>()

function timedQuestions(form: Form): Timed {
  const standing = timed.get(form)
  if (standing) return standing
  const asked = new Set(questionsOf(form).filter(isAsked))
  const found = new Map<string, readonly string[]>()
  const walk = (nodes: Form['nodes'], repeats: readonly string[]) => {
    for (const node of nodes)
      if (node.kind !== 'question')
        walk(node.nodes, node.kind === 'repeat' ? [...repeats, node.name] : repeats)
      else if (asked.has(node)) found.set(node.name, repeats)
  }
  walk(form.nodes, [])
  timed.set(form, found)
  return found
}

function isInstance(at: string, known: Timed): boolean {
  if (at.length > 2_000) return false
  const { path, name } = partsOfAt(at)
  const repeats = known.get(name)
  return (
    repeats !== undefined &&
    repeats.length === path.length &&
    path.every(({ repeat, row }, depth) => repeat === repeats[depth] && row >= 1 && row <= rowLimit)
  )
}

/** A duration or null: what is no number, negative or longer than anybody can have taken is none. */
function within(value: unknown, most: number): number | null {
  return typeof value === 'number' && value >= 0 && value <= most ? unsigned(value) : null
}

function counted(value: unknown, anonymous: boolean): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return 0
  return Math.min(unsigned(value), anonymous ? coarseCount : mostCounted)
}

/** A number from 0 on; -0, which JSON does not know, is 0. */
function unsigned(value: number): number {
  return Math.abs(value)
}

function coarse(seconds: number, step: number): number {
  return Math.round(seconds / step) * step
}

/** An instant of this or the last century's end; what a device without a clock says is none. */
function momentOf(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(value)) return null
  const at = Date.parse(value)
  return at >= Date.UTC(2000, 0) && at < Date.UTC(2200, 0) ? new Date(at).toISOString() : null
}

/** All fillings in of one answer together: the first one and its corrections. Null of none. */
export function addedUp(fillings: readonly Paradata[]): Paradata | null {
  const [first] = fillings
  const last = fillings.at(-1)
  if (!first || !last || fillings.length === 1) return first ?? null
  const sum = (value: (one: Paradata) => number | null | undefined) =>
    Math.round(fillings.reduce((total, one) => total + (value(one) ?? 0), 0) * 10) / 10
  const base = {
    ...(first.start === undefined ? {} : { start: first.start }),
    ...(last.end === undefined ? {} : { end: last.end }),
    seconds: fillings.every(({ seconds }) => seconds === null) ? null : sum(({ seconds }) => seconds),
  }
  if (fillings.every(({ questions }) => questions === undefined)) return base
  const questions = new Map<string, QuestionEffort>()
  for (const one of fillings)
    for (const [at, [seconds, visits, changes, later]] of Object.entries(one.questions ?? {})) {
      const before = questions.get(at) ?? [0, 0, 0, 0]
      questions.set(at, [
        Math.round((before[0] + seconds) * 10) / 10,
        before[1] + visits,
        before[2] + changes,
        before[3] + later,
      ])
    }
  return {
    ...base,
    away: sum(({ away }) => away),
    longest: Math.max(...fillings.map(({ longest }) => longest ?? 0)),
    pauses: sum(({ pauses }) => pauses),
    backs: sum(({ backs }) => backs),
    questions: Object.fromEntries(questions),
  }
}
