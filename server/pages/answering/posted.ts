/** Reads what a browser posts, as fields or as JSON, into raw answers by question name. */

import type { Form, Question } from '../../form/form.ts'
import { questionTypes } from '../../form/types/index.ts'
import { mainQuestionsOf, questionsOf } from '../../form/walk.ts'
import { Problem } from '../../problem.ts'
import type { Visit } from '../page.ts'

/** Raw answers as checkAnswers takes them: text as typed, lists for several choices and rankings. */
export type Raw = Readonly<Record<string, unknown>>

const maxAnswers = 3000
const maxListed = 1000
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The questions whose answers a person gives; notes and calculations have no field. */
export function isAsked(question: Question): boolean {
  return question.type !== 'note' && questionTypes[question.type].view !== null
}

/** By question the place given to each choice, as it was posted: shown again even where it is no ranking yet. */
export type Places = ReadonlyMap<string, ReadonlyMap<string, number>>

export interface PostedFields {
  readonly raw: Raw
  readonly places: Places
  /** Rankings in which a place was given twice. */
  readonly ties: ReadonlySet<string>
}

/** Fields of the page: `q.<name>` for an answer, `r.<name>` for a ranking by numbers. */
export function readFields(form: Form, body: Visit['body']): PostedFields {
  const raw: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  const ties = new Set<string>()
  const places = new Map<string, ReadonlyMap<string, number>>()
  for (const question of mainQuestionsOf(form)) {
    if (!isAsked(question)) continue
    if (question.type === 'rank') {
      const ranking = readRanking(listOf(body[`r.${question.name}`]))
      raw[question.name] = ranking.order
      places.set(question.name, ranking.places)
      if (ranking.tied) ties.add(question.name)
      continue
    }
    const given = listOf(body[`q.${question.name}`])
    if (question.type === 'select_multiple') raw[question.name] = given.filter((value) => value !== '')
    else raw[question.name] = given[0] ?? null
  }
  return { raw, places, ties }
}

/** Each select carries `place:choice`; an unused one is empty. */
function readRanking(given: readonly string[]) {
  const placed = given
    .map((text) => /^(\d{1,4}):(.*)$/s.exec(text))
    .filter((match) => match !== null)
    .map((match) => ({ place: Number(match[1]), choice: match[2] ?? '' }))
    .toSorted((a, b) => a.place - b.place)
  return {
    order: placed.map((item) => item.choice),
    places: new Map(placed.map((item) => [item.choice, item.place])),
    tied: placed.some((item, i) => i > 0 && item.place === placed[i - 1]?.place),
  }
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

/** A single field of the page. */
export function fieldOf(body: Visit['body'], name: string): string {
  return listOf(body[name])[0] ?? ''
}

/** An id made by a browser; anything else is refused before it comes near the store. */
export function readInstanceId(value: unknown): string {
  if (typeof value !== 'string' || !uuid.test(value)) throw new Problem('badRequest')
  return value.toLowerCase()
}

export interface PostedSubmission {
  readonly instanceId: string
  readonly formVersion: string
  readonly locale: string
  readonly answers: Raw
}

/** The JSON that the answering script sends; a shape that it never sends is a bad request. */
export function readSubmission(form: Form, json: unknown): PostedSubmission {
  if (!isRecord(json)) throw new Problem('badRequest')
  const { instanceId, formVersion, locale, answers } = json
  if (typeof formVersion !== 'string' || !isRecord(answers)) throw new Problem('badRequest')
  const names = new Set(questionsOf(form).map((question) => question.name))
  const entries = Object.entries(answers)
  if (entries.length > maxAnswers) throw new Problem('badRequest')
  const raw: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const [name, value] of entries) {
    if (!names.has(name) || !isPlain(value)) throw new Problem('badRequest')
    raw[name] = value
  }
  return {
    instanceId: readInstanceId(instanceId),
    formVersion,
    locale: typeof locale === 'string' ? locale.slice(0, 60) : '',
    answers: raw,
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text, a number, nothing, or a list of texts: an answer is never deeper. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value))
    return value.length <= maxListed && value.every((item) => typeof item === 'string')
  return value === null || typeof value === 'string' || typeof value === 'number'
}
