/** The functions of the expression language, by name; their argument counts are checked when a form is compiled (signatures.ts). */

import type { Environment } from './evaluate.ts'
import { dateOfDay, dayNumber, formatDay, momentOfDay } from './calendar.ts'
import { toNumber, toText, toTruth, type Operand } from './coercion.ts'

type Arguments = readonly Operand[]

/** No text grows beyond this, however often calculations double it. */
const textLimit = 100_000

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
  pow: (given) => number(given, 0) ** number(given, 1),
  sqrt: (given) => Math.sqrt(number(given, 0)),
  exp: (given) => Math.exp(number(given, 0)),
  exp10: (given) => 10 ** number(given, 0),
  log: (given) => Math.log(number(given, 0)),
  log10: (given) => Math.log10(number(given, 0)),
  pi: () => Math.PI,
  sin: (given) => Math.sin(number(given, 0)),
  cos: (given) => Math.cos(number(given, 0)),
  tan: (given) => Math.tan(number(given, 0)),
  asin: (given) => Math.asin(number(given, 0)),
  acos: (given) => Math.acos(number(given, 0)),
  atan: (given) => Math.atan(number(given, 0)),
  atan2: (given) => Math.atan2(number(given, 0), number(given, 1)),
  selected: (given) => selected(at(given, 0), text(given, 1).trim()),
  'selected-at': (given) => {
    const index = number(given, 1)
    return Number.isInteger(index) && index >= 0 ? (words(at(given, 0))[index] ?? '') : ''
  },
  'count-selected': (given) => words(at(given, 0)).length,
  'jr:choice-name': (given, environment) => environment.choiceName(text(given, 1), text(given, 0)),

  'string-length': (given, environment) =>
    Array.from(given.length > 0 ? text(given, 0) : toText(environment.self)).length,
  contains: (given) => text(given, 0).includes(text(given, 1)),
  'starts-with': (given) => text(given, 0).startsWith(text(given, 1)),
  'ends-with': (given) => text(given, 0).endsWith(text(given, 1)),
  // XForms counts from 0 and takes an end; XPath's substring counts from 1 and takes a length.
  substr: (given) =>
    Array.from(text(given, 0))
      .slice(number(given, 1), given.length > 2 ? number(given, 2) : undefined)
      .join(''),
  substring: (given) => {
    const start = Math.round(number(given, 1))
    const end = given.length > 2 ? start + Math.round(number(given, 2)) : Infinity
    return Array.from(text(given, 0))
      .filter((_, index) => index + 1 >= start && index + 1 < end)
      .join('')
  },
  'substring-before': (given) => {
    const index = text(given, 0).indexOf(text(given, 1))
    return index < 0 ? '' : text(given, 0).slice(0, index)
  },
  'substring-after': (given) => {
    const index = text(given, 0).indexOf(text(given, 1))
    return index < 0 ? '' : text(given, 0).slice(index + text(given, 1).length)
  },
  translate: (given) => {
    const [from, to] = [Array.from(text(given, 1)), Array.from(text(given, 2))]
    const table = new Map<string, string>()
    from.forEach((letter, index) => !table.has(letter) && table.set(letter, to[index] ?? ''))
    return Array.from(text(given, 0))
      .map((letter) => table.get(letter) ?? letter)
      .join('')
  },
  'normalize-space': (given, environment) =>
    (given.length > 0 ? text(given, 0) : toText(environment.self)).trim().replace(/\s+/g, ' '),
  // XForms: the whole text has to match.
  regex: (given, environment) =>
    environment.surroundings.matches(text(given, 0), wholePattern(text(given, 1))),

  'boolean-from-string': (given) => /^(true|1)$/i.test(text(given, 0).trim()),
  // What counts is every answer that is true or above zero (Open Data Kit's checklists).
  checklist: (given) => between(given.slice(2).filter(counts).length, number(given, 0), number(given, 1)),
  'weighted-checklist': (given) =>
    between(
      given
        .slice(2)
        .reduce<number>(
          (total, each, index) =>
            index % 2 === 0 && counts(each) ? total + number(given, index + 3) : total,
          0,
        ),
      number(given, 0),
      number(given, 1),
    ),
  random: (_, environment) => (environment.surroundings.random ?? Math.random)(),
  uuid: (given, environment) => {
    const random = environment.surroundings.random ?? Math.random
    const digit = () => Math.floor(random() * 16).toString(16)
    if (given.length > 0) {
      const length = Math.max(0, Math.min(1000, Math.trunc(number(given, 0)) || 0))
      return Array.from({ length }, digit).join('')
    }
    return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (sign) =>
      sign === 'x' ? digit() : '89ab'.charAt(Math.floor(random() * 4)),
    )
  },
  // A label is a text already: lists hold it in the form's own language.
  'jr:itext': (given) => text(given, 0),
  // What a device or an app would say of itself; a browser says nothing.
  property: () => '',
  version: (_, environment) => environment.surroundings.formVersion ?? '',

  today: (_, environment) => environment.surroundings.today,
  now: (_, environment) => environment.surroundings.now,
  date: (given) => dateOfDay(Math.floor(number(given, 0))),
  'date-time': (given) => momentOfDay(number(given, 0)),
  'decimal-date-time': (given) => number(given, 0),
  'decimal-time': (given) => {
    const moment = dayNumber(text(given, 0).trim())
    return moment - Math.floor(moment)
  },
  'format-date': formatted,
  'format-date-time': formatted,
}

/** The pattern that matches a whole text by `pattern`. */
export function wholePattern(pattern: string): string {
  return `^(?:${pattern})$`
}

function counts(operand: Operand): boolean {
  return toNumber(operand) > 0 || /^(true|yes)$/i.test(toText(operand))
}

/** -1 stands for no bound. */
function between(value: number, least: number, most: number): boolean {
  return (least === -1 || value >= least) && (most === -1 || value <= most)
}

function at(given: Arguments, index: number): Operand {
  return given[index] ?? ''
}

function text(given: Arguments, index: number): string {
  return toText(at(given, index))
}

function number(given: Arguments, index: number): number {
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

function formatted(given: Arguments): string {
  return formatDay(number(given, 0), text(given, 1)).slice(0, textLimit)
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
