/** Where the next question is after each option of a single choice, when those between are surely not asked. */

import type { Expression } from '../expression.ts'
import type { Form, Question } from '../form.ts'
import { paperChoices, paperOutline, type PaperNode } from './outline.ts'

/** The number to go on with, or the end of the questionnaire. */
export type Jump = number | 'end'

/** A number on paper with everything that must hold for it to be asked. */
interface Item {
  readonly number: number
  readonly question: Question | null
  readonly conditions: readonly Expression[]
  /** The innermost repeat around it; a jump never leaves the row it is in. */
  readonly repeat: string | null
}

const known = new WeakMap<Form, ReadonlyMap<string, ReadonlyMap<string, Jump>>>()

/** By question and option; what simply goes on is not there. */
export function jumpsOf(form: Form): ReadonlyMap<string, ReadonlyMap<string, Jump>> {
  const standing = known.get(form)
  if (standing) return standing
  const items = itemsIn(paperOutline(form).nodes, [], null)
  const jumps = new Map<string, ReadonlyMap<string, Jump>>()
  items.forEach(({ question, repeat }, place) => {
    if (question?.type !== 'select_one') return
    const found = new Map<string, Jump>()
    for (const { value } of paperChoices(form, question)) {
      const jump = jumpAfter(items.slice(place + 1), question.name, value, repeat)
      if (jump !== null) found.set(value, jump)
    }
    if (found.size > 0) jumps.set(question.name, found)
  })
  known.set(form, jumps)
  return jumps
}

function jumpAfter(rest: readonly Item[], name: string, value: string, repeat: string | null): Jump | null {
  // What is passed over stays blank, and may let further ones be passed over.
  const answers = new Map([[name, value]])
  const isPassed = ({ conditions, question }: Item) => {
    const passed = conditions.some((condition) => truthGiven(condition, answers) === false)
    if (passed && question) answers.set(question.name, '')
    return passed
  }
  const next = rest.findIndex((item) => !isPassed(item))
  if (next === 0 || rest.length === 0) return null
  const target = rest[next]
  if (target) return target.repeat === repeat ? target.number : null
  return repeat === null ? 'end' : null
}

function itemsIn(
  nodes: readonly PaperNode[],
  around: readonly Expression[],
  repeat: string | null,
): readonly Item[] {
  return nodes.flatMap((node): readonly Item[] => {
    switch (node.kind) {
      case 'note':
        return []
      case 'section':
        return itemsIn(node.nodes, withOwn(around, node.group.relevant), repeat)
      case 'repeat':
        return itemsIn(node.nodes, withOwn(around, node.repeat.relevant), node.repeat.name)
      case 'question':
        return [
          {
            number: node.number,
            question: node.question,
            conditions: withOwn(around, node.question.relevant),
            repeat,
          },
        ]
      case 'grid':
        return [itemOf(node.number, withOwn(around, node.head.relevant), repeat)]
      case 'table': {
        const conditions = withOwn(around, node.head.kind === 'group' ? node.head.relevant : null)
        return [itemOf(node.number, conditions, repeat), ...itemsIn(node.rest, conditions, repeat)]
      }
    }
  })
}

function itemOf(number: number, conditions: readonly Expression[], repeat: string | null): Item {
  return { number, question: null, conditions, repeat }
}

function withOwn(around: readonly Expression[], own: Expression | null): readonly Expression[] {
  return own ? [...around, own] : around
}

type Known = ReadonlyMap<string, string>

/** Whether an expression holds when some answers are known; null where that does not decide it. */
export function truthGiven(expression: Expression, answers: Known): boolean | null {
  if (expression.kind === 'call') return calledGiven(expression, answers)
  if (expression.kind !== 'operation') return null
  const { operator, left, right } = expression
  if (operator === 'and' || operator === 'or') {
    const both = [truthGiven(left, answers), truthGiven(right, answers)]
    const decisive = operator === 'or'
    if (both.includes(decisive)) return decisive
    return both.includes(null) ? null : !decisive
  }
  const [one, other] = [constantOr(left, answers), constantOr(right, answers)]
  if (one === null || other === null) return null
  switch (operator) {
    case '=':
      return same(one, other)
    case '!=':
      return !same(one, other)
    case '<':
      return numberOf(one) < numberOf(other)
    case '<=':
      return numberOf(one) <= numberOf(other)
    case '>':
      return numberOf(one) > numberOf(other)
    case '>=':
      return numberOf(one) >= numberOf(other)
    default:
      return null
  }
}

function calledGiven(
  { name: called, of }: Extract<Expression, { kind: 'call' }>,
  answers: Known,
): boolean | null {
  const [first, second] = of
  if (called === 'not' && first) {
    const inner = truthGiven(first, answers)
    return inner === null ? null : !inner
  }
  if (called !== 'selected' || !first || !second) return null
  const [set, one] = [constantOr(first, answers), constantOr(second, answers)]
  return set === null || one === null ? null : String(set) === String(one)
}

/** The value of a constant or of a question whose answer is known. */
function constantOr(expression: Expression, answers: Known): string | number | null {
  if (expression.kind === 'text' || expression.kind === 'number') return expression.value
  return expression.kind === 'reference' ? (answers.get(expression.name) ?? null) : null
}

/** As the language compares: as numbers where one side is a number, else as texts. */
function same(one: string | number, other: string | number): boolean {
  return typeof one === 'number' || typeof other === 'number'
    ? numberOf(one) === numberOf(other)
    : one === other
}

/** A blank is no number, as in the language. */
function numberOf(value: string | number): number {
  return value === '' ? Number.NaN : Number(value)
}
