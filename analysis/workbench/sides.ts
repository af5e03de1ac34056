/** What a statistic takes of a variable: its answers as places among labels, its ticks, or its numbers. */

import { codingOf } from '../coding.ts'
import type { Category, Frame, Variable } from '../frame.ts'
import { answered } from '../frame.ts'
import type { Words } from '../words.ts'
import { numbersOf } from './recode.ts'

/** Answers as places among labels. */
export interface Side {
  readonly kind: 'coded'
  readonly name: string
  readonly label: string
  readonly labels: readonly string[]
  /** -1 where there is no valid answer. */
  readonly codes: Int32Array
  readonly ordered: boolean
}

/** Ticks of a multiple-choice question, or the choices that were ranked. */
export interface MarkedSide {
  readonly kind: 'marked'
  readonly name: string
  readonly label: string
  readonly labels: readonly string[]
  readonly marks: readonly Uint8Array[]
  /** 1 where anything but a declared missing choice was ticked. */
  readonly given: Uint8Array
}

export interface Numbers {
  readonly name: string
  readonly label: string
  /** NaN where there is none. */
  readonly values: Float64Array
  /** Scores of coded answers: by their codes or by their order; null for a number. */
  readonly scored: 'codes' | 'order' | null
}

/** The variable that a name means: `set/value` is one choice of `set`; null where there is none. */
export function variableOfName(frame: Frame, name: string): Variable | null {
  const own = frame.variables.find((variable) => variable.name === name)
  if (own) return own
  const slash = name.lastIndexOf('/')
  if (slash < 1) return null
  const variable = frame.variables.find((each) => each.name === name.slice(0, slash))
  return variable?.categories.some(({ value }) => value === name.slice(slash + 1)) ? variable : null
}

/** Answers or ticks; null of a number or a text. */
export function sideOf(frame: Frame, name: string, words: Words): Side | MarkedSide | null {
  const variable = variableOfName(frame, name)
  if (!variable) return null
  const column = frame.columns.get(variable.name)
  const whole = variable.name === name
  if (whole && (column?.kind === 'set' || column?.kind === 'rank')) return marked(frame, variable)
  if (whole && variable.kind !== 'coded' && variable.kind !== 'date') return null
  if (!whole && column?.kind !== 'set' && column?.kind !== 'rank') return null
  const coding = codingOf(frame, name, words)
  const valid = coding.infos.filter(({ missing }) => missing === null)
  const placeOf = new Int32Array(coding.size).fill(-1)
  valid.forEach(({ code }, place) => {
    placeOf[code] = place
  })
  const codes = new Int32Array(frame.n)
  for (let row = 0; row < frame.n; row += 1) codes[row] = placeOf[coding.codes[row]!]!
  return {
    kind: 'coded',
    name,
    label: coding.label,
    labels: valid.map(({ label }) => label),
    codes,
    ordered: coding.ordered,
  }
}

function marked(frame: Frame, variable: Variable): MarkedSide {
  const column = frame.columns.get(variable.name)!
  if (column.kind !== 'set' && column.kind !== 'rank')
    throw new Error(`marked: ${variable.name} has no ticks`)
  const all = column.kind === 'set' ? column.chosen : column.ranks
  const places = variable.categories.flatMap(({ missing }, at) => (missing ? [] : [at]))
  const declared = variable.categories.flatMap(({ missing }, at) => (missing ? [all[at]!] : []))
  const marks = places.map((at) => all[at]!)
  const given = new Uint8Array(frame.n)
  for (let row = 0; row < frame.n; row += 1) {
    if (column.status[row] !== answered) continue
    // Who ticked nothing but such as 不清楚 has no valid answer.
    given[row] = declared.some((mark) => mark[row] !== 0) && !marks.some((mark) => mark[row] !== 0) ? 0 : 1
  }
  return {
    kind: 'marked',
    name: variable.name,
    label: variable.label,
    labels: places.map((at) => variable.categories[at]!.label),
    marks,
    given,
  }
}

/** Values of a number, scores of a coded variable, 1 and 0 of one choice; null of anything else. */
export function numbersOfName(frame: Frame, name: string, words: Words): Numbers | null {
  const variable = variableOfName(frame, name)
  if (!variable) return null
  if (variable.name !== name) {
    const side = sideOf(frame, name, words)
    if (side?.kind !== 'coded') return null
    const values = Float64Array.from(side.codes, (code) => (code < 0 ? NaN : code === 0 ? 1 : 0))
    return { name, label: side.label, values, scored: null }
  }
  const column = numbersOf(variable, frame.columns.get(name)!)
  if (!column) return null
  return {
    name,
    label: variable.label,
    values: column.values,
    scored: variable.kind === 'coded' ? (scoredByCodes(variable.categories) ? 'codes' : 'order') : null,
  }
}

function scoredByCodes(categories: readonly Category[]): boolean {
  return categories.every(({ value, missing }) => missing !== null || /^-?\d+(\.\d+)?$/.test(value))
}

/** The values of the kept rows. */
export function keptValues(values: Float64Array, kept: Uint8Array | null): Float64Array {
  return kept ? values.filter((_, row) => kept[row] === 1) : values
}
