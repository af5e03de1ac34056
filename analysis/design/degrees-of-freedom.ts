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
  const rank = qr(distinctRows(design), 1e-5).rank - 1
  ranks.set(design, rank)
  return rank
}

/** Rows with proportional replicate weights add nothing to the rank: each kind once, as many times as its length. */
function distinctRows({ n, replicates }: ReplicateDesign): readonly Float64Array[] {
  const squares = new Map<string, { row: number; total: number; own: number }>()
  for (let row = 0; row < n; row += 1) {
    let length = 0
    for (const replicate of replicates) length += replicate[row]! ** 2
    if (length === 0) continue
    const root = Math.sqrt(length)
    const key = replicates.map((replicate) => (replicate[row]! / root).toFixed(9)).join()
    const known = squares.get(key)
    if (known) known.total += length
    else squares.set(key, { row, total: length, own: length })
  }
  const kinds = [...squares.values()]
  return replicates.map((replicate) =>
    Float64Array.from(kinds, ({ row, total, own }) => replicate[row]! * Math.sqrt(total / own)),
  )
}
