/** Answers a form along its branches: every question that comes up gets an answer that fits its type, different in each round. */

import type { Choice, Form, Question, Surroundings } from '../../form/form.ts'
import { openAnswering, type Answering } from '../../form/answering.ts'
import { repeatsOf, isMedia, isMetadata, questionsOf } from '../../form/walk.ts'
import { partsOfAt } from '../../form/instances.ts'
import { startingAnswers } from '../../form/answers.ts'
import { matches } from '../../patterns.ts'

const rounds = 4

const surroundings: Surroundings = {
  today: '2026-11-24',
  now: '2026-11-24T09:00:00.000+08:00',
  matches,
  seed: 'corpus',
  random: () => 0.5,
}

export interface Along {
  /** Answers in all rounds together. */
  readonly answered: number
  /** What went wrong: answers that stay refused though they fit their type and are not asked for more. */
  readonly faults: readonly string[]
}

export function answerAlong(form: Form): Along {
  const faults: string[] = []
  let answered = 0
  for (let round = 0; round < rounds; round++) {
    const { raw, refused } = filledIn(form, round)
    answered += Object.keys(raw).length
    faults.push(...refused.map((words) => `round ${round + 1}: ${words}`))
  }
  return { answered, faults }
}

/** A filled form of one round, as raw answers, and what of it is not accepted for another reason than the form's own rules. */
export function filledIn(
  form: Form,
  round: number,
  files: 'named' | 'none' = 'named',
): { readonly raw: Record<string, unknown>; readonly refused: readonly string[] } {
  const answering = openAnswering(form, startingAnswers(form, surroundings), surroundings)
  if (round > 0) for (const { repeat, parent } of repeatsOf(form)) if (!parent) answering.addRow(repeat.name)
  const questions = new Map(questionsOf(form).map((question) => [question.name, question]))
  const tried = new Map<string, number>()
  // Each answer may bring up others; a constraint may want another answer.
  for (let turn = 0; turn < 6; turn++) {
    const refusals = new Map(answering.check().refusals.map((refusal) => [refusal.at, refusal.code]))
    let changed = false
    for (const at of answering.state().relevant) {
      const question = questions.get(partsOfAt(at).name)
      if (!question || !isOpen(question) || (files === 'none' && isMedia(question.type))) continue
      const attempt = tried.get(at) ?? 0
      if (attempt > 0 && !refusals.has(at)) continue
      tried.set(at, attempt + 1)
      answering.set(at, answerTo(question, answering.choices(at), round + attempt, answering, at))
      changed = true
    }
    if (!changed) break
  }
  const refused = answering
    .check()
    .refusals.filter(
      ({ code, at }) =>
        code !== 'constraint' && !(code === 'required' && isUnanswerable(at, answering, questions)),
    )
    .map(({ at, code }) => `${at} ${code}`)
  return { raw: answering.raw(), refused }
}

function isOpen(question: Question): boolean {
  const computed = question.calculation !== null || question.readOnly
  return question.type !== 'note' && question.type !== 'calculate' && !isMetadata(question.type) && !computed
}

/** A choice among none cannot be made: its list is in a file that is not attached, or filtered away. */
function isUnanswerable(at: string, answering: Answering, questions: ReadonlyMap<string, Question>): boolean {
  const question = questions.get(partsOfAt(at).name)
  return (
    question === undefined ||
    !isOpen(question) ||
    (question.list !== null && answering.choices(at).length === 0)
  )
}

/** Answers to try one after the other: different ones in each round, and again where a constraint refuses one. */
function answerTo(
  question: Question,
  choices: readonly Choice[],
  turn: number,
  answering: Answering,
  at: string,
): unknown {
  const pick = <T>(list: readonly T[]): T | undefined => list[turn % list.length]
  switch (question.type) {
    case 'select_one':
      return pick(choices)?.value ?? null
    case 'select_multiple':
      return choices.filter((_, index) => index % (turn + 1) === 0).map(({ value }) => value)
    case 'rank':
      return choices.map(({ value }) => value)
    case 'integer':
    case 'decimal':
      return pick(['1', '20', '0', '3', '150', '1000', '2020'])
    case 'range':
      return question.parameters[turn % 2 === 0 ? 'start' : 'end'] ?? '1'
    case 'date':
      return pick(['2026-11-24', '1990-05-17', '2030-01-01', '2010-01-01'])
    case 'time':
      return pick(['08:30', '17:05', '23:59'])
    case 'datetime':
      return pick(['2026-11-24T08:30', '1990-05-17T00:00', '2030-01-01T12:00'])
    case 'geopoint':
      return '30.2741 120.1551 12 5'
    case 'geotrace':
      return '30.2741 120.1551; 30.2751 120.1561'
    case 'geoshape':
      return '30.27 120.15; 30.28 120.15; 30.28 120.16'
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return `${question.name.replace(/[^\w]/g, '_')}.bin`
    case 'acknowledge':
      return 'OK'
    default:
      return pick([`answer ${turn}`, 'a', '13812345678', 'name@example.com', answering.value(at) ?? '1'])
  }
}
