/**
 * Which columns of a crosstab differ in a row? Every pair of columns by a z test, with the letters of market research.
 *
 * In: counts, rows by columns (with weights: weighted counts and, in `bases`, effective sample sizes of the columns),
 * and for answers of which several could be ticked the columns' bases, which their counts then do not add up to. Out:
 * for each row the share of every column (0 to 1), z (pooled) with two-sided p for every pair, p adjusted over the
 * pairs of the row, and letters: A, B, C ... name the columns, and a letter stands under the column with the larger
 * share where the adjusted p is below alpha. A pair without a test (an empty column, nobody or everybody in both) has
 * null and no letter. Beyond Z come AA, AB ...; more than `columnLimit` columns are an Error.
 * Source: R `prop.test(correct = FALSE)` for a pair, `p.adjust`.
 */

import { normalTwoSided } from '../distributions.ts'
import { sum } from '../sums.ts'
import { adjustedP } from './adjusted-p.ts'
import type { Adjustment } from './adjusted-p.ts'

export interface ColumnPair {
  readonly a: number
  readonly b: number
  readonly difference: number | null
  readonly z: number | null
  readonly p: number | null
  readonly adjusted: number | null
}

export interface ColumnRow {
  readonly shares: readonly (number | null)[]
  readonly pairs: readonly ColumnPair[]
  readonly letters: readonly string[]
}

export const columnLimit = 60

export function columnProportions(
  counts: readonly (readonly number[])[],
  options: {
    readonly adjustment: Adjustment
    readonly alpha?: number
    /** What shares are shares of; the column totals where not given. */
    readonly totals?: readonly number[]
    /** How many people each column is worth in the test; the totals where not given. */
    readonly bases?: readonly number[]
  },
): readonly ColumnRow[] {
  const width = counts[0]?.length ?? 0
  if (width > columnLimit) throw new Error(`column proportions: more than ${columnLimit} columns`)
  const totals =
    options.totals ?? Array.from({ length: width }, (_, c) => sum(counts.map((line) => line[c]!)))
  const bases = options.bases ?? totals
  const alpha = options.alpha ?? 0.05
  const places = Array.from({ length: width }, (_, a) =>
    Array.from({ length: width - a - 1 }, (_, k) => ({ a, b: a + 1 + k })),
  ).flat()
  return counts.map((line) => {
    const shares = line.map((count, c) => (totals[c]! > 0 ? count / totals[c]! : null))
    const tests = places.map(({ a, b }) => compared([shares[a]!, bases[a]!], [shares[b]!, bases[b]!]))
    const adjusted = adjustedP(
      tests.map(({ p }) => p),
      options.adjustment,
    )
    return {
      shares,
      pairs: places.map((place, k) => ({ ...place, ...tests[k]!, adjusted: adjusted[k]! })),
      letters: lettersUnder(
        width,
        places.map((place, k) => ({ ...place, difference: tests[k]!.difference, adjusted: adjusted[k]! })),
        alpha,
      ),
    }
  })
}

/** For each column the letters of the columns that it is larger than, where the adjusted p is below alpha. */
export function lettersUnder(
  width: number,
  pairs: readonly Pick<ColumnPair, 'a' | 'b' | 'difference' | 'adjusted'>[],
  alpha = 0.05,
): readonly string[] {
  const under = Array.from({ length: width }, (): number[] => [])
  for (const { a, b, difference, adjusted } of pairs) {
    if (adjusted === null || difference === null || !(adjusted < alpha)) continue
    if (difference > 0) under[a]!.push(b)
    else under[b]!.push(a)
  }
  return under.map((others) =>
    others
      .toSorted((x, y) => x - y)
      .map(columnLetter)
      .join(''),
  )
}

function compared(
  [p, n]: readonly [number | null, number],
  [q, m]: readonly [number | null, number],
): { readonly difference: number | null; readonly z: number | null; readonly p: number | null } {
  if (p === null || q === null) return { difference: null, z: null, p: null }
  const pooled = (p * n + q * m) / (n + m)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
  if (!(error > 0)) return { difference: p - q, z: null, p: null }
  const z = (p - q) / error
  return { difference: p - q, z, p: normalTwoSided(z) }
}

/** A to Z, then AA, AB ... */
export function columnLetter(place: number): string {
  const letter = String.fromCodePoint(65 + (place % 26))
  return place < 26 ? letter : columnLetter(Math.floor(place / 26) - 1) + letter
}
