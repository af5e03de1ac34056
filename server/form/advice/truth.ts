/**
 * Whether conditions can hold together. Conditions are put into alternatives of simple statements; an alternative
 * falls if the statements about one question contradict each other or what it can be answered with. What is not
 * understood counts as possible, so that "never" is only said where it is sure.
 */

import type { Expression, Operator } from '../expression.ts'

/** What a question can be answered with; a blank is always possible. */
export type Domain =
  | { readonly kind: 'any' }
  | { readonly kind: 'text' }
  | { readonly kind: 'one' | 'several'; readonly values: readonly string[] }
  | {
      readonly kind: 'number'
      readonly whole: boolean
      readonly from: number
      readonly to: number
      /** Its own check, in which `.` is the value. */
      readonly constraint: Expression | null
    }

/** Stands for `.` among the names. */
export const selfName = '.'

type Compared = '=' | '!=' | '<' | '<=' | '>' | '>='

/** A statement about one question; `selected` and `count` are of several choices. */
type Statement =
  | { readonly of: string; readonly what: Compared; readonly value: string | number }
  | { readonly of: string; readonly what: 'has' | 'hasNot'; readonly value: string }
  | { readonly of: string; readonly what: 'count'; readonly operator: Compared; readonly value: number }

type Alternative = readonly Statement[]

const mostAlternatives = 200

/** False only if the conditions can surely never be true at once. */
export function canHold(conditions: readonly Expression[], domainOf: (name: string) => Domain): boolean {
  let alternatives: readonly Alternative[] = [[]]
  for (const condition of conditions) {
    alternatives = joined(alternatives, alternativesOf(condition, true))
    if (alternatives.length > mostAlternatives) return true
  }
  return alternatives.some((alternative) => isPossible(alternative, domainOf))
}

function isPossible(alternative: Alternative, domainOf: (name: string) => Domain): boolean {
  const byName = new Map<string, Statement[]>()
  for (const statement of alternative)
    byName.set(statement.of, [...(byName.get(statement.of) ?? []), statement])
  return [...byName].every(([name, statements]) => agree(statements, domainOf(name)))
}

function joined(left: readonly Alternative[], right: readonly Alternative[]): readonly Alternative[] {
  if (left.length * right.length > mostAlternatives * 4) return [[]]
  return left.flatMap((one) => right.map((other) => [...one, ...other]))
}

/** The alternatives under which an expression is as wanted; [[]] where nothing is known, [] where there is none. */
function alternativesOf(expression: Expression, wanted: boolean): readonly Alternative[] {
  switch (expression.kind) {
    case 'operation':
      return ofOperation(expression.operator, expression.left, expression.right, wanted)
    case 'call': {
      const { name, of } = expression
      if (name === 'true' || name === 'false') return (name === 'true') === wanted ? [[]] : []
      if (name === 'not' && of[0]) return alternativesOf(of[0], !wanted)
      const subject = nameOf(of[0])
      const value = of[1]
      if (
        name === 'selected' &&
        subject !== null &&
        value &&
        (value.kind === 'text' || value.kind === 'number')
      )
        return [[{ of: subject, what: wanted ? 'has' : 'hasNot', value: String(value.value) }]]
      return [[]]
    }
    default:
      return [[]]
  }
}

function ofOperation(
  operator: Operator,
  left: Expression,
  right: Expression,
  wanted: boolean,
): readonly Alternative[] {
  if (operator === 'and' || operator === 'or') {
    const [one, other] = [alternativesOf(left, wanted), alternativesOf(right, wanted)]
    return (operator === 'and') === wanted ? joined(one, other) : [...one, ...other]
  }
  const compared = comparedOf(operator)
  if (!compared) return [[]]
  const statement = statementOf(left, compared, right) ?? statementOf(right, turned[compared], left)
  if (!statement) return [[]]
  if (wanted) return [[statement]]
  // The opposite of an order also holds for a blank: then nothing is known.
  if (statement.what === 'count') return [[{ ...statement, operator: opposite[statement.operator] }]]
  if (statement.what === '=' || statement.what === '!=')
    return [[{ ...statement, what: opposite[statement.what] }]]
  return [[]]
}

const turned: Readonly<Record<Compared, Compared>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}
const opposite: Readonly<Record<Compared, Compared>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
}

function comparedOf(operator: Operator): Compared | null {
  return operator in turned ? (operator as Compared) : null
}

function statementOf(subject: Expression, what: Compared, value: Expression): Statement | null {
  const literal = literalOf(value)
  if (literal === null) return null
  const name = nameOf(subject)
  if (name !== null) return { of: name, what, value: literal }
  if (subject.kind !== 'call' || subject.name !== 'count-selected') return null
  const counted = nameOf(subject.of[0])
  return counted === null || typeof literal !== 'number'
    ? null
    : { of: counted, what: 'count', operator: what, value: literal }
}

function nameOf(expression: Expression | undefined): string | null {
  if (expression?.kind === 'reference') return expression.name
  return expression?.kind === 'self' ? selfName : null
}

function literalOf(expression: Expression): string | number | null {
  if (expression.kind === 'number' || expression.kind === 'text') return expression.value
  return expression.kind === 'negative' && expression.of.kind === 'number' ? -expression.of.value : null
}

/** Whether one answer, or a blank, can make all the statements true. */
function agree(statements: readonly Statement[], domain: Domain): boolean {
  switch (domain.kind) {
    case 'one':
      return ['', ...domain.values].some((value) =>
        statements.every((statement) => isTrueOf(statement, value)),
      )
    case 'several':
      return severalAgree(statements, domain.values)
    case 'number':
      return numbersAgree(statements, domain)
    case 'text':
      return textsAgree(statements)
    case 'any':
      return true
  }
}

/** Of one choice: `selected` means that it is the one. */
function isTrueOf(statement: Statement, value: string): boolean {
  switch (statement.what) {
    case 'has':
      return value !== '' && value === statement.value
    case 'hasNot':
      return value !== statement.value
    case 'count':
      return compare(value === '' ? 0 : 1, statement.operator, statement.value)
    case '=':
    case '!=':
      return isSame(value, statement.value) === (statement.what === '=')
    default:
      return value !== '' && compare(Number(value), statement.what, Number(statement.value))
  }
}

/** A text and a number are the same if the text reads as the number. */
function isSame(value: string, other: string | number): boolean {
  if (typeof other === 'string') return value === other
  return value.trim() !== '' && Number(value) === other
}

function compare(left: number, what: Compared, right: number): boolean {
  switch (what) {
    case '=':
      return left === right
    case '!=':
      return left !== right
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
  }
}

function severalAgree(statements: readonly Statement[], values: readonly string[]): boolean {
  const wanted = new Set<string>()
  const unwanted = new Set<string>()
  for (const { what, value } of statements) {
    if (what === 'has') wanted.add(value)
    if (what === 'hasNot') unwanted.add(value)
  }
  if ([...wanted].some((value) => unwanted.has(value) || !values.includes(value))) return false
  const most = values.filter((value) => !unwanted.has(value)).length
  const counts = statements.flatMap((statement) => (statement.what === 'count' ? [statement] : []))
  for (let count = wanted.size; count <= most; count++)
    if (counts.every(({ operator, value }) => compare(count, operator, value))) return true
  return false
}

interface Reach {
  from: number
  to: number
  withFrom: boolean
  withTo: boolean
}

function numbersAgree(
  statements: readonly Statement[],
  domain: Extract<Domain, { readonly kind: 'number' }>,
): boolean {
  const blank = statements.every(
    (statement) =>
      (statement.what === '=' && statement.value === '') ||
      (statement.what === '!=' && statement.value !== ''),
  )
  if (blank) return true
  // Only a check that is one chain of comparisons narrows what is possible.
  const [own, ...more] = domain.constraint ? alternativesOf(domain.constraint, true) : [[]]
  const checks = more.length === 0 ? (own ?? []) : []
  const reach: Reach = { from: domain.from, to: domain.to, withFrom: true, withTo: true }
  const excluded = new Set<number>()
  for (const statement of [...statements, ...checks]) {
    if (statement.what === 'has' || statement.what === 'hasNot' || statement.what === 'count') return true
    if (statement.value === '') {
      if (statement.what === '=') return false
      continue
    }
    const value = Number(statement.value)
    if (Number.isNaN(value)) return statement.what !== '='
    if (statement.what === '!=') excluded.add(value)
    else narrow(reach, statement.what, value)
  }
  return hasNumber(reach, domain.whole, excluded)
}

function narrow(reach: Reach, what: Exclude<Compared, '!='>, value: number): void {
  if (what !== '<' && what !== '<=') {
    const strict = what === '>'
    if (value > reach.from || (value === reach.from && strict))
      Object.assign(reach, { from: value, withFrom: !strict })
  }
  if (what !== '>' && what !== '>=') {
    const strict = what === '<'
    if (value < reach.to || (value === reach.to && strict))
      Object.assign(reach, { to: value, withTo: !strict })
  }
}

function hasNumber(
  { from, to, withFrom, withTo }: Reach,
  whole: boolean,
  excluded: ReadonlySet<number>,
): boolean {
  if (!whole) {
    if (from < to) return true
    return from === to && withFrom && withTo && !excluded.has(from)
  }
  const first = Number.isFinite(from) ? (withFrom ? Math.ceil(from) : Math.floor(from) + 1) : from
  const last = Number.isFinite(to) ? (withTo ? Math.floor(to) : Math.ceil(to) - 1) : to
  if (first > last) return false
  if (!Number.isFinite(first) || !Number.isFinite(last) || last - first >= excluded.size) return true
  for (let value = first; value <= last; value++) if (!excluded.has(value)) return true
  return false
}

function textsAgree(statements: readonly Statement[]): boolean {
  const equal = new Set(statements.flatMap(({ what, value }) => (what === '=' ? [String(value)] : [])))
  if (equal.size > 1) return false
  const [only] = equal
  return only === undefined || !statements.some(({ what, value }) => what === '!=' && String(value) === only)
}
