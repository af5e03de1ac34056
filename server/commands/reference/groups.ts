/** Adapters of the kinds `ttest.*` and `anova.welch`. */

import { correlation } from '../../../analysis/statistics/correlation.ts'
import { welchF } from '../../../analysis/statistics/groups.ts'
import {
  oneSampleT,
  standardisedDifference,
  standardisedMean,
  twoSampleT,
} from '../../../analysis/statistics/t-tests.ts'
import type { Alternative, TTest } from '../../../analysis/statistics/t-tests.ts'
import { deviation, moments } from '../../../analysis/sums.ts'
import type { Adapter } from './adapters.ts'
import { answeredNumbers, completeRows, groupedMoments } from './columns.ts'

type Args = Parameters<Adapter>[0]

function options({ conf, alternative }: Args) {
  return { level: Number(conf), alternative: (alternative ?? 'two.sided') as Alternative }
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
