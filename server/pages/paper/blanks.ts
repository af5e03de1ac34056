/** What is drawn under a question on paper: boxes, digits, lines, in its type and with its limits. */

import type { Choice, Form, Question } from '../../form/form.ts'
import { limitsOf } from '../../form/paper/limits.ts'
import { isWrittenOut, optionLetter, paperChoices } from '../../form/paper/outline.ts'
import { has, stepsOf } from '../answering/look.ts'

/** One option or step as it is printed; the words are made by whoever shows it. */
export interface PrintedOption {
  readonly letter: string
  readonly choice: Choice
}

export type Blank =
  | { readonly kind: 'options'; readonly single: boolean; readonly options: readonly PrintedOption[] }
  | { readonly kind: 'ranking'; readonly options: readonly PrintedOption[] }
  | { readonly kind: 'steps'; readonly steps: readonly string[] }
  | {
      readonly kind: 'digits'
      readonly sign: boolean
      readonly whole: number
      readonly fraction: number
      readonly unit: string
    }
  | { readonly kind: 'moment'; readonly parts: readonly MomentPart[] }
  | { readonly kind: 'lines'; readonly count: number }
  | { readonly kind: 'said'; readonly words: Said }
  | { readonly kind: 'place' | 'tick' | 'signature' | 'drawing' }

export interface MomentPart {
  readonly digits: number
  readonly unit: 'year' | 'month' | 'day' | 'hour' | 'minute'
}

/** What is taken otherwise than by writing: the catalogue's words say how. */
type Said = 'photo' | 'recording' | 'file' | 'barcode' | 'trace'

const days: readonly MomentPart[] = [
  { digits: 4, unit: 'year' },
  { digits: 2, unit: 'month' },
  { digits: 2, unit: 'day' },
]
const clock: readonly MomentPart[] = [
  { digits: 2, unit: 'hour' },
  { digits: 2, unit: 'minute' },
]

/** `lines` for an open question that asks for more than a line. */
export function blankOf(question: Question, form: Form, lines: number): Blank {
  switch (question.type) {
    case 'select_one':
    case 'select_multiple':
      if (isWrittenOut(form, question)) return { kind: 'lines', count: 1 }
      return {
        kind: 'options',
        single: question.type === 'select_one',
        options: optionsOf(form, question),
      }
    case 'rank':
      return { kind: 'ranking', options: optionsOf(form, question) }
    case 'range': {
      const steps = stepsOf(question)
      return steps.length > 0 && steps.length <= 21 ? { kind: 'steps', steps } : digitsOf(question)
    }
    case 'integer':
    case 'decimal':
      return digitsOf(question)
    case 'date':
      return {
        kind: 'moment',
        parts: days.slice(0, has(question, 'year') ? 1 : has(question, 'month-year') ? 2 : 3),
      }
    case 'time':
      return { kind: 'moment', parts: clock }
    case 'datetime':
      return { kind: 'moment', parts: [...days, ...clock] }
    case 'acknowledge':
      return { kind: 'tick' }
    case 'geopoint':
      return { kind: 'place' }
    case 'geotrace':
    case 'geoshape':
      return { kind: 'said', words: 'trace' }
    case 'image':
      if (has(question, 'signature')) return { kind: 'signature' }
      return has(question, 'draw', 'annotate') ? { kind: 'drawing' } : { kind: 'said', words: 'photo' }
    case 'audio':
    case 'video':
      return { kind: 'said', words: 'recording' }
    case 'file':
      return { kind: 'said', words: 'file' }
    case 'barcode':
      return { kind: 'said', words: 'barcode' }
    default:
      return { kind: 'lines', count: linesOf(question, lines) }
  }
}

export function optionsOf(form: Form, question: Question): readonly PrintedOption[] {
  return paperChoices(form, question).map((choice, place) => ({ letter: optionLetter(place), choice }))
}

function linesOf(question: Question, lines: number): number {
  const asked = Number(question.parameters['rows'] ?? 0)
  if (asked > 0) return Math.min(Math.max(asked, 1), 15)
  return has(question, 'multiline') ? lines : 1
}

/** As many boxes as the largest number that the check allows has digits. */
function digitsOf(question: Question): Blank {
  const scale = question.type === 'range' ? stepsRange(question) : null
  const { least, most } = scale ?? limitsOf(question)
  const longest = Math.max(...[least, most].map((each) => (each === null ? 0 : wholeDigits(each))))
  const decimals = question.type === 'decimal' || (scale !== null && !Number.isInteger(scale.step))
  return {
    kind: 'digits',
    sign: least !== null && least < 0,
    whole: most === null ? 6 : Math.min(Math.max(longest, 1), 12),
    fraction: decimals ? 2 : 0,
    unit: unitIn(question),
  }
}

export function stepsRange({ parameters }: Question) {
  const [start, end] = [Number(parameters['start'] ?? 1), Number(parameters['end'] ?? 10)]
  return { least: Math.min(start, end), most: Math.max(start, end), step: Number(parameters['step'] ?? 1) }
}

function wholeDigits(value: number): number {
  return String(Math.trunc(Math.abs(value))).length
}

const units =
  /[（(](?:单位[:：]?|unit:? ?)?\s*([%％‰]|[\p{sc=Han}]{0,3}(?:元|人|岁|年|月|天|日|时|小时|分钟|分|次|个|件|份|户|家|辆|亩|公顷|平方米|米|公里|千米|吨|公斤|千克|斤|%)|[a-zA-Z²³/%]{1,6}|years?|people|hours?|minutes?|days?|yuan)\s*[）)]\s*[？?]?\s*$/u

/** The unit at the end of the label, in brackets: 月收入（元）. */
function unitIn({ label }: Question): string {
  for (const text of Object.values(label ?? {})) {
    const found = units.exec(text.trim())?.[1]
    if (found !== undefined) return found
  }
  return ''
}
