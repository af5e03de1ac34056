/** Reads the text of an expression into its tree, or says what is wrong and where; never throws. */

import type { Complaint } from './form.ts'
import type { Expression, Operator, Step } from './expression.ts'
import { signatures } from './signatures.ts'
import { tokens, type Token } from './tokens.ts'

export const expressionLimit = 5_000
const depthLimit = 100
const stepLimit = 50

/** What is wrong with an expression: a complaint that does not know its place in the form yet. */
export type Flaw = Pick<Complaint, 'code' | 'params'>
export type Parsed =
  | { readonly expression: Expression; readonly flaw: null }
  | { readonly expression: null; readonly flaw: Flaw }

interface Reader {
  readonly text: string
  readonly tokens: readonly Token[]
  /** Whether a bare name is a column of the choices sheet (in a choice_filter) or a child (in a predicate). */
  columns: boolean
  next: number
  depth: number
}

/** Carries a flaw out of the recursion; never leaves this file. */
class Flawed extends Error {
  readonly flaw: Flaw
  constructor(flaw: Flaw) {
    super(flaw.code)
    this.flaw = flaw
  }
}

/** The tree of an expression. `columns` allows bare names, as a choice_filter has them. */
export function parseExpression(text: string, options: { readonly columns?: boolean } = {}): Parsed {
  if (text.length > expressionLimit) {
    return {
      expression: null,
      flaw: { code: 'tooLong', params: { what: 'expression', limit: expressionLimit } },
    }
  }
  const found = tokens(text)
  const reader: Reader = { text, tokens: found, columns: options.columns ?? false, next: 0, depth: 0 }
  try {
    const expression = readOperations(reader, 0)
    if (peek(reader).kind !== 'end') throw unexpected(reader)
    return { expression, flaw: null }
  } catch (error) {
    if (error instanceof Flawed) return { expression: null, flaw: error.flaw }
    throw error
  }
}

const levels: readonly (readonly Operator[])[] = [
  ['or'],
  ['and'],
  ['=', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', 'div', 'mod'],
  // The sign of a negative number binds less than the union of nodes; nobody negates a union.
  ['|'],
]

function readOperations(reader: Reader, level: number): Expression {
  const operators = levels[level]
  if (!operators) return readNegative(reader)
  let left = readOperations(reader, level + 1)
  for (;;) {
    const token = peek(reader)
    const operator = operators.find(
      (each) => (token.kind === 'sign' || token.kind === 'name') && token.text === each,
    )
    if (!operator) return left
    reader.next++
    left = { kind: 'operation', operator, left, right: readOperations(reader, level + 1) }
  }
}

function readNegative(reader: Reader): Expression {
  if (!takes(reader, '-')) return readOperand(reader)
  return deeper(reader, () => ({ kind: 'negative', of: readNegative(reader) }))
}

function readOperand(reader: Reader): Expression {
  const token = peek(reader)
  switch (token.kind) {
    case 'number':
      reader.next++
      return { kind: 'number', value: Number(token.text) }
    case 'text':
      reader.next++
      return { kind: 'text', value: token.text }
    case 'reference':
      reader.next++
      return readPath(reader, { kind: 'reference', name: token.text })
    case 'name':
      return readNamed(reader, token)
    case 'sign':
      if (token.text === '(') {
        reader.next++
        const inner = deeper(reader, () => readOperations(reader, 0))
        expect(reader, ')')
        return readPath(reader, inner)
      }
      return readLocation(reader, token)
    default:
      throw unexpected(reader)
  }
}

function readNamed(reader: Reader, token: Token): Expression {
  const after = reader.tokens[reader.next + 1]
  if (after?.kind === 'sign' && after.text === '(' && !isNodeTest(token.text)) {
    reader.next += 2
    return readPath(reader, readCall(reader, token))
  }
  if (after?.kind === 'sign' && /^(\/\/?|\[|::)$/.test(after.text)) return readLocation(reader, token)
  reader.next++
  return bareName(reader, token)
}

/** What follows an expression that stands for nodes: predicates, then steps. */
function readPath(reader: Reader, from: Expression): Expression {
  const where = readPredicates(reader)
  const steps = readSteps(reader, [])
  return where.length === 0 && steps.length === 0 ? from : { kind: 'path', from, where, steps }
}

/** A path that begins with `/`, `//`, `.`, `..`, `*`, an axis or a name. */
function readLocation(reader: Reader, token: Token): Expression {
  if (takes(reader, '//')) {
    const steps = readSteps(reader, [descendants(readStep(reader))])
    return { kind: 'path', from: 'root', where: [], steps }
  }
  if (takes(reader, '/')) {
    if (!beginsStep(peek(reader))) throw syntax(reader, token)
    return { kind: 'path', from: 'root', where: [], steps: readSteps(reader, [readStep(reader)]) }
  }
  // A star by itself is most often a sign too many.
  if (!beginsStep(token) || (token.text === '*' && !reader.columns)) throw unexpected(reader)
  const steps = readSteps(reader, [readStep(reader)])
  const [first] = steps
  if (first?.axis === 'self' && first.name === '*' && steps.length === 1 && first.where.length === 0)
    return { kind: 'self' }
  return { kind: 'path', from: 'here', where: [], steps }
}

function readSteps(reader: Reader, steps: Step[]): readonly Step[] {
  for (;;) {
    if (takes(reader, '//')) steps.push(descendants(readStep(reader)))
    else if (takes(reader, '/')) steps.push(readStep(reader))
    else return steps
    if (steps.length > stepLimit) throw new Flawed({ code: 'tooDeep', params: { limit: stepLimit } })
  }
}

function descendants(step: Step): Step {
  return step.axis === 'child' ? { ...step, axis: 'descendant' } : step
}

const axes: Readonly<Record<string, Step['axis']>> = {
  child: 'child',
  parent: 'parent',
  self: 'self',
  descendant: 'descendant',
}

function readStep(reader: Reader): Step {
  const token = peek(reader)
  if (takes(reader, '..')) return { axis: 'parent', name: '*', where: readPredicates(reader) }
  if (takes(reader, '.')) return { axis: 'self', name: '*', where: readPredicates(reader) }
  let axis: Step['axis'] = 'child'
  const after = reader.tokens[reader.next + 1]
  if (token.kind === 'name' && after?.kind === 'sign' && after.text === '::') {
    const named = Object.hasOwn(axes, token.text) ? axes[token.text] : undefined
    if (!named) throw syntax(reader, token)
    axis = named
    reader.next += 2
  }
  if (takes(reader, '*')) return { axis, name: '*', where: readPredicates(reader) }
  const name = peek(reader)
  if (name.kind === 'reference') {
    // As in `/data/${group}`, which some forms have.
    reader.next++
    return { axis, name: name.text, where: readPredicates(reader) }
  }
  if (name.kind !== 'name') throw unexpected(reader)
  reader.next++
  if (isNodeTest(name.text) && takes(reader, '(')) {
    expect(reader, ')')
    return { axis, name: '*', where: readPredicates(reader) }
  }
  return { axis, name: name.text.replace(/^.*:/, ''), where: readPredicates(reader) }
}

function beginsStep(token: Token): boolean {
  if (token.kind === 'name' || token.kind === 'reference') return true
  return token.kind === 'sign' && /^(\.\.?|\*)$/.test(token.text)
}

function isNodeTest(name: string): boolean {
  return name === 'node' || name === 'text'
}

function readPredicates(reader: Reader): readonly Expression[] {
  const where: Expression[] = []
  const before = reader.columns
  while (takes(reader, '[')) {
    reader.columns = true
    where.push(deeper(reader, () => readOperations(reader, 0)))
    reader.columns = before
    expect(reader, ']')
  }
  return where
}

function readCall(reader: Reader, name: Token): Expression {
  const signature = Object.hasOwn(signatures, name.text) ? signatures[name.text] : undefined
  if (!signature) throw new Flawed({ code: 'unknownFunction', params: { name: name.text } })
  const of = deeper(reader, () => readArguments(reader))
  const [least, most] = signature
  if (of.length < least || of.length > most) {
    const expected = most === least ? String(least) : most === Infinity ? `${least}+` : `${least}–${most}`
    throw new Flawed({ code: 'argumentCount', params: { name: name.text, given: of.length, expected } })
  }
  return name.text === 'jr:choice-name' ? choiceName(reader, name, of) : { kind: 'call', name: name.text, of }
}

function readArguments(reader: Reader): readonly Expression[] {
  if (takes(reader, ')')) return []
  const of = [readOperations(reader, 0)]
  while (takes(reader, ',')) of.push(readOperations(reader, 0))
  expect(reader, ')')
  return of
}

/** The second argument names a question, in quotes as XLSForm has it or without. It is a name, not a value. */
function choiceName(reader: Reader, token: Token, of: readonly Expression[]): Expression {
  const [value, question] = of
  const name =
    question?.kind === 'reference'
      ? question.name
      : question?.kind === 'text'
        ? (/^\$\{([^{}]+)\}$/.exec(question.value.trim())?.[1]?.trim() ??
          /(?:^|\/)([\p{L}_][\p{L}\p{M}\p{N}_.-]*)$/u.exec(question.value.trim())?.[1])
        : question?.kind === 'path'
          ? question.steps[question.steps.length - 1]?.name
          : undefined
  if (!value || name === undefined) throw syntax(reader, token)
  return { kind: 'call', name: 'jr:choice-name', of: [value, { kind: 'text', value: name }] }
}

function bareName(reader: Reader, token: Token): Expression {
  if (reader.columns) return { kind: 'column', name: token.text.replace(/^.*:/, '') }
  // Most often a forgotten ${}: the name is what helps to find it.
  throw new Flawed({ code: 'unknownReference', params: { name: token.text } })
}

function deeper<T>(reader: Reader, read: () => T): T {
  if (++reader.depth > depthLimit) throw new Flawed({ code: 'tooDeep', params: { limit: depthLimit } })
  const result = read()
  reader.depth--
  return result
}

function peek(reader: Reader): Token {
  return reader.tokens[reader.next] ?? { kind: 'end', text: '', at: reader.text.length }
}

function takes(reader: Reader, sign: string): boolean {
  const token = peek(reader)
  if (token.kind !== 'sign' || token.text !== sign) return false
  reader.next++
  return true
}

function expect(reader: Reader, sign: string): void {
  if (!takes(reader, sign)) throw unexpected(reader)
}

function unexpected(reader: Reader): Flawed {
  return syntax(reader, peek(reader))
}

function syntax(reader: Reader, token: Token): Flawed {
  const expression = reader.text.length > 200 ? `${reader.text.slice(0, 200)}…` : reader.text
  const found = reader.text.slice(token.at, token.at + 20)
  return new Flawed({ code: 'syntax', params: { expression, at: token.at + 1, found } })
}
