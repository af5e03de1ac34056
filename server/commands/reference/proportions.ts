/** Adapters of the kinds `ci.*`. */

import {
  agrestiCoull,
  clopperPearson,
  jeffreys,
  logitInterval,
  meanInterval,
  newcombeDifference,
  wald,
  waldDifference,
  wilson,
  wilsonCorrected,
} from '../../../analysis/intervals.ts'
import { association } from '../../../analysis/statistics/association.ts'
import { moments } from '../../../analysis/sums.ts'
import type { Adapter } from './adapters.ts'
import { answeredNumbers } from './columns.ts'

export const mean: Adapter = ({ var: name, conf }, data) => {
  const of = moments(answeredNumbers(data, name as string))
  const interval = meanInterval(of, Number(conf))
  return (
    interval && {
      mean: of.mean,
      se: interval.error,
      df: of.n - 1,
      lower: interval.lower,
      upper: interval.upper,
    }
  )
}

const methods: Readonly<Record<string, typeof wilson>> = {
  wilson,
  wilson_cc: wilsonCorrected,
  clopper_pearson: clopperPearson,
  wald,
  agresti_coull: agrestiCoull,
  jeffreys,
  logit: logitInterval,
}

export const proportion: Adapter = ({ x, n, conf, method }) => {
  const interval = methods[String(method)]
  if (!interval) throw new Error(`unknown method ${String(method)}.`)
  return { estimate: Number(x) / Number(n), ...interval(Number(x), Number(n), Number(conf)) }
}

export const difference: Adapter = ({ x1, n1, x2, n2, conf, method }) => {
  const a = { x: Number(x1), n: Number(n1) }
  const b = { x: Number(x2), n: Number(n2) }
  const corrected = method === 'wald_cc'
  const interval =
    method === 'newcombe'
      ? newcombeDifference(a, b, Number(conf))
      : waldDifference(a, b, corrected, Number(conf))
  const test = association(
    [a, b].map(({ x, n }) => [x, n - x]),
    corrected,
  )
  return {
    estimate: a.x / a.n - b.x / b.n,
    ...interval,
    chisq: test?.statistic ?? null,
    p: test?.p ?? null,
  }
}
