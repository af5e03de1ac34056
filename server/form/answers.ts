/** Checks what was filled in against the form: the same code in the browser and again on the server. */

import type { Answers, Choice, Form, Refusal, Surroundings, Value, Rows } from './form.ts'
import type { Expression } from './expression.ts'
import { indexOf, type Entry } from './form-index.ts'
import { defaultsIn, isTrue, shownChoices, startingValue, workOut, type Pass } from './pass.ts'
import { ownOf, prefixOf, rowLimit, rowsUnder, type Raw, type Row } from './rows.ts'
import { isMetadata, isSlip } from './types/index.ts'

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
 * A repeat's answer is a list of rows. A warning is like a refusal, but it does not block.
 */
export function checkAnswers(
  form: Form,
  raw: Raw,
  surroundings: Surroundings,
  only?: ReadonlySet<string>,
): {
  readonly answers: Answers
  readonly refusals: readonly Refusal[]
  readonly warnings: readonly Refusal[]
  readonly relevant: ReadonlySet<string>
} {
  return checked(workOut(form, raw, surroundings), only)
}

/** What a form that is worked out says of its answers. */
export function checked(pass: Pass, only?: ReadonlySet<string>): ReturnType<typeof checkAnswers> {
  const refusals: Refusal[] = []
  const warnings: Refusal[] = []
  const relevant = new Set<string>()
  const answers = rowAnswers(pass, pass.top, (entry, row, at) => {
    relevant.add(at)
    if (!entry.question) return true
    const refusal = refusalOf(pass, entry, row, at)
    const asked = only === undefined || only.has(entry.name)
    if (refusal && asked) refusals.push(refusal)
    const warning = refusal || !asked ? null : warningOf(pass, entry, row, at)
    if (warning) warnings.push(warning)
    return !refusal
  })
  const { overfull } = pass
  if (overfull) {
    const { name } = overfull
    refusals.push({ name, at: name, code: 'tooManyRows', params: { limit: rowLimit }, message: null })
  }
  if (pass.exhausted) {
    const name = pass.index.entries[0]?.name ?? ''
    refusals.push({ name, at: name, code: 'tooMuchWork', params: {}, message: null })
  }
  return { answers, refusals, warnings, relevant }
}

/** How a half-filled form stands: which groups and questions are shown, which must be answered, what may be chosen, what is computed. */
export interface FormState {
  readonly relevant: ReadonlySet<string>
  readonly required: ReadonlySet<string>
  /** Those that an expression of `read_only` locks. */
  readonly readOnly: ReadonlySet<string>
  readonly choices: ReadonlyMap<string, readonly Choice[]>
  readonly values: Answers
  /** The number of rows of each repeat. */
  readonly rows: ReadonlyMap<string, number>
}

export function formState(form: Form, raw: Raw, surroundings: Surroundings): FormState {
  return stateOf(workOut(form, raw, surroundings))
}

/** How a form that is worked out stands. */
export function stateOf(pass: Pass): FormState {
  const relevant = new Set<string>()
  const required = new Set<string>()
  const readOnly = new Set<string>()
  const choices = new Map<string, readonly Choice[]>()
  const rows = new Map<string, number>()
  for (const entry of pass.index.entries) {
    if (!entry.choices) continue
    for (const row of rowsUnder(pass.index, pass.top, entry.scope))
      choices.set(prefixOf(pass.index, row) + entry.name, shownChoices(pass, entry, row))
  }
  const values = rowAnswers(pass, pass.top, (entry, row, at) => {
    relevant.add(at)
    if (entry.repeat) rows.set(at, row.rows[entry.slot]?.length ?? 0)
    if (entry.question && isRequired(pass, entry, row)) required.add(at)
    if (entry.question && isLocked(pass, entry, row)) readOnly.add(at)
    return true
  })
  return { relevant, required, readOnly, choices, values, rows }
}

/** What stands in a form when it is opened: the defaults, as raw values. */
export function startingAnswers(
  form: Form,
  surroundings: Surroundings,
): Readonly<Record<string, Value | Rows>> {
  const index = indexOf(form)
  const raw = defaultsIn(index, -1)
  // Computed defaults may refer to the fixed ones and to those before them.
  const initials = index.entries.filter(({ question }) => question?.initial)
  for (const entry of initials) {
    const pass = workOut(form, raw, surroundings)
    for (const row of rowsUnder(index, pass.top, entry.scope)) {
      const value = startingValue(pass, entry, row)
      if (value !== null && !isSlip(value)) rawOf(pass, raw, row)[entry.name] = value
    }
  }
  return raw as Readonly<Record<string, Value | Rows>>
}

/** The raw record that a row was read from, made where the form made the row. */
function rawOf(pass: Pass, raw: Record<string, unknown>, row: Row): Record<string, unknown> {
  if (!row.up) return raw
  const holder = rawOf(pass, raw, row.up)
  const name = pass.index.entries[row.repeat]?.name ?? ''
  const standing = ownOf(holder, name)
  const list = Array.isArray(standing) ? (standing as Record<string, unknown>[]) : []
  while (list.length <= row.index) list.push({ ...row.raw })
  holder[name] = list
  return list[row.index] ?? {}
}

/** Whether a question must be answered now. */
export function isRequired(pass: Pass, entry: Entry, row: Row): boolean {
  const rule = entry.question?.required
  return rule ? isTrue(pass, rule, entry, row, row.values[entry.slot] ?? '') : false
}

/** Whether an expression keeps people from changing an answer now. */
export function isLocked(pass: Pass, entry: Entry, row: Row): boolean {
  const rule = entry.question?.readOnlyIf
  return rule ? isTrue(pass, rule, entry, row, row.values[entry.slot] ?? '') : false
}

/** The answers of a row; `visit` sees every relevant node first and says whether its value stands. */
function rowAnswers(
  pass: Pass,
  row: Row,
  visit: (entry: Entry, row: Row, at: string) => boolean,
  prefix = '',
): Answers {
  const answers: Record<string, Value | Rows | null> = {}
  const { entries, byScope } = pass.index
  for (const position of byScope.get(row.repeat) ?? []) {
    const entry = entries[position]
    if (!entry || row.relevant[entry.slot] !== true) continue
    const at = prefix + entry.name
    const stands = visit(entry, row, at)
    if (entry.repeat) {
      answers[entry.name] = (row.rows[entry.slot] ?? []).map((inner, index) =>
        rowAnswers(pass, inner, visit, `${at}[${index + 1}]/`),
      )
    } else if (entry.question && isAnswered(pass, entry)) {
      answers[entry.name] = stands ? (row.values[entry.slot] ?? null) : null
    }
  }
  return answers
}

/** Notes have no answer, nor has what a device would tell of somebody anonymous (promise 1). */
function isAnswered(pass: Pass, { question }: Entry): boolean {
  if (!question || question.type === 'note') return false
  return !(pass.surroundings.anonymous === true && isMetadata(question.type) && question.type !== 'today')
}

function refusalOf(pass: Pass, entry: Entry, row: Row, at: string): Refusal | null {
  const { question, slot, name } = entry
  if (!question || question.type === 'note') return null
  const slip = row.slips[slot]
  if (slip) return { name, at, code: slip.slip, params: slip.params, message: null }
  // Nobody sees a calculation, so nobody can be asked to mend it.
  if (question.type === 'calculate' || isMetadata(question.type)) return null
  const value = row.values[slot] ?? null
  const [rule, code, message, wanted]: [
    Expression | null,
    'required' | 'constraint',
    Refusal['message'],
    boolean,
  ] =
    value === null
      ? [question.required, 'required', question.requiredMessage, false]
      : [question.constraint, 'constraint', question.constraintMessage, true]
  if (!rule || isTrue(pass, rule, entry, row, value ?? '') === wanted) return null
  return { name, at, code, params: {}, message }
}

/** The warning that an answer gets, if any. */
export function warningOf(pass: Pass, entry: Entry, row: Row, at: string): Refusal | null {
  const { question, name } = entry
  const value = row.values[entry.slot] ?? null
  if (!question?.warning || value === null || isTrue(pass, question.warning, entry, row, value)) return null
  return { name, at, code: 'warning', params: {}, message: question.warningMessage }
}
