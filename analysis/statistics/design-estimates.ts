/**
 * Estimates from a sample design as tables: means of numbers, shares of choices, what the weights cost.
 *
 * In: a design over all rows and columns (NaN, -1 missing). Out: for each the rows it rests on, the missing ones,
 * the weighted base, the estimate with standard error, 95 % limits with the design's degrees of freedom (shares:
 * on the log odds) and the design effect against a simple random sample. Samples that are not random get
 * weighted figures without errors and limits.
 */

import type { SampleType } from '../cells.ts'
import type { BarRow } from '../chart.ts'
import { degreesOfFreedom } from '../design/degrees-of-freedom.ts'
import { simpleRandomVariance } from '../design/design-effect.ts'
import type { Design } from '../design/design.ts'
import { countingRows, weightTotal } from '../design/design.ts'
import { complete, estimate, standardErrors } from '../design/estimate.ts'
import { limits } from '../design/intervals.ts'
import type { Codes } from '../design/means.ts'
import { means } from '../design/means.ts'
import { indicator } from '../design/model-matrix.ts'
import { surveyProportion } from '../design/proportion.ts'
import type { Note } from '../table.ts'
import { designNotes, infers, orExplained, shown } from './design-notes.ts'
import type { Result } from './result.ts'
import { column, note, row } from './result.ts'
import { weightSummary } from './weighted.ts'

export interface NumberItem {
  readonly label: string
  readonly values: Float64Array
}

interface Options {
  readonly sampleType: SampleType
}

/** Result with rows that `barChart` draws, intervals included. */
export interface ChartedResult extends Result {
  readonly bars: readonly BarRow[]
}

/** Population means of numbers. */
export function designMeans(
  design: Design,
  items: readonly NumberItem[],
  { sampleType }: Options,
): ChartedResult {
  const bars: BarRow[] = []
  const result = orExplained(() => {
    const inference = infers(sampleType)
    const df = degreesOfFreedom(design)
    const notes: Note[] = []
    const findings: Note[] = []
    let missing = 0
    const rows = items.map(({ label, values }) => {
      const whole = complete(design, [values])
      missing = Math.max(missing, whole.missing)
      const n = countingRows(whole.design)
      if (n === 0) {
        notes.push(note('noAnswers'))
        return row([label, 0, whole.missing, ...empty(inference ? 6 : 2)])
      }
      const base = weightTotal(whole.design)
      if (!inference) {
        const mean = shown(means(whole.columns).values(whole.design.weights)[0])
        if (mean !== null) bars.push({ label, value: mean, muted: false })
        return row([label, n, whole.missing, base, mean])
      }
      const { values: found, covariance } = estimate(whole.design, means(whole.columns))
      const mean = shown(found[0])
      const error = shown(standardErrors(covariance)[0])
      const interval = mean === null || error === null ? null : limits(mean, error, 0.95, df)
      const [lower, upper] = [shown(interval?.lower), shown(interval?.upper)]
      const simple =
        n < 2 ? null : simpleRandomVariance(whole.design, whole.columns[0]!, 'mean', 'with replacement')
      const effect = simple && error !== null ? shown(error ** 2 / simple) : null
      if (mean !== null && lower !== null && upper !== null) {
        bars.push({ label, value: mean, lower, upper, muted: false })
        findings.push(note('designMean', { label, mean, from: lower, to: upper, n }))
      } else notes.push(note('designNoError', { label }))
      return row([label, n, whole.missing, base, mean, error, lower, upper, effect])
    })
    const columns = [
      column('item', 'label'),
      column('n', 'count'),
      column('missingN', 'count'),
      column('weightedBase', 'number'),
      column('mean', 'number'),
      ...(inference
        ? [
            column('standardError', 'number'),
            column('lower', 'number'),
            column('upper', 'number'),
            column('designEffect', 'number'),
          ]
        : []),
    ]
    return {
      tables: [{ caption: 'mean', columns, rows, notes: [] }],
      findings: items.length === 1 ? findings : [],
      notes: [...notes, ...designNotes(design, { sampleType, missing })],
    }
  })
  return { ...result, bars }
}

function empty(count: number): readonly null[] {
  return Array.from({ length: count }, () => null)
}

export interface ChoiceItem {
  readonly codes: Codes
  readonly labels: readonly string[]
}

/** Population shares of the choices of one question, in per cent of those with a valid answer. */
export function designShares(
  design: Design,
  { codes, labels }: ChoiceItem,
  { sampleType }: Options,
): ChartedResult {
  const bars: BarRow[] = []
  const result = orExplained(() => {
    const inference = infers(sampleType)
    const found = labels.map((label, place) => {
      const values = indicator(codes, place)
      const whole = complete(design, [values])
      const n = whole.columns[0]!.reduce(
        (count, value, at) => (value === 1 && whole.design.weights[at] !== 0 ? count + 1 : count),
        0,
      )
      if (!inference)
        return {
          label,
          n,
          share: shown(means(whole.columns).values(whole.design.weights)[0]),
          of: null,
          effect: null,
        }
      const of = surveyProportion(design, values, { method: 'logit' })
      const simple =
        of.n < 2 || of.error === null
          ? null
          : simpleRandomVariance(whole.design, whole.columns[0]!, 'mean', 'with replacement')
      const effect = simple && of.error !== null ? shown(of.error ** 2 / simple) : null
      return { label, n, share: shown(of.estimate), of, effect }
    })
    const whole = complete(design, [Float64Array.from(codes, (code) => (code < 0 ? NaN : 0))])
    const n = countingRows(whole.design)
    const base = weightTotal(whole.design)
    const hundred = (value: number | null | undefined) => {
      const number = shown(value)
      return number === null ? null : 100 * number
    }
    const rows = found.map(({ label, n: own, share, of, effect }) => {
      const [lower, upper] = [hundred(of?.interval?.lower), hundred(of?.interval?.upper)]
      const percent = hundred(share)
      if (percent !== null)
        bars.push({
          label,
          value: percent,
          muted: false,
          ...(lower !== null && upper !== null ? { lower, upper } : {}),
        })
      return row([label, own, percent, ...(inference ? [hundred(of?.error), lower, upper, effect] : [])])
    })
    const top = found.reduce<(typeof found)[number] | null>(
      (best, each) => ((each.share ?? -1) > (best?.share ?? -1) ? each : best),
      null,
    )
    const findings =
      n > 0 && top?.of?.interval && top.share !== null
        ? [
            note('designShare', {
              label: top.label,
              percent: 100 * top.share,
              lower: 100 * top.of.interval.lower,
              upper: 100 * top.of.interval.upper,
              n,
            }),
          ]
        : []
    const columns = [
      column('choice', 'label'),
      column('n', 'count'),
      column('percent', 'percent'),
      ...(inference
        ? [
            column('standardError', 'percent'),
            column('lower', 'percent'),
            column('upper', 'percent'),
            column('designEffect', 'number'),
          ]
        : []),
    ]
    return {
      tables: [
        {
          columns,
          rows: [...rows, row(['', n, n > 0 ? 100 : null, ...empty(inference ? 4 : 0)], 'total')],
          notes: [],
        },
      ],
      findings,
      notes: [
        n === 0 ? note('noAnswers') : note('designWeightedBase', { n, base }),
        ...(inference && n > 0 ? [note('designLogit')] : []),
        ...designNotes(design, { sampleType, missing: whole.missing }),
      ],
    }
  })
  return { ...result, bars }
}

/** What the weights cost: their spread, the effective sample size and Kish's design effect. */
export function designWeights(design: Design): Result {
  const counting = design.weights.filter((weight) => weight > 0)
  const of = weightSummary(counting)
  const least = counting.reduce((low, weight) => Math.min(low, weight), Infinity)
  const most = counting.reduce((high, weight) => Math.max(high, weight), 0)
  if (of.effective === null || of.designEffect === null)
    return { tables: [], findings: [], notes: [note('weightsZero')] }
  return {
    tables: [
      {
        caption: 'weights',
        columns: [
          column('n', 'count'),
          column('weightedBase', 'number'),
          column('min', 'number'),
          column('max', 'number'),
          column('effectiveN', 'number'),
          column('designEffect', 'number'),
        ],
        rows: [row([of.n, of.total, least, most, of.effective, of.designEffect])],
        notes: [],
      },
    ],
    findings: [note('designEffective', { n: of.n, effective: Math.round(of.effective) })],
    notes: most > 10 * least ? [note('designWideWeights', { ratio: most / least })] : [],
  }
}
