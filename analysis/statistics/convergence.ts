/**
 * Convergent validity from standardised loadings of one construct.
 *
 * In: loadings between -1 and 1. Out: average variance extracted and composite reliability, both 0 to 1. Null
 * without loadings; an Error names a loading that is not a number. Composite reliability is null where it is 0/0.
 * Source: Fornell and Larcker 1981.
 */

import { sum } from '../sums.ts'

export interface Convergence {
  readonly averageVariance: number
  readonly compositeReliability: number | null
}

/** AVE and composite reliability. */
export function convergence(loadings: readonly number[]): Convergence | null {
  if (loadings.length === 0) return null
  const odd = loadings.findIndex((loading) => !Number.isFinite(loading))
  if (odd >= 0) throw new Error(`convergence: loading ${odd + 1} is not a number`)
  const explained = sum(loadings) ** 2
  const whole = explained + sum(loadings.map((loading) => 1 - loading ** 2))
  return {
    averageVariance: sum(loadings.map((loading) => loading ** 2)) / loadings.length,
    compositeReliability: whole > 0 ? explained / whole : null,
  }
}
