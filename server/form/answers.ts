/** Checks what was filled in against the form: the same code in the browser and again on the server. */

import type { Answers, Choice, Form, Question, Refusal, Surroundings, Value } from './form.ts'
import type { Expression } from './expression.ts'
import { dateOfDay } from './calendar.ts'
import { toNumber, toText, type Operand } from './coercion.ts'
import { evaluate, holds, type Environment } from './evaluate.ts'
import { indexOf, type Entry, type FormIndex } from './form-index.ts'
import { isSlip, type Asked, type Reading, type Slip } from './types/index.ts'

type Raw = Readonly<Record<string, unknown>>

/**
 * The answers of a filled form, and why any of them is refused. At most one refusal a question:
 *
 * | relevant | raw value         | required | constraint | answer   | refusal                       |
 * | -------- | ----------------- | -------- | ---------- | -------- | ----------------------------- |
 * | no       | any               | any      | any        | absent   | none                          |
 * | yes      | blank             | no       | any        | null     | none                          |
 * | yes      | blank             | yes      | any        | null     | required                      |
 * | yes      | not of the type   | any      | any        | null     | the type's (notNumber, …)     |
 * | yes      | of the type       | any      | false      | null     | constraint                    |
 * | yes      | of the type       | any      | none, true | value    | none                          |
 *
 * A question in a group that is not relevant is not relevant. A blank counts as '' in other expressions, and so does a
 * value that is not of its type; a value that breaks its constraint still counts, so that one slip does not hide others.
 * A calculated question takes its calculation, a read-only one its default, whatever was sent in. Notes have no answer.
 * Names that the form does not have are left aside. `only` keeps the refusals to these names (one page of a form).
 */
export function checkAnswers(
  form: Form,
  raw: Raw,
  surroundings: Surroundings,
  only?: ReadonlySet<string>,
): {
  readonly answers: Answers
  readonly refusals: readonly Refusal[]
  readonly relevant: ReadonlySet<string>
} {
  const pass = workOut(form, raw, surroundings)
  const answers: Record<string, Value | null> = {}
  const refusals: Refusal[] = []
  const relevant = new Set<string>()
  pass.index.entries.forEach((entry, position) => {
    if (pass.relevant[position] !== true) return
    relevant.add(entry.name)
    const { question } = entry
    if (!question || question.type === 'note') return
    const refusal = refusalOf(pass, question, position)
    answers[entry.name] = refusal ? null : (pass.values[position] ?? null)
    if (refusal && (only === undefined || only.has(entry.name))) refusals.push(refusal)
  })
  return { answers, refusals, relevant }
}

/** How a half-filled form stands: which groups and questions are shown, which must be answered, what may be chosen, what is computed. */
export function formState(
  form: Form,
  raw: Raw,
  surroundings: Surroundings,
): {
  readonly relevant: ReadonlySet<string>
  readonly required: ReadonlySet<string>
  readonly choices: ReadonlyMap<string, readonly Choice[]>
  readonly values: Answers
} {
  const pass = workOut(form, raw, surroundings)
  const values: Record<string, Value | null> = {}
  const relevant = new Set<string>()
  const required = new Set<string>()
  const choices = new Map<string, readonly Choice[]>()
  pass.index.entries.forEach((entry, position) => {
    const { question } = entry
    if (question && entry.choices) choices.set(entry.name, offered(pass, entry))
    if (pass.relevant[position] !== true) return
    relevant.add(entry.name)
    if (!question || question.type === 'note') return
    values[entry.name] = pass.values[position] ?? null
    if (question.required && holds(question.required, seenBy(pass, position))) required.add(entry.name)
  })
  return { relevant, required, choices, values }
}

/** What stands in a form when it is opened: the defaults, as raw values. */
export function startingAnswers(form: Form, surroundings: Surroundings): Readonly<Record<string, Value>> {
  const raw: Record<string, Value> = {}
  for (const { question } of indexOf(form).entries) {
    if (question?.default !== null && question?.default !== undefined) raw[question.name] = question.default
  }
  // Computed defaults may refer to the fixed ones and to those before them.
  for (const entry of indexOf(form).entries) {
    if (!entry.question?.initial) continue
    const pass = workOut(form, raw, surroundings)
    const value = startingValue(pass, entry)
    if (value !== null && !isSlip(value)) raw[entry.name] = value
  }
  return raw
}

/** Everything worked out once, by position in the form. */
interface Pass {
  readonly form: Form
  readonly index: FormIndex
  readonly surroundings: Surroundings
  readonly relevant: boolean[]
  readonly values: (Value | null)[]
  readonly slips: (Slip | null)[]
  /** One for the whole pass; `self` and `choice` are set before each use. */
  readonly environment: { self: Operand } & Environment
  choice: Choice | null
}

function workOut(form: Form, raw: Raw, surroundings: Surroundings): Pass {
  const index = indexOf(form)
  const size = index.entries.length
  const pass: Pass = {
    form,
    index,
    surroundings,
    relevant: Array.from({ length: size }, () => false),
    values: Array.from<Value | null>({ length: size }).fill(null),
    slips: Array.from<Slip | null>({ length: size }).fill(null),
    choice: null,
    environment: {
      self: '',
      valueOf: (name) => {
        const position = index.positions.get(name)
        return position === undefined ? '' : (pass.values[position] ?? '')
      },
      column: (name) => columnOf(pass.choice, name),
      choiceName: (question, value) => choiceName(pass, question, value),
      surroundings,
    },
  }
  for (const position of index.order) {
    const entry = index.entries[position]
    if (!entry || (entry.parent >= 0 && pass.relevant[entry.parent] !== true)) continue
    pass.environment.self = ''
    if (entry.relevant && !holds(entry.relevant, pass.environment)) continue
    pass.relevant[position] = true
    if (!entry.question) continue
    const reading = readingOf(pass, entry, entry.question, raw)
    if (isSlip(reading)) pass.slips[position] = reading
    else pass.values[position] = reading
  }
  return pass
}

function readingOf(pass: Pass, entry: Entry, question: Question, raw: Raw): Reading {
  // Own properties only: a question may not take `toString` for an answer.
  const given = Object.prototype.hasOwnProperty.call(raw, question.name) ? raw[question.name] : null
  if (question.calculation) {
    const before = read(pass, entry, given)
    pass.environment.self = isSlip(before) || before === null ? '' : before
    return computed(pass, entry, evaluate(question.calculation, pass.environment))
  }
  if (question.readOnly || question.type === 'calculate') return startingValue(pass, entry)
  return given === null || given === undefined || given === '' ? null : read(pass, entry, given)
}

function startingValue(pass: Pass, entry: Entry): Reading {
  const { question } = entry
  if (!question) return null
  if (question.initial) return computed(pass, entry, evaluate(question.initial, pass.environment))
  return question.default === null ? null : read(pass, entry, question.default)
}

/** The result of a calculation as a value of the question's type; what does not fit is a blank, for nobody can correct it. */
function computed(pass: Pass, entry: Entry, result: Operand): Value | null {
  if (typeof result === 'number' && !Number.isFinite(result)) return null
  switch (entry.question?.type) {
    case undefined:
    case 'note':
      return null
    case 'calculate':
      return plainValue(result)
    case 'integer':
      return settled(read(pass, entry, Math.trunc(toNumber(result))))
    case 'date':
      return settled(read(pass, entry, typeof result === 'number' ? dateOfDay(Math.floor(result)) : result))
    case 'text':
      return settled(read(pass, entry, toText(result)))
    default:
      return settled(read(pass, entry, typeof result === 'boolean' ? Number(result) : result))
  }
}

/** A truth is kept as 1 or 0, so that it is the same truth where it is used again. */
function plainValue(result: Operand): Value | null {
  if (typeof result === 'boolean') return Number(result)
  if (typeof result === 'number') return result + 0
  if (result.length === 0) return null
  return typeof result === 'string' ? result.slice(0, 10_000) : result
}

function settled(reading: Reading): Value | null {
  return isSlip(reading) ? null : reading
}

function read(pass: Pass, entry: Entry, given: unknown): Reading {
  if (!entry.type || !entry.question) return null
  const asked: Asked = {
    question: entry.question,
    choices: () => offered(pass, entry),
    offers: (value) => entry.choices?.get(value)?.some((choice) => offers(pass, entry, choice)) ?? false,
  }
  return entry.type.read(given, asked)
}

function refusalOf(pass: Pass, question: Question, position: number): Refusal | null {
  const name = question.name
  const slip = pass.slips[position]
  if (slip) return { name, code: slip.slip, params: slip.params, message: null }
  // Nobody sees a calculation, so nobody can be asked to mend it.
  if (question.type === 'calculate') return null
  const value = pass.values[position] ?? null
  const [rule, code, message, wanted]: [
    Expression | null,
    'required' | 'constraint',
    Refusal['message'],
    boolean,
  ] =
    value === null
      ? [question.required, 'required', question.requiredMessage, false]
      : [question.constraint, 'constraint', question.constraintMessage, true]
  if (!rule || holds(rule, seenBy(pass, position)) === wanted) return null
  return { name, code, params: {}, message }
}

/** The environment with `.` standing for the question at a position. */
function seenBy(pass: Pass, position: number): Environment {
  pass.environment.self = pass.values[position] ?? ''
  return pass.environment
}

function offered(pass: Pass, entry: Entry): readonly Choice[] {
  if (!entry.question?.choiceFilter) return entry.list
  return entry.list.filter((choice) => offers(pass, entry, choice))
}

function offers(pass: Pass, { question }: Entry, choice: Choice): boolean {
  if (!question?.choiceFilter) return true
  pass.choice = choice
  return holds(question.choiceFilter, pass.environment)
}

function columnOf(choice: Choice | null, name: string): string {
  if (!choice) return ''
  if (name === 'name') return choice.value
  return Object.prototype.hasOwnProperty.call(choice.columns, name) ? (choice.columns[name] ?? '') : ''
}

/** In the form's own language: a calculation must not depend on who reads it. */
function choiceName({ form, index }: Pass, question: string, value: string): string {
  const position = index.positions.get(question)
  const choice = position === undefined ? undefined : index.entries[position]?.choices?.get(value)?.[0]
  return choice ? (choice.label[form.defaultLanguage] ?? Object.values(choice.label)[0] ?? value) : ''
}
