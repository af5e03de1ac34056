/**
 * How far two coders gave the same codes.
 *
 * In: for each code both coders' columns, 1 where a segment has it, 0 where not, NaN missing (left out for that code).
 * Out: for each code how often each and both gave it, per cent agreement, agreement by chance, Cohen's kappa with its standard
 * error (null where both gave it always or never); pooled kappa from mean observed and mean expected agreement, the mean of the
 * kappas (null where one is undefined), and Holsti's 2 both/(A + B), null where no one gave any code.
 * Source: Cohen 1960; De Vries et al. 2008 for the pooled kappa; Holsti 1969.
 */

import { cohenKappa, ratingTable } from '../statistics/kappa.ts'
import { sum } from '../sums.ts'

export interface CodeAgreement {
  readonly n: number
  readonly first: number
  readonly second: number
  readonly both: number
  readonly percent: number | null
  readonly expected: number | null
  readonly kappa: number | null
  readonly error: number | null
}

export interface CoderAgreement {
  readonly codes: readonly CodeAgreement[]
  readonly pooledObserved: number | null
  readonly pooledExpected: number | null
  readonly pooledKappa: number | null
  readonly meanKappa: number | null
  readonly holsti: number | null
}

/** Agreement on each code and over all. */
export function coderAgreement(
  first: readonly ArrayLike<number>[],
  second: readonly ArrayLike<number>[],
): CoderAgreement {
  if (first.length !== second.length)
    throw new Error(`coderAgreement: ${first.length} codes of the first, ${second.length} of the second`)
  const codes = first.map((marks, k) => codeAgreement(marks, second[k]!))
  const mean = (values: readonly (number | null)[]) =>
    values.length === 0 || values.includes(null) ? null : sum(values as readonly number[]) / values.length
  const pooledPercent = mean(codes.map(({ percent }) => percent))
  const pooledObserved = pooledPercent === null ? null : pooledPercent / 100
  const pooledExpected = mean(codes.map(({ expected }) => expected))
  const given = sum(codes.map(({ first, second }) => first + second))
  const defined = pooledObserved !== null && pooledExpected !== null && pooledExpected < 1
  return {
    codes,
    pooledObserved,
    pooledExpected,
    pooledKappa: defined ? (pooledObserved - pooledExpected) / (1 - pooledExpected) : null,
    meanKappa: mean(codes.map(({ kappa }) => kappa)),
    holsti: given > 0 ? (2 * sum(codes.map(({ both }) => both))) / given : null,
  }
}

function codeAgreement(first: ArrayLike<number>, second: ArrayLike<number>): CodeAgreement {
  const code = (mark: number) => (mark === 1 ? 1 : mark === 0 ? 0 : -1)
  const table = ratingTable(Array.from(first, code), Array.from(second, code), 2)
  const [[neither, onlySecond], [onlyFirst, both]] = table as [[number, number], [number, number]]
  const n = neither + onlySecond + onlyFirst + both
  const kappa = cohenKappa(table)
  const a = (onlyFirst + both) / n
  const b = (onlySecond + both) / n
  return {
    n,
    first: onlyFirst + both,
    second: onlySecond + both,
    both,
    percent: n > 0 ? (100 * (neither + both)) / n : null,
    expected: n > 0 ? a * b + (1 - a) * (1 - b) : null,
    kappa: kappa && kappa.kappa,
    error: kappa && kappa.error,
  }
}
