/** Reads what a browser posts, as fields or as JSON, into raw answers. */

import { typedAnswer } from '../../form/asking.ts'
import type { Form, Question } from '../../form/form.ts'
import { nested, partsOfAt } from '../../form/instances.ts'
import { questionsOf } from '../../form/walk.ts'
import { Problem } from '../../problem.ts'
import type { Visit } from '../page.ts'

export { isAsked } from '../../form/asking.ts'

/** Raw answers as checkAnswers takes them: text as typed, lists for several choices, rankings and rows. */
export type Raw = Readonly<Record<string, unknown>>

const maxAnswers = 3000
const maxListed = 1000
const maxDepth = 6
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** By instance of a question the place given to each choice, as it was posted: shown again even where it is no ranking yet. */
export type Places = ReadonlyMap<string, ReadonlyMap<string, number>>

export interface PostedFields {
  readonly raw: Raw
  readonly places: Places
  /** Rankings in which a place was given twice, by instance. */
  readonly ties: ReadonlySet<string>
}

const questionsByName = new WeakMap<Form, ReadonlyMap<string, Question>>()

/** The question of an instance, or null. */
export function questionAt(form: Form, at: string): Question | null {
  let known = questionsByName.get(form)
  if (!known) {
    known = new Map(questionsOf(form).map((question) => [question.name, question]))
    questionsByName.set(form, known)
  }
  return known.get(partsOfAt(at).name) ?? null
}

/** Fields of the page: `q.<at>` for an answer, `r.<at>` for a ranking by numbers, `n.<at>` for a repeat's number of rows. */
export function readFields(form: Form, body: Visit['body']): PostedFields {
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  const ties = new Set<string>()
  const places = new Map<string, ReadonlyMap<string, number>>()
  for (const [field, value] of Object.entries(body)) {
    const at = field.slice(2)
    if (field.startsWith('n.')) fields[at] = listOf(value)[0] ?? ''
    if (!field.startsWith('q.') && !field.startsWith('r.')) continue
    const question = questionAt(form, at)
    if (!question || question.type === 'note' || question.type === 'calculate') continue
    const given = listOf(value)
    if (question.type === 'rank') {
      if (!field.startsWith('r.')) continue
      const ranking = readRanking(given)
      fields[at] = ranking.order
      places.set(at, ranking.places)
      if (ranking.tied) ties.add(at)
    } else if (question.type === 'select_multiple') fields[at] = given.filter((one) => one !== '')
    else fields[at] = typedAnswer(question, given[0] ?? '')
  }
  return { raw: nested(form, fields), places, ties }
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
  readonly paradata: unknown
}

/** The JSON that the answering script sends; a shape that it never sends is a bad request. */
export function readSubmission(form: Form, json: unknown): PostedSubmission {
  if (!isRecord(json)) throw new Problem('badRequest')
  const { instanceId, formVersion, locale, answers, paradata } = json
  if (typeof formVersion !== 'string' || !isRecord(answers)) throw new Problem('badRequest')
  return {
    instanceId: readInstanceId(instanceId),
    formVersion,
    locale: typeof locale === 'string' ? locale.slice(0, 60) : '',
    answers: readAnswers(answers, namesOf(form), 0),
    paradata,
  }
}

const knownNames = new WeakMap<Form, ReadonlySet<string>>()

/** Names of questions and repeats. */
function namesOf(form: Form): ReadonlySet<string> {
  const known = knownNames.get(form)
  if (known) return known
  const names = new Set<string>()
  const collect = (nodes: Form['nodes']) => {
    for (const node of nodes) {
      if (node.kind !== 'group') names.add(node.name)
      if (node.kind !== 'question') collect(node.nodes)
    }
  }
  collect(form.nodes)
  knownNames.set(form, names)
  return names
}

/** Refuses what the script never sends; the answers themselves stay as they were parsed. */
function readAnswers(
  answers: Readonly<Record<string, unknown>>,
  names: ReadonlySet<string>,
  depth: number,
): Raw {
  if (depth > maxDepth) throw new Problem('badRequest')
  let count = 0
  // Parsed JSON inherits nothing, and its `__proto__` is a name like others.
  for (const name in answers) {
    const value = answers[name]
    if (++count > maxAnswers || !names.has(name)) throw new Problem('badRequest')
    if (isRows(value)) for (const row of value) readAnswers(row, names, depth + 1)
    else if (!isPlain(value)) throw new Problem('badRequest')
  }
  return answers
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isRows(value: unknown): value is readonly Record<string, unknown>[] {
  return Array.isArray(value) && isRecord(value[0]) && value.length <= maxListed + 1 && value.every(isRecord)
}

/** A text, a number, nothing, or a list of texts. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value))
    return value.length <= maxListed && value.every((item) => typeof item === 'string')
  return value === null || typeof value === 'string' || typeof value === 'number'
}
