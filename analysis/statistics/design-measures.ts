/**
 * Further estimates from a sample design as tables: totals, a ratio, quantiles, a rank test, agreement of two ratings
 * and the reliability of a scale. Bases, missing values and limits as in `design-estimates.ts`; samples that are
 * not random get weighted figures without errors and tests.
 */

import type { SampleType } from '../cells.ts'
import { surveyAlpha, surveyKappa } from '../design/agreement.ts'
import { degreesOfFreedom } from '../design/degrees-of-freedom.ts'
import type { Design } from '../design/design.ts'
import { countingRows } from '../design/design.ts'
import type { Estimator } from '../design/estimate.ts'
import { complete, estimate, standardErrors } from '../design/estimate.ts'
import { surveyRankTest, surveyRankTestOfGroups } from '../design/group-tests.ts'
import { limits } from '../design/intervals.ts'
import { ratios, totals } from '../design/means.ts'
import { surveyQuantiles } from '../design/quantile.ts'
import type { Note, TableColumn } from '../table.ts'
import type { ChoiceItem, NumberItem } from './design-estimates.ts'
import { designNotes, infers, orExplained, shown } from './design-notes.ts'
import type { Result } from './result.ts'
import { column, note, row } from './result.ts'

interface Options {
  readonly sampleType: SampleType
}

interface Estimated {
  readonly value: number | null
  readonly error: number | null
  readonly lower: number | null
  readonly upper: number | null
}

/** One estimate with its limits; errors only where the sample allows them. */
function estimated(design: Design, whole: Design, estimator: Estimator, inference: boolean): Estimated {
  if (!inference)
    return { value: shown(estimator.values(whole.weights)[0]), error: null, lower: null, upper: null }
  const { values, covariance } = estimate(whole, estimator)
  const value = shown(values[0])
  const error = shown(standardErrors(covariance)[0])
  if (value === null || error === null) return { value, error, lower: null, upper: null }
  const { lower, upper } = limits(value, error, 0.95, degreesOfFreedom(design))
  return { value, error, lower: shown(lower), upper: shown(upper) }
}

function errorColumns(inference: boolean): readonly TableColumn[] {
  return inference
    ? [column('standardError', 'number'), column('lower', 'number'), column('upper', 'number')]
    : []
}

function errorCells({ error, lower, upper }: Estimated, inference: boolean): readonly (number | null)[] {
  return inference ? [error, lower, upper] : []
}

/** Remarks of a statistic that rests on n of the design's rows. */
function leftOut(design: Design, sampleType: SampleType): (n: number) => readonly Note[] {
  return (n) => designNotes(design, { sampleType, missing: countingRows(design) - n })
}

/** Population totals of numbers. */
export function designTotals(design: Design, items: readonly NumberItem[], { sampleType }: Options): Result {
  return orExplained(() => {
    const inference = infers(sampleType)
    const findings: Note[] = []
    let missing = 0
    const rows = items.map(({ label, values }) => {
      const whole = complete(design, [values])
      missing = Math.max(missing, whole.missing)
      const n = countingRows(whole.design)
      const of = estimated(design, whole.design, totals(whole.columns), inference && n > 0)
      if (of.value !== null && of.lower !== null && of.upper !== null && n > 0)
        findings.push(note('designTotal', { label, total: of.value, from: of.lower, to: of.upper, n }))
      return row([label, n, whole.missing, n > 0 ? of.value : null, ...errorCells(of, inference)])
    })
    return {
      tables: [
        {
          caption: 'total',
          columns: [
            column('item', 'label'),
            column('n', 'count'),
            column('missingN', 'count'),
            column('total', 'number'),
            ...errorColumns(inference),
          ],
          rows,
          notes: [],
        },
      ],
      findings: items.length === 1 ? findings : [],
      notes: [
        ...(missing > 0 ? [note('designTotalMissing')] : []),
        ...designNotes(design, { sampleType, missing }),
      ],
    }
  })
}

/** The total of one number over that of another. */
export function designRatio(
  design: Design,
  numerator: NumberItem,
  denominator: NumberItem,
  { sampleType }: Options,
): Result {
  return orExplained(() => {
    const inference = infers(sampleType)
    const whole = complete(design, [numerator.values, denominator.values])
    const n = countingRows(whole.design)
    const notes = designNotes(design, { sampleType, missing: whole.missing })
    if (n === 0) return { tables: [], findings: [], notes: [note('noAnswers'), ...notes] }
    const [above, below] = whole.columns as [Float64Array, Float64Array]
    const of = estimated(design, whole.design, ratios([{ numerator: above, denominator: below }]), inference)
    if (of.value === null) return { tables: [], findings: [], notes: [note('designNoRatio'), ...notes] }
    const label = `${numerator.label} / ${denominator.label}`
    return {
      tables: [
        {
          columns: [
            column('item', 'label'),
            column('n', 'count'),
            column('value', 'number'),
            ...errorColumns(inference),
          ],
          rows: [row([label, n, of.value, ...errorCells(of, inference)])],
          notes: [],
        },
      ],
      findings:
        of.lower === null || of.upper === null
          ? []
          : [note('designRatio', { label, ratio: of.value, from: of.lower, to: of.upper, n })],
      notes,
    }
  })
}

/** Quartiles of the population. */
export function designQuantiles(design: Design, item: NumberItem, { sampleType }: Options): Result {
  return orExplained(() => {
    const inference = infers(sampleType)
    const { quantiles, n, missing } = surveyQuantiles(design, item.values, {
      probabilities: [0.25, 0.5, 0.75],
      interval: 'xlogit',
      errors: inference,
    })
    const notes = designNotes(design, { sampleType, missing })
    if (n === 0) return { tables: [], findings: [], notes: [note('noAnswers'), ...notes] }
    const median = quantiles[1]!
    return {
      tables: [
        {
          columns: [column('percentile', 'label'), column('value', 'number'), ...errorColumns(inference)],
          rows: quantiles.map(({ p, quantile, error, lower, upper }) =>
            row([`${100 * p}%`, quantile, ...(inference ? [error, lower, upper] : [])]),
          ),
          notes: [],
        },
      ],
      findings:
        inference && median.lower !== null && median.upper !== null
          ? [
              note('designMedian', {
                label: item.label,
                median: median.quantile,
                from: median.lower,
                to: median.upper,
                n,
              }),
            ]
          : [],
      notes: [...(inference ? [note('designWoodruff')] : []), ...notes],
    }
  })
}

/** Whether groups have the same distribution of a number, by ranks. */
export function designRankTest(
  design: Design,
  item: NumberItem,
  groups: ChoiceItem,
  { sampleType }: Options,
): Result {
  return orExplained(() => {
    const notes = designNotes(design, { sampleType })
    if (!infers(sampleType)) return { tables: [], findings: [], notes }
    const used = new Set(groups.codes.filter((code, at) => code >= 0 && design.weights[at]! > 0))
    const two = used.size === 2
    const [first = 0] = [...used].toSorted((a, b) => a - b)
    const pair = two
      ? surveyRankTest(
          design,
          item.values,
          groups.codes.map((code) => (code < 0 ? -1 : code === first ? 0 : 1)),
        )
      : null
    const many = two
      ? null
      : surveyRankTestOfGroups(design, item.values, groups.codes, { levels: groups.labels.length })
    const test = pair
      ? { statistic: pair.statistic, cells: [pair.df], p: pair.p, n: pair.n }
      : many && { statistic: many.F, cells: [many.df, many.residualDf], p: many.p, n: many.n }
    if (!test) return { tables: [], findings: [], notes: [note('designNoTest'), ...notes] }
    return {
      tables: [
        {
          caption: 'statistic',
          columns: [
            column('statistic', 'number'),
            ...test.cells.map(() => column('df', 'number')),
            column('p', 'p'),
          ],
          rows: [row([test.statistic, ...test.cells, test.p])],
          notes: [],
        },
      ],
      findings: [note(test.p < 0.05 ? 'designRanksDiffer' : 'designRanksAlike', { p: test.p, n: test.n })],
      notes: [note(two ? 'designWilcoxon' : 'designKruskal'), ...leftOut(design, sampleType)(test.n)],
    }
  })
}

/** Agreement of two ratings with the same categories beyond chance. */
export function designKappa(
  design: Design,
  first: ChoiceItem,
  second: ChoiceItem,
  { sampleType }: Options,
): Result {
  return orExplained(() => {
    const notesWith = leftOut(design, sampleType)
    const of = surveyKappa(design, first.codes, second.codes, first.labels.length)
    if (!of)
      return {
        tables: [],
        findings: [],
        notes: [note('noVariation'), ...designNotes(design, { sampleType })],
      }
    const inference = infers(sampleType)
    const error = shown(of.error)
    const interval = error === null ? null : limits(of.kappa, error, 0.95, degreesOfFreedom(design))
    const [lower, upper] = [shown(interval?.lower), shown(interval?.upper)]
    return {
      tables: [
        {
          columns: [column('n', 'count'), column('kappa', 'number'), ...errorColumns(inference)],
          rows: [row([of.n, of.kappa, ...(inference ? [error, lower, upper] : [])])],
          notes: [],
        },
      ],
      findings: inference ? [note('designKappa', { kappa: of.kappa, n: of.n })] : [],
      notes: notesWith(of.n),
    }
  })
}

/** Cronbach's alpha of items in the population. */
export function designAlpha(design: Design, items: readonly NumberItem[], { sampleType }: Options): Result {
  return orExplained(() => {
    const notesWith = leftOut(design, sampleType)
    const of = surveyAlpha(
      design,
      items.map(({ values }) => values),
    )
    if (!of)
      return {
        tables: [],
        findings: [],
        notes: [note('noVariation'), ...designNotes(design, { sampleType })],
      }
    return {
      tables: [
        {
          columns: [column('n', 'count'), column('items', 'count'), column('alpha', 'number')],
          rows: [row([of.n, items.length, of.alpha])],
          notes: [],
        },
      ],
      findings: infers(sampleType)
        ? [note('designAlpha', { alpha: of.alpha, items: items.length, n: of.n })]
        : [],
      notes: notesWith(of.n),
    }
  })
}
