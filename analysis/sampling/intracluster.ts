/**
 * How alike members of a cluster are: the intra-cluster correlation from one-way analysis of variance.
 *
 * In: a number and a cluster code a row (below 0 or NaN value: left out). Out: clusters, n0 (the mean size adjusted for
 * unequal sizes), mean squares between and within, rho = (B - W)/(B + (n0 - 1) W), which can be negative, and the
 * design effect 1 + (mean size - 1) rho. Unweighted. Null below two clusters or where every cluster has one row
 * or nothing varies.
 * Source: Donner 1986; Kish 1965; reference kind `ss.rho`.
 */

import { moments, sum } from '../sums.ts'

export interface Intracluster {
  readonly clusters: number
  readonly n: number
  readonly n0: number
  readonly between: number
  readonly within: number
  readonly rho: number
  readonly designEffect: number
}

/** rho of the values in their clusters. */
export function intracluster(values: Float64Array, clusters: ArrayLike<number>): Intracluster | null {
  const members = new Map<number, number[]>()
  values.forEach((value, row) => {
    const cluster = clusters[row]!
    if (!Number.isFinite(value) || !(cluster >= 0)) return
    const of = members.get(cluster)
    if (of) of.push(value)
    else members.set(cluster, [value])
  })
  const groups = Array.from(members.values(), (of) => moments(of))
  const k = groups.length
  const n = sum(groups.map((group) => group.n))
  if (k < 2 || n <= k) return null
  const mean = sum(groups.map((group) => group.n * group.mean)) / n
  const between = sum(groups.map((group) => group.n * (group.mean - mean) ** 2)) / (k - 1)
  const within = sum(groups.map((group) => group.squares)) / (n - k)
  const n0 = (n - sum(groups.map((group) => group.n ** 2)) / n) / (k - 1)
  const below = between + (n0 - 1) * within
  if (!(below > 0)) return null
  const rho = (between - within) / below
  return { clusters: k, n, n0, between, within, rho, designEffect: 1 + (n / k - 1) * rho }
}
