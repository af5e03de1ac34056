/** Coarser values, so that more people share them: bands of numbers, longer spans of time, shorter codes of places, rare answers together. */

import type { KeyColumn } from './column.ts'

export type Rule =
  | { readonly kind: 'keep' }
  /** Numbers in bands of this width, from a multiple of it: 20–29. */
  | { readonly kind: 'bands'; readonly width: number }
  | { readonly kind: 'month' | 'quarter' | 'year' }
  /** The first so many signs: GB/T 2260 has the county in 6, the prefecture in 4, the province in 2. */
  | { readonly kind: 'prefix'; readonly length: number }
  /** Answers of fewer than `fewerThan` people become one, called `label`. */
  | { readonly kind: 'rare'; readonly fewerThan: number; readonly label: string }

/**
 * The column with coarser values: each row keeps its place, equal values stay equal, no answer stays none. A value that
 * the rule cannot read (no number, no date) becomes no answer, so that nothing fine is left by mistake. Throws where a
 * width or length is not positive.
 */
export function coarsened(column: KeyColumn, rule: Rule): KeyColumn {
  switch (rule.kind) {
    case 'keep':
      return column
    case 'bands': {
      if (!(rule.width > 0)) throw new Error('coarsened: the width of bands is positive')
      return mapped(column, (value) => band(value, rule.width))
    }
    case 'month':
    case 'quarter':
    case 'year':
      return mapped(column, (value) => span(value, rule.kind))
    case 'prefix': {
      if (!(rule.length > 0)) throw new Error('coarsened: a prefix has signs')
      return mapped(column, (value) => [...value].slice(0, rule.length).join(''))
    }
    case 'rare':
      return together(column, rule)
  }
}

/** The band of a number in words; null for what is none. Whole widths count whole numbers: 20–29, others have an open end: [0.5, 1). */
export function band(value: string, width: number): string | null {
  const number = value.trim() === '' ? NaN : Number(value)
  if (!Number.isFinite(number)) return null
  const low = plain(Math.floor(number / width) * width)
  const high = plain(low + width)
  if (number < low || number >= high) return null
  return Number.isInteger(width) ? (width === 1 ? String(low) : `${low}–${high - 1}`) : `[${low}, ${high})`
}

function plain(number: number): number {
  return Number(number.toPrecision(12)) + 0
}

function span(value: string, kind: 'month' | 'quarter' | 'year'): string | null {
  const parts = /^(\d{4})-(\d\d)(?:-\d\d)?/.exec(value)
  const [, year = '', month = ''] = parts ?? []
  if (!parts || Number(month) < 1 || Number(month) > 12) return null
  if (kind === 'year') return year
  return kind === 'month' ? `${year}-${month}` : `${year}-Q${Math.ceil(Number(month) / 3)}`
}

function mapped({ name, codes, values }: KeyColumn, map: (value: string) => string | null): KeyColumn {
  const places = new Map<string, number>()
  const to = Int32Array.from(values, (value) => {
    const coarse = map(value)
    if (coarse === null) return -1
    const known = places.get(coarse)
    if (known !== undefined) return known
    places.set(coarse, places.size)
    return places.size - 1
  })
  return { name, values: [...places.keys()], codes: codes.map((code) => (code < 0 ? -1 : to[code]!)) }
}

function together(column: KeyColumn, { fewerThan, label }: Extract<Rule, { kind: 'rare' }>): KeyColumn {
  const counts = new Int32Array(column.values.length)
  for (const code of column.codes) if (code >= 0) counts[code]!++
  const rare = new Set(column.values.filter((_, code) => counts[code]! > 0 && counts[code]! < fewerThan))
  // One rare answer alone would only be called otherwise: the next larger one goes with it.
  const rest = column.values
    .map((value, code) => ({ value, count: counts[code]! }))
    .filter(({ value, count }) => count > 0 && !rare.has(value))
    .toSorted((a, b) => a.count - b.count)
  const sum = () => column.values.reduce((all, value, code) => all + (rare.has(value) ? counts[code]! : 0), 0)
  while (rare.size > 0 && (rare.size < 2 || sum() < fewerThan) && rest.length > 0)
    rare.add(rest.shift()!.value)
  return mapped(column, (value) => (rare.has(value) ? label : value))
}
