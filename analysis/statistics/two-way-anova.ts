/**
 * Two-way analysis of variance: what do two categories, and both together, do to a mean?
 *
 * In: the number in its unit and two factors, a row a person, without missing values. Out: for each factor, their
 * interaction and the residuals the sum of squares, degrees of freedom, F with upper-tail p and partial eta². Type 2
 * tests each factor beside the other, type 3 beside the other and the interaction, with sum contrasts. An Error names
 * what is missing: two levels in each factor, a row to spare, and for type 3 an answer in every cell.
 * Source: Fox 2016, chapter 8; R `car::Anova`.
 */

import { fTail } from '../distributions.ts'
import { qr } from '../matrix.ts'
import { modelMatrix } from '../model-matrix.ts'
import type { FactorPredictor } from '../model-matrix.ts'
import { sum } from '../sums.ts'

export interface AnovaTerm {
  readonly which: 'a' | 'b' | 'ab' | 'residuals'
  readonly squares: number
  readonly df: number
  readonly statistic: number | null
  readonly p: number | null
  readonly partialEta2: number | null
}

export function twoWayAnova(
  y: Float64Array,
  a: FactorPredictor,
  b: FactorPredictor,
  type: 2 | 3,
): readonly AnovaTerm[] {
  const predictors = new Map([
    ['a', a],
    ['b', b],
  ])
  const rows = new Uint8Array(y.length).fill(1)
  const { columns, termOf } = modelMatrix(['a', 'b', 'a:b'], predictors, rows, 'sum')
  const places = (...terms: number[]) => columns.flatMap((_, j) => (terms.includes(termOf[j]!) ? [j] : []))
  /** Squares that the last columns add to those before them, and how many of them add something. */
  const added = (before: readonly number[], last: readonly number[]) => {
    const order = [...before, ...last]
    const decomposed = qr(order.map((j) => columns[j]!))
    const rotated = decomposed.rotate(y)
    const own = decomposed.kept.flatMap((place, k) => (place >= before.length ? [rotated[k]!] : []))
    const rest = rotated.subarray(decomposed.rank)
    return {
      squares: sum(own.map((value) => value * value)),
      df: own.length,
      rest: sum(rest.map((value) => value * value)),
      restDf: rest.length,
    }
  }
  const both = added(places(-1, 0, 1), places(2))
  if (type === 3 && both.df < places(2).length)
    throw new Error('two-way anova: type 3 needs an answer in every cell')
  if (both.restDf < 1 || !(both.rest > 0)) throw new Error('two-way anova: nothing varies within the cells')
  const first = type === 3 ? added(places(-1, 1, 2), places(0)) : added(places(-1, 1), places(0))
  const second = type === 3 ? added(places(-1, 0, 2), places(1)) : added(places(-1, 0), places(1))
  const term = (which: AnovaTerm['which'], { squares, df }: { squares: number; df: number }): AnovaTerm => {
    if (df === 0) return { which, squares, df, statistic: null, p: null, partialEta2: null }
    const statistic = squares / df / (both.rest / both.restDf)
    return {
      which,
      squares,
      df,
      statistic,
      p: fTail(statistic, df, both.restDf, 'upper'),
      partialEta2: squares / (squares + both.rest),
    }
  }
  return [
    term('a', first),
    term('b', second),
    term('ab', both),
    { which: 'residuals', squares: both.rest, df: both.restDf, statistic: null, p: null, partialEta2: null },
  ]
}
