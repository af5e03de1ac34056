/** Small frames for tests: columns from plain values. */

import type { Category, Column, Frame, Variable } from '../../analysis/frame.ts'
import { en } from '../../server/locale/en.ts'
import type { Words } from '../../analysis/words.ts'

export const words: Words = en.summary.heading

/** null is asked and left unanswered, undefined was skipped. */
export type Given<T> = readonly (T | null | undefined)[]

const statusOf = (value: unknown) => (value === undefined ? 0 : value === null ? 1 : 2)

export function coded(
  name: string,
  categories: readonly (string | readonly [string, Category['missing']])[],
  given: Given<string>,
  more: Partial<Variable> = {},
): [Variable, Column] {
  const list = categories.map((category) =>
    typeof category === 'string'
      ? { value: category, label: category, missing: null }
      : { value: category[0], label: category[0], missing: category[1] },
  )
  const codes = Uint8Array.from(given, (value) =>
    value == null ? statusOf(value) : 2 + list.findIndex((category) => category.value === value),
  )
  return [
    { name, label: name, kind: 'coded', categories: list, ordered: false, group: null, ...more },
    { kind: 'coded', codes },
  ]
}

export function number(name: string, given: Given<number>): [Variable, Column] {
  return [
    { name, label: name, kind: 'number', categories: [], ordered: false, group: null },
    {
      kind: 'number',
      values: Float64Array.from(given, (value) => value ?? NaN),
      status: Uint8Array.from(given, statusOf),
    },
  ]
}

export function set(
  name: string,
  categories: readonly (readonly [string, Category['missing']])[],
  given: Given<readonly string[]>,
): [Variable, Column] {
  return [
    {
      name,
      label: name,
      kind: 'set',
      categories: categories.map(([value, missing]) => ({ value, label: value, missing })),
      ordered: false,
      group: null,
    },
    {
      kind: 'set',
      chosen: categories.map(([value]) =>
        Uint8Array.from(given, (ticks) => (ticks?.includes(value) ? 1 : 0)),
      ),
      status: Uint8Array.from(given, statusOf),
    },
  ]
}

export function rank(
  name: string,
  values: readonly string[],
  given: Given<readonly string[]>,
): [Variable, Column] {
  return [
    {
      name,
      label: name,
      kind: 'rank',
      categories: values.map((value) => ({ value, label: value, missing: null })),
      ordered: false,
      group: null,
    },
    {
      kind: 'rank',
      ranks: values.map((value) => Uint8Array.from(given, (order) => (order ? order.indexOf(value) + 1 : 0))),
      status: Uint8Array.from(given, statusOf),
    },
  ]
}

export function text(name: string, kind: 'text' | 'date', given: Given<string>): [Variable, Column] {
  return [
    { name, label: name, kind, categories: [], ordered: false, group: null },
    { kind: 'text', texts: given.map((value) => value ?? null), status: Uint8Array.from(given, statusOf) },
  ]
}

export function frame(n: number, ...parts: readonly [Variable, Column][]): Frame {
  return {
    n,
    variables: parts.map(([variable]) => variable),
    columns: new Map(parts.map(([variable, column]) => [variable.name, column])),
  }
}
