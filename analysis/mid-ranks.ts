/** Ranks with ties: what every rank statistic starts from. */

export interface MidRanks {
  /** From 1; equal values share the mean of their places. */
  readonly ranks: Float64Array
  /** Sizes of the groups of equal values, those of one value included. */
  readonly ties: readonly number[]
  /** Σ (t³ - t) over the groups; 0 without ties. */
  readonly tieSum: number
}

/** Ranks of values in the order given (R `rank`); values must be numbers, infinite ones allowed. */
export function midRanks(values: ArrayLike<number>): MidRanks {
  const n = values.length
  const order = Uint32Array.from({ length: n }, (_, k) => k).sort((a, b) => compare(values[a]!, values[b]!))
  const ranks = new Float64Array(n)
  const ties: number[] = []
  let tieSum = 0
  for (let from = 0; from < n;) {
    let to = from + 1
    while (to < n && values[order[to]!] === values[order[from]!]) to += 1
    const rank = (from + to + 1) / 2
    for (let k = from; k < to; k += 1) ranks[order[k]!] = rank
    const size = to - from
    ties.push(size)
    tieSum += size ** 3 - size
    from = to
  }
  return { ranks, ties, tieSum }
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}
