/** Adapters of the kinds that compare groups of one number: t tests, analysis of variance, ranks. */

import { adjustedP, adjustmentOf } from '../../../analysis/statistics/adjusted-p.ts'
import { correlation } from '../../../analysis/statistics/correlation.ts'
import { friedman } from '../../../analysis/statistics/friedman.ts'
import { welchF } from '../../../analysis/statistics/groups.ts'
import { dunn, kruskal } from '../../../analysis/statistics/kruskal.ts'
import { mannWhitney } from '../../../analysis/statistics/mann-whitney.ts'
import { oneWayAnova } from '../../../analysis/statistics/one-way-anova.ts'
import { gamesHowell, pairwiseT, tukey } from '../../../analysis/statistics/pairwise-means.ts'
import { shapiroWilk } from '../../../analysis/statistics/shapiro-wilk.ts'
import { signedRank } from '../../../analysis/statistics/signed-rank.ts'
import { bartlett, levene } from '../../../analysis/statistics/spread.ts'
import {
  oneSampleT,
  standardisedDifference,
  standardisedMean,
  twoSampleT,
} from '../../../analysis/statistics/t-tests.ts'
import type { Alternative, TTest } from '../../../analysis/statistics/t-tests.ts'
import { twoWayAnova } from '../../../analysis/statistics/two-way-anova.ts'
import { meanInterval } from '../../../analysis/intervals.ts'
import { deviation, moments } from '../../../analysis/sums.ts'
import type { Adapter } from './adapters.ts'
import type { ReferenceData } from './cases.ts'
import { numbersOf } from './cases.ts'
import {
  answeredNumbers,
  completeRows,
  groupedMoments,
  groupedValues,
  levelsOf,
  predictorOf,
} from './columns.ts'

type Args = Parameters<Adapter>[0]

function options({ conf, alternative }: Args) {
  return { level: Number(conf ?? 0.95), alternative: (alternative ?? 'two.sided') as Alternative }
}

function fields({ statistic, df, p, error, lower, upper }: TTest) {
  return { statistic, df, p, se: error, lower, upper }
}

export const one: Adapter = (args, data) => {
  const of = moments(answeredNumbers(data, args['var'] as string))
  const mu = Number(args['mu'])
  const test = oneSampleT(of, mu, options(args))
  return test && { ...fields(test), n: of.n, mean: of.mean, cohens_d: standardisedMean(of, mu) }
}

export const two: Adapter = (args, data) => {
  const [a, b] = groupedMoments(data, args['y'] as string, args['group'] as string)
  if (!a || !b) throw new Error('fewer than two groups in the data.')
  const test = twoSampleT(a, b, { ...options(args), equal: args['var_equal'] === true })
  const size = standardisedDifference(a, b)
  return (
    test && {
      ...fields(test),
      n: [a.n, b.n],
      means: [a.mean, b.mean],
      sds: [deviation(a), deviation(b)],
      diff: test.estimate,
      cohens_d: size?.cohensD ?? null,
      hedges_g: size?.hedgesG ?? null,
    }
  )
}

export const paired: Adapter = (args, data) => {
  const [x, y] = completeRows(data, [args['x'] as string, args['y'] as string])
  const of = moments(x!.map((value, row) => value - y![row]!))
  const test = oneSampleT(of, 0, options(args))
  return (
    test && {
      ...fields(test),
      n: of.n,
      mean_diff: of.mean,
      sd_diff: deviation(of),
      cohens_dz: standardisedMean(of),
      correlation: correlation(x!, y!),
    }
  )
}

export const welch: Adapter = ({ y, group }, data) => {
  const test = welchF(groupedMoments(data, y as string, group as string).filter(({ n }) => n > 0))
  return test && { F: test.statistic, df1: test.df1, df2: test.df2, p: test.p }
}

export const oneWay: Adapter = (args, data) => {
  const levels = levelsOf(data, args['group'] as string)
  const groups = groupedMoments(data, args['y'] as string, args['group'] as string)
  const test = oneWayAnova(groups)
  return (
    test && {
      groups: groups.map((of, g) => {
        const interval = meanInterval(of, Number(args['conf'] ?? 0.95))
        return {
          level: levels[g],
          n: of.n,
          mean: of.mean,
          sd: deviation(of),
          se: interval?.error ?? null,
          lower: interval?.lower ?? null,
          upper: interval?.upper ?? null,
        }
      }),
      ss_between: test.between,
      ss_within: test.within,
      df_between: test.dfBetween,
      df_within: test.dfWithin,
      ms_between: test.between / test.dfBetween,
      ms_within: test.within / test.dfWithin,
      F: test.statistic,
      p: test.p,
      eta2: test.eta2,
      omega2: test.omega2,
      epsilon2: test.epsilon2,
      cohens_f: test.cohensF,
    }
  )
}

export const twoWay: Adapter = (args, data) => {
  const names = [args['factor_a'] as string, args['factor_b'] as string]
  const y = numbersOf(data, args['y'] as string)
  const factors = names.map((name) => {
    const levels = levelsOf(data, name)
    const predictor = predictorOf({ ...data, levels: new Map([[name, levels]]) }, name)
    if (predictor.kind !== 'factor') throw new Error(`${name} is not a category.`)
    return predictor
  })
  const whole = (_: unknown, row: number) =>
    !Number.isNaN(y[row]) && factors.every(({ places }) => places[row]! >= 0)
  const [a, b] = factors.map((factor) => ({ ...factor, places: factor.places.filter(whole) }))
  const labels = { a: names[0], b: names[1], ab: names.join(':'), residuals: 'Residuals' }
  return {
    terms: twoWayAnova(y.filter(whole), a!, b!, args['ss_type'] === 3 ? 3 : 2).map((term) => ({
      term: labels[term.which],
      ss: term.squares,
      df: term.df,
      F: term.statistic,
      p: term.p,
      partial_eta2: term.partialEta2,
    })),
  }
}

export const leveneTest: Adapter = ({ y, group, center }, data) => {
  const of = levene(groupedValues(data, y as string, group as string), center === 'mean' ? 'mean' : 'median')
  return of && { F: of.statistic, df1: of.df1, df2: of.df2, p: of.p }
}

export const bartlettTest: Adapter = ({ y, group }, data) =>
  bartlett(groupedMoments(data, y as string, group as string))

export const tukeyPairs: Adapter = ({ y, group, conf }, data) => {
  const levels = levelsOf(data, group as string)
  const pairs = tukey(groupedMoments(data, y as string, group as string), Number(conf ?? 0.95))
  return {
    pairs: pairs.map(({ a, b, difference, lower, upper, p }) => ({
      a: levels[a],
      b: levels[b],
      diff: difference,
      lower,
      upper,
      p_adj: p,
    })),
  }
}

export const gamesHowellPairs: Adapter = ({ y, group, conf }, data) => {
  const levels = levelsOf(data, group as string)
  const pairs = gamesHowell(groupedMoments(data, y as string, group as string), Number(conf ?? 0.95))
  return {
    pairs: pairs.map(({ a, b, difference, error, statistic, df, lower, upper, p }) => ({
      a: levels[a],
      b: levels[b],
      diff: difference,
      se: error,
      t: statistic,
      df,
      lower,
      upper,
      p_adj: p,
    })),
  }
}

export const pairwiseTests: Adapter = ({ y, group, adjust, pool_sd }, data) => {
  const levels = levelsOf(data, group as string)
  const adjustment = adjustmentOf(String(adjust))
  const pairs = pairwiseT(groupedMoments(data, y as string, group as string), {
    pooled: pool_sd === true,
    adjustment,
  })
  return { pairs: pairs.map(({ a, b, adjusted }) => ({ a: levels[a], b: levels[b], p_adj: adjusted })) }
}

export const dunnPairs: Adapter = ({ y, group, adjust }, data) => {
  const levels = levelsOf(data, group as string)
  const pairs = dunn(groupedValues(data, y as string, group as string), adjustmentOf(String(adjust)))
  return {
    pairs: pairs.map(({ a, b, z, p, adjusted }) => ({ a: levels[a], b: levels[b], z, p, p_adj: adjusted })),
  }
}

function exactness(exact: unknown): boolean | null {
  return typeof exact === 'boolean' ? exact : null
}

export const rankSum: Adapter = ({ y, group, correct, exact }, data) => {
  const [first, second] = groupedValues(data, y as string, group as string)
  if (!first || !second) throw new Error('fewer than two groups in the data.')
  const of = mannWhitney(first, second, { correct: correct !== false, exact: exactness(exact) })
  return (
    of && {
      W: of.u1,
      U1: of.u1,
      U2: of.u2,
      n1: of.n1,
      n2: of.n2,
      rank_sum_1: of.rankSum1,
      rank_sum_2: of.rankSum2,
      mean_rank_1: of.rankSum1 / of.n1,
      mean_rank_2: of.rankSum2 / of.n2,
      z: of.z,
      p: of.p,
      r: of.r,
      rank_biserial: of.rankBiserial,
      a12: of.chanceHigher,
      hodges_lehmann: of.shift,
    }
  )
}

export const signed: Adapter = ({ x, y, correct, exact }, data) => {
  const [first, second] = completeRows(data, [x as string, y as string])
  const differences = first!.map((value, row) => value - second![row]!)
  const of = signedRank(differences, { correct: correct !== false, exact: exactness(exact) })
  return {
    n_pairs: of.pairs,
    n_nonzero: of.differing,
    V: of.v,
    V_negative: of.vNegative,
    z: of.z,
    p: of.p,
    r: of.r,
    rank_biserial: of.rankBiserial,
  }
}

export const kruskalTest: Adapter = ({ y, group }, data) => {
  const of = kruskal(groupedValues(data, y as string, group as string))
  return (
    of && {
      statistic: of.statistic,
      df: of.df,
      p: of.p,
      n: of.n,
      epsilon2: of.epsilon2,
      eta2_h: of.eta2,
      mean_ranks: of.meanRanks,
    }
  )
}

export const friedmanTest: Adapter = ({ vars }, data) => {
  const of = friedman(completeRows(data, vars as readonly string[]))
  return (
    of && {
      statistic: of.statistic,
      df: of.df,
      p: of.p,
      n: of.n,
      k: of.k,
      kendall_w: of.kendallW,
      mean_ranks: of.meanRanks,
    }
  )
}

export const adjusted: Adapter = ({ method }, data) => {
  const given = Array.from(numbersOf(data, 'p'), (p) => (Number.isNaN(p) ? null : p))
  return { p_adj: adjustedP(given, adjustmentOf(String(method))) }
}

export const shapiro: Adapter = ({ var: name }, data: ReferenceData) => {
  const of = shapiroWilk(answeredNumbers(data, name as string))
  return of && { W: of.w, p: of.p }
}
