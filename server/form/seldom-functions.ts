/** Functions of the language that few forms use; rare-functions.ts makes them known. */

import { dayNumber, momentOfDay } from './calendar.ts'
import { toNumber, toText, type Operand } from './coercion.ts'
import { formatDay } from './day-format.ts'
import { number, text, textLimit, type Arguments } from './functions.ts'
import type { PlainFunction } from './rare.ts'

export const seldomFunctions: Readonly<Record<string, PlainFunction>> = {
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
  'date-time': (given) => momentOfDay(number(given, 0)),
  'decimal-time': (given) => {
    const moment = dayNumber(text(given, 0).trim())
    return moment - Math.floor(moment)
  },
  'format-date': formatted,
  'format-date-time': formatted,
}

function counts(operand: Operand): boolean {
  return toNumber(operand) > 0 || /^(true|yes)$/i.test(toText(operand))
}

/** -1 stands for no bound. */
function between(value: number, least: number, most: number): boolean {
  return (least === -1 || value >= least) && (most === -1 || value <= most)
}

function formatted(given: Arguments): string {
  return formatDay(number(given, 0), text(given, 1)).slice(0, textLimit)
}
