/** Degrees of freedom of a design. */

import { qr } from '../matrix.ts'
import type { Design, ReplicateDesign } from './design.ts'

export interface DesignCounts {
  readonly psus: number
  readonly strata: number
}

/** Sampling units and strata of the first stage; of rows that count, or of all that the design still has. */
export function designCounts(design: Design, countingOnly = true): DesignCounts | null {
  if (design.kind !== 'linearised') return null
  const { unit, units, strata, stratumOf } = design.stages[0]!
  const seen = new Uint8Array(units)
  const seenStrata = new Uint8Array(strata)
  let psus = 0
  let count = 0
  for (let row = 0; row < design.n; row += 1) {
    if (design.present && design.present[row] !== 1) continue
    if (countingOnly && design.weights[row] === 0) continue
    const of = unit[row]!
    if (seen[of] === 1) continue
    seen[of] = 1
    psus += 1
    const stratum = stratumOf[of]!
    if (seenStrata[stratum] === 0) {
      seenStrata[stratum] = 1
      count += 1
    }
  }
  return { psus, strata: count }
}

const ranks = new WeakMap<ReplicateDesign, number>()

/** Sampling units minus strata; with replicate weights their rank minus 1. R `survey::degf`. */
export function degreesOfFreedom(design: Design): number {
  if (design.kind === 'linearised') {
    const { psus, strata } = designCounts(design)!
    return psus - strata
  }
  const known = design.df ?? ranks.get(design)
  if (known !== undefined) return known
  const rank = rankOf(distinctRows(design))
  ranks.set(design, rank - 1)
  return rank - 1
}

/** Work of a decomposition beyond which the rank is taken as its upper bound: seconds, not minutes. */
const workLimit = 5e9

function rankOf(columns: readonly Float64Array[]): number {
  const rows = columns[0]?.length ?? 0
  if (rows * columns.length ** 2 > workLimit) return Math.min(rows, columns.length)
  return qr(columns, 1e-5).rank
}

/** Rows with proportional replicate weights add nothing to the rank: each kind once, as many times as its length. */
function distinctRows({ n, replicates }: ReplicateDesign): readonly Float64Array[] {
  // Proportional rows have the same product with any fixed numbers once they are of length one.
  const marks = replicates.map((_, k) => (Math.sin(12.9898 * (k + 1)) * 43758.5453) % 1)
  const lengths = new Float64Array(n)
  const products = new Float64Array(n)
  for (const [k, replicate] of replicates.entries()) {
    const mark = marks[k]!
    for (let row = 0; row < n; row += 1) {
      const weight = replicate[row]!
      lengths[row] = lengths[row]! + weight * weight
      products[row] = products[row]! + weight * mark
    }
  }
  const kinds = new Map<number, { readonly row: number; total: number }>()
  for (let row = 0; row < n; row += 1) {
    const length = lengths[row]!
    if (length === 0) continue
    const key = Math.round((1e9 * products[row]!) / Math.sqrt(length))
    const known = kinds.get(key)
    if (known) known.total += length
    else kinds.set(key, { row, total: length })
  }
  const kept = [...kinds.values()]
  return replicates.map((replicate) =>
    Float64Array.from(kept, ({ row, total }) => replicate[row]! * Math.sqrt(total / lengths[row]!)),
  )
}
