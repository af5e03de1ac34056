/**
 * The sample design of a script: weights from a column or raked to margins, trimmed, with strata, clusters and
 * population sizes where they are on.
 *
 * In: the whole frame and the rows kept by the filter. Weights are made on all rows, so that a filter changes no
 * weight; rows that lack an answer that a margin needs take no part. Errors (`DesignError`, `Unprepared`) name the cause.
 */

import type { LinearisedDesign } from '../design/design.ts'
import { sampleDesign } from '../design/design.ts'
import type { Labels } from '../design/grouping.ts'
import { rake, type Margin } from '../design/post-stratify.ts'
import { trim } from '../design/trim.ts'
import type { Column, Frame, Variable } from '../frame.ts'
import { answered } from '../frame.ts'
import { column, note, row } from '../statistics/result.ts'
import { sum } from '../sums.ts'
import type { Note, Table } from '../table.ts'
import type { Words } from '../words.ts'
import type { DesignChoice, RakeMargin, Weights } from './script.ts'

/** What keeps weights or a design from being made, besides what a design itself refuses. */
export class Unprepared extends Error {
  readonly note: Note
  constructor(of: Note) {
    super(of.code)
    this.note = of
  }
}

export interface Weighted {
  readonly design: LinearisedDesign
  readonly notes: readonly Note[]
  /** How far the weighted sample is from the margins. */
  readonly tables: readonly Table[]
}

/** The design, or null where neither weights nor design columns are on. */
export function weighting(
  frame: Frame,
  { weights, design }: { readonly weights: Weights | null; readonly design: DesignChoice | null },
  {
    words,
    kept,
    owners,
  }: {
    readonly words: Words
    readonly kept: Uint8Array | null
    /** Rows of one unit belong together (rows of a repeat): its number for each row. */
    readonly owners: Uint32Array | null
  },
): Weighted | null {
  const drawn =
    design && (design.strata.length > 0 || design.clusters.length > 0 || design.populations.length > 0)
  if (!weights && !drawn) return null
  const base = baseWeights(frame, weights, kept)
  const clusters = (design?.clusters ?? []).map((name) => labelsOf(frame, name))
  const made = sampleDesign({
    n: frame.n,
    ...(clusters.length > 0 ? { clusters } : owners ? { clusters: [Array.from(owners, Number)] } : {}),
    ...(design?.strata.length ? { strata: design.strata.map((name) => labelsOf(frame, name)) } : {}),
    ...(weights || !design?.populations.length ? { weights: base.weights } : {}),
    ...(design?.populations.length
      ? { populations: design.populations.map((name) => numberOf(frame, name)) }
      : {}),
    nested: true,
    lonely: design?.lonely ?? 'fail',
  })
  const raked = weights?.rake.length
    ? rake(
        made,
        weights.rake.map((margin) => marginOf(frame, margin, weights.population ?? base.counting)),
        { tolerance: 1e-12 },
      )
    : made
  const trimmed = weights && (weights.lower !== null || weights.upper !== null) ? cut(raked, weights) : raked
  return {
    design: trimmed,
    notes: [
      ...(base.left > 0 ? [note('rakeLeftOut', { n: base.left })] : []),
      ...(trimmed !== raked ? [cutNote(raked, trimmed)] : []),
    ],
    tables: (weights?.rake ?? []).map((margin) => marginTable(frame, margin, trimmed, words)),
  }
}

/** The weights to start from; rows without an answer that a margin asks for have 0. */
function baseWeights(
  frame: Frame,
  weights: Weights | null,
  kept: Uint8Array | null,
): { readonly weights: Float64Array; readonly counting: number; readonly left: number } {
  const base = weights?.column
    ? Float64Array.from(numberOf(frame, weights.column))
    : new Float64Array(frame.n).fill(1)
  // A weight that is missing harms only where its row is asked for.
  if (kept) for (let at = 0; at < frame.n; at += 1) if (kept[at] === 0 && Number.isNaN(base[at])) base[at] = 0
  let left = 0
  const levels = (weights?.rake ?? []).map((margin) => levelsOf(frame, margin.variable))
  if (levels.length > 0) {
    for (let at = 0; at < frame.n; at += 1) {
      if (levels.every((labels) => labels[at] !== null)) continue
      if (base[at] !== 0) left += 1
      base[at] = 0
    }
  }
  return {
    weights: base,
    counting: base.reduce((count, weight) => (weight > 0 ? count + 1 : count), 0),
    left,
  }
}

function marginOf(frame: Frame, { variable, shares }: RakeMargin, population: number): Margin {
  const labels = levelsOf(frame, variable)
  const of = variableNamed(frame, variable)
  const total = sum(Object.values(shares))
  const named = new Map<string, number>()
  for (const [value, share] of Object.entries(shares)) {
    // A level that nobody is given and that the population does not have is no level.
    if (share === 0 && !labels.includes(value)) continue
    named.set(value, total > 0 ? (population * share) / total : NaN)
  }
  return { name: of.label, labels, population: named }
}

/** The value of each row among the substantive categories of a coded variable; null where there is none. */
function levelsOf(frame: Frame, name: string): readonly (string | null)[] {
  const variable = variableNamed(frame, name)
  const of = frame.columns.get(name)!
  if (of.kind !== 'coded') throw new Unprepared(note('marginNotCoded', { variable: variable.label }))
  const values: (string | null)[] = [
    null,
    null,
    ...variable.categories.map(({ value, missing }) => (missing ? null : value)),
  ]
  return Array.from(of.codes, (code) => values[code] ?? null)
}

function cut(design: LinearisedDesign, { lower, upper }: Weights): LinearisedDesign {
  const counting = design.weights.filter((weight) => weight > 0)
  const mean = sum(counting) / counting.length
  return trim(design, {
    ...(lower === null ? {} : { lower: lower * mean }),
    ...(upper === null ? {} : { upper: upper * mean }),
    strict: true,
  })
}

function cutNote(before: LinearisedDesign, after: LinearisedDesign): Note {
  const least = after.weights.reduce((low, weight) => (weight > 0 ? Math.min(low, weight) : low), Infinity)
  const most = after.weights.reduce((high, weight) => Math.max(high, weight), 0)
  const outside = before.weights.reduce(
    (count, weight) => (weight > 0 && (weight < least || weight > most) ? count + 1 : count),
    0,
  )
  return note('weightsTrimmed', { count: outside, least, most })
}

/** What the population has, what the sample had, what it has with its weights. */
function marginTable(
  frame: Frame,
  { variable, shares }: RakeMargin,
  design: LinearisedDesign,
  words: Words,
): Table {
  const of = variableNamed(frame, variable)
  const labels = levelsOf(frame, variable)
  const total = sum(Object.values(shares))
  const counts = new Map<string, number>()
  const weighed = new Map<string, number>()
  let n = 0
  for (let at = 0; at < frame.n; at += 1) {
    const [level, weight] = [labels[at] ?? null, design.weights[at]!]
    if (level === null || weight === 0) continue
    n += 1
    counts.set(level, (counts.get(level) ?? 0) + 1)
    weighed.set(level, (weighed.get(level) ?? 0) + weight)
  }
  const all = sum(weighed.values())
  const share = (count: number, base: number) => (base > 0 ? (100 * count) / base : null)
  const lines = of.categories
    .filter(({ missing }) => !missing)
    .map(({ value, label }) =>
      row([
        label,
        counts.get(value) ?? 0,
        share(counts.get(value) ?? 0, n),
        share(shares[value] ?? 0, total),
        share(weighed.get(value) ?? 0, all),
      ]),
    )
  return {
    caption: 'weights',
    columns: [
      { key: 'choice', label: of.label, kind: 'label' },
      column('n', 'count'),
      column('percent', 'percent'),
      column('populationPercent', 'percent'),
      column('weightedPercent', 'percent'),
    ],
    rows: [...lines, row([words.total, n, share(n, n), share(total, total), share(all, all)], 'total')],
    notes: [],
  }
}

function variableNamed(frame: Frame, name: string): Variable {
  const variable = frame.variables.find((each) => each.name === name)
  if (!variable || !frame.columns.has(name)) throw new Unprepared(note('variableUnknown', { variable: name }))
  return variable
}

/** A number column as values, NaN where there is none. */
function numberOf(frame: Frame, name: string): Float64Array {
  const variable = variableNamed(frame, name)
  const of = frame.columns.get(name)!
  if (of.kind !== 'number') throw new Unprepared(note('notANumber', { variable: variable.label }))
  return of.values
}

/** What tells strata or clusters apart; null where a row has nothing. */
function labelsOf(frame: Frame, name: string): Labels {
  const variable = variableNamed(frame, name)
  const of: Column = frame.columns.get(name)!
  switch (of.kind) {
    case 'coded':
      return Array.from(of.codes, (code) => (code >= 2 ? code : null))
    case 'number':
      return Array.from(of.values, (value, at) => (of.status[at] === answered ? value : null))
    case 'text':
      return of.texts
    default:
      throw new Unprepared(note('designNotOne', { variable: variable.label }))
  }
}
