/**
 * Numbers compared between groups. Without weights: Welch, one spread, or ranks (results/compare-groups.ts); with
 * weights or a design: estimates of the design, a t test of two groups and a Wald test of more.
 */

import { barChart } from '../chart.ts'
import type { LinearisedDesign } from '../design/design.ts'
import { surveyGroupTest } from '../design/group-tests.ts'
import { modelMatrix, modelRows } from '../design/model-matrix.ts'
import { surveyRegression } from '../design/regression.ts'
import type { GroupMethod } from '../results/compare-groups.ts'
import { compareGroups } from '../results/compare-groups.ts'
import { testTable } from '../results/parts.ts'
import { designGroupMeans } from '../statistics/design-comparisons.ts'
import { infers, orExplained } from '../statistics/design-notes.ts'
import type { Result } from '../statistics/result.ts'
import { note, testNotes } from '../statistics/result.ts'
import type { Note } from '../table.ts'
import type { Prepared } from './prepare.ts'
import type { Numbers, Side } from './sides.ts'
import { numbersOfName, sideOf } from './sides.ts'
import type { Piece, Statistic } from './statistic.ts'
import { emptyPiece, labelOf, smallBases } from './statistic.ts'

export const means: Statistic = {
  name: 'means',
  rows: { least: 1, most: 12 },
  columns: { least: 1, most: 4 },
  options: {
    method: ['welch', 'equal', 'ranks'],
    pairs: ['holm', 'simultaneous', 'none'],
    sort: ['form', 'high', 'low'],
  },
  run(data, chosen) {
    const pieces = chosen.rows.flatMap((rows) =>
      chosen.columns.map((columns) =>
        compared(data, {
          rows,
          columns,
          method: chosen.option('method'),
          sort: chosen.option('sort'),
          pairs: chosen.option('pairs'),
        }),
      ),
    )
    return pieces.length > 1
      ? pieces.map((piece) =>
          piece.findings.length > 0
            ? { ...piece, notes: [...piece.notes, note('manyTables', { count: pieces.length })] }
            : piece,
        )
      : pieces
  },
}

function compared(
  data: Prepared,
  asked: {
    readonly rows: string
    readonly columns: string
    readonly method: string
    readonly sort: string
    readonly pairs: string
  },
): Piece {
  const { frame, words, n } = data
  const title = [labelOf(frame, asked.rows), labelOf(frame, asked.columns)]
  const item = numbersOfName(frame, asked.rows, words)
  const groups = sideOf(frame, asked.columns, words)
  if (!item) return emptyPiece(title, n, note('needsNumber', { variable: title[0]! }))
  if (groups?.kind !== 'coded') return emptyPiece(title, n, note('needsGroups', { variable: title[1]! }))
  const counts = groupCounts(data, item, groups)
  const order = sortedGroups(counts, groups, asked.sort)
  const left = n - counts.reduce((total, group) => total + group.n, 0)
  const notes = [
    ...scoreNotes([item]),
    ...(left > 0 ? [note('missingLeftOut', { n: left })] : []),
    ...smallBases(
      order.map((g) => ({ label: groups.labels[g]!, n: counts[g]!.n })),
      words.separator,
    ),
  ]
  const made = data.design
    ? designed(data, data.design, item, inOrder(groups, order))
    : compareGroups(
        order.map((g) => ({
          label: groups.labels[g]!,
          values: valuesOf(data, item, groups, g, counts[g]!.n),
        })),
        {
          sampleType: data.sampleType,
          words,
          method: asked.method as GroupMethod,
          pairs: asked.pairs as 'holm',
        },
      )
  return { title, n: n - left, ...made, notes: [...notes, ...made.notes] }
}

/** What scores stand for, where answers are scored. */
export function scoreNotes(items: readonly Numbers[]): readonly Note[] {
  const codes = items.some(({ scored }) => scored === 'codes')
  const byOrder = items.some(({ scored }) => scored === 'order')
  return [...(codes ? [note('scoredByCodes')] : []), ...(byOrder ? [note('scoredByOrder')] : [])]
}

interface GroupCount {
  n: number
  weight: number
  total: number
}

function groupCounts({ frame, kept, design }: Prepared, item: Numbers, groups: Side): readonly GroupCount[] {
  const of = groups.labels.map((): GroupCount => ({ n: 0, weight: 0, total: 0 }))
  for (let row = 0; row < frame.n; row += 1) {
    const group = groups.codes[row]!
    const value = item.values[row]!
    const w = design ? design.weights[row]! : 1
    if (group < 0 || Number.isNaN(value) || (kept && kept[row] === 0) || !(w > 0)) continue
    const own = of[group]!
    own.n += 1
    own.weight += w
    own.total += w * value
  }
  return of
}

function sortedGroups(counts: readonly GroupCount[], groups: Side, sort: string): readonly number[] {
  const used = [...groups.labels.keys()].filter((g) => counts[g]!.n > 0)
  if (sort === 'form') return used
  const mean = (g: number) => counts[g]!.total / counts[g]!.weight
  return used.toSorted((a, b) => (sort === 'high' ? mean(b) - mean(a) : mean(a) - mean(b)) || a - b)
}

function valuesOf(
  { frame, kept }: Prepared,
  item: Numbers,
  groups: Side,
  group: number,
  n: number,
): Float64Array {
  const values = new Float64Array(n)
  let next = 0
  for (let row = 0; row < frame.n && next < n; row += 1) {
    if (groups.codes[row] !== group || (kept && kept[row] === 0) || Number.isNaN(item.values[row]!)) continue
    values[next++] = item.values[row]!
  }
  return values
}

/** The groups that there are, in the given order. */
function inOrder(groups: Side, order: readonly number[]): Side {
  const placeOf = new Int32Array(groups.labels.length).fill(-1)
  order.forEach((g, place) => {
    placeOf[g] = place
  })
  return {
    ...groups,
    labels: order.map((g) => groups.labels[g]!),
    codes: groups.codes.map((code) => (code < 0 ? -1 : placeOf[code]!)),
  }
}

function designed(data: Prepared, design: LinearisedDesign, item: Numbers, groups: Side) {
  const { sampleType, words } = data
  const of = designGroupMeans(design, item, groups, { sampleType })
  const own = infers(sampleType) && groups.labels.length === 2
  const test = own ? { tables: [], findings: [], notes: [] } : groupTest(data, design, item, groups)
  return {
    tables: [...of.tables, ...test.tables],
    findings: [...of.findings, ...test.findings],
    notes: [...of.notes, ...test.notes],
    chart: of.bars.length > 40 ? null : barChart(of.bars, words.mean, ''),
  }
}

/** A t test of two groups, a Wald test of more; labelled where the sample is not random. */
function groupTest(data: Prepared, design: LinearisedDesign, item: Numbers, groups: Side): Result {
  const { sampleType, words } = data
  if (groups.labels.length < 2) return { tables: [], findings: [], notes: [note('needsTwoGroups')] }
  return orExplained(() => {
    const line =
      groups.labels.length === 2 ? twoGroups(design, item, groups) : moreGroups(design, item, groups)
    if (!line) return { tables: [], findings: [], notes: [note('designNoTest')] }
    return {
      tables: [testTable([line], { sampleType, words })],
      findings: [
        note(line.p < 0.05 ? 'groupsDifferSignificantly' : 'differenceNotSignificant', {
          p: line.p,
          groups: groups.labels.length,
        }),
      ],
      notes: infers(sampleType) ? [] : testNotes(sampleType),
    }
  })
}

function twoGroups(design: LinearisedDesign, item: Numbers, groups: Side) {
  const test = surveyGroupTest(design, item.values, groups.codes)
  return test && { test: 'tDesign' as const, statistic: test.statistic, df: test.df, p: test.p }
}

function moreGroups(design: LinearisedDesign, item: Numbers, groups: Side) {
  const variables = [{ name: 'group', kind: 'factor' as const, codes: groups.codes, levels: groups.labels }]
  const rows = modelRows(design, item.values, variables)
  for (let row = 0; row < design.n; row += 1) if (design.weights[row] === 0) rows[row] = 0
  const { columns } = modelMatrix(variables, [['group']], { n: design.n, rows })
  const of = surveyRegression(design, { outcome: item.values, columns, family: 'gaussian' }).test('group')
  if (of.F === null || of.p === null) return null
  return { test: 'waldF' as const, statistic: of.F, df: of.df, df2: of.residualDf, p: of.p }
}
