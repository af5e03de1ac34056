/** Parts of a sample: the design stays that of the whole, only the rows that count become fewer. */

import type { Design } from './design.ts'
import { adjusted } from './design.ts'

/**
 * The design with only the rows marked 1 counting. Weights fitted to totals and unequal probabilities keep all
 * rows in the variance, others lose the rest (it matters for strata of which one unit is left). R `subset`.
 */
export function domain<D extends Design>(design: D, kept: Uint8Array): D {
  const weights = design.weights.map((weight, row) => (kept[row] === 1 ? weight : 0))
  const present = adjusted(design)
    ? design.present
    : Uint8Array.from(kept, (keep, row) =>
        keep === 1 && (!design.present || design.present[row] === 1) ? 1 : 0,
      )
  if (design.kind === 'linearised') return { ...design, weights, present }
  const replicates = design.replicates.map((replicate) =>
    replicate.map((weight, row) => (kept[row] === 1 ? weight : 0)),
  )
  return { ...design, weights, present, replicates, df: null }
}

/** Rows where every column has a number; null: all. */
export function completeRows(columns: readonly Float64Array[]): Uint8Array | null {
  const n = columns[0]?.length ?? 0
  let gaps = false
  const complete = new Uint8Array(n).fill(1)
  for (const column of columns) {
    for (let row = 0; row < n; row += 1) {
      if (Number.isNaN(column[row])) {
        complete[row] = 0
        gaps = true
      }
    }
  }
  return gaps ? complete : null
}
