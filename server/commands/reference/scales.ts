/** Adapters of the kinds `scale.*`. */

import { alpha as cronbach } from '../../../analysis/statistics/alpha.ts'
import { components, varimax as rotated } from '../../../analysis/statistics/components.ts'
import { convergence } from '../../../analysis/statistics/convergence.ts'
import { itemDiscrimination } from '../../../analysis/statistics/item-discrimination.ts'
import { samplingAdequacy } from '../../../analysis/statistics/sampling-adequacy.ts'
import { reversed, scaleScores } from '../../../analysis/statistics/scale-score.ts'
import { splitHalf as halves } from '../../../analysis/statistics/split-half.ts'
import { deviation, moments } from '../../../analysis/sums.ts'
import type { Adapter } from './adapters.ts'
import type { ReferenceData } from './cases.ts'
import { numbersOf } from './cases.ts'

type Args = Parameters<Adapter>[0]

function named(data: ReferenceData, list: unknown): readonly Float64Array[] {
  return (list as readonly string[]).map((name) => numbersOf(data, name))
}

function turned({ vars, reverse, scale_min, scale_max }: Args, data: ReferenceData) {
  const back = new Set((reverse ?? []) as readonly string[])
  return (vars as readonly string[]).map((name) => {
    const values = numbersOf(data, name)
    return back.has(name) ? reversed(values, Number(scale_min), Number(scale_max)) : values
  })
}

export const alpha: Adapter = (args, data) => {
  const names = args['vars'] as readonly string[]
  const of = cronbach(turned(args, data))
  return (
    of && {
      n: of.n,
      k: of.k,
      raw_alpha: of.raw,
      std_alpha: of.standardised,
      average_r: of.meanCorrelation,
      total_mean: of.totalMean,
      total_var: of.totalVariance,
      feldt_lower: of.feldt.lower,
      feldt_upper: of.feldt.upper,
      ase: of.error,
      duhachek_lower: of.normal.lower,
      duhachek_upper: of.normal.upper,
      items: of.items.map((item, k) => ({
        item: names[k],
        mean: item.mean,
        sd: item.sd,
        r_total: item.withTotal,
        r_drop: item.withRest,
        alpha_if_deleted: item.alphaWithout,
        std_alpha_if_deleted: item.standardisedWithout,
      })),
    }
  )
}

export const splitHalf: Adapter = ({ first, second }, data) => {
  const of = halves(named(data, first), named(data, second))
  return (
    of && {
      n: of.n,
      r: of.correlation,
      spearman_brown: of.spearmanBrown,
      horst_unequal: of.horst,
      guttman: of.guttman,
      alpha_first: of.alphaFirst,
      alpha_second: of.alphaSecond,
    }
  )
}

export const kmo: Adapter = ({ vars }, data) => {
  const of = samplingAdequacy(named(data, vars))
  if (typeof of === 'string') throw new Error(of)
  return {
    n: of.n,
    kmo: of.kmo,
    msa: of.items,
    bartlett_chisq: of.statistic,
    bartlett_df: of.df,
    bartlett_p: of.p,
    determinant: of.determinant,
  }
}

export const pca: Adapter = ({ vars, n_components, rotate }, data) => {
  const of = components(named(data, vars), Number(n_components))
  if (typeof of === 'string') throw new Error(of)
  const turned = rotate === 'varimax' ? rotated(of.loadings) : null
  return {
    n: of.n,
    eigenvalues: of.eigenvalues,
    pct: of.percents,
    cum_pct: of.cumulative,
    n_eigen_gt1: of.aboveOne,
    loadings: of.loadings,
    communalities: of.communalities,
    ...(turned && {
      varimax_loadings: turned.loadings,
      varimax_ss: turned.squares,
      varimax_pct: turned.percents,
    }),
  }
}

export const score: Adapter = (args, data) => {
  const method = args['method'] === 'sum' ? 'sum' : 'mean'
  const scores = scaleScores(turned(args, data), { method, minimum: Number(args['min_valid']) })
  const of = moments(scores.filter((value) => !Number.isNaN(value)))
  return { n_valid: of.n, mean: of.mean, sd: deviation(of), scores: Array.from(scores) }
}

export const discrimination: Adapter = ({ vars, share }, data) => {
  const names = vars as readonly string[]
  const of = itemDiscrimination(named(data, vars), Number(share))
  return (
    of && {
      n: of.n,
      low_cut: of.lowCut,
      high_cut: of.highCut,
      n_low: of.low,
      n_high: of.high,
      items: of.items.map(({ meanHigh, meanLow, pooled, welch }, k) => ({
        item: names[k],
        mean_high: meanHigh,
        mean_low: meanLow,
        t_pooled: pooled?.statistic ?? null,
        df_pooled: pooled?.df ?? null,
        p_pooled: pooled?.p ?? null,
        t_welch: welch?.statistic ?? null,
        df_welch: welch?.df ?? null,
        p_welch: welch?.p ?? null,
      })),
    }
  )
}

export const validity: Adapter = (_, data) => {
  const of = convergence([...numbersOf(data, 'loading')])
  return of && { ave: of.averageVariance, composite_reliability: of.compositeReliability }
}
