/** Works a form out: which nodes are relevant, what they hold, how many rows there are. */

import type { Choice, Form, Question, Surroundings, Value } from './form.ts'
import { dateOfDay } from './calendar.ts'
import { toNumber, toText, type Operand } from './coercion.ts'
import { evaluate, holds, type Environment } from './evaluate.ts'
import type { Expression } from './expression.ts'
import { indexOf, type Entry, type FormIndex } from './form-index.ts'
import { ancestorOf, makeRow, ownOf, prefixOf, rowLimit, rowsUnder, type Raw, type Row } from './rows.ts'
import { cellOf } from './cells.ts'
import { Exhausted, rare } from './rare.ts'
import type { Viewpoint } from './tree-nodes.ts'
import { isMetadata, isSlip, type Asked, type Reading } from './types/index.ts'

/** Everything worked out once. */
export interface Pass extends Viewpoint {
  readonly form: Form
  readonly index: FormIndex
  readonly surroundings: Surroundings
  readonly top: Row
  /** The offset from UTC of where it is answered, for times that name none. */
  readonly offset: string
  /** Of all repeats together. */
  rowCount: number
  /** A repeat was sent in with more rows than one answer may have. */
  overfull: Entry | null
  exhausted: boolean
  choice: Choice | null
  readonly environment: { self: Operand } & Environment
}

/** The whole form from what was filled in. */
export function workOut(form: Form, raw: Raw, surroundings: Surroundings): Pass {
  const pass = openPass(form, raw, surroundings)
  for (const position of pass.index.order) {
    const entry = pass.index.entries[position]
    if (!entry) continue
    if (entry.scope < 0) settle(pass, entry, pass.top)
    else for (const row of rowsUnder(pass.index, pass.top, entry.scope)) settle(pass, entry, row)
  }
  return pass
}

/** A pass in which nothing is worked out yet. */
export function openPass(form: Form, raw: Raw, surroundings: Surroundings): Pass {
  const index = indexOf(form)
  const top = makeRow(index, -1, null, 0, raw)
  const base = {
    form,
    index,
    surroundings,
    offset: /(Z|[+-]\d\d:?\d\d)$/.exec(surroundings.now)?.[1] ?? 'Z',
    top,
    row: top,
    position: -1,
    work: 0,
    random: surroundings.random ?? Math.random,
    rowCount: 0,
    overfull: null,
    exhausted: false,
    choice: null,
  }
  const pass: Pass = Object.assign(base, {
    environment: {
      self: '',
      valueOf: (name: string) => valueNamed(pass, name),
      column: (name: string) => (pass.choice ? cellOf(pass.choice, name, form) : childNamed(pass, name)),
      choiceName: (question: string, value: string) => choiceName(pass, question, value),
      surroundings,
    },
  })
  if (rare.parts) Object.assign(pass.environment, { nodes: rare.parts.nodesFor(pass) })
  return pass
}

/** Works out one node in one row: relevance, then value or rows. */
export function settle(pass: Pass, entry: Entry, row: Row): void {
  const { slot } = entry
  row.values[slot] = null
  row.slips[slot] = null
  const relevant = isRelevant(pass, entry, row)
  row.relevant[slot] = relevant
  if (entry.repeat) settleRows(pass, entry, row, relevant)
  if (!entry.question || !relevant) return
  const reading = readingOf(pass, entry, entry.question, row)
  if (isSlip(reading)) row.slips[slot] = reading
  else row.values[slot] = reading
}

function isRelevant(pass: Pass, entry: Entry, row: Row): boolean {
  const parent = pass.index.entries[entry.parent]
  // A row of a repeat is there because the repeat is relevant.
  if (parent?.group && row.relevant[parent.slot] !== true) return false
  return !entry.relevant || isTrue(pass, entry.relevant, entry, row, '')
}

/** A repeat that is not relevant has no rows, but what stood in them is kept for the case that it is again. */
function settleRows(pass: Pass, entry: Entry, row: Row, relevant: boolean): void {
  const standing = row.rows[entry.slot]
  if (relevant) {
    row.rows[entry.slot] = rowsOf(pass, entry, row)
    return
  }
  if (!standing) return
  row.raw[entry.name] = standing.map((inner) => rawOf(pass.index, inner))
  pass.rowCount -= standing.reduce((total, inner) => total + countOf(inner), 0)
  row.rows[entry.slot] = undefined
}

/** The rows of a repeat: those sent in, or as many as it counts. Rows that stand already are kept. */
function rowsOf(pass: Pass, entry: Entry, row: Row): readonly Row[] {
  const standing = row.rows[entry.slot] ?? []
  // A list of rows never changes: another one takes its place.
  const rows = standing.slice()
  const given = rawRows(row, entry)
  let wanted = row.rows[entry.slot] ? rows.length : given.length
  if (entry.repeat?.count) {
    const count = toNumber(value(pass, entry.repeat.count, entry, row, ''))
    wanted = Number.isNaN(count) ? 0 : Math.max(0, Math.min(rowLimit, Math.trunc(count)))
  }
  const room = rows.length + rowLimit - pass.rowCount
  if (wanted > room) {
    pass.overfull = entry
    wanted = Math.max(0, room)
  }
  while (rows.length > wanted) keepRaw(pass, entry, row, rows.pop())
  while (rows.length < wanted) {
    const raw = given[rows.length]
    rows.push(
      raw === undefined
        ? freshRow(pass, entry, row, rows.length)
        : makeRow(pass.index, entry.position, row, rows.length, raw),
    )
    pass.rowCount++
  }
  const same = rows.length === standing.length && row.rows[entry.slot] !== undefined
  return same ? standing : rows
}

/** A row too many is out of sight, not lost: it stands again when the count rises. */
function keepRaw(pass: Pass, entry: Entry, row: Row, inner: Row | undefined): void {
  if (!inner) return
  const kept = rawRows(row, entry).slice()
  kept[inner.index] = rawOf(pass.index, inner)
  row.raw[entry.name] = kept
  pass.rowCount -= countOf(inner)
}

/** A row and all rows in it. */
export function countOf(row: Row): number {
  return row.rows.reduce<number>(
    (total, inner) => total + (inner ?? []).reduce((sum, each) => sum + countOf(each), 0),
    1,
  )
}

/** What stands in a row and in the rows in it, as it was filled in. */
export function rawOf(index: FormIndex, row: Row): Record<string, unknown> {
  const raw = { ...row.raw }
  for (const position of index.byScope.get(row.repeat) ?? []) {
    const entry = index.entries[position]
    const rows = entry?.repeat ? row.rows[entry.slot] : undefined
    if (entry && rows) raw[entry.name] = rows.map((inner) => rawOf(index, inner))
  }
  return raw
}

function rawRows(row: Row, entry: Entry): readonly unknown[] {
  const given = ownOf(row.raw, entry.name)
  return Array.isArray(given) ? (given as readonly unknown[]) : []
}

/** A row that nobody has filled in yet holds its defaults. */
export function freshRow(pass: Pass, entry: Entry, row: Row, index: number): Row {
  return makeRow(pass.index, entry.position, row, index, defaultsIn(pass.index, entry.position), true)
}

/** The fixed defaults of the questions of a row (-1: of the form), and a first row of each repeat that people extend. */
export function defaultsIn(index: FormIndex, scope: number): Record<string, unknown> {
  const raw: Record<string, unknown> = {}
  for (const position of index.byScope.get(scope) ?? []) {
    const entry = index.entries[position]
    if (entry?.repeat && !entry.repeat.count) raw[entry.name] = [defaultsIn(index, position)]
    const fixed = entry?.question?.default ?? null
    if (entry && fixed !== null) raw[entry.name] = fixed
  }
  return raw
}

function readingOf(pass: Pass, entry: Entry, question: Question, row: Row): Reading {
  const given = ownOf(row.raw, question.name) ?? null
  if (isMetadata(question.type)) return metadataOf(pass, entry, question, row, given)
  if (question.calculation) {
    const before = read(pass, entry, row, given)
    const stands = isSlip(before) ? null : before
    if (question.trigger.length > 0) {
      // It was made when the trigger changed, which happened where the form was filled in.
      if (stands !== null) return stands
      if (!question.trigger.some((name) => valueNamed(aim(pass, entry, row), name) !== '')) return null
    }
    return calculated(pass, entry, row, stands)
  }
  if (question.readOnly || question.type === 'calculate') return startingValue(pass, entry, row)
  if (row.fresh && question.initial && given === null) return startingValue(pass, entry, row)
  return given === null || given === '' ? null : read(pass, entry, row, given)
}

/** The calculation of a question; `stands` is what once() keeps. */
export function calculated(pass: Pass, entry: Entry, row: Row, stands: Value | null): Value | null {
  const rule = entry.question?.calculation
  return rule ? computed(pass, entry, row, value(pass, rule, entry, row, stands ?? '')) : null
}

/** What is computed or fixed for a question when the form, or a row, is opened. */
export function startingValue(pass: Pass, entry: Entry, row: Row): Reading {
  const { question } = entry
  if (!question) return null
  if (question.initial) return computed(pass, entry, row, value(pass, question.initial, entry, row, ''))
  return question.default === null ? null : read(pass, entry, row, question.default)
}

/** What the device sent, or the server knows; in an anonymous collection only the day. */
function metadataOf(pass: Pass, entry: Entry, question: Question, row: Row, given: unknown): Reading {
  const { surroundings } = pass
  const { type } = question
  if (type === 'today') return read(pass, entry, row, given) ?? surroundings.today
  const clock = type === 'start' || type === 'end'
  if (surroundings.anonymous === true) return clock ? read(pass, entry, row, surroundings.now) : null
  const known = isMetadata(type) ? surroundings.metadata?.[type] : undefined
  const reading = read(pass, entry, row, known ?? given)
  return reading ?? (clock ? read(pass, entry, row, surroundings.now) : null)
}

/** The result of a calculation as a value of the question's type; what does not fit is a blank, for nobody can correct it. */
function computed(pass: Pass, entry: Entry, row: Row, result: Operand): Value | null {
  if (typeof result === 'number' && !Number.isFinite(result)) return null
  switch (entry.question?.type) {
    case undefined:
    case 'note':
      return null
    case 'calculate':
      return plainValue(result)
    case 'integer':
      return settled(read(pass, entry, row, Math.trunc(toNumber(result))))
    case 'date':
      return settled(
        read(pass, entry, row, typeof result === 'number' ? dateOfDay(Math.floor(result)) : result),
      )
    case 'text':
    case 'barcode':
      return settled(read(pass, entry, row, toText(result)))
    default:
      return settled(read(pass, entry, row, typeof result === 'boolean' ? Number(result) : result))
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

/** A raw value as the question's type reads it. */
export function read(pass: Pass, entry: Entry, row: Row, given: unknown): Reading {
  if (!entry.type || !entry.question || given === null || given === undefined) return null
  const asked: Asked = {
    question: entry.question,
    choices: () => offered(pass, entry, row),
    offers: (value) => entry.choices?.get(value)?.some((choice) => offers(pass, entry, row, choice)) ?? false,
    offset: pass.offset,
  }
  return entry.type.read(given, asked)
}

/** The choices now on offer, in the order of the list. */
export function offered(pass: Pass, entry: Entry, row: Row): readonly Choice[] {
  if (!entry.question?.choiceFilter) return entry.list
  return entry.list.filter((choice) => offers(pass, entry, row, choice))
}

/** The choices now on offer, in the order in which they are shown. */
export function shownChoices(pass: Pass, entry: Entry, row: Row): readonly Choice[] {
  const choices = offered(pass, entry, row)
  const randomize = entry.question?.randomize
  if (!randomize || !rare.parts) return choices
  const { seedFor, shuffled } = rare.parts
  const seed = randomize.seed
    ? toNumber(value(pass, randomize.seed, entry, row, ''))
    : pass.surroundings.seed === undefined
      ? NaN
      : seedFor(pass.surroundings.seed, prefixOf(pass.index, row) + entry.name)
  return Number.isNaN(seed) ? choices : shuffled(choices, seed)
}

function offers(pass: Pass, entry: Entry, row: Row, choice: Choice): boolean {
  const filter = entry.question?.choiceFilter
  if (!filter) return true
  const before = pass.choice
  pass.choice = choice
  const result = isTrue(pass, filter, entry, row, '')
  pass.choice = before
  return result
}

/** Points the pass at a node, so that names mean what is nearest to it. */
export function aim(pass: Pass, entry: Entry, row: Row): Pass {
  pass.row = row
  pass.position = entry.position
  return pass
}

/** The value of an expression of a node; blank once the work has no end in sight. */
export function value(pass: Pass, expression: Expression, entry: Entry, row: Row, self: Operand): Operand {
  if (pass.exhausted) return ''
  aim(pass, entry, row)
  pass.environment.self = self
  try {
    return evaluate(expression, pass.environment)
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error
    pass.exhausted = true
    return ''
  }
}

export function isTrue(pass: Pass, expression: Expression, entry: Entry, row: Row, self: Operand): boolean {
  if (pass.exhausted) return false
  aim(pass, entry, row)
  pass.environment.self = self
  try {
    return holds(expression, pass.environment)
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error
    pass.exhausted = true
    return false
  }
}

/** `${name}`: in the row at hand or around it; of rows further in, the first one's. */
function valueNamed(pass: Pass, name: string): Operand {
  const position = pass.index.positions.get(name)
  const entry = position === undefined ? undefined : pass.index.entries[position]
  if (!entry?.question) return ''
  const row = ancestorOf(pass.row, entry.scope) ?? firstRow(pass, entry.scope)
  return row?.values[entry.slot] ?? ''
}

function firstRow(pass: Pass, scope: number): Row | null {
  const own = ancestorOf(pass.row, scope)
  if (own) return own
  const repeat = pass.index.entries[scope]
  return repeat ? (firstRow(pass, repeat.scope)?.rows[repeat.slot]?.[0] ?? null) : pass.top
}

/** A bare name outside of lists: a child of the node, as XPath has it. */
function childNamed(pass: Pass, name: string): Operand {
  const nodes = pass.environment.nodes
  if (!nodes) return ''
  const [child] = nodes.children(pass.environment.here ?? nodes.current(), name)
  return child ? nodes.value(child) : ''
}

/** In the form's own language: a calculation must not depend on who reads it. */
function choiceName({ form, index }: Pass, question: string, value: string): string {
  const position = index.positions.get(question)
  const choice = position === undefined ? undefined : index.entries[position]?.choices?.get(value)?.[0]
  return choice ? (choice.label[form.defaultLanguage] ?? Object.values(choice.label)[0] ?? value) : ''
}
