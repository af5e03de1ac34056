/** Adapters of the kinds `svy.*` that estimate something: means, totals, ratios, quantiles, tables, contrasts. */

import { surveyAlpha, surveyKappa } from '../../../analysis/design/agreement.ts'
import { degreesOfFreedom, designCounts } from '../../../analysis/design/degrees-of-freedom.ts'
import { simpleRandomVariance } from '../../../analysis/design/design-effect.ts'
import type { Design } from '../../../analysis/design/design.ts'
import { countingRows, rowCount } from '../../../analysis/design/design.ts'
import { domain } from '../../../analysis/design/domain.ts'
import { complete, estimate, standardErrors } from '../../../analysis/design/estimate.ts'
import { contrast as contrasted, critical, limits } from '../../../analysis/design/intervals.ts'
import {
  cellSums,
  covariances,
  groupStatistics,
  means,
  ratios,
  totals,
} from '../../../analysis/design/means.ts'
import { indicator } from '../../../analysis/design/model-matrix.ts'
import { surveyProportion } from '../../../analysis/design/proportion.ts'
import type { ProportionMethod } from '../../../analysis/design/proportion.ts'
import { surveyQuantiles } from '../../../analysis/design/quantile.ts'
import type { QuantileOptions, QuantileRule } from '../../../analysis/design/quantile.ts'
import { standardise } from '../../../analysis/design/standardise.ts'
import { weightSummary } from '../../../analysis/statistics/weighted.ts'
import { sum } from '../../../analysis/sums.ts'
import type { Adapter } from './adapters.ts'
import type { ReferenceData } from './cases.ts'
import { numbersOf } from './cases.ts'
import { levelsOf } from './columns.ts'
import { categorical, codesOf, designOf } from './survey-designs.ts'

type Args = Parameters<Adapter>[0]

interface Named {
  readonly name: string
  readonly values: Float64Array
}

/** Variables as columns of numbers; a categorical one gives a 0/1 column for each level. */
function namedColumns(data: ReferenceData, names: readonly string[]): readonly Named[] {
  return names.flatMap((name): readonly Named[] => {
    if (!categorical(data, name)) return [{ name, values: numbersOf(data, name) }]
    const levels = levelsOf(data, name)
    const codes = codesOf(data, name, levels)
    return levels.map((level, place) => ({ name: `${name}${level}`, values: indicator(codes, place) }))
  })
}

/** Columns ready to be estimated: gaps as a domain with `na_rm`, else each column that has one is undefined. */
function prepared(design: Design, columns: readonly Named[], dropMissing: boolean) {
  if (dropMissing) {
    const whole = complete(
      design,
      columns.map(({ values }) => values),
    )
    return { design: whole.design, columns: whole.columns, gaps: columns.map(() => false) }
  }
  const gap = (values: Float64Array) =>
    values.some((value, row) => Number.isNaN(value) && design.weights[row] !== 0)
  return {
    design,
    columns: columns.map(({ values }) => values.map((value) => (Number.isNaN(value) ? 0 : value))),
    gaps: columns.map(({ values }) => gap(values)),
  }
}

const undefinedEstimate = {
  estimate: null,
  se: null,
  cv: null,
  ci_z_lower: null,
  ci_z_upper: null,
  ci_t_lower: null,
  ci_t_upper: null,
  deff: null,
}

function columnEstimates(design: Design, columns: readonly Named[], args: Args, of: 'mean' | 'total') {
  const whole = prepared(design, columns, args['na_rm'] === true)
  const { values, covariance } = estimate(
    whole.design,
    of === 'mean' ? means(whole.columns) : totals(whole.columns),
  )
  const df = degreesOfFreedom(design)
  const level = typeof args['conf'] === 'number' ? args['conf'] : 0.95
  const errors = standardErrors(covariance)
  const estimates = columns.map(({ name }, k) => {
    if (whole.gaps[k]) return { name, ...undefinedEstimate }
    const value = values[k]!
    // One gap leaves R no stratum to go by.
    const se = whole.gaps.includes(true) ? Infinity : errors[k]!
    const z = limits(value, se, level, Infinity)
    const t = limits(value, se, level, df)
    const comparison = args['deff'] === 'replace' ? 'with replacement' : 'without replacement'
    const simple = args['deff'] ? simpleRandomVariance(whole.design, whole.columns[k]!, of, comparison) : null
    return {
      name,
      estimate: value,
      se,
      cv: se / value,
      ci_z_lower: z.lower,
      ci_z_upper: z.upper,
      ci_t_lower: t.lower,
      ci_t_upper: t.upper,
      ...(args['deff'] ? { deff: simple === null ? null : covariance[k]![k]! / simple } : {}),
    }
  })
  return { estimates, df, vcov: covariance }
}

const list = (value: unknown) => [value].flat().map(String)

export const mean: Adapter = (args, data) =>
  columnEstimates(designOf(args, data), namedColumns(data, list(args['vars'])), args, 'mean')

export const total: Adapter = (args, data) =>
  columnEstimates(designOf(args, data), namedColumns(data, list(args['vars'])), args, 'total')

export const info: Adapter = (args, data) => {
  const design = designOf(args, data)
  const weights = design.weights.filter((_, row) => !design.present || design.present[row] === 1)
  const counts = designCounts(design, false)
  return {
    n: rowCount(design),
    n_psu: counts?.psus,
    n_strata: counts?.strata,
    df: degreesOfFreedom(design),
    ...weightFields(weights),
  }
}

function weightFields(weights: Float64Array) {
  const of = weightSummary(weights)
  return {
    sum_weights: of.total,
    sum: of.total,
    min_weight: weights.reduce((least, weight) => Math.min(least, weight), Infinity),
    min: weights.reduce((least, weight) => Math.min(least, weight), Infinity),
    max_weight: weights.reduce((most, weight) => Math.max(most, weight), -Infinity),
    max: weights.reduce((most, weight) => Math.max(most, weight), -Infinity),
    kish_deff: of.designEffect,
  }
}

export const weights: Adapter = (args, data) => {
  const design = designOf(args, data)
  const kept = design.weights.filter((_, row) => !design.present || design.present[row] === 1)
  const every = Number(args['every'] ?? 1)
  return {
    n: kept.length,
    ...weightFields(kept),
    weights: Array.from(kept.filter((_, row) => row % every === 0)),
  }
}

export const replicates: Adapter = (args, data) => {
  const design = designOf(args, data)
  if (design.kind !== 'replicates') throw new Error('the design has no replicate weights.')
  const rows = Array.from({ length: design.n }, (_, row) => row).filter(
    (row) => !design.present || design.present[row] === 1,
  )
  return {
    rows: rows.length,
    replicates: design.replicates.length,
    scale: design.scale,
    rscales: design.rscales,
    df: degreesOfFreedom(design),
    column_sums: design.replicates.map((replicate) => sum(replicate)),
    column_sums_of_squares: design.replicates.map((replicate) => sum(replicate.map((w) => w * w))),
    first_row: design.replicates.map((replicate) => replicate[rows[0] ?? 0]),
  }
}

export const variance: Adapter = (args, data) => {
  const columns = namedColumns(data, list(args['vars']))
  const whole = complete(
    designOf(args, data),
    columns.map(({ values }) => values),
  )
  const of = estimate(whole.design, covariances(whole.columns, countingRows(whole.design)))
  const size = columns.length
  const errors = standardErrors(of.covariance)
  const square = (values: readonly number[]) => columns.map((_, i) => values.slice(i * size, (i + 1) * size))
  const covariance = square(of.values)
  return {
    covariance,
    se: square(errors),
    correlation: covariance.map((row, i) =>
      row.map((value, j) => value / Math.sqrt(covariance[i]![i]! * covariance[j]![j]!)),
    ),
  }
}

export const ratio: Adapter = (args, data) => {
  const names = list(args['numerator'])
  const columns = [...names, String(args['denominator'])].map((name) => numbersOf(data, name))
  const design = designOf(args, data)
  const whole = prepared(
    design,
    columns.map((values) => ({ name: '', values })),
    args['na_rm'] === true,
  )
  const denominator = whole.columns.at(-1)!
  const pairs = names.map((_, k) => ({ numerator: whole.columns[k]!, denominator }))
  const of = estimate(whole.design, ratios(pairs))
  const df = degreesOfFreedom(design)
  const level = typeof args['conf'] === 'number' ? args['conf'] : 0.95
  const errors = standardErrors(of.covariance)
  const estimates = names.map((name, k) => {
    if (whole.gaps[k] || whole.gaps.at(-1)) return { name, estimate: null, se: null }
    const { lower, upper } = limits(of.values[k]!, errors[k]!, level, df)
    return { name, estimate: of.values[k], se: errors[k], ci_t_lower: lower, ci_t_upper: upper }
  })
  return { estimates, df }
}

export const by: Adapter = (args, data) => {
  const design = designOf(args, data)
  const groups = list(args['by']).map((name) => {
    const levels = levelsOf(data, name)
    return { name, levels, codes: codesOf(data, name, levels) }
  })
  const columns = namedColumns(data, list(args['vars']))
  const df = degreesOfFreedom(design)
  const combinations = groups.reduce((count, { levels }) => count * levels.length, 1)
  const rows = Array.from({ length: combinations }, (_, combination) => {
    let rest = combination
    const chosen = groups.map(({ name, levels, codes }) => {
      const place = rest % levels.length
      rest = Math.floor(rest / levels.length)
      return { name, level: levels[place]!, place, codes }
    })
    const kept = Uint8Array.from(design.weights, (weight, row) =>
      weight !== 0 && chosen.every(({ codes, place }) => codes[row] === place) ? 1 : 0,
    )
    if (!kept.includes(1)) return []
    const group = Object.fromEntries(chosen.map(({ name, level }) => [name, level]))
    const stat = args['stat'] === 'total' ? 'total' : 'mean'
    const { estimates } = columnEstimates(domain(design, kept), columns, args, stat)
    return estimates.map((each) => {
      if (each.estimate === null) return { group, ...each }
      const t = limits(each.estimate, each.se, typeof args['conf'] === 'number' ? args['conf'] : 0.95, df)
      return { group, ...each, ci_t_lower: t.lower, ci_t_upper: t.upper }
    })
  })
  return { rows: rows.flat(), df }
}

export const quantile: Adapter = (args, data) => {
  const design = designOf(args, data)
  const { quantiles } = surveyQuantiles(design, numbersOf(data, String(args['var'])), {
    probabilities: args['probs'] as number[],
    rule: (args['qrule'] ?? 'math') as QuantileRule,
    interval: (args['interval_type'] ?? 'mean') as NonNullable<QuantileOptions['interval']>,
    level: Number(args['conf'] ?? 0.95),
  })
  return {
    quantiles: quantiles.map(({ p, quantile: value, lower, upper, error }) => ({
      p,
      quantile: value,
      ci_lower: lower,
      ci_upper: upper,
      se: error,
    })),
    df: degreesOfFreedom(design),
  }
}

export const table: Adapter = (args, data) => {
  const design = designOf(args, data)
  const [row, col] = [String(args['row']), String(args['col'])]
  const [rows, columns] = [levelsOf(data, row), levelsOf(data, col)]
  const [a, b] = [codesOf(data, row, rows), codesOf(data, col, columns)]
  const codes = a.map((code, k) => (code < 0 || b[k]! < 0 ? -1 : code * columns.length + b[k]!))
  const sums = cellSums(codes, rows.length * columns.length, design.weights)
  const counts = rows.map((_, r) => columns.map((__, c) => sums[r * columns.length + c]!))
  const rowTotals = counts.map((line) => sum(line))
  const columnTotals = columns.map((_, c) => sum(counts.map((line) => line[c]!)))
  const all = sum(rowTotals)
  const percents = (over: (r: number, c: number) => number) =>
    counts.map((line, r) => line.map((count, c) => (100 * count) / over(r, c)))
  return {
    row_levels: rows,
    col_levels: columns,
    counts,
    row_totals: rowTotals,
    col_totals: columnTotals,
    total: all,
    row_pct: percents((r) => rowTotals[r]!),
    col_pct: percents((_, c) => columnTotals[c]!),
    total_pct: percents(() => all),
  }
}

function contrastFields(of: { readonly value: number; readonly error: number }, df: number, level = 0.95) {
  const { lower, upper } = limits(of.value, of.error, level, df)
  return {
    estimate: of.value,
    se: of.error,
    t: of.value / of.error,
    df,
    ci_t_lower: lower,
    ci_t_upper: upper,
  }
}

export const contrast: Adapter = (args, data) => {
  const design = designOf(args, data)
  const columns = namedColumns(data, list(args['vars']))
  const whole = prepared(design, columns, args['na_rm'] === true)
  const of = estimate(whole.design, args['stat'] === 'total' ? totals(whole.columns) : means(whole.columns))
  const factors = args['contrast'] as Readonly<Record<string, number>>
  const combination = contrasted(
    of,
    columns.map(({ name }) => factors[name] ?? 0),
  )
  return contrastFields(combination, degreesOfFreedom(design))
}

export const domainContrast: Adapter = (args, data) => {
  const design = designOf(args, data)
  const name = String(args['by'])
  const factors = args['contrast'] as Readonly<Record<string, number>>
  const levels = levelsOf(data, name)
  const codes = codesOf(data, name, levels)
  const values = numbersOf(data, String(args['var']))
  const whole = complete(design, [values])
  const stat = args['stat'] === 'total' ? 'total' : 'mean'
  const of = estimate(whole.design, groupStatistics(whole.columns[0]!, codes, levels.length, stat))
  const combination = contrasted(
    { values: of.values.map((value) => (Number.isNaN(value) ? 0 : value)), covariance: of.covariance },
    levels.map((level) => factors[level] ?? 0),
  )
  return contrastFields(combination, degreesOfFreedom(design))
}

export const proportion: Adapter = (args, data) => {
  const of = surveyProportion(designOf(args, data), numbersOf(data, String(args['var'])), {
    method: args['method'] as ProportionMethod,
    level: Number(args['conf'] ?? 0.95),
  })
  const { lower, upper } = of.interval ?? { lower: null, upper: null }
  return {
    estimate: of.estimate,
    lower,
    upper,
    exact_lower: lower,
    exact_upper: upper,
    df: of.df,
    lambda: of.lambda,
    phi: of.dispersion,
  }
}

export const kappa: Adapter = (args, data) => {
  const names = [String(args['rater1']), String(args['rater2'])] as const
  const [first, second] = [levelsOf(data, names[0]), levelsOf(data, names[1])]
  const levels = data.levels.has(names[0]) ? first : [...new Set([...first, ...second])].toSorted()
  const of = surveyKappa(
    designOf(args, data),
    codesOf(data, names[0], levels),
    codesOf(data, names[1], levels),
    levels.length,
  )
  return of && { kappa: of.kappa, se: of.error }
}

export const alpha: Adapter = (args, data) =>
  surveyAlpha(
    designOf(args, data),
    list(args['vars']).map((name) => numbersOf(data, name)),
  )

export const standardised: Adapter = (args, data) => {
  const design = designOf(args, data)
  if (design.kind !== 'linearised') throw new Error('standardising needs a linearised design.')
  const [byName, overName] = [String(args['standardize_by']), String(args['over'])]
  const groups = levelsOf(data, overName)
  const over = codesOf(data, overName, groups)
  const fitted = standardise(design, {
    by: codesOf(data, byName),
    population: args['population'] as number[],
    over,
    groups: groups.length,
  })
  const values = numbersOf(data, String(args['var']))
  const rows = groups.flatMap((group, place) => {
    const kept = Uint8Array.from(over, (code, row) => (code === place && fitted.weights[row] !== 0 ? 1 : 0))
    if (!kept.includes(1)) return []
    const whole = complete(domain(fitted, kept), [values])
    const of = estimate(whole.design, means(whole.columns))
    return [{ group, estimate: of.values[0], se: standardErrors(of.covariance)[0] }]
  })
  return { rows, critical: critical(0.95, degreesOfFreedom(design)) }
}
