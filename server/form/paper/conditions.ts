/** When a question is to be answered, in the words of paper: question numbers and the letters of options. */

import { ruleIn, type Comparison, type Condition, type Value } from '../design/rules.ts'
import type { SentenceLanguage } from '../design/phrases.ts'
import { isRule } from '../design/rules.ts'
import type { Expression } from '../expression.ts'
import type { Form, Question } from '../form.ts'
import { questionsOf } from '../walk.ts'
import { isWrittenOut, optionLetter, paperChoices, paperOutline } from './outline.ts'
import { skipPhrases, type Sign, type SkipPhrases } from './phrases.ts'

/** What a statement says of one question: which options it has, or anything else as words. */
type Said = Options | Presence | { readonly kind: 'words'; readonly words: string } | Joined
interface Options {
  readonly kind: 'picks' | 'notPicks'
  readonly name: string
  readonly options: readonly number[]
}
interface Presence {
  readonly kind: 'answered' | 'blank'
  readonly name: string
}
interface Joined {
  readonly kind: 'and' | 'or'
  readonly parts: readonly Said[]
}

interface Saying {
  readonly form: Form
  readonly phrases: SkipPhrases
}

/** The condition in words; null where paper has no words for it: a calculated value, a function. */
export function conditionWords(
  expression: Expression,
  form: Form,
  language: SentenceLanguage,
): string | null {
  const saying = { form, phrases: skipPhrases[language] }
  const said = sayable(expression, true, saying)
  return said && wordsOf(merged(said, saying), saying, false)
}

/** `wanted` false says the opposite: and becomes or, as in logic. */
function sayable(expression: Expression, wanted: boolean, saying: Saying): Said | null {
  if (expression.kind === 'operation' && (expression.operator === 'and' || expression.operator === 'or')) {
    const left = sayable(expression.left, wanted, saying)
    const right = sayable(expression.right, wanted, saying)
    if (!left || !right) return null
    return { kind: (expression.operator === 'and') === wanted ? 'and' : 'or', parts: [left, right] }
  }
  if (expression.kind === 'call' && expression.name === 'not' && expression.of[0])
    return sayable(expression.of[0], !wanted, saying)
  const rule = ruleIn(expression)
  const [condition] = rule?.parts ?? []
  if (!condition || rule?.parts.length !== 1 || isRule(condition)) return null
  return sayCondition(condition, wanted, saying)
}

const opposite: Readonly<Partial<Record<Comparison, Comparison>>> = {
  is: 'isNot',
  isNot: 'is',
  has: 'hasNot',
  hasNot: 'has',
  answered: 'blank',
  blank: 'answered',
}

function sayCondition(condition: Condition, wanted: boolean, saying: Saying): Said | null {
  const { subject, measure, value } = condition
  if (subject.of !== 'answer') return null
  const { name } = subject
  const place = placeWords(name, saying)
  const question = questionNamed(saying.form, name)
  if (place === null || !question) return null
  const options = optionsMet(condition, question, saying)
  if (options) {
    const meets = condition.comparison !== 'isNot' && condition.comparison !== 'hasNot'
    return { kind: meets === wanted ? 'picks' : 'notPicks', name, options }
  }
  const presence = presenceOf(condition)
  if (presence)
    return { kind: presence === 'answered' ? opposed('answered', wanted) : opposed('blank', wanted), name }
  const comparison = wanted ? condition.comparison : opposite[condition.comparison]
  const said = value === null ? null : valueWords(value, saying)
  if (said === null) return null
  if (comparison === undefined) {
    const words = comparedWords(place, measure, condition.comparison, said, saying)
    return words === null ? null : { kind: 'words', words: saying.phrases.not(words) }
  }
  const words = comparedWords(place, measure, comparison, said, saying)
  return words === null ? null : { kind: 'words', words }
}

function opposed(said: 'answered' | 'blank', wanted: boolean): 'answered' | 'blank' {
  return wanted ? said : said === 'answered' ? 'blank' : 'answered'
}

/** `count-selected(x) > 0` says that x is answered. */
function presenceOf({ comparison, measure, value }: Condition): 'answered' | 'blank' | null {
  if (comparison === 'answered' || comparison === 'blank') return comparison
  if (measure === 'value' || value?.is !== 'number') return null
  const number = Number(value.number)
  if ((comparison === 'more' && number === 0) || (comparison === 'atLeast' && number === 1)) return 'answered'
  return (comparison === 'is' && number === 0) || (comparison === 'less' && number === 1) ? 'blank' : null
}

/** The places of the options that a comparison with a constant speaks of; null where it speaks of no options. */
function optionsMet(
  { measure, comparison, value }: Condition,
  question: Question,
  { form }: Saying,
): readonly number[] | null {
  if (measure !== 'value' || value === null || isWrittenOut(form, question)) return null
  if (question.type !== 'select_one' && question.type !== 'select_multiple') return null
  const constant = value.is === 'text' ? value.text : value.is === 'number' ? value.number : null
  if (constant === null) return null
  const ordered =
    comparison === 'less' || comparison === 'atMost' || comparison === 'more' || comparison === 'atLeast'
  // A set of several codes compares with a number in no way that can be said.
  if (ordered && question.type !== 'select_one') return null
  const found = paperChoices(form, question).flatMap((choice, place) =>
    (ordered ? inOrder(comparison, Number(choice.value), Number(constant)) : sameText(choice.value, constant))
      ? [place]
      : [],
  )
  return found.length > 0 ? found : null
}

function sameText(code: string, constant: string): boolean {
  return (
    code === constant ||
    (code !== '' && /^-?\d+(\.\d+)?$/.test(constant) && Number(code) === Number(constant))
  )
}

function inOrder(comparison: Comparison, left: number, right: number): boolean {
  if (comparison === 'less') return left < right
  if (comparison === 'atMost') return left <= right
  return comparison === 'more' ? left > right : left >= right
}

function comparedWords(
  place: string,
  measure: Condition['measure'],
  comparison: Comparison,
  value: string,
  { phrases }: Saying,
): string | null {
  const sign: Sign | null =
    comparison === 'has' ? 'is' : comparison === 'hasNot' ? 'isNot' : isSign(comparison) ? comparison : null
  return sign && phrases.compared(place, measure, sign, value)
}

function isSign(comparison: Comparison): comparison is Sign {
  return ['is', 'isNot', 'less', 'atMost', 'more', 'atLeast'].includes(comparison)
}

function valueWords(value: Value, saying: Saying): string | null {
  switch (value.is) {
    case 'text':
      return value.text === '' ? null : `“${value.text}”`
    case 'number':
      return value.number
    case 'today':
      return saying.phrases.today
    case 'answer': {
      const place = placeWords(value.name, saying)
      return place && saying.phrases.answerOf(place)
    }
    case 'self':
      return null
  }
}

/** 第 3 题第 2 项; null for what has no place on paper. */
function placeWords(name: string, { form, phrases }: Saying): string | null {
  const place = paperOutline(form).places.get(name)
  return place ? phrases.place(place) : null
}

const byName = new WeakMap<Form, ReadonlyMap<string, Question>>()

export function questionNamed(form: Form, name: string): Question | null {
  let known = byName.get(form)
  if (!known) byName.set(form, (known = new Map(questionsOf(form).map((each) => [each.name, each]))))
  return known.get(name) ?? null
}

/** Statements of one question said together: chosen this or that; answered, but neither this nor that. */
function merged(said: Said, saying: Saying): Said {
  if (said.kind !== 'and' && said.kind !== 'or') return said
  const { kind } = said
  const together = kind === 'or' ? 'picks' : 'notPicks'
  const left: Said[] = []
  for (const part of partsOfKind(said, kind).map((each) => merged(each, saying))) {
    const place = left.findIndex(
      (other) => isOptions(other, together) && isOptions(part, together) && other.name === part.name,
    )
    const other = left[place]
    if (other && isOptions(other, together) && isOptions(part, together))
      left[place] = {
        ...other,
        options: [...new Set([...other.options, ...part.options])].sort((a, b) => a - b),
      }
    else left.push(part)
  }
  const kept = kind === 'and' ? withoutObvious(left, saying) : left
  const [only] = kept
  return kept.length === 1 && only ? only : { kind, parts: kept }
}

function partsOfKind({ parts }: Joined, kind: Joined['kind']): readonly Said[] {
  return parts.flatMap((part) => (isJoined(part) && part.kind === kind ? partsOfKind(part, kind) : [part]))
}

function isJoined(said: Said): said is Joined {
  return said.kind === 'and' || said.kind === 'or'
}

function isOptions(said: Said, kind: Options['kind']): said is Options {
  return said.kind === kind
}

/** Who chose an option has answered; answered and not A is: chosen another. Of several choices these are two things. */
function withoutObvious(parts: readonly Said[], saying: Saying): readonly Said[] {
  const { phrases, form } = saying
  const placed = (name: string) => placeWords(name, saying) ?? ''
  const says = (kind: Said['kind'], name: string) =>
    parts.some((each) => each.kind === kind && 'name' in each && each.name === name)
  const isSingle = (name: string) => questionNamed(form, name)?.type === 'select_one'
  return parts.flatMap((part): readonly Said[] => {
    if (part.kind === 'answered') {
      const told = says('picks', part.name) || (isSingle(part.name) && says('notPicks', part.name))
      return told ? [] : [part]
    }
    if (isOptions(part, 'notPicks') && isSingle(part.name) && says('answered', part.name)) {
      const words = phrases.picksOther(placed(part.name), part.options.map(optionLetter))
      return [{ kind: 'words', words }]
    }
    return [part]
  })
}

function wordsOf(said: Said, saying: Saying, inner: boolean): string {
  const { phrases } = saying
  if (said.kind === 'words') return said.words
  if (isJoined(said)) {
    const words = said.parts.map((part) => wordsOf(part, saying, true)).join(phrases[said.kind])
    return inner ? phrases.group(words) : words
  }
  const place = placeWords(said.name, saying) ?? ''
  return isPresence(said)
    ? phrases[said.kind](place)
    : phrases[said.kind](place, said.options.map(optionLetter))
}

function isPresence(said: Said): said is Presence {
  return said.kind === 'answered' || said.kind === 'blank'
}
