/**
 * Numbers described by themselves: centre, spread and shape; a recommendation from 0 to 10; totals, ratios and the
 * change between waves. Totals, ratios and waves are estimates of the design, or of a simple sample where none is on.
 */

import { trendChart } from '../chart-kinds.ts'
import type { LinearisedDesign } from '../design/design.ts'
import { sampleDesign } from '../design/design.ts'
import { domain } from '../design/domain.ts'
import { describeNumber, describePromoters } from '../results/describe.ts'
import { designTrend } from '../statistics/design-comparisons.ts'
import { designMeans } from '../statistics/design-estimates.ts'
import { designQuantiles, designRatio, designTotals } from '../statistics/design-measures.ts'
import { orExplained } from '../statistics/design-notes.ts'
import type { Result } from '../statistics/result.ts'
import { note } from '../statistics/result.ts'
import { scoreNotes } from './means.ts'
import type { Prepared } from './prepare.ts'
import type { Numbers } from './sides.ts'
import { keptValues, numbersOfName, sideOf } from './sides.ts'
import type { Piece, Statistic } from './statistic.ts'
import { emptyPiece, labelOf } from './statistic.ts'

export const describe: Statistic = {
  name: 'describe',
  rows: { least: 1, most: 20 },
  columns: { least: 0, most: 0 },
  options: { as: ['number', 'promoters'] },
  run: (data, chosen) =>
    chosen.rows.map((name) =>
      ofNumber(data, name, (item) => {
        if (data.design) return designed(data, data.design, item)
        const values = keptValues(item.values, data.kept)
        return chosen.option('as') === 'promoters'
          ? describePromoters(values, data)
          : describeNumber(values, data)
      }),
    ),
}

/** One number's piece, or why there is none. */
function ofNumber(
  data: Prepared,
  name: string,
  make: (item: Numbers) => Result & { readonly chart?: Piece['chart'] },
): Piece {
  const title = [labelOf(data.frame, name)]
  const item = numbersOfName(data.frame, name, data.words)
  if (!item) return emptyPiece(title, data.n, note('needsNumber', { variable: title[0]! }))
  const made = make(item)
  return { title, n: data.n, chart: null, ...made, notes: [...scoreNotes([item]), ...made.notes] }
}

function designed(data: Prepared, design: LinearisedDesign, item: Numbers): Result {
  const mean = designMeans(design, [item], data)
  const quartiles = designQuantiles(design, item, data)
  return {
    tables: [...mean.tables, ...quartiles.tables],
    findings: [...mean.findings, ...quartiles.findings],
    notes: [...mean.notes, ...quartiles.notes],
  }
}

export const totals: Statistic = {
  name: 'totals',
  rows: { least: 1, most: 20 },
  columns: { least: 0, most: 1 },
  options: {},
  run(data, chosen) {
    const [below] = chosen.columns
    if (below === undefined)
      return chosen.rows.map((name) =>
        ofNumber(data, name, (item) =>
          withDesign(data, (design, options) => designTotals(design, [item], options)),
        ),
      )
    const denominator = numbersOfName(data.frame, below, data.words)
    return chosen.rows.map((name) => {
      const piece = ofNumber(data, name, (item) =>
        denominator
          ? withDesign(data, (design, options) => designRatio(design, item, denominator, options))
          : {
              tables: [],
              findings: [],
              notes: [note('needsNumber', { variable: labelOf(data.frame, below) })],
            },
      )
      return { ...piece, title: [...piece.title, labelOf(data.frame, below)] }
    })
  },
}

export const waves: Statistic = {
  name: 'waves',
  rows: { least: 1, most: 12 },
  columns: { least: 1, most: 1 },
  options: {},
  run(data, chosen) {
    const { frame, words } = data
    const side = sideOf(frame, chosen.columns[0]!, words)
    const label = labelOf(frame, chosen.columns[0]!)
    return chosen.rows.map((name) => {
      const title = [labelOf(frame, name), label]
      if (side?.kind !== 'coded') return emptyPiece(title, data.n, note('needsGroups', { variable: label }))
      const piece = ofNumber(data, name, (item) => {
        const share = name.includes('/') && item.scored === null
        return withDesign(data, (design, options) => {
          const of = designTrend(
            design,
            { values: item.values, waves: side.codes, labels: side.labels, share },
            options,
          )
          return { ...of, chart: trendChart(of.bars, share ? words.percent : words.mean, share ? '%' : '') }
        })
      })
      return { ...piece, title }
    })
  },
}

/**
 * An estimate of the design that is on, or of a simple sample of the kept rows. A complex sample whose design is off has
 * values, but neither limits nor tests (promise 4).
 */
function withDesign<T extends Result>(
  data: Prepared,
  make: (design: LinearisedDesign, options: Prepared) => T,
): T | Result {
  const { frame, kept, design, sampleType } = data
  if (design) return make(design, data)
  const blind = sampleType === 'complex'
  return orExplained(() => {
    const simple = sampleDesign({ n: frame.n })
    const made = make(kept ? domain(simple, kept) : simple, blind ? { ...data, sampleType: 'census' } : data)
    if (!blind) return made
    const notes = made.notes.map((each) => (each.code === 'census' ? note('complexSample') : each))
    return { ...made, notes }
  })
}
