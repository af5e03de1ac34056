/** Sample designs at a size that no survey of this kind reaches: how long estimates and weights take. */

import { sampleDesign } from '../../analysis/design/design.ts'
import { complete, estimate, standardErrors } from '../../analysis/design/estimate.ts'
import { means } from '../../analysis/design/means.ts'
import { rake } from '../../analysis/design/post-stratify.ts'

const rows = 1_000_000
const psus = 10_000

export interface DesignTimes {
  /** Milliseconds, the fastest of some runs. */
  readonly mean: number
  readonly bareLoop: number
  readonly rake: number
}

/** Mean and linearised standard error of a column with 10,000 sampling units in 500 strata; raking on five margins. */
export function designTimes(): DesignTimes {
  const next = stream(20261125)
  const psu = Uint32Array.from({ length: rows }, () => Math.floor(psus * next()))
  const stratum = psu.map((unit) => unit % 500)
  const weights = Float64Array.from({ length: rows }, () => 10 + 90 * next())
  const values = Float64Array.from({ length: rows }, (_, row) => 50 + (psu[row]! % 17) + 30 * next())
  const design = sampleDesign({ n: rows, clusters: [psu], strata: [stratum], weights })
  const sizes = [2, 6, 31, 4, 12]
  const margins = sizes.map((size, m) => {
    const labels = Uint8Array.from({ length: rows }, () => Math.floor(size * next() ** 1.3))
    const counts = Array.from({ length: size }, (_, level) => 1 + (level % 3) + next())
    const all = counts.reduce((total, count) => total + count, 0)
    const population = new Map(counts.map((count, level) => [String(level), (6e7 * count) / all]))
    return { name: `margin ${m + 1}`, labels, population }
  })
  return {
    mean: fastest(12, () => {
      // Missing and infinite values are looked for each time, as a statistic must.
      const whole = complete(design, [values])
      const { covariance } = estimate(whole.design, means(whole.columns))
      if (!(standardErrors(covariance)[0]! > 0)) throw new Error('no standard error')
    }),
    bareLoop: fastest(12, () => bareLoop(psu, weights, values)),
    rake: fastest(3, () => {
      const { weights: raked } = rake(design, margins)
      if (!(raked[0]! > 0)) throw new Error('no weights')
    }),
  }
}

/** What a loop over typed arrays takes without any care for design or digits. */
function bareLoop(psu: Uint32Array, weights: Float64Array, values: Float64Array): number {
  let total = 0
  let all = 0
  for (let row = 0; row < rows; row += 1) {
    total += weights[row]! * values[row]!
    all += weights[row]!
  }
  const mean = total / all
  const totals = new Float64Array(psus)
  for (let row = 0; row < rows; row += 1)
    totals[psu[row]!] = totals[psu[row]!]! + (weights[row]! * (values[row]! - mean)) / all
  return totals.reduce((sum, value) => sum + value * value, 0)
}

function fastest(runs: number, action: () => void): number {
  let best = Infinity
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now()
    action()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

function stream(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}
