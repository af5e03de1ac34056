/**
 * p values of several tests made together, adjusted so that one of them does not come out by chance.
 *
 * In: p values, null where a test was not possible; these are left out and not counted. Out: adjusted p in the same
 * places, at most 1. Holm, Bonferroni, Hochberg and Hommel bound the chance of any false finding; BH and BY the
 * expected share of false ones among the findings. Source: Holm 1979; Benjamini and Hochberg 1995; R `p.adjust`.
 */

export const adjustments = ['none', 'bonferroni', 'holm', 'hochberg', 'hommel', 'BH', 'BY'] as const
export type Adjustment = (typeof adjustments)[number]

/** `fdr` is R's other name for BH. An unknown name is an Error. */
export function adjustmentOf(name: string): Adjustment {
  if (name === 'fdr') return 'BH'
  const found = adjustments.find((each) => each === name)
  if (!found) throw new Error(`adjusted p: unknown method ${name}`)
  return found
}

/** Adjusted p values in the places of the given ones. */
export function adjustedP(given: readonly (number | null)[], method: Adjustment): (number | null)[] {
  const places = given.flatMap((p, k) => (p === null || Number.isNaN(p) ? [] : [k]))
  const sorted = places.toSorted((a, b) => given[a]! - given[b]!)
  const p = sorted.map((place) => given[place]!)
  const adjusted = ordered(p, method)
  const result: (number | null)[] = given.map(() => null)
  sorted.forEach((place, k) => {
    result[place] = Math.min(1, adjusted[k]!)
  })
  return result
}

/** Adjusted p of rising p. */
function ordered(p: readonly number[], method: Adjustment): readonly number[] {
  const n = p.length
  if (n <= 1) return p
  switch (method) {
    case 'none':
      return p
    case 'bonferroni':
      return p.map((value) => n * value)
    case 'holm':
      return risingMax(p.map((value, k) => (n - k) * value))
    case 'hochberg':
      return fallingMin(p.map((value, k) => (n - k) * value))
    case 'BH':
      return fallingMin(p.map((value, k) => (n / (k + 1)) * value))
    case 'BY': {
      const harmonic = p.reduce((total, _, k) => total + 1 / (k + 1), 0)
      return fallingMin(p.map((value, k) => ((harmonic * n) / (k + 1)) * value))
    }
    case 'hommel':
      return hommel(p)
  }
}

function risingMax(values: readonly number[]): number[] {
  let most = -Infinity
  return values.map((value) => (most = Math.max(most, value)))
}

function fallingMin(values: readonly number[]): number[] {
  let least = Infinity
  return values
    .toReversed()
    .map((value) => (least = Math.min(least, value)))
    .toReversed()
}

/** Hommel's closed test of Simes' inequality, in the form of Wright (1992). */
function hommel(p: readonly number[]): number[] {
  const n = p.length
  const start = Math.min(...p.map((value, k) => (n * value) / (k + 1)))
  let q = p.map(() => start)
  const best = [...q]
  for (let m = n - 1; m >= 2; m -= 1) {
    const head = n - m + 1
    let least = Infinity
    for (let k = 2; k <= m; k += 1) least = Math.min(least, (m * p[head + k - 2]!) / k)
    q = p.map((value, k) => (k < head ? Math.min(m * value, least) : NaN))
    const carried = q[head - 1]!
    q = q.map((value, k) => (k < head ? value : carried))
    q.forEach((value, k) => {
      best[k] = Math.max(best[k]!, value)
    })
  }
  return best.map((value, k) => Math.max(value, p[k]!))
}
