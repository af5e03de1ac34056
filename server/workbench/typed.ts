/** What an analyst typed into the workbench, read as conditions, recodes and margins; a slip is a word of the catalogue. */

import type { Variable } from '../../analysis/frame.ts'
import type { Condition, DatePart, Recode, RecodeKind } from '../../analysis/workbench/script.ts'
import { dateParts, namePattern } from '../../analysis/workbench/script.ts'
import { catalogues, locales } from '../locale/index.ts'

export type SlipCode =
  | 'recodeFrom'
  | 'recodeName'
  | 'recodeNameTaken'
  | 'recodeWhat'
  | 'recodeFits'
  | 'keepFirst'
  | 'dropFirst'
  | 'conditionVariable'
  | 'conditionValue'
  | 'conditionChoice'
  | 'conditionNumber'
  | 'conditionDay'
  | 'margin'
  | 'marginVariable'
  | 'marginChoice'
  | 'limit'
  | 'population'
  | 'saveName'
  | 'tooLong'
  | 'tooMany'
  | 'script'
  | 'notJson'

export interface Slip {
  readonly field: string
  readonly code: SlipCode
  readonly params?: Readonly<Record<string, string>>
}

export type Read<T> = { readonly value: T } | { readonly slip: Slip }

const slip = (field: string, code: SlipCode, params: Slip['params'] = {}): { readonly slip: Slip } => ({
  slip: { field, code, params },
})

/** A condition of a filter. */
export function readCondition(
  variables: readonly Variable[],
  typed: { readonly variable: string; readonly kind: string; readonly value: string },
): Read<Condition> {
  const variable = variables.find(({ name }) => name === typed.variable)
  if (!variable) return slip('conditionVariable', 'conditionVariable')
  const { name } = variable
  if (typed.kind === 'answered' || typed.kind === 'unanswered')
    return { value: { variable: name, answered: typed.kind === 'answered' } }
  const text = typed.value.trim()
  if (text === '') return slip('conditionValue', 'conditionValue')
  if (typed.kind === 'from' || typed.kind === 'to') {
    const end = endOf(variable, text)
    if ('slip' in end) return end
    return {
      value:
        typed.kind === 'from'
          ? { variable: name, from: end.value, to: null }
          : { variable: name, from: null, to: end.value },
    }
  }
  const values: string[] = []
  for (const part of partsOf(text)) {
    const value = valueOf(variable, part)
    if (value === null) return slip('conditionValue', 'conditionChoice', { value: part })
    values.push(value)
  }
  return {
    value: typed.kind === 'isNot' ? { variable: name, isNot: values } : { variable: name, is: values },
  }
}

function endOf({ kind }: Variable, text: string): Read<number | string> {
  if (kind === 'date')
    return /^\d{4}-\d{2}-\d{2}$/.test(text)
      ? { value: text }
      : slip('conditionValue', 'conditionDay', { value: text })
  const number = Number(text)
  return Number.isFinite(number)
    ? { value: number }
    : slip('conditionValue', 'conditionNumber', { value: text })
}

/** Parts between commas of either script. */
function partsOf(text: string): readonly string[] {
  return text
    .split(/[,，、;；\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** A choice by its code or its words; of a number or a text the words themselves. */
function valueOf(variable: Variable, text: string): string | null {
  if (variable.categories.length === 0) return text
  const found =
    variable.categories.find(({ value }) => value === text) ??
    variable.categories.find(({ label }) => label === text)
  return found?.value ?? null
}

export interface TypedRecode {
  readonly from: string
  readonly name: string
  readonly label: string
  readonly note: string
  readonly kind: string
  readonly what: string
}

/** A recode; `variables` are those there are, earlier recodes included. */
export function readRecode(variables: readonly Variable[], typed: TypedRecode): Read<Recode> {
  const variable = variables.find(({ name }) => name === typed.from)
  if (!variable) return slip('recodeFrom', 'recodeFrom')
  const name = typed.name.trim()
  if (!namePattern.test(name)) return slip('recodeName', 'recodeName')
  if (variables.some((each) => each.name === name)) return slip('recodeName', 'recodeNameTaken')
  const scored = variable.kind === 'coded' || variable.kind === 'number'
  const fits: Readonly<Record<RecodeKind, boolean>> = {
    bands: scored,
    index: scored,
    groups: variable.kind === 'coded',
    top: variable.kind === 'coded',
    score: variable.kind === 'coded',
    date: variable.kind === 'date',
  }
  if (!Object.hasOwn(fits, typed.kind) || !fits[typed.kind as RecodeKind])
    return slip('recodeKind', 'recodeFits')
  const how = howOf(variable, typed.kind as RecodeKind, typed.what.trim())
  if (!how) return slip('recodeWhat', 'recodeWhat')
  return {
    value: {
      name,
      label: typed.label.trim() || name,
      note: typed.note.trim(),
      from: variable.name,
      ...how,
    } as Recode,
  }
}

function howOf(variable: Variable, kind: RecodeKind, what: string): object | null {
  switch (kind) {
    case 'bands': {
      const cuts = what.split(/[,，、;；\s]+/).flatMap((part) => (part === '' ? [] : [Number(part)]))
      const rising = cuts.every((cut, k) => Number.isFinite(cut) && (k === 0 || cut > cuts[k - 1]!))
      return cuts.length > 0 && rising ? { kind, cuts, labels: [] } : null
    }
    case 'top': {
      const count = Number(what)
      if (!Number.isInteger(count) || count === 0) return null
      return { kind, count: Math.abs(count), end: count > 0 ? 'high' : 'low' }
    }
    case 'index': {
      const ends = /^\s*(-?[\d.]+)\s*[-–—~～至]\s*(-?[\d.]+)\s*$/.exec(what)
      const [a, b] = [Number(ends?.[1]), Number(ends?.[2])]
      if (!ends || !Number.isFinite(a) || !Number.isFinite(b) || a === b) return null
      return { kind, low: Math.min(a, b), high: Math.max(a, b), reversed: a > b }
    }
    case 'score': {
      const scores: Record<string, number> = {}
      for (const part of partsOf(what)) {
        const pair = pairOf(variable, part)
        if (!pair) return null
        scores[pair.value] = pair.number
      }
      return Object.keys(scores).length > 0 ? { kind, scores } : null
    }
    case 'groups':
      return groupsOf(variable, what)
    case 'date': {
      const part = dateParts.find((each) =>
        [each, ...locales.map((locale) => catalogues[locale].workbench.dateWords[each])].includes(
          what.toLowerCase(),
        ),
      )
      return part ? { kind, part: part satisfies DatePart } : null
    }
  }
}

/** `choice = number`. */
function pairOf(
  variable: Variable,
  text: string,
): { readonly value: string; readonly number: number } | null {
  const at = Math.max(text.lastIndexOf('='), text.lastIndexOf('＝'))
  if (at < 1) return null
  const value = valueOf(variable, text.slice(0, at).trim())
  const given = text
    .slice(at + 1)
    .trim()
    .replace(/[%％]$/, '')
  const number = Number(given)
  return value === null || given === '' || !Number.isFinite(number) ? null : { value, number }
}

/** One group a line, `label = choices`; `*` is the rest, and `keep = *` leaves the rest single. */
function groupsOf(variable: Variable, what: string): object | null {
  const groups: { label: string; values: string[] }[] = []
  let rest: 'missing' | 'keep' | 'other' = 'missing'
  let restLabel = ''
  const keeps: readonly string[] = locales.map((locale) => catalogues[locale].workbench.keepWord)
  for (const line of what.split('\n').filter((each) => each.trim() !== '')) {
    const at = line.search(/[=＝]/)
    if (at < 1) return null
    const label = line.slice(0, at).trim()
    const given = line.slice(at + 1).trim()
    if (given === '*') {
      rest = keeps.includes(label) ? 'keep' : 'other'
      restLabel = label
      continue
    }
    const values = partsOf(given).map((part) => valueOf(variable, part))
    if (values.length === 0 || values.includes(null)) return null
    groups.push({ label, values: values.flatMap((value) => (value === null ? [] : [value])) })
  }
  return groups.length > 0
    ? { kind: 'groups', groups, rest, restLabel: rest === 'other' ? restLabel : '' }
    : null
}

/** A margin: one choice a line with its count or per cent. */
export function readMargin(
  variables: readonly Variable[],
  typed: { readonly variable: string; readonly shares: string },
): Read<{ readonly variable: string; readonly shares: Readonly<Record<string, number>> }> {
  const variable = variables.find(({ name, kind }) => name === typed.variable && kind === 'coded')
  if (!variable) return slip('marginVariable', 'marginVariable')
  const shares: Record<string, number> = {}
  for (const line of typed.shares.split(/[\n;；]/).filter((each) => each.trim() !== '')) {
    const pair = pairOf(variable, line)
    if (!pair || pair.number < 0) {
      const at = line.search(/[=＝]/)
      const value = at > 0 ? line.slice(0, at).trim() : ''
      return value !== '' && valueOf(variable, value) === null
        ? slip('marginShares', 'marginChoice', { value })
        : slip('marginShares', 'margin', { line: line.trim() })
    }
    shares[pair.value] = pair.number
  }
  if (Object.keys(shares).length === 0) return slip('marginShares', 'margin', { line: '' })
  return { value: { variable: variable.name, shares } }
}
