/** The functions of the expression language, by name; their argument counts are checked when a form is compiled (signatures.ts). */

import type { Environment } from './evaluate.ts'
import { dateOfDay } from './calendar.ts'
import { toNumber, toText, toTruth, type Operand } from './coercion.ts'

export type Arguments = readonly Operand[]

/** No text grows beyond this, however often calculations double it. */
export const textLimit = 100_000

export const functions: Readonly<Record<string, (given: Arguments, environment: Environment) => Operand>> = {
  true: () => true,
  false: () => false,
  not: (given) => !toTruth(at(given, 0)),
  boolean: (given) => toTruth(at(given, 0)),
  number: (given) => number(given, 0),
  string: (given) => text(given, 0),
  int: (given) => Math.trunc(number(given, 0)),
  floor: (given) => Math.floor(number(given, 0)),
  ceiling: (given) => Math.ceil(number(given, 0)),
  round: (given) => round(number(given, 0), given.length > 1 ? number(given, 1) : 0),
  abs: (given) => Math.abs(number(given, 0)),
  selected: (given) => selected(at(given, 0), text(given, 1).trim()),
  'selected-at': (given) => {
    const index = number(given, 1)
    return Number.isInteger(index) && index >= 0 ? (words(at(given, 0))[index] ?? '') : ''
  },
  'count-selected': (given) => words(at(given, 0)).length,
  'jr:choice-name': (given, environment) => environment.choiceName(text(given, 1), text(given, 0)),

  'string-length': (given, environment) =>
    Array.from(given.length > 0 ? text(given, 0) : toText(environment.self)).length,
  /** Of plain values; nodes.ts has it for paths. */
  concat: (given) => given.map(toText).join('').slice(0, textLimit),
  contains: (given) => text(given, 0).includes(text(given, 1)),
  'starts-with': (given) => text(given, 0).startsWith(text(given, 1)),
  'ends-with': (given) => text(given, 0).endsWith(text(given, 1)),
  'normalize-space': (given, environment) =>
    (given.length > 0 ? text(given, 0) : toText(environment.self)).trim().replace(/\s+/g, ' '),
  // XForms: the whole text has to match.
  regex: (given, environment) =>
    environment.surroundings.matches(text(given, 0), wholePattern(text(given, 1))),

  today: (_, environment) => environment.surroundings.today,
  now: (_, environment) => environment.surroundings.now,
  date: (given) => dateOfDay(Math.floor(number(given, 0))),
  'decimal-date-time': (given) => number(given, 0),
}

/** The pattern that matches a whole text by `pattern`. */
export function wholePattern(pattern: string): string {
  return `^(?:${pattern})$`
}

function at(given: Arguments, index: number): Operand {
  return given[index] ?? ''
}

export function text(given: Arguments, index: number): string {
  return toText(at(given, index))
}

export function number(given: Arguments, index: number): number {
  return toNumber(at(given, index))
}

function words(operand: Operand): readonly string[] {
  if (Array.isArray(operand)) return operand as readonly string[]
  return toText(operand)
    .split(/\s+/)
    .filter((word) => word !== '')
}

function selected(operand: Operand, choice: string): boolean {
  // A single choice whose name has a space in it is one word.
  return choice !== '' && (operand === choice || words(operand).includes(choice))
}

/** Halves go up, as XPath has it; with digits, halves of the decimal that people see (2.345 gives 2.35). */
function round(value: number, digits: number): number {
  if (!Number.isFinite(value) || Number.isNaN(digits)) return digits === 0 ? value : NaN
  const places = Math.max(-20, Math.min(20, Math.trunc(digits)))
  if (places === 0) return Math.round(value)
  const [mantissa, exponent = '0'] = String(value).split('e')
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + places}`))
  const [rounded, back = '0'] = String(shifted).split('e')
  return Number(`${rounded}e${Number(back) - places}`)
}
