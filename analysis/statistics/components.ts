/**
 * Principal components of items, from their correlations, and their varimax rotation.
 *
 * In: one column an item; rows with a missing item are left out. Out: all eigenvalues with their per cent of the
 * variance, the loadings of the wanted components (item by component; each column's sum is not negative), and
 * communalities. Rotated loadings are Kaiser-normalised, rotated plane by plane until no angle is left, with
 * the columns by falling sum of squares. With weights the correlations are weighted. A reason instead where there is nothing to decompose.
 * Source: Hotelling 1933; Kaiser 1958; R `eigen(cor(x))`, `varimax(normalize = TRUE, eps = 1e-15)`.
 */

import { symmetricEigen } from '../matrix.ts'
import { sum } from '../sums.ts'
import { completeRows, correlations, covariances } from './items.ts'
import type { Items, Matrix } from './items.ts'
import type { NoComponents } from './sampling-adequacy.ts'

export interface Components {
  readonly n: number
  /** Kish's effective n; n itself without weights. */
  readonly effective: number
  readonly missing: number
  readonly eigenvalues: readonly number[]
  readonly percents: readonly number[]
  readonly cumulative: readonly number[]
  /** Eigenvalues above 1 (Kaiser's rule of thumb). */
  readonly aboveOne: number
  readonly loadings: Matrix
  readonly communalities: readonly number[]
}

export interface Rotation {
  readonly loadings: Matrix
  /** Sum of squared loadings of each rotated component. */
  readonly squares: readonly number[]
  readonly percents: readonly number[]
}

/** The first `wanted` principal components (all items' at most). */
export function components(
  items: Items,
  wanted: number,
  weighting?: Float64Array,
): Components | NoComponents {
  const { columns, weights, n, effective, missing } = completeRows(items, weighting)
  const k = columns.length
  if (k < 2 || n < 3) return 'tooFew'
  const correlation = correlations(covariances(columns, weights))
  if (!correlation) return 'unvarying'
  const { values, vectors } = symmetricEigen(correlation)
  const percents = values.map((value) => (100 * value) / k)
  const used = Math.min(k, Math.max(1, Math.floor(wanted)))
  const raw = columns.map((_, i) =>
    Array.from({ length: used }, (_, c) => vectors[c]![i]! * Math.sqrt(Math.max(0, values[c]!))),
  )
  const loadings = withPositiveSums(raw)
  let reached = 0
  return {
    n,
    effective,
    missing,
    eigenvalues: values,
    percents,
    cumulative: percents.map((percent) => (reached += percent)),
    aboveOne: values.filter((value) => value > 1).length,
    loadings,
    communalities: loadings.map((line) => sum(line.map((loading) => loading ** 2))),
  }
}

/** Varimax with Kaiser's normalisation of loadings, item by component. */
export function varimax(loadings: Matrix): Rotation {
  const lengths = loadings.map((line) => Math.hypot(...line))
  const work = loadings.map((line, i) => line.map((loading) => (lengths[i]! > 0 ? loading / lengths[i]! : 0)))
  const width = loadings[0]?.length ?? 0
  for (let sweep = 0; sweep < 1000; sweep += 1) {
    let largest = 0
    for (let i = 0; i < width - 1; i += 1)
      for (let j = i + 1; j < width; j += 1) largest = Math.max(largest, Math.abs(turn(work, i, j)))
    if (largest < 1e-15) break
  }
  const restored = work.map((line, i) => line.map((loading) => loading * lengths[i]!))
  const squaresOf = (table: Matrix) =>
    Array.from({ length: width }, (_, c) => sum(table.map((line) => line[c]! ** 2)))
  const before = squaresOf(restored)
  const order = before.map((_, c) => c).sort((a, b) => before[b]! - before[a]!)
  const rotated = withPositiveSums(restored.map((line) => order.map((c) => line[c]!)))
  const squares = squaresOf(rotated)
  return { loadings: rotated, squares, percents: squares.map((value) => (100 * value) / loadings.length) }
}

/** Turns two columns in their plane to the angle of the largest variance of squared loadings; returns the angle. */
function turn(work: number[][], i: number, j: number): number {
  const rows = work.length
  const differences = work.map((line) => line[i]! ** 2 - line[j]! ** 2)
  const products = work.map((line) => 2 * line[i]! * line[j]!)
  const u = sum(differences)
  const v = sum(products)
  const above = 2 * (rows * sum(differences.map((value, row) => value * products[row]!)) - u * v)
  const below =
    rows * sum(differences.map((value, row) => value ** 2 - products[row]! ** 2)) - (u * u - v * v)
  const angle = Math.atan2(above, below) / 4
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  for (const line of work) {
    const [x, y] = [line[i]!, line[j]!]
    line[i] = x * c + y * s
    line[j] = y * c - x * s
  }
  return angle
}

function withPositiveSums(loadings: Matrix): number[][] {
  const width = loadings[0]?.length ?? 0
  const signs = Array.from({ length: width }, (_, c) => (sum(loadings.map((line) => line[c]!)) < 0 ? -1 : 1))
  return loadings.map((line) => line.map((loading, c) => loading * signs[c]!))
}
