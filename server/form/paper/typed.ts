/** What a clerk types from paper: letters or numbers for options, digits for days, `-` for no answer, `?` for not to be read. */

import { typedAnswer } from '../asking.ts'
import type { Choice, Form, Question } from '../form.ts'
import { isSlip, questionTypes } from '../types/index.ts'
import { isWrittenOut, optionLetter, paperChoices } from './outline.ts'

export type TypedMark = 'none' | 'illegible'

export type Typed =
  /** Nothing typed yet. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'mark'; readonly mark: TypedMark }
  /** `raw` as checkAnswers takes it; `key` is the same for the same answer, however it was typed. */
  | { readonly kind: 'value'; readonly raw: string | readonly string[]; readonly key: string }
  | { readonly kind: 'slip' }

const slip: Typed = { kind: 'slip' }

/** Reads a field of the entry screen. */
export function readTyped(question: Question, form: Form, text: string): Typed {
  const typed = text.trim()
  if (typed === '') return { kind: 'empty' }
  if (/^[-－—–−]{1,2}$/.test(typed)) return { kind: 'mark', mark: 'none' }
  if (/^[?？]{1,2}$/.test(typed)) return { kind: 'mark', mark: 'illegible' }
  const raw = rawOf(question, form, typed)
  if (raw === null) return slip
  const choices = paperChoices(form, question)
  const reading = questionTypes[question.type].read(raw, {
    question,
    choices: () => choices,
    offers: (value) => choices.some((choice) => choice.value === value),
    offset: '+00:00',
  })
  // A ranking of fewer than all is checked with the choices that were on offer.
  const partial = question.type === 'rank' && isSlip(reading) && reading.slip === 'rankIncomplete'
  if (isSlip(reading) && !partial) return slip
  const key = partial ? raw : reading
  return key === null ? { kind: 'mark', mark: 'none' } : { kind: 'value', raw, key: JSON.stringify(key) }
}

function rawOf(question: Question, form: Form, typed: string): string | readonly string[] | null {
  switch (question.type) {
    case 'select_one': {
      const [one, ...more] = chosen(question, form, typed) ?? []
      return one === undefined || more.length > 0 ? null : one
    }
    case 'select_multiple': {
      const several = chosen(question, form, typed)
      return several && inOrderOfList(question, form, several)
    }
    case 'rank':
      return ranked(question, form, typed)
    case 'acknowledge':
      return /^(1|y|yes|ok|a|是|√|v)$/i.test(typed) ? 'OK' : /^(0|n|no|否|×|x)$/i.test(typed) ? '' : null
    case 'time':
      return /^\d{3}$/.test(typed) ? `0${typed}` : typed
    case 'datetime': {
      const digits = /^(\d{4})(\d\d)(\d\d)\s*(\d\d)(\d\d)$/.exec(typed)
      return digits ? `${digits[1]}-${digits[2]}-${digits[3]} ${digits[4]}:${digits[5]}` : typed
    }
    case 'date':
      return typedAnswer(question, dayTyped(question, typed))
    default:
      return typedAnswer(question, typed)
  }
}

/** 202606 for a month, 2026 for a year. */
function dayTyped({ appearance }: Question, typed: string): string {
  const month = /^(\d{4})(\d\d)$/.exec(typed)
  return month && appearance.includes('month-year') ? `${month[1]}-${month[2]}` : typed
}

/**
 * The options that a text names, or null. Letters are those on the sheet. Digits are the codes where all options of the
 * list have numbers for codes, else their places. A list that is not printed takes its words.
 */
function chosen(question: Question, form: Form, typed: string): readonly string[] | null {
  const choices = paperChoices(form, question)
  if (isWrittenOut(form, question)) return named(choices, typed, question.type === 'select_multiple')
  const tokens = tokensOf(typed, choices)
  const found: string[] = []
  for (const token of tokens) {
    const value = optionOf(token, choices)
    if (value === null) return null
    if (!found.includes(value)) found.push(value)
  }
  return found.length > 0 ? found : null
}

/** ABD is A, B and D; 134 is 1, 3 and 4 where no option needs two digits. */
function tokensOf(typed: string, choices: readonly Choice[]): readonly string[] {
  const text = typed.normalize('NFKC').toUpperCase()
  const parts = text.split(/[\s,;/.、，；。]+/).filter((part) => part !== '')
  return parts.flatMap((part) => {
    if (/^[A-Z]+$/.test(part) && choices.length <= 26) return [...part]
    const short = hasNumbers(choices) ? choices.every(({ value }) => value.length === 1) : choices.length <= 9
    return /^\d+$/.test(part) && short ? [...part] : [part]
  })
}

export function hasNumbers(choices: readonly Choice[]): boolean {
  return choices.every(({ value }) => /^\d+$/.test(value))
}

function optionOf(token: string, choices: readonly Choice[]): string | null {
  if (/^\d+$/.test(token)) {
    const found = hasNumbers(choices)
      ? choices.find(({ value }) => value === token)
      : choices[Number(token) - 1]
    return found?.value ?? null
  }
  return choices.find((_, place) => optionLetter(place) === token)?.value ?? null
}

/** By its words or its code, whole or the only one that begins so. */
function named(choices: readonly Choice[], typed: string, several: boolean): readonly string[] | null {
  const names = several ? typed.split(/[;；、,，]+/) : [typed]
  const found: string[] = []
  for (const name of names.map(plain).filter((each) => each !== '')) {
    const wordsOf = ({ value, label }: Choice) => [value, ...Object.values(label)].map(plain)
    const exact = choices.filter((choice) => wordsOf(choice).includes(name))
    const begun = choices.filter((choice) => wordsOf(choice).some((words) => words.startsWith(name)))
    const [one, ...more] = exact.length > 0 ? exact : begun
    if (!one || more.length > 0) return null
    found.push(one.value)
  }
  return found.length > 0 ? found : null
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s*_]+/g, '')
    .toLowerCase()
}

function inOrderOfList(question: Question, form: Form, values: readonly string[]): readonly string[] {
  return paperChoices(form, question)
    .map(({ value }) => value)
    .filter((value) => values.includes(value))
}

/** Letters from the first to the last, or the numbers that stand in the boxes from top to bottom. */
function ranked(question: Question, form: Form, typed: string): readonly string[] | null {
  const choices = paperChoices(form, question)
  const text = typed.normalize('NFKC').toUpperCase()
  const parts = text.split(/[\s,;/.、，；。]+/).filter((part) => part !== '')
  if (parts.every((part) => /^\d+$/.test(part))) {
    const places = parts.length === 1 && choices.length <= 9 ? [...(parts[0] ?? '')] : parts
    const numbers = places.map(Number)
    const whole = numbers.length === choices.length && numbers.every((_, at) => numbers.includes(at + 1))
    return whole ? numbers.map((_, at) => choices[numbers.indexOf(at + 1)]?.value ?? '') : null
  }
  const letters = parts.flatMap((part) => (choices.length <= 26 ? [...part] : [part]))
  const values = letters.map((letter) => optionOf(letter, choices))
  if (values.includes(null) || new Set(values).size < values.length) return null
  return values as readonly string[]
}

/** What a clerk types for an answer: the letters of its options, else the answer as it stands. */
export function typedFor(question: Question, form: Form, raw: string | readonly string[]): string {
  const choices = paperChoices(form, question)
  const letterOf = (value: string) =>
    optionLetter(
      Math.max(
        0,
        choices.findIndex((choice) => choice.value === value),
      ),
    )
  if (isWrittenOut(form, question)) return typeof raw === 'string' ? raw : raw.join('、')
  if (question.type === 'select_one' && typeof raw === 'string') return letterOf(raw)
  if (typeof raw !== 'string') return raw.map(letterOf).join('')
  return raw
}
