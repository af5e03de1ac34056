/** Adapters of the kinds `desc.*`, `topbox`, `nps` and `weights.kish`. */

import { plainCells, validCount } from '../../../analysis/cells.ts'
import { unanswered } from '../../../analysis/frame.ts'
import { deviation, moments, quantiles, sum, variance } from '../../../analysis/sums.ts'
import type { QuantileType } from '../../../analysis/sums.ts'
import { meanInterval } from '../../../analysis/intervals.ts'
import { boxes } from '../../../analysis/statistics/boxes.ts'
import { cumulative } from '../../../analysis/statistics/cumulative.ts'
import { countBy } from '../../../analysis/statistics/dates.ts'
import { multipleResponse } from '../../../analysis/statistics/multiple-response.ts'
import { numberSummary } from '../../../analysis/statistics/numbers.ts'
import { netPromoters } from '../../../analysis/statistics/promoters.ts'
import { percent } from '../../../analysis/statistics/result.ts'
import { scaleSummary } from '../../../analysis/statistics/scale.ts'
import { medianDeviation, shape } from '../../../analysis/statistics/shape.ts'
import { textLengths } from '../../../analysis/statistics/text-lengths.ts'
import { weightedSummary, weightSummary } from '../../../analysis/statistics/weighted.ts'
import type { Adapter } from './adapters.ts'
import type { Cell } from './cases.ts'
import { column, numbersOf } from './cases.ts'
import { answeredNumbers, completeRows, counted, setColumn } from './columns.ts'

export const summary: Adapter = ({ var: name }, data) => {
  const all = column(data.columns, name as string)
  const values = answeredNumbers(data, name as string)
  const of = moments(values)
  const { min, max, quartiles } = numberSummary(values)
  const sd = deviation(of)
  const { skewness, kurtosis } = shape(values)
  return {
    n: of.n,
    n_missing: all.length - of.n,
    mean: of.mean,
    sd,
    var: variance(of),
    se: meanInterval(of)?.error ?? null,
    min,
    max,
    median: quartiles[1],
    sum: sum(values),
    mad: medianDeviation(values),
    cv: sd === null ? null : sd / of.mean,
    skew_type1: skewness[1],
    skew_type2: skewness[2],
    skew_type3: skewness[3],
    kurtosis_type1: kurtosis[1],
    kurtosis_type2: kurtosis[2],
    kurtosis_type3: kurtosis[3],
  }
}

export const quantile: Adapter = ({ var: name, probs, type }, data) => ({
  values: quantiles(answeredNumbers(data, name as string), probs as number[], type as QuantileType),
})

export const weighted: Adapter = ({ var: name, weight }, data) => {
  const [values, weights] = completeRows(data, [name as string, weight as string])
  const of = weightedSummary(values!, weights!)
  return {
    n: of.weights.n,
    sum_w: of.weights.total,
    mean: of.mean,
    sum_wx: of.sum,
    var_ml: of.variance.ml,
    var_reliability: of.variance.reliability,
    var_frequency: of.variance.frequency,
    n_eff: of.weights.effective,
    deff_kish: of.weights.designEffect,
  }
}

export const kish: Adapter = (_, data) => {
  const of = weightSummary(answeredNumbers(data, 'w'))
  return {
    n: of.n,
    sum_w: of.total,
    n_eff: of.effective,
    deff: of.designEffect,
    cv_w: of.variation,
  }
}

export const frequency: Adapter = ({ var: name, levels, weight }, data) => {
  const list = levels as readonly Cell[]
  const coded = [{ name: name as string, levels: list.map(String) }]
  const byCode = [0, 0, ...list.map(() => 0)]
  for (const { key, weight: total } of counted(data, coded, (weight as string | null) ?? null)) {
    byCode[key[0]!] = total
  }
  const infos = list.map((level, place) => ({ code: place + 2, label: String(level), missing: null }))
  const cells = plainCells([...infos, { code: unanswered, label: '', missing: 'unanswered' }], byCode)
  const counts = cells.flatMap((cell) => (cell.role === 'value' ? [cell.count] : []))
  const valid = validCount(cells)
  const base = sum(byCode)
  return {
    levels: list,
    counts,
    n_valid: valid,
    n_missing: byCode[unanswered],
    pct_total: counts.map((count) => percent(count, base)),
    pct_valid: counts.map((count) => percent(count, valid)),
    cum_pct_valid: cumulative(counts),
  }
}

export const multi: Adapter = ({ vars, weight }, data) => {
  const names = vars as readonly string[]
  const weights = typeof weight === 'string' ? numbersOf(data, weight) : null
  const of = multipleResponse(setColumn(data, names), weights)
  return {
    n_rows: of.rows,
    base_answered: of.answered,
    base_cases: of.cases,
    responses: of.ticks,
    options: of.choices.map((choice, k) => ({
      option: names[k],
      count: choice.count,
      pct_responses: choice.percentTicks,
      pct_cases: choice.percentCases,
      pct_answered: choice.percentAnswered,
    })),
  }
}

function scaleCounts(args: Parameters<Adapter>[0], data: Parameters<Adapter>[1], name: string) {
  const [low, high] = [Number(args['scale_min']), Number(args['scale_max'])]
  const scores = Array.from({ length: high - low + 1 }, (_, k) => low + k)
  const rows = counted(data, [{ name, levels: scores.map(String) }], null)
  const counts = scores.map((_, k) => rows.find(({ key }) => key[0] === k + 2)?.n ?? 0)
  return { scores, counts }
}

export const likert: Adapter = (args, data) => ({
  items: (args['vars'] as readonly string[]).map((name) => {
    const { scores, counts } = scaleCounts(args, data, name)
    const of = scaleSummary(counts, scores)
    return {
      item: name,
      n: of.n,
      mean: of.mean,
      sd: of.sd,
      counts,
      pct: counts.map((count) => percent(count, of.n)),
      top2_pct: of.top2,
      bottom2_pct: of.bottom2,
    }
  }),
})

export const topBox: Adapter = (args, data) => {
  const of = boxes(scaleCounts(args, data, args['var'] as string).counts, Number(args['k']))
  return {
    n: of.n,
    top_n: of.top,
    top_pct: of.topPercent,
    bottom_n: of.bottom,
    bottom_pct: of.bottomPercent,
    net_pct: of.net,
    top_wilson_lower: of.lower,
    top_wilson_upper: of.upper,
  }
}

export const promoters: Adapter = ({ var: name, promoter_min, detractor_max, conf }, data) => {
  const scores = answeredNumbers(data, name as string)
  const of = netPromoters(scores, Number(promoter_min), Number(detractor_max), Number(conf))
  return (
    of && {
      n: of.n,
      promoters: of.promoters,
      passives: of.passives,
      detractors: of.detractors,
      pct_promoters: of.promoterPercent,
      pct_passives: of.passivePercent,
      pct_detractors: of.detractorPercent,
      nps: of.score,
      se: of.error,
      lower: of.lower,
      upper: of.upper,
    }
  )
}

export const text: Adapter = ({ var: name }, data) => {
  const cells = column(data.columns, name as string)
  const of = textLengths(cells.filter((cell) => cell !== null).map(String))
  return {
    answered: of.answered,
    missing: cells.length - of.answered,
    distinct: of.distinct,
    total_chars: of.characters,
    mean_chars: of.mean,
    max_chars: of.longest,
    with_newline: of.withLineBreak,
  }
}

export const dates: Adapter = ({ var: name }, data) => {
  const days = column(data.columns, name as string).filter((cell) => cell !== null)
  const byDay = countBy(days.map(String))
  const counts = [...byDay.values()]
  const found = [...byDay.keys()]
  return {
    first: found.at(0),
    last: found.at(-1),
    days_with_interviews: byDay.size,
    max_per_day: Math.max(...counts),
    counts,
    dates: found,
  }
}
