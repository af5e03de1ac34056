/**
 * Crosstabs of the workbench: per cent with their bases, counts, letters, tests, residuals.
 *
 * In: answers, months or ticks as rows and columns. Out: for each pair of a row and a column variable one result.
 * Without weights the tests are those of a simple random sample; with weights or a design the shares are weighted, n
 * stays the number of rows, the test is Rao and Scott's, and letters compare shares with the design's errors.
 * Ticks as rows are shares of those who answered; ticks as columns overlap, so that nothing is tested.
 */

import { heatChart } from '../chart-kinds.ts'
import { groupedChart } from '../chart.ts'
import { surveyAssociation } from '../design/association.ts'
import { testCrosstab } from '../results/test-crosstab.ts'
import type { LabelledCounts } from '../results/test-crosstab.ts'
import type { SizeLine, TestLine } from '../results/parts.ts'
import { sizeTable, testTable } from '../results/parts.ts'
import { adjustmentOf } from '../statistics/adjusted-p.ts'
import { association } from '../statistics/association.ts'
import { columnLetter, columnLimit } from '../statistics/column-proportions.ts'
import { designNotes, infers, orExplained } from '../statistics/design-notes.ts'
import { multipleCrosstab } from '../statistics/multiple-crosstab.ts'
import type { Result } from '../statistics/result.ts'
import { column, labelled, note, percent, row, testNotes } from '../statistics/result.ts'
import { sum } from '../sums.ts'
import type { Note, Table } from '../table.ts'
import type { HeadingKey } from '../words.ts'
import type { Cells } from './cells.ts'
import { cellsOf } from './cells.ts'
import { lettersOf } from './letters.ts'
import type { Prepared } from './prepare.ts'
import type { MarkedSide, Side } from './sides.ts'
import { sideOf } from './sides.ts'
import type { Chosen, Piece, Statistic } from './statistic.ts'
import { emptyPiece, labelOf, smallBases } from './statistic.ts'

export const crosstab: Statistic = {
  name: 'crosstab',
  rows: { least: 1, most: 12 },
  columns: { least: 1, most: 4 },
  options: {
    percent: ['column', 'row', 'all', 'none'],
    tests: ['full', 'exact', 'letters', 'none'],
    adjustment: ['holm', 'bonferroni', 'BH', 'none'],
    sort: ['form', 'high', 'low'],
  },
  run(data, chosen) {
    const pieces = chosen.rows.flatMap((rows) =>
      chosen.columns.map((columns) => crossed(data, chosen, rows, columns)),
    )
    const tested = testing(chosen) && pieces.length > 1
    return tested
      ? pieces.map((piece) => withNote(piece, note('manyTables', { count: pieces.length })))
      : pieces
  },
}

function testing(chosen: Chosen): boolean {
  return chosen.option('tests') === 'full' || chosen.option('tests') === 'exact'
}

function withNote(piece: Piece, more: Note): Piece {
  return piece.findings.length > 0 ? { ...piece, notes: [...piece.notes, more] } : piece
}

function crossed(data: Prepared, chosen: Chosen, rowName: string, columnName: string): Piece {
  const { frame, words, n } = data
  const title = [labelOf(frame, rowName), labelOf(frame, columnName)]
  if (rowName === columnName) return emptyPiece(title, n, note('sameVariable'))
  const rows = sideOf(frame, rowName, words)
  const columns = sideOf(frame, columnName, words)
  if (!rows || !columns)
    return emptyPiece(
      title,
      n,
      note('needsChoices', { variable: labelOf(frame, rows ? columnName : rowName) }),
    )
  if (rows.labels.length > columnLimit || columns.labels.length > columnLimit)
    return emptyPiece(title, n, note('tooManyCategories', { limit: columnLimit }))
  const cells = sortedCells(cellsOf(data, rows, columns), chosen.option('sort'))
  if (cells.n === 0) return emptyPiece(title, n, note('noAnswers'))
  const left = n - cells.n
  const notes = [
    ...(left > 0 ? [note('missingLeftOut', { n: left })] : []),
    ...smallBases(
      cells.columns.map((label, c) => ({ label, n: cells.bases[c]! })),
      words.separator,
    ),
  ]
  const tests = testsOf(data, chosen, { rows, columns, cells })
  return {
    title,
    n: cells.n,
    tables: [
      ...shareTables(data, chosen, { rows, columns, cells }),
      ...countTables(data, cells),
      ...tests.tables,
    ],
    findings: tests.findings,
    notes: [...notes, ...tests.notes],
    chart:
      cells.columns.length > 4
        ? heatChart(
            cells.rows,
            cells.columns,
            cells.weights.map((line) => line.map((w, c) => percent(w, cells.columnWeights[c]!))),
            words.columnPercent,
          )
        : groupedChart(
            cells.rows,
            cells.columns.map((label, c) => ({
              label,
              values: cells.weights.map((line) => percent(line[c]!, cells.columnWeights[c]!)),
            })),
            words.columnPercent,
          ),
  }
}

/** Rows by their weight, where asked for. */
function sortedCells(cells: Cells, sort: string): Cells {
  if (sort === 'form') return cells
  const direction = sort === 'high' ? -1 : 1
  const order = [...cells.rows.keys()].toSorted(
    (a, b) => direction * (cells.rowWeights[a]! - cells.rowWeights[b]!) || a - b,
  )
  const along = <T>(of: readonly T[]): readonly T[] => order.map((r) => of[r]!)
  return {
    ...cells,
    rows: along(cells.rows),
    rowPlaces: along(cells.rowPlaces),
    counts: along(cells.counts),
    weights: along(cells.weights),
    rowBases: along(cells.rowBases),
    rowWeights: along(cells.rowWeights),
  }
}

/** Per cent with the bases below, letters beside where columns are compared. */
function shareTables(data: Prepared, chosen: Chosen, { rows, columns, cells }: Both): readonly Table[] {
  const { design, words } = data
  const along = chosen.option('percent')
  if (along === 'none') return []
  const lettered = along === 'column' && chosen.option('tests') !== 'none'
  const compared =
    columns.kind === 'coded' && lettered
      ? lettersOf(data, chosen.option('adjustment'), { rows, columns, cells })
      : null
  const letters = compared?.of ?? null
  const base = (r: number, c: number) =>
    along === 'column' ? cells.columnWeights[c]! : along === 'row' ? cells.rowWeights[r]! : cells.weight
  const lines = cells.rows.map((label, r) =>
    row([
      label,
      ...cells.columns.flatMap((_, c) => [
        percent(cells.weights[r]![c]!, base(r, c)),
        ...(letters ? [letters[r]![c]!] : []),
      ]),
      percent(cells.rowWeights[r]!, along === 'row' ? cells.rowWeights[r]! : cells.weight),
    ]),
  )
  const bases = (label: string, of: readonly number[], all: number, kind: 'count' | 'number') => ({
    ...row([label, ...of.flatMap((each) => (letters ? [each, ''] : [each])), all], 'total' as const),
    kind,
  })
  const caption: HeadingKey =
    along === 'column' ? 'columnPercent' : along === 'row' ? 'rowPercent' : 'percentOfAll'
  return [
    {
      caption,
      columns: [
        column('choice', 'label'),
        ...cells.columns.flatMap((label, c) => [
          labelled(letters ? `${label} (${columnLetter(c)})` : label, 'percent'),
          ...(letters ? [column('letters', 'label')] : []),
        ]),
        column('total', 'percent'),
      ],
      rows: [
        ...lines,
        bases(words.n, cells.bases, cells.n, 'count'),
        ...(design
          ? [
              bases(words.weightedBase, cells.columnWeights, cells.weight, 'number'),
              bases(words.effectiveN, cells.effective, effectiveAll(cells), 'number'),
            ]
          : []),
      ],
      notes: compared?.notes ?? [],
    },
  ]
}

function effectiveAll({ columnWeights, effective }: Cells): number {
  const squares = columnWeights.map((weight, c) => (effective[c]! > 0 ? weight ** 2 / effective[c]! : 0))
  const total = sum(squares)
  return total > 0 ? sum(columnWeights) ** 2 / total : 0
}

function countTables({ design, words }: Prepared, cells: Cells): readonly Table[] {
  const table = (
    caption: HeadingKey,
    grid: Cells['counts'],
    of: readonly number[],
    all: number,
    along: readonly number[],
  ): Table => {
    const kind = caption === 'count' ? ('count' as const) : ('number' as const)
    return {
      caption,
      columns: [
        column('choice', 'label'),
        ...cells.columns.map((label) => labelled(label, kind)),
        column('total', kind),
      ],
      rows: [
        ...cells.rows.map((label, r) => row([label, ...grid[r]!, along[r]!])),
        row([words.total, ...of, all], 'total'),
      ],
      notes: [],
    }
  }
  return [
    table('count', cells.counts, cells.bases, cells.n, cells.rowBases),
    ...(design
      ? [table('weightedCount', cells.weights, cells.columnWeights, cells.weight, cells.rowWeights)]
      : []),
  ]
}

interface Both {
  readonly rows: Side | MarkedSide
  readonly columns: Side | MarkedSide
  readonly cells: Cells
}

function testsOf(data: Prepared, chosen: Chosen, { rows, columns, cells }: Both): Result {
  if (columns.kind === 'marked')
    return { tables: [], findings: [], notes: [note('severalChoices'), note('columnsOverlap')] }
  if (rows.kind === 'marked') return markedTests(data, chosen, rows, columns)
  if (!testing(chosen)) return { tables: [], findings: [], notes: testNotes(data.sampleType) }
  const labelledCounts = { rows: cells.rows, columns: cells.columns, counts: cells.counts }
  const ordered = rows.ordered && columns.ordered && chosen.option('sort') === 'form'
  if (data.design) return designedTests(data, rows, columns, cells)
  return plainTests(data, chosen, labelledCounts, ordered)
}

function plainTests(data: Prepared, chosen: Chosen, counts: LabelledCounts, ordered: boolean): Result {
  const { tables, findings, notes } = testCrosstab(counts, {
    sampleType: data.sampleType,
    words: data.words,
    adjustment: adjustmentOf(chosen.option('adjustment')),
    ordered,
    exact: chosen.option('tests') === 'exact',
  })
  // Its letters stand in the table of shares already.
  return { tables: tables.filter(({ caption }) => caption !== 'letters'), findings, notes }
}

/** Rao and Scott's tests and the strength of the weighted table. */
function designedTests(data: Prepared, rows: Side, columns: Side, cells: Cells): Result {
  const { design, sampleType, words } = data
  return orExplained(() => {
    const of = surveyAssociation(
      design!,
      {
        row: rows.codes,
        rowLevels: rows.labels.length,
        column: columns.codes,
        columnLevels: columns.labels.length,
      },
      { wald: false },
    )
    const said = infers(sampleType)
      ? designNotes(design!, { sampleType })
      : [...designNotes(design!, { sampleType: 'complex' }), ...testNotes(sampleType)]
    const strength = association(cells.weights, false)
    if (!of.f || of.f.p === null || !strength)
      return { tables: [], findings: [], notes: [note('designNoTest'), ...said] }
    const lines: readonly TestLine[] = [
      { test: 'raoScottF', statistic: of.f.statistic, df: of.f.df1, df2: of.f.df2, p: of.f.p },
      ...(of.chiSquare
        ? [
            {
              test: 'raoScottChi' as const,
              statistic: of.chiSquare.pearson,
              df: of.chiSquare.df,
              p: of.chiSquare.p,
            },
          ]
        : []),
    ]
    const sizes: readonly SizeLine[] = [{ size: 'cramersV', value: strength.pearson.cramersV }]
    const v = strength.pearson.cramersV
    const code =
      of.f.p >= 0.05
        ? 'relationNotSignificant'
        : v < 0.1
          ? 'relatedWeakly'
          : v < 0.3
            ? 'relatedModerately'
            : 'relatedStrongly'
    return {
      tables: [testTable(lines, data), sizeTable(sizes, { sampleType, words })],
      findings: [note(code, { p: of.f.p, v })],
      notes: [note('designRaoScott'), ...said],
    }
  })
}

/** Each choice against the columns; with weights the letters only. */
function markedTests(data: Prepared, chosen: Chosen, rows: MarkedSide, columns: Side): Result {
  const notes = [note('severalChoices'), ...testNotes(data.sampleType)]
  if (!testing(chosen) || data.design) return { tables: [], findings: [], notes }
  const { kept } = data
  const of = multipleCrosstab(
    {
      chosen: rows.marks,
      answered: rows.given.map((given, at) => (given === 1 && (!kept || kept[at] === 1) ? 1 : 0)),
      groups: columns.codes,
      groupCount: columns.labels.length,
    },
    { adjustment: adjustmentOf(chosen.option('adjustment')) },
  )
  const differing = rows.labels.filter((_, k) => (of.choices[k]!.adjusted ?? 1) < 0.05)
  return {
    tables: [
      {
        caption: 'statistic',
        columns: [
          column('choice', 'label'),
          column('statistic', 'number'),
          column('df', 'number'),
          column('p', 'p'),
          column('adjustedP', 'p'),
        ],
        rows: rows.labels.map((label, k) => {
          const { statistic, df, p, adjusted } = of.choices[k]!
          return row([label, statistic, df, p, adjusted])
        }),
        notes: [],
      },
    ],
    findings: [
      differing.length > 0
        ? note('choicesDiffer', { labels: differing.join(data.words.separator) })
        : note('choicesDoNotDiffer', { groups: of.groups.filter(({ n }) => n > 0).length }),
    ],
    notes,
  }
}
