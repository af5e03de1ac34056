/**
 * Agreement beyond chance of the same number of raters on each unit: Fleiss' kappa.
 *
 * In: one column a rater with codes 0 to k - 1 (below 0 missing); units with a missing code are left out. Out:
 * observed and expected agreement, kappa over all and of each category, with null standard errors, z and
 * two-sided p. Null below two raters, without units, or where all codes are the same; a category that no one or
 * everyone used has no kappa.
 * Source: Fleiss 1971; Fleiss, Nee and Landis 1979.
 */

import { normalTwoSided } from '../distributions.ts'
import { sum } from '../sums.ts'

export interface FleissCategory {
  readonly proportion: number
  readonly kappa: number | null
  readonly nullError: number
  readonly z: number | null
  readonly p: number | null
}

export interface Fleiss {
  readonly n: number
  readonly missing: number
  readonly raters: number
  readonly observed: number
  readonly expected: number
  readonly kappa: number
  readonly nullError: number
  readonly z: number | null
  readonly p: number | null
  readonly categories: readonly FleissCategory[]
}

/** Fleiss' kappa over all and of each category. */
export function fleissKappa(raters: readonly ArrayLike<number>[], k: number): Fleiss | null {
  const m = raters.length
  const rows = raters[0]?.length ?? 0
  const totals = new Float64Array(k)
  const squares = new Float64Array(k)
  let n = 0
  const counts = new Float64Array(k)
  for (let row = 0; row < rows; row += 1) {
    if (!raters.every((codes) => codes[row]! >= 0)) continue
    n += 1
    for (const codes of raters) counts[codes[row]!]! += 1
    for (const codes of raters) {
      const c = codes[row]!
      totals[c]! += counts[c]!
      squares[c]! += counts[c]! ** 2
      counts[c] = 0
    }
  }
  if (m < 2 || n === 0) return null
  const pairs = n * m * (m - 1)
  const shares = Array.from(totals, (total) => total / (n * m))
  const observed = (sum(squares) - n * m) / pairs
  const expected = sum(shares.map((share) => share ** 2))
  if (!(1 - expected > 1e-15)) return null
  const kappa = (observed - expected) / (1 - expected)
  const spread = sum(shares.map((share) => share * (1 - share)))
  const skewed = sum(shares.map((share) => share * (1 - share) * (1 - 2 * share)))
  const nullError = Math.sqrt(Math.max(0, (2 / (spread ** 2 * pairs)) * (spread ** 2 - skewed)))
  const one = Math.sqrt(2 / pairs)
  return {
    n,
    missing: rows - n,
    raters: m,
    observed,
    expected,
    kappa,
    nullError,
    ...tested(kappa, nullError),
    categories: shares.map((proportion, c) => {
      const defined = proportion > 0 && proportion < 1
      const agreeing = (squares[c]! - n * m * proportion) / (pairs * proportion)
      const own = defined ? (agreeing - proportion) / (1 - proportion) : null
      return { proportion, kappa: own, nullError: one, ...tested(own, one) }
    }),
  }
}

function tested(
  kappa: number | null,
  error: number,
): { readonly z: number | null; readonly p: number | null } {
  if (kappa === null || !(error > 0)) return { z: null, p: null }
  return { z: kappa / error, p: normalTwoSided(kappa / error) }
}
