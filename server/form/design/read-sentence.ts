/** Reads the sentences that sentences.ts makes, and what people change in them; says what is wrong and where. */

import type { Calculation } from './calculations.ts'
import type { Lexicon } from './lexicon.ts'
import { phrasesOf, type Phrases, type SentenceLanguage } from './phrases.ts'
import {
  comparisons,
  isNumber,
  isRule,
  takesValue,
  type Comparison,
  type Condition,
  type Rule,
  type Value,
} from './rules.ts'
import { choiceOwner } from './sentences.ts'

/** `expected`: at `found` something else should stand. `mixed`: “and” and “or” without brackets. */
export interface SentenceFault {
  readonly code: 'noQuestion' | 'noChoice' | 'expected' | 'mixed'
  readonly found: string
}

export type ReadSentence<T> =
  { readonly read: T; readonly fault: null } | { readonly read: null; readonly fault: SentenceFault }

class Faulty extends Error {
  readonly fault: SentenceFault
  constructor(fault: SentenceFault) {
    super(fault.code)
    this.fault = fault
  }
}

interface Reader {
  readonly text: string
  readonly phrases: Phrases
  readonly lexicon: Lexicon
  at: number
}

export function readRuleSentence(
  text: string,
  lexicon: Lexicon,
  language: SentenceLanguage,
): ReadSentence<Rule> {
  return reading(text, lexicon, language, readRule)
}

export function readCalculationSentence(
  text: string,
  lexicon: Lexicon,
  language: SentenceLanguage,
): ReadSentence<Calculation> {
  return reading(text, lexicon, language, readCalculation)
}

function reading<T>(
  text: string,
  lexicon: Lexicon,
  language: SentenceLanguage,
  read: (reader: Reader) => T,
): ReadSentence<T> {
  const reader: Reader = {
    text: text.trim().replace(/[。.]$/, ''),
    phrases: phrasesOf[language],
    lexicon,
    at: 0,
  }
  try {
    const found = read(reader)
    if (rest(reader).trim() !== '') throw expected(reader)
    return { read: found, fault: null }
  } catch (error) {
    if (error instanceof Faulty) return { read: null, fault: error.fault }
    throw error
  }
}

function rest({ text, at }: Reader): string {
  return text.slice(at)
}

function expected(reader: Reader): Faulty {
  return new Faulty({ code: 'expected', found: rest(reader).trim().slice(0, 24) })
}

/** Passes a fixed phrase if it stands here; blanks around it do not matter, nor does the width of its comma. */
function takes(reader: Reader, phrase: string): boolean {
  const words = phrase.trim()
  if (words === '') return true
  let { at } = reader
  while (/\s/.test(reader.text.charAt(at))) at++
  const here = reader.text.slice(at, at + words.length)
  if (plain(here) !== plain(words)) return false
  reader.at = at + words.length
  return true
}

function plain(text: string): string {
  return text.replace(/，/g, ',').replace(/（/g, '(').replace(/）/g, ')').replace(/['’]/g, '’').toLowerCase()
}

/** A quoted text if one stands here; straight quotes serve too. */
function takesQuoted(reader: Reader): string | null {
  const found = /^\s*(?:「([^「」]*)」|“([^“”]*)”|"([^"]*)")/.exec(rest(reader))
  if (!found) return null
  reader.at += found[0].length
  return (found[1] ?? found[2] ?? found[3] ?? '').trim()
}

function readRule(reader: Reader): Rule {
  const parts: (Condition | Rule)[] = []
  let join: Rule['join'] | null = null
  for (;;) {
    const part = readPart(reader)
    parts.push(part)
    const before = reader.at
    const next = takes(reader, reader.phrases.all) ? 'all' : takes(reader, reader.phrases.any) ? 'any' : null
    if (next === null) break
    if (join !== null && join !== next) {
      reader.at = before
      throw new Faulty({ code: 'mixed', found: rest(reader).trim().slice(0, 24) })
    }
    join = next
  }
  const [only] = parts
  if (parts.length === 1 && only && isRule(only)) return only
  const own = join ?? 'all'
  // Brackets around what is joined the same way say nothing.
  return {
    join: own,
    parts: parts.flatMap((part) => (isRule(part) && part.join === own ? part.parts : [part])),
  }
}

function readPart(reader: Reader): Condition | Rule {
  if (!takes(reader, reader.phrases.begin)) return readCondition(reader)
  const rule = readRule(reader)
  if (!takes(reader, reader.phrases.end)) throw expected(reader)
  const [only] = rule.parts
  return rule.parts.length === 1 && only ? only : rule
}

/** Longer phrases first: 不是 before 是, “is not” before “is”. */
const byLength = (phrases: Phrases): readonly Comparison[] =>
  [...comparisons].sort((a, b) => phrases.comparison[b].trim().length - phrases.comparison[a].trim().length)

function readCondition(reader: Reader): Condition {
  const { phrases } = reader
  const subject = readSubject(reader)
  const measure = takes(reader, phrases.count) ? 'count' : takes(reader, phrases.length) ? 'length' : 'value'
  const comparison = byLength(phrases).find((one) => takes(reader, phrases.comparison[one]))
  if (comparison === undefined) throw expected(reader)
  if (!takesValue(comparison)) return { subject, measure, comparison, value: null }
  const value = readValue(reader, choiceOwner({ subject, measure }))
  if (value.is === 'text' && value.text === '') throw expected(reader)
  return { subject, measure, comparison, value }
}

function readSubject(reader: Reader): Condition['subject'] {
  const { phrases } = reader
  if (takes(reader, phrases.self)) return { of: 'self' }
  const column = takes(reader, phrases.column)
  const words = takesQuoted(reader)
  if (words === null) throw expected(reader)
  return column ? { of: 'column', name: words } : { of: 'answer', name: nameOf(reader, words) }
}

function nameOf({ lexicon }: Reader, words: string): string {
  const name = lexicon.nameOf(words)
  if (name === null) throw new Faulty({ code: 'noQuestion', found: words })
  return name
}

function readValue(reader: Reader, owner: string | null | undefined): Value {
  const { phrases, lexicon } = reader
  if (takes(reader, phrases.self)) return { is: 'self' }
  if (takes(reader, phrases.today)) return { is: 'today' }
  const number = /^\s*(-?\d+(?:\.\d+)?)/.exec(rest(reader))
  if (number?.[1] !== undefined) {
    reader.at += number[0].length
    const digits = number[1].replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
    if (!isNumber(digits)) throw expected(reader)
    return { is: 'number', number: digits }
  }
  const before = phrases.answerBefore !== '' && takes(reader, phrases.answerBefore)
  const words = takesQuoted(reader)
  if (words === null) throw expected(reader)
  const after = phrases.answerAfter !== '' && takes(reader, phrases.answerAfter)
  if (before || after) return { is: 'answer', name: nameOf(reader, words) }
  if (owner === undefined) return { is: 'text', text: words }
  const code = lexicon.choiceOf(owner, words)
  if (code === null) throw new Faulty({ code: 'noChoice', found: words })
  return { is: 'text', text: code }
}

function readCalculation(reader: Reader): Calculation {
  const { phrases } = reader
  if (takes(reader, phrases.if)) {
    const rule = readRule(reader)
    if (!takes(reader, phrases.result)) throw expected(reader)
    const bracketed = takes(reader, phrases.begin)
    const result = readCalculation(reader)
    if (bracketed && !takes(reader, phrases.end)) throw expected(reader)
    if (!takes(reader, phrases.otherwise)) throw expected(reader)
    return { kind: 'if', rule, result, otherwise: readCalculation(reader) }
  }
  const special = readOfQuestion(reader)
  if (special) return special
  const first = readOperand(reader)
  if (takes(reader, phrases.minus)) return { kind: 'difference', first, second: readOperand(reader) }
  if (takes(reader, phrases.over)) return { kind: 'ratio', first, second: readOperand(reader) }
  for (const [kind, phrase] of [
    ['sum', phrases.plus],
    ['product', phrases.times],
  ] as const) {
    const values = [first]
    while (takes(reader, phrase)) values.push(readOperand(reader))
    if (values.length > 1) return { kind, values }
  }
  return { kind: 'value', value: first }
}

/** 「…」选的项数, 「…」所选选项的文字. */
function readOfQuestion(reader: Reader): Calculation | null {
  const { phrases } = reader
  const start = reader.at
  const words = takesQuoted(reader)
  if (words !== null)
    for (const [kind, phrase] of [
      ['count', phrases.countOf],
      ['label', phrases.labelOf],
    ] as const)
      if (takes(reader, phrase)) return { kind, name: nameOf(reader, words) }
  reader.at = start
  return null
}

function readOperand(reader: Reader): Value {
  return takes(reader, reader.phrases.nothing) ? { is: 'text', text: '' } : readValue(reader, undefined)
}
