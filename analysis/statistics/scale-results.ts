/** What is said and shown of scales: reliability, components, discrimination. */

import type { Chart } from '../chart.ts'
import { histogramChart } from '../chart.ts'
import type { Note, Table } from '../table.ts'
import type { Alpha } from './alpha.ts'
import type { Components, Rotation } from './components.ts'
import type { Discrimination } from './item-discrimination.ts'
import type { Result } from './result.ts'
import { column, labelled, note, row } from './result.ts'
import type { Adequacy, NoComponents } from './sampling-adequacy.ts'
import type { SplitHalf } from './split-half.ts'

/** Reliability of a scale whose items have these labels. */
export function alphaResult(labels: readonly string[], of: Alpha | null): Result {
  if (!of) return nothing('noAlpha')
  const { lower, upper } = of.feldt
  const level = of.raw >= 0.8 ? 'alphaGood' : of.raw >= 0.7 ? 'alphaFair' : 'alphaLow'
  const better = of.items.filter(({ alphaWithout }) => alphaWithout !== null && alphaWithout > of.raw + 0.005)
  const turned = labels.filter((_, k) => (of.items[k]!.withRest ?? 0) < 0)
  const notes = [
    ...missingNote(of.missing),
    ...weightedNote(of),
    note('alphaMeaning'),
    ...(better.length > 0 ? [note('alphaBetterWithout', { count: better.length })] : []),
    ...(turned.length > 0 ? [note('itemsTurned', { labels: turned.join(' / ') })] : []),
    ...(of.items.some(({ withTotal }) => withTotal === null) ? [note('itemsUnvarying')] : []),
  ]
  return {
    tables: [
      {
        columns: [
          column('n', 'count'),
          column('items', 'count'),
          column('alpha', 'number'),
          column('lower', 'number'),
          column('upper', 'number'),
          column('standardisedAlpha', 'number'),
          column('meanCorrelation', 'number'),
        ],
        rows: [row([of.n, of.k, of.raw, lower, upper, of.standardised, of.meanCorrelation])],
        notes: [],
      },
      {
        caption: 'items',
        columns: [
          column('item', 'label'),
          column('mean', 'number'),
          column('sd', 'number'),
          column('itemRest', 'number'),
          column('alphaWithout', 'number'),
        ],
        rows: of.items.map((item, k) =>
          row([labels[k] ?? '', item.mean, item.sd, item.withRest, item.alphaWithout]),
        ),
        notes: [],
      },
    ],
    findings: [note(level, { alpha: of.raw, from: lower, to: upper, k: of.k, n: of.n })],
    notes,
  }
}

/** Reliability from two halves. */
export function splitHalfResult(of: SplitHalf | null): Result {
  if (!of) return nothing('noAlpha')
  const reliability = of.horst ?? of.spearmanBrown
  return {
    tables: [
      {
        columns: [
          column('n', 'count'),
          column('correlation', 'number'),
          column('spearmanBrown', 'number'),
          column('horst', 'number'),
          column('guttman', 'number'),
        ],
        rows: [row([of.n, of.correlation, of.spearmanBrown, of.horst, of.guttman])],
        notes: [],
      },
    ],
    findings: reliability === null ? [] : [note('splitHalf', { value: reliability, n: of.n })],
    notes: [...missingNote(of.missing), ...weightedNote(of)],
  }
}

/** Whether the items can be reduced. */
export function adequacyResult(labels: readonly string[], of: Adequacy | NoComponents): Result {
  if (typeof of === 'string') return nothing(reasons[of])
  const level = of.kmo >= 0.8 ? 'kmoGood' : of.kmo >= 0.6 ? 'kmoFair' : 'kmoLow'
  return {
    tables: [
      {
        columns: [
          column('n', 'count'),
          column('kmo', 'number'),
          column('statistic', 'number'),
          column('df', 'count'),
          column('p', 'p'),
        ],
        rows: [row([of.n, of.kmo, of.statistic, of.df, of.p])],
        notes: [],
      },
      {
        caption: 'items',
        columns: [column('item', 'label'), column('kmo', 'number')],
        rows: of.items.map((kmo, k) => row([labels[k] ?? '', kmo])),
        notes: [],
      },
    ],
    findings: [note(level, { kmo: of.kmo, p: of.p, n: of.n })],
    notes: [...missingNote(of.missing), ...weightedNote(of), note('bartlettMeaning')],
  }
}

/** Components with their loadings, rotated where a rotation is given. */
export function componentsResult(
  labels: readonly string[],
  of: Components | NoComponents,
  rotation: Rotation | null = null,
): Result {
  if (typeof of === 'string') return nothing(reasons[of])
  const loadings = rotation?.loadings ?? of.loadings
  const width = loadings[0]?.length ?? 0
  return {
    tables: [
      {
        columns: [
          column('component', 'label'),
          column('eigenvalue', 'number'),
          column('variancePercent', 'percent'),
          column('cumulative', 'percent'),
        ],
        rows: of.eigenvalues.map((value, k) =>
          row([String(k + 1), value, of.percents[k]!, of.cumulative[k]!]),
        ),
        notes: [],
      },
      {
        caption: rotation ? 'rotatedLoadings' : 'loadings',
        columns: [
          column('item', 'label'),
          ...Array.from({ length: width }, (_, c) => labelled(String(c + 1), 'number')),
          column('communality', 'number'),
        ],
        rows: loadings.map((line, k) => row([labels[k] ?? '', ...line, of.communalities[k]!])),
        notes: [],
      },
    ],
    findings: [note('componentsExplain', { components: width, share: of.cumulative[width - 1]!, n: of.n })],
    notes: [...missingNote(of.missing), ...weightedNote(of), note('kaiserRule', { count: of.aboveOne })],
  }
}

/** Eigenvalues from the first on. */
export function screeChart(of: Components, axisTitle: string): Chart | null {
  return histogramChart(
    of.eigenvalues.map((_, k) => String(k + 1)),
    of.eigenvalues,
    axisTitle,
  )
}

/** How well each item tells the highest from the lowest. */
export function discriminationResult(labels: readonly string[], of: Discrimination | null): Result {
  if (!of) return nothing('tooFewRows')
  const weak = labels.filter((_, k) => !((of.items[k]!.welch?.p ?? 1) < 0.05))
  const table: Table = {
    columns: [
      column('item', 'label'),
      column('meanHigh', 'number'),
      column('meanLow', 'number'),
      column('difference', 'number'),
      column('statistic', 'number'),
      column('df', 'number'),
      column('p', 'p'),
    ],
    rows: of.items.map(({ meanHigh, meanLow, welch }, k) =>
      row([
        labels[k] ?? '',
        meanHigh,
        meanLow,
        meanHigh - meanLow,
        welch?.statistic ?? null,
        welch?.df ?? null,
        welch?.p ?? null,
      ]),
    ),
    notes: [],
  }
  return {
    tables: [table],
    findings: [
      weak.length === 0
        ? note('allDiscriminate', { high: of.high, low: of.low })
        : note('someDoNotDiscriminate', { labels: weak.join(' / '), high: of.high, low: of.low }),
    ],
    notes: [...missingNote(of.missing), note('discriminationMeaning')],
  }
}

const reasons: Readonly<Record<NoComponents, string>> = {
  tooFew: 'tooFewRows',
  unvarying: 'itemsUnvarying',
  dependent: 'itemsDependent',
}

/** How many rows were left out for a missing value, where any were. */
export function missingNote(missing: number): readonly Note[] {
  return missing > 0 ? [note('rowsLeftOut', { count: missing })] : []
}

/** That figures are weighted, and what the weights leave of n. */
function weightedNote({ n, effective }: { readonly n: number; readonly effective: number }): readonly Note[] {
  return effective === n ? [] : [note('scaleWeighted', { n, effective: Math.round(effective) })]
}

/** No table, and why. */
export function nothing(code: string): Result {
  return { tables: [], findings: [], notes: [note(code)] }
}
