/**
 * Weights fitted to known population counts: cell by cell, or margin by margin in turn until all fit.
 *
 * In: for each row its level of the variables, and the population's count of each level. Out: a design with new
 * weights and, for a linearised one, what that takes out of the variance; replicate weights are fitted one by one.
 * Errors name margin and level: a level of the sample that the population lacks, one of the population that
 * nobody has, missing values, margins whose fit does not settle or that contradict each other by more than 1 %.
 * Source: Holt and Smith 1979; Deming and Stephan 1940; Deville et al. 1993; R `survey::postStratify`, `rake`.
 */

import { sum } from '../sums.ts'
import type { RakingAdjustment } from './adjustment.ts'
import { DesignError } from './design-error.ts'
import type { Design } from './design.ts'
import type { Labels } from './grouping.ts'

/** What is known of the population: the count of each level. */
export interface Margin {
  /** What the variables are called, for errors. */
  readonly name: string
  /** Level of each row. */
  readonly labels: Labels
  readonly population: ReadonlyMap<string, number>
}

export interface PostStratifyOptions {
  /** Cells that nobody in the sample has are left out instead of refused. */
  readonly partial?: boolean
}

export function postStratify<D extends Design>(
  design: D,
  margin: Margin,
  options: PostStratifyOptions = {},
): D {
  const cells = cellsOf(design, margin)
  const fit = (weights: Float64Array) =>
    scaled(weights, cells, factorsOf(weights, cells, options.partial === true))
  const weights = fit(design.weights)
  if (design.kind === 'replicates')
    return {
      ...design,
      weights,
      replicates: design.replicates.map((replicate) => fitReplicate(replicate, cells)),
      df: null,
    }
  const adjustment = {
    kind: 'cells' as const,
    cell: cells.codes,
    cells: cells.labels.length,
    before: design.weights,
    after: weights,
  }
  return { ...design, weights, adjustments: [...design.adjustments, adjustment] }
}

interface Cells {
  readonly name: string
  readonly codes: Uint32Array
  readonly labels: readonly string[]
  /** Population count of each cell. */
  readonly targets: Float64Array
}

/** Each row's level as a place in the population's list; rows of weight 0 may be anything. */
function cellsOf(design: Design, { name, labels, population }: Margin): Cells {
  const names = [...population.keys()]
  const places = new Map(names.map((level, place) => [level, place]))
  const codes = new Uint32Array(design.n)
  const known = new Map<string | number, number>()
  if (labels.length !== design.n) throw new DesignError('designLength', { what: name })
  for (let row = 0; row < design.n; row += 1) {
    if (design.weights[row] === 0) continue
    const label = labels[row]!
    let place = label === null ? undefined : known.get(label)
    if (place === undefined) {
      if (label === null || label === '' || Number.isNaN(label))
        throw new DesignError('marginMissing', { margin: name, row: row + 1 })
      place = places.get(String(label))
      if (place === undefined) throw new DesignError('marginUnknown', { margin: name, level: String(label) })
      known.set(label, place)
    }
    codes[row] = place
  }
  const targets = Float64Array.from(population.values())
  for (const [place, target] of targets.entries()) {
    if (!(target >= 0) || target === Infinity)
      throw new DesignError('marginZero', { margin: name, level: names[place]! })
  }
  return { name, codes, labels: names, targets }
}

function sumsOf(weights: Float64Array, { codes, labels }: Cells): Float64Array {
  const sums = new Float64Array(labels.length)
  const lost = new Float64Array(labels.length)
  for (let row = 0; row < weights.length; row += 1) {
    const weight = weights[row]!
    if (weight === 0) continue
    const cell = codes[row]!
    const total = sums[cell]!
    const next = total + weight
    lost[cell] =
      lost[cell]! + (Math.abs(total) >= Math.abs(weight) ? total - next + weight : weight - next + total)
    sums[cell] = next
  }
  return sums.map((total, cell) => total + lost[cell]!)
}

/** What each cell's weights are multiplied by. */
function factorsOf(weights: Float64Array, cells: Cells, partial: boolean): Float64Array {
  const sums = sumsOf(weights, cells)
  return sums.map((total, cell) => {
    const target = cells.targets[cell]!
    const level = cells.labels[cell]!
    if (total === 0 && target > 0 && !partial)
      throw new DesignError('marginUnobserved', { margin: cells.name, level })
    if (total !== 0 && target === 0) throw new DesignError('marginZero', { margin: cells.name, level })
    return total === 0 ? 1 : target / total
  })
}

function scaled(weights: Float64Array, { codes }: Cells, factors: Float64Array): Float64Array {
  return weights.map((weight, row) => (weight === 0 ? 0 : weight * factors[codes[row]!]!))
}

/** In a replicate a cell may lose all its units: such a replicate has no estimate. */
function fitReplicate(weights: Float64Array, cells: Cells): Float64Array {
  const sums = sumsOf(weights, cells)
  const lost = sums.some((total, cell) => total === 0 && cells.targets[cell]! > 0)
  if (lost && sums.every((total) => total === 0)) return weights.map(() => NaN)
  return scaled(
    weights,
    cells,
    sums.map((total, cell) => (total === 0 ? 1 : cells.targets[cell]! / total)),
  )
}

export interface RakeOptions {
  /** Largest number of cycles over the margins. */
  readonly cycles?: number
  /** Settled when no cell of the margins' crosstab changes by more than this share of all weight. */
  readonly tolerance?: number
}

export function rake<D extends Design>(design: D, margins: readonly Margin[], options: RakeOptions = {}): D {
  const sides = margins.map((margin) => cellsOf(design, margin))
  const joint = jointCells(design, sides)
  const weights = rakeWeights(design.weights, sides, joint, options)
  if (design.kind === 'replicates') {
    const replicates = design.replicates.map((replicate) => rakeWeights(replicate, sides, joint, options))
    return { ...design, weights, replicates, df: null }
  }
  const adjustment: RakingAdjustment = {
    kind: 'raking',
    margins: sides.map(({ codes, labels }) => ({ cell: codes, cells: labels.length })),
    after: weights,
  }
  return { ...design, weights, adjustments: [...design.adjustments, adjustment] }
}

interface Joint {
  readonly codes: Uint32Array
  readonly count: number
  /** For each margin the level of each joint cell. */
  readonly levels: readonly Uint32Array[]
}

/** The combinations of levels that occur: rows of one combination keep their ratios while raking. */
function jointCells(design: Design, sides: readonly Cells[]): Joint {
  const { n, weights } = design
  let codes = new Uint32Array(n)
  let firsts: number[] = []
  for (const { codes: own, labels } of sides) {
    const width = labels.length
    const places = new Int32Array(Math.max(1, firsts.length) * width).fill(-1)
    const next = new Uint32Array(n)
    firsts = []
    for (let row = 0; row < n; row += 1) {
      if (weights[row] === 0) continue
      const key = codes[row]! * width + own[row]!
      let place = places[key]!
      if (place < 0) {
        place = firsts.length
        places[key] = place
        firsts.push(row)
      }
      next[row] = place
    }
    codes = next
  }
  const levels = sides.map(({ codes: own }) => Uint32Array.from(firsts, (row) => own[row]!))
  return { codes, count: firsts.length, levels }
}

function rakeWeights(
  weights: Float64Array,
  sides: readonly Cells[],
  { codes, count, levels }: Joint,
  { cycles = 1000, tolerance = 1e-10 }: RakeOptions,
): Float64Array {
  const start = sumsOf(weights, {
    name: '',
    codes,
    labels: Array.from({ length: count }),
    targets: new Float64Array(),
  })
  for (const [m, { name, labels, targets }] of sides.entries()) {
    const observed = marginSums(start, levels[m]!, labels.length)
    for (const [cell, total] of observed.entries()) {
      if (total === 0 && targets[cell]! > 0)
        throw new DesignError('marginUnobserved', { margin: name, level: labels[cell]! })
      if (total !== 0 && targets[cell] === 0)
        throw new DesignError('marginZero', { margin: name, level: labels[cell]! })
    }
  }
  const settled = tolerance * sum(start)
  let cellTotals = start
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const before = cellTotals
    cellTotals = before.slice()
    for (const [m, { labels, targets }] of sides.entries()) {
      const level = levels[m]!
      const sums = marginSums(cellTotals, level, labels.length)
      const factors = sums.map((total, cell) => (total === 0 ? 1 : targets[cell]! / total))
      for (let cell = 0; cell < count; cell += 1)
        cellTotals[cell] = cellTotals[cell]! * factors[level[cell]!]!
    }
    let change = 0
    for (let cell = 0; cell < count; cell += 1)
      change = Math.max(change, Math.abs(cellTotals[cell]! - before[cell]!))
    if (change < settled) {
      refuseContradiction(cellTotals, sides, levels)
      const factors = cellTotals.map((total, cell) => (start[cell] === 0 ? 0 : total / start[cell]!))
      return weights.map((weight, row) => (weight === 0 ? 0 : weight * factors[codes[row]!]!))
    }
  }
  const { margin, level } = worstMargin(cellTotals, sides, levels)
  throw new DesignError('rakingFailed', { cycles, margin, level })
}

function marginSums(totals: Float64Array, level: Uint32Array, size: number): Float64Array {
  const sums = new Float64Array(size)
  for (let cell = 0; cell < totals.length; cell += 1) sums[level[cell]!] = sums[level[cell]!]! + totals[cell]!
  return sums
}

/** Share of all weight by which a margin may miss once nothing moves: margins rarely add up to the same person. */
const slack = 0.01

/** Margins that contradict each other settle too, each undoing what the one before did. */
function refuseContradiction(
  totals: Float64Array,
  sides: readonly Cells[],
  levels: readonly Uint32Array[],
): void {
  const { margin, level, gap } = worstMargin(totals, sides, levels)
  if (gap > slack * sum(totals)) throw new DesignError('rakingContradiction', { margin, level })
}

/** The level that is farthest from its target. */
function worstMargin(totals: Float64Array, sides: readonly Cells[], levels: readonly Uint32Array[]) {
  let worst = { margin: '', level: '', gap: -1 }
  for (const [m, { name, labels, targets }] of sides.entries()) {
    for (const [cell, total] of marginSums(totals, levels[m]!, labels.length).entries()) {
      const gap = Math.abs(total - targets[cell]!)
      if (gap > worst.gap) worst = { margin: name, level: labels[cell]!, gap }
    }
  }
  return worst
}
