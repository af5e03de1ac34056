/** Reads the text of an expression into its tree, or says what is wrong and where; never throws. */

import type { Complaint } from './form.ts'
import type { Expression, Operator } from './expression.ts'
import { signatures } from './signatures.ts'
import { tokens, type Token } from './tokens.ts'

export const expressionLimit = 5_000
const depthLimit = 100

/** What is wrong with an expression: a complaint that does not know its place in the form yet. */
export type Flaw = Pick<Complaint, 'code' | 'params'>
export type Parsed =
  | { readonly expression: Expression; readonly flaw: null }
  | { readonly expression: null; readonly flaw: Flaw }

interface Reader {
  readonly text: string
  readonly tokens: readonly Token[]
  /** Whether a bare name is a column of the choices sheet (in a choice_filter). */
  readonly columns: boolean
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
      return { kind: 'reference', name: token.text }
    case 'name':
      reader.next++
      return takes(reader, '(') ? readCall(reader, token) : bareName(reader, token)
    case 'sign':
      if (takes(reader, '.')) return { kind: 'self' }
      if (takes(reader, '(')) {
        return deeper(reader, () => {
          const inner = readOperations(reader, 0)
          expect(reader, ')')
          return inner
        })
      }
      throw unexpected(reader)
    default:
      throw unexpected(reader)
  }
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
        ? /^\$\{([^{}]+)\}$/.exec(question.value.trim())?.[1]?.trim()
        : undefined
  if (!value || name === undefined) throw syntax(reader, token)
  return { kind: 'call', name: 'jr:choice-name', of: [value, { kind: 'text', value: name }] }
}

function bareName(reader: Reader, token: Token): Expression {
  if (reader.columns) return { kind: 'column', name: token.text }
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
