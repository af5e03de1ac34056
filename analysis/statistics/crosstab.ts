/**
 * Two coded variables against each other: counts, row and column percentages, Pearson's chi-square.
 *
 * In: the cells of both variables and their joint counts (rows by columns). Out: three tables with totals and,
 * where a test is asked for, the uncorrected statistic over the rows and columns that are not empty, its
 * degrees of freedom, upper-tail p and Cramér's V (0 to 1). Rows outside the valid base of either variable are
 * left out by the caller. Too few rows or columns give a note instead of a test.
 * Source: Pearson 1900; Cramér 1946; R `chisq.test(correct = FALSE)`.
 */

import type { Cell, SampleType } from '../cells.ts'
import { chiSquareTail } from '../distributions.ts'
import { sum } from '../sums.ts'
import type { Note, Table, TableRow } from '../table.ts'
import type { HeadingKey, Words } from '../words.ts'
import type { Result } from './result.ts'
import { column, labelled, note, percent, row, testNotes } from './result.ts'

export interface ChiSquare {
  readonly n: number
  readonly statistic: number
  readonly df: number
  readonly p: number
  readonly cramersV: number
  readonly expected: readonly (readonly number[])[]
  readonly smallExpected: number
  readonly minExpected: number
}

/** Pearson's test on a table of counts; null where fewer than two rows or columns are not empty. */
export function chiSquare(counts: readonly (readonly number[])[]): ChiSquare | null {
  const rowTotals = counts.map((line) => sum(line))
  const width = counts[0]?.length ?? 0
  const columnTotals = Array.from({ length: width }, (_, c) => sum(counts.map((line) => line[c] ?? 0)))
  const rows = rowTotals.flatMap((total, r) => (total > 0 ? [r] : []))
  const columns = columnTotals.flatMap((total, c) => (total > 0 ? [c] : []))
  if (rows.length < 2 || columns.length < 2) return null
  const n = sum(rowTotals)
  const expected = rows.map((r) => columns.map((c) => (rowTotals[r]! * columnTotals[c]!) / n))
  const parts = rows.flatMap((r, i) =>
    columns.map((c, j) => (counts[r]![c]! - expected[i]![j]!) ** 2 / expected[i]![j]!),
  )
  const statistic = sum(parts)
  const df = (rows.length - 1) * (columns.length - 1)
  const flat = expected.flat()
  return {
    n,
    statistic,
    df,
    p: chiSquareTail(statistic, df, 'upper'),
    cramersV: Math.sqrt(statistic / n / (Math.min(rows.length, columns.length) - 1)),
    expected,
    smallExpected: flat.filter((value) => value < 5).length,
    minExpected: Math.min(...flat),
  }
}

export interface CrosstabInput {
  readonly rows: readonly Cell[]
  readonly columns: readonly Cell[]
  readonly counts: readonly (readonly number[])[]
}

export function crosstab(
  input: CrosstabInput,
  options: { readonly sampleType: SampleType; readonly words: Words; readonly test: boolean },
): Result {
  const { words } = options
  const total = sum(input.counts.flat())
  const tables = [
    countTable(input, words),
    shareTable(input, words, 'row'),
    shareTable(input, words, 'column'),
  ]
  if (total === 0) return { tables, findings: [], notes: [note('noAnswers')] }
  if (!options.test) return { tables, findings: [], notes: [] }
  const test = chiSquare(input.counts)
  if (!test) return { tables, findings: [], notes: [note('oneCategory')] }
  return {
    tables: [...tables, testTable(test)],
    findings: [chiSquareReading(test)],
    notes: [...smallExpectedNotes(test), ...testNotes(options.sampleType)],
  }
}

/** What the test says, in words that claim no more than it does. */
export function chiSquareReading(test: ChiSquare): Note {
  if (test.p >= 0.05) return note('notRelated', { p: test.p })
  const strength = test.cramersV < 0.1 ? 'weak' : test.cramersV < 0.3 ? 'moderate' : 'strong'
  return note(
    strength === 'weak' ? 'relatedWeakly' : strength === 'moderate' ? 'relatedModerately' : 'relatedStrongly',
    {
      p: test.p,
      v: test.cramersV,
    },
  )
}

/** Cochran's rule: chi-square is a poor approximation if over a fifth of the expected counts are below 5, or one below 1. */
export function smallExpectedNotes(test: ChiSquare): readonly Note[] {
  const cells = test.expected.flat().length
  if (test.minExpected >= 1 && test.smallExpected <= cells / 5) return []
  return [note('smallExpected', { cells: test.smallExpected, of: cells, min: test.minExpected })]
}

function testTable(test: ChiSquare): Table {
  return {
    caption: 'statistic',
    columns: [
      column('statistic', 'number'),
      column('df', 'count'),
      column('p', 'p'),
      column('cramersV', 'number'),
      column('n', 'count'),
    ],
    rows: [row([test.statistic, test.df, test.p, test.cramersV, test.n])],
    notes: [],
  }
}

function roleOf(cell: Cell): TableRow['role'] {
  return cell.codes.length > 1 ? 'merged' : cell.role === 'value' ? 'value' : 'missing'
}

function countTable({ rows, columns, counts }: CrosstabInput, words: Words): Table {
  const lines = rows.map((cell, r) => row([cell.label, ...counts[r]!, sum(counts[r]!)], roleOf(cell)))
  const totals = columns.map((_, c) => sum(counts.map((line) => line[c]!)))
  return {
    caption: 'count',
    columns: [
      column('choice', 'label'),
      ...columns.map((cell) => labelled(cell.label, 'count')),
      { key: 'total', label: null, kind: 'count' },
    ],
    rows: [...lines, row([words.total, ...totals, sum(totals)], 'total')],
    notes: [],
  }
}

function shareTable({ rows, columns, counts }: CrosstabInput, words: Words, along: 'row' | 'column'): Table {
  const caption: HeadingKey = along === 'row' ? 'rowPercent' : 'columnPercent'
  const columnTotals = columns.map((_, c) => sum(counts.map((line) => line[c]!)))
  const n = sum(columnTotals)
  const lines = rows.map((cell, r) => {
    const total = sum(counts[r]!)
    const shares = counts[r]!.map((count, c) => percent(count, along === 'row' ? total : columnTotals[c]!))
    return row(
      [cell.label, ...shares, along === 'row' ? percent(total, total) : percent(total, n)],
      roleOf(cell),
    )
  })
  const last = columnTotals.map((total) => percent(total, along === 'row' ? n : total))
  return {
    caption,
    columns: [
      column('choice', 'label'),
      ...columns.map((cell) => labelled(cell.label, 'percent')),
      column('total', 'percent'),
    ],
    rows: [...lines, row([words.total, ...last, percent(n, n)], 'total')],
    notes: [],
  }
}
