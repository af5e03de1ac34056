/**
 * One comparison of two figures, of which a headline finding may come, and the rule that decides whether it does.
 *
 * The rule: every comparison that was possible is tried and counted; what survives Holm's adjustment over all of them
 * at 1 %, differs by the least size or more, and rests on the least base in each of the compared groups is a finding.
 */

import type { SampleType } from '../cells.ts'
import { normalTwoSided, tTwoSided } from '../distributions.ts'
import { meanInterval, newcombeDifference, wilson } from '../intervals.ts'
import { note } from '../statistics/result.ts'
import { twoSampleT } from '../statistics/t-tests.ts'
import type { Note } from '../table.ts'

export const rule = {
  /** Chance that any finding of a page comes of data without any effect. */
  level: 0.01,
  /** People in each of the compared groups. */
  base: 30,
  /** Least difference: of means in standard deviations (Cohen's d), of shares as Cohen's h. */
  size: 0.2,
  /** By how much the variance of a complex sample is taken to be larger than a simple one's while its design is not used. */
  designEffect: 2,
  /** Questions and groupings of more categories are not compared. */
  categories: 12,
} as const

export type FindingKind = 'strongest' | 'weakest' | 'leading' | 'gap' | 'sources' | 'change'

/** A mean with its spread, or a share (0 to 1), of one group. */
export interface Figure {
  readonly label: string
  readonly n: number
  readonly value: number
  /** Standard deviation with n - 1; of a share that of its ones and zeros. */
  readonly sd: number
}
export type Measure = 'mean' | 'share'

/** What a comparison would say: a claim without numbers, and the numbers under it. */
export interface Told {
  readonly claim: Note
  readonly figures: readonly Note[]
}

export interface Comparison {
  /** The same for the same question, groups and direction, whatever the numbers are. */
  readonly key: string
  readonly kind: FindingKind
  /** The section that the comparison is of. */
  readonly variable: string
  /** What a crosstab of it crosses: its own name, or that of a choice, and the grouping variable; null where there is none. */
  readonly crossed: { readonly rows: string; readonly columns: string } | null
  /** Of the comparisons of one contest only the largest becomes a finding. */
  readonly contest: string
  readonly p: number
  readonly effect: number
  readonly measure: Measure
  /** People in all compared groups. */
  readonly n: number
  readonly tell: () => Told
}

export function shareFigure(label: string, count: number, n: number): Figure {
  const value = n === 0 ? NaN : count / n
  return { label, n, value, sd: Math.sqrt(value * (1 - value)) }
}

/** The difference of two independent figures, first minus second, with two-sided p; null where it cannot be judged. */
export function difference(
  a: Figure,
  b: Figure,
  measure: Measure,
  sampleType: SampleType,
): { readonly value: number; readonly effect: number; readonly p: number } | null {
  if (a.n < rule.base || b.n < rule.base) return null
  const inflation = Math.sqrt(sampleType === 'complex' ? rule.designEffect : 1)
  const value = a.value - b.value
  if (measure === 'share') {
    const pooled = (a.value * a.n + b.value * b.n) / (a.n + b.n)
    // The normal approximation needs five of each kind to be expected in each group.
    const expected = Math.min(a.n, b.n) * Math.min(pooled, 1 - pooled)
    if (!(expected >= 5)) return null
    const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n)) * inflation
    const effect = 2 * Math.asin(Math.sqrt(a.value)) - 2 * Math.asin(Math.sqrt(b.value))
    return { value, effect, p: normalTwoSided(value / error) }
  }
  const test = twoSampleT(momentsOf(a), momentsOf(b))
  if (!test) return null
  const spread = Math.sqrt(((a.n - 1) * a.sd ** 2 + (b.n - 1) * b.sd ** 2) / (a.n + b.n - 2))
  return { value, effect: value / spread, p: tTwoSided(test.statistic / inflation, test.df) }
}

/** Moments as tests take them. */
function momentsOf({ n, value, sd }: Figure) {
  return { n, mean: value, squares: sd ** 2 * (n - 1) }
}

/** A figure in words: its value, its base and, for a probability sample, its interval (promise 4). */
export function figureNote(figure: Figure, measure: Measure, sampleType: SampleType): Note {
  const { label, n, value } = figure
  if (measure === 'share') {
    const interval = sampleType === 'probability' ? wilson(value * n, n) : null
    const params = { label, n, share: 100 * value }
    return interval
      ? note('shareInterval', { ...params, lower: 100 * interval.lower, upper: 100 * interval.upper })
      : note('share', params)
  }
  const interval = sampleType === 'probability' ? meanInterval(momentsOf(figure)) : null
  const params = { label, n, mean: value }
  return interval
    ? note('meanInterval', { ...params, from: interval.lower, to: interval.upper })
    : note('mean', params)
}

/** By how much two figures differ; always the larger minus the smaller. */
export function differenceNote(a: Figure, b: Figure, measure: Measure, sampleType: SampleType): Note {
  const [high, low] = a.value >= b.value ? [a, b] : [b, a]
  const value = high.value - low.value
  if (measure === 'share') {
    const counts = (of: Figure) => ({ x: of.value * of.n, n: of.n })
    const interval = sampleType === 'probability' ? newcombeDifference(counts(high), counts(low)) : null
    return interval
      ? note('pointsInterval', {
          points: 100 * value,
          lower: 100 * interval.lower,
          upper: 100 * interval.upper,
        })
      : note('points', { points: 100 * value })
  }
  const test = sampleType === 'probability' ? twoSampleT(momentsOf(high), momentsOf(low)) : null
  return test
    ? note('differenceInterval', { difference: value, from: test.lower, to: test.upper })
    : note('difference', { difference: value })
}
