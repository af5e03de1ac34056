/** Shares of cells in one pass are those of the scores written out. */

import { expect, test } from 'vitest'
import { cellShares } from '../../analysis/design/cell-shares.ts'
import { sampleDesign } from '../../analysis/design/design.ts'
import { domain } from '../../analysis/design/domain.ts'
import { estimate } from '../../analysis/design/estimate.ts'
import { cells } from '../../analysis/design/means.ts'
import { seededRandom } from '../../analysis/random.ts'

test('with weights, strata and domains', () => {
  const random = seededRandom(11)
  const n = 400
  const weights = Float64Array.from({ length: n }, () => 0.2 + 3 * random())
  const codes = Int32Array.from({ length: n }, () => Math.floor(random() * 6))
  const strata = Array.from({ length: n }, () => Math.floor(random() * 5))
  const kept = Uint8Array.from({ length: n }, () => (random() < 0.7 ? 1 : 0))
  const whole = [sampleDesign({ n, weights }), sampleDesign({ n, weights, strata: [strata], nested: true })]
  for (const design of [...whole, ...whole.map((each) => domain(each, kept))]) {
    const fast = cellShares(design, codes, 6)
    const full = estimate(design, cells(codes, 6))
    fast.values.forEach((value, k) => expect(value).toBeCloseTo(full.values[k]!, 14))
    for (let i = 0; i < 6; i += 1)
      for (let j = 0; j < 6; j += 1) {
        const wanted = full.covariance[i]![j]!
        expect(Math.abs(fast.covariance[i]![j]! - wanted)).toBeLessThanOrEqual(
          1e-12 * Math.abs(wanted) + 1e-18,
        )
      }
  }
})
