/** A sample with strata, clusters and unequal weights, and how the tests of designs compare. */

import { expect } from 'vitest'
import { DesignError } from '../../analysis/design/design-error.ts'
import type { Design, DesignColumns } from '../../analysis/design/design.ts'
import { sampleDesign } from '../../analysis/design/design.ts'
import { estimate, standardErrors } from '../../analysis/design/estimate.ts'
import { means } from '../../analysis/design/means.ts'

/** A repeatable stream of numbers in (0, 1): Lehmer's generator. */
export function stream(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

export const n = 600
export const next = stream(20261125)
export const stratum = Array.from({ length: n }, (_, row) => `s${row % 5}`)
export const psu = Array.from({ length: n }, (_, row) => `s${row % 5}-${Math.floor(row / 40)}`)
export const weights = Float64Array.from({ length: n }, () => 10 + 90 * next())
export const y = Float64Array.from({ length: n }, (_, row) => 50 + (row % 5) * 4 + 20 * next())
export const x = Float64Array.from({ length: n }, (_, row) => y[row]! * 2 + 30 * next())
export const group = Int32Array.from({ length: n }, () => Math.floor(3 * next()))
export const ones = new Float64Array(n).fill(1)
export const columns: DesignColumns = { n, clusters: [psu], strata: [stratum], weights }
export const design = sampleDesign(columns)

export const mean = (of: Design, column: Float64Array) => {
  const { values, covariance } = estimate(of, means([column]))
  return { value: values[0]!, error: standardErrors(covariance)[0]! }
}
export const close = (actual: number, expected: number, digits = 1e-11) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(digits * Math.max(1, Math.abs(expected)))
export const problem = (action: () => unknown) => {
  try {
    action()
  } catch (error) {
    if (error instanceof DesignError) return { code: error.code, ...error.params }
    throw error
  }
  return null
}
