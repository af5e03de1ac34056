/**
 * A number, a score and a recommendation described, as a page shows it.
 *
 * In: values in their unit, NaN where missing. Missing values are counted and left out; infinite ones are left out with
 * a remark. Limits are shown for probability samples only.
 */

import { meanInterval } from '../intervals.ts'
import { boxes } from '../statistics/boxes.ts'
import { indexScore } from '../statistics/index-score.ts'
import { netPromoters } from '../statistics/promoters.ts'
import { column, note, row, sampleNotes } from '../statistics/result.ts'
import { medianDeviation, shape } from '../statistics/shape.ts'
import { shapiroWilk } from '../statistics/shapiro-wilk.ts'
import { trimmedMean } from '../statistics/trimmed-mean.ts'
import { deviation, moments, quantiles } from '../sums.ts'
import type { Note } from '../table.ts'
import type { ChartedResult, ResultOptions, SizeLine } from './parts.ts'
import { finite, nothing, showsLimits, sizeTable, testTable } from './parts.ts'

/** Centre, spread and shape of a number, and whether it is normal. */
export function describeNumber(given: Float64Array, options: ResultOptions): ChartedResult {
  const { values, notes } = cleaned(given)
  if (values.length === 0) return nothing('noAnswers', {}, notes)
  const of = moments(values)
  const interval = meanInterval(of)
  const trimmed = trimmedMean(values, 0.05)
  const form = shape(values)
  const [low, middle, high] = quantiles(values, [0.25, 0.5, 0.75])
  const normal = shapiroWilk(values)
  const lines: readonly SizeLine[] = [
    { size: 'n', value: of.n },
    { size: 'mean', value: of.mean, lower: interval?.lower ?? null, upper: interval?.upper ?? null },
    { size: 'trimmedMean', value: trimmed?.mean ?? null },
    { size: 'sd', value: deviation(of) },
    { size: 'lowerQuartile', value: low ?? null },
    { size: 'median', value: middle ?? null },
    { size: 'upperQuartile', value: high ?? null },
    { size: 'medianDeviation', value: medianDeviation(values) },
    { size: 'skewness', value: form.skewness[2] },
    { size: 'kurtosis', value: form.kurtosis[2] },
  ]
  return {
    tables: [
      { ...sizeTable(lines, options), caption: 'value' },
      ...(normal ? [testTable([{ test: 'shapiroWilk', statistic: normal.w, p: normal.p }], options)] : []),
    ],
    findings: [
      note('numberSummary', { mean: of.mean, median: middle ?? of.mean, n: of.n }),
      ...(normal ? [note(normal.p < 0.05 ? 'notNormal' : 'normalNotRejected', { p: normal.p })] : []),
    ],
    notes,
    chart: null,
  }
}

/** Promoters, passives and detractors of a 0 to 10 question. */
export function describePromoters(given: Float64Array, options: ResultOptions): ChartedResult {
  const { values, notes } = cleaned(given)
  const of = netPromoters(values)
  if (!of) return nothing('noAnswers', {}, notes)
  const limits = showsLimits(options) ? { lower: of.lower, upper: of.upper } : {}
  return {
    tables: [
      {
        columns: [column('choice', 'label'), column('count', 'count'), column('percent', 'percent')],
        rows: [
          row([options.words.promoters, of.promoters, of.promoterPercent]),
          row([options.words.passives, of.passives, of.passivePercent]),
          row([options.words.detractors, of.detractors, of.detractorPercent]),
        ],
        notes: [],
      },
      sizeTable([{ size: 'netPromoters', value: of.score, ...limits }], options),
    ],
    findings: [note('promotersMinusDetractors', { score: of.score, n: of.n })],
    notes: [...notes, ...otherThanRandom(options)],
    chart: null,
  }
}

/** A score as an index from 0 to 100 with its highest and lowest two answers. */
export function describeIndex(
  given: Float64Array,
  scale: { readonly low: number; readonly high: number; readonly reversed?: boolean },
  options: ResultOptions,
): ChartedResult {
  const { values, notes } = cleaned(given)
  const inside = values.filter((value) => value >= scale.low && value <= scale.high)
  const outside = values.length - inside.length
  const remarks = [...notes, ...(outside > 0 ? [note('outsideScale', { count: outside })] : [])]
  const of = indexScore(moments(inside), scale)
  if (!of) return nothing('noAnswers', {}, remarks)
  const width = Math.round(scale.high - scale.low) + 1
  const counts = Array.from(
    { length: width },
    (_, k) => inside.filter((value) => Math.round(value - scale.low) === k).length,
  )
  const ends = boxes(counts, 2)
  const limits = showsLimits(options) ? { lower: of.lower, upper: of.upper } : {}
  return {
    tables: [
      sizeTable(
        [
          { size: 'n', value: of.n },
          { size: 'index', value: of.index, ...limits },
        ],
        options,
      ),
      {
        columns: [column('measure', 'label'), column('count', 'count'), column('percent', 'percent')],
        rows: [
          row([options.words.top2, ends.top, ends.topPercent]),
          row([options.words.bottom2, ends.bottom, ends.bottomPercent]),
        ],
        notes: [],
      },
    ],
    findings: [note('indexIs', { index: of.index, n: of.n })],
    notes: [...remarks, ...otherThanRandom(options)],
    chart: null,
  }
}

function cleaned(given: Float64Array): { readonly values: Float64Array; readonly notes: readonly Note[] } {
  const missing = given.filter(Number.isNaN).length
  const { values, notes } = finite(given)
  return { values, notes: missing > 0 ? [note('missingValues', { count: missing }), ...notes] : notes }
}

/** What must be said of a sample that is not random; Wilson's remark does not fit here. */
function otherThanRandom({ sampleType }: ResultOptions): readonly Note[] {
  return sampleType === 'probability' ? [] : sampleNotes(sampleType)
}
