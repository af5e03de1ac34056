/** Adapters of the kinds `kappa.*`, `agree.pair`, `kripp.alpha`, `icc` and `kendall.w`. */

import { concordance } from '../../../analysis/statistics/concordance.ts'
import { fleissKappa } from '../../../analysis/statistics/fleiss.ts'
import { intraclass } from '../../../analysis/statistics/intraclass.ts'
import { cohenKappa, pairAgreement, ratingTable } from '../../../analysis/statistics/kappa.ts'
import type { KappaWeights } from '../../../analysis/statistics/kappa.ts'
import { krippendorffAlpha } from '../../../analysis/statistics/krippendorff.ts'
import type { Metric } from '../../../analysis/statistics/krippendorff.ts'
import type { Adapter } from './adapters.ts'
import type { Cell, ReferenceData } from './cases.ts'
import { column, numbersOf } from './cases.ts'

/** Codes by place among the levels, -1 where missing or no level. */
function codesOf(data: ReferenceData, name: string, levels: readonly Cell[]): Int32Array {
  const places = new Map(levels.map((level, place) => [String(level), place]))
  return Int32Array.from(column(data.columns, name), (cell) =>
    cell === null ? -1 : (places.get(String(cell)) ?? -1),
  )
}

/** What occurs in the columns: numbers by size, texts by code point. */
function occurring(data: ReferenceData, names: readonly string[]): readonly (string | number)[] {
  const cells = names.flatMap((name) => column(data.columns, name)).filter((cell) => cell !== null)
  const texts = [...new Set(cells.map(String))]
  if (texts.every((text) => Number.isFinite(Number(text)))) return texts.map(Number).sort((a, b) => a - b)
  return texts.sort((a, b) => (a < b ? -1 : 1))
}

function kappaFields(counts: readonly (readonly number[])[], args: Parameters<Adapter>[0]) {
  const weights = (args['weights'] ?? 'none') as KappaWeights
  const of = cohenKappa(counts, weights, Number(args['conf'] ?? 0.95))
  return (
    of && {
      n: of.n,
      observed: of.observed,
      expected: of.expected,
      kappa: of.kappa,
      se: of.error,
      lower: of.lower,
      upper: of.upper,
      se0: of.nullError,
      z: of.z,
      p: of.p,
    }
  )
}

export const cohen: Adapter = (args, data) => {
  const names = [String(args['rater1']), String(args['rater2'])] as const
  const levels = (args['levels'] as readonly Cell[] | null) ?? occurring(data, names)
  const [first, second] = [codesOf(data, names[0], levels), codesOf(data, names[1], levels)]
  return kappaFields(ratingTable(first, second, levels.length), args)
}

export const cohenOfTable: Adapter = (args, { table }) => {
  if (!table) throw new Error('no table in the data.')
  return kappaFields(table, args)
}

export const fleiss: Adapter = ({ raters, levels: given }, data) => {
  const names = raters as readonly string[]
  const levels = (given as readonly Cell[] | null) ?? occurring(data, names)
  const of = fleissKappa(
    names.map((name) => codesOf(data, name, levels)),
    levels.length,
  )
  return (
    of && {
      n: of.n,
      raters: of.raters,
      observed: of.observed,
      expected: of.expected,
      kappa: of.kappa,
      se0: of.nullError,
      z: of.z,
      p: of.p,
      categories: of.categories.map((category, k) => ({
        level: levels[k],
        proportion: category.proportion,
        kappa: category.kappa,
        se0: category.nullError,
        z: category.z,
        p: category.p,
      })),
    }
  )
}

export const pair: Adapter = (_, { table }) => {
  if (!table) throw new Error('no table in the data.')
  const of = pairAgreement(table)
  return (
    of && {
      n: of.n,
      percent_agreement: of.percent,
      scott_pi: of.scottPi,
      gwet_ac1: of.gwetAc1,
      bennett_s: of.bennettS,
    }
  )
}

export const krippendorff: Adapter = ({ raters, metric }, data) => {
  const names = raters as readonly string[]
  const values = occurring(data, names)
  const numeric = values.every((value) => typeof value === 'number')
  if (!numeric && metric !== 'nominal') throw new Error('texts have no distances.')
  const columns = numeric
    ? names.map((name) => numbersOf(data, name))
    : names.map((name) => Float64Array.from(codesOf(data, name, values), (code) => (code < 0 ? NaN : code)))
  const of = krippendorffAlpha(columns, metric as Metric)
  if (typeof of === 'string') throw new Error(of)
  return {
    alpha: of.alpha,
    n_units: of.units,
    n_pairable: of.pairable,
    observed_disagreement: of.observed,
    expected_disagreement: of.expected,
    values: numeric ? of.values : of.values.map((code) => values[code]),
    value_counts: of.counts,
  }
}

export const icc: Adapter = ({ raters, conf }, data) => {
  const columns = (raters as readonly string[]).map((name) => numbersOf(data, name))
  const of = intraclass(columns, Number(conf ?? 0.95))
  return (
    of && {
      n: of.n,
      raters: of.raters,
      results: of.rows.map(({ statistic, ...row }) => ({ ...row, F: statistic })),
    }
  )
}

/** The fields of `kendall.w`, also found in `delphi.items`. */
export function concordanceFields(columns: readonly Float64Array[]) {
  const of = concordance(columns)
  return (
    of && {
      judges: of.judges,
      items: of.items,
      S: of.squares,
      tie_term: of.ties,
      W: of.w,
      W_uncorrected: of.uncorrected,
      chisq: of.statistic,
      df: of.df,
      p: of.p,
      rank_sums: of.rankSums,
      mean_ranks: of.meanRanks,
    }
  )
}

export const kendall: Adapter = ({ items }, data) =>
  concordanceFields((items as readonly string[]).map((name) => numbersOf(data, name)))
