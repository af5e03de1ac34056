/**
 * Letters of a crosstab: under the columns of each row that are larger than others.
 *
 * Without a design, where all weights are alike, every pair of columns is a z test of two proportions; otherwise the difference of two
 * weighted shares over its standard error in the design (strata, clusters, sizes, raking), by t. p values are adjusted
 * over the pairs of a row. Where the design cannot give an error at all, there are no letters and a remark says why.
 */

import { columnShares } from '../design/column-shares.ts'
import type { SharesOfColumns } from '../design/column-shares.ts'
import type { LinearisedDesign } from '../design/design.ts'
import { DesignError } from '../design/design-error.ts'
import { adjustedP, adjustmentOf } from '../statistics/adjusted-p.ts'
import { columnProportions, lettersUnder } from '../statistics/column-proportions.ts'
import { note } from '../statistics/result.ts'
import type { Note } from '../table.ts'
import type { HeadingKey, Words } from '../words.ts'
import type { Cells } from './cells.ts'
import type { Prepared } from './prepare.ts'
import type { MarkedSide, Side } from './sides.ts'

export interface Letters {
  /** Rows by columns; null where nothing could be compared. */
  readonly of: readonly (readonly string[])[] | null
  readonly notes: readonly Note[]
}

export function lettersOf(
  data: Prepared,
  adjustment: string,
  {
    rows,
    columns,
    cells,
  }: { readonly rows: Side | MarkedSide; readonly columns: Side; readonly cells: Cells },
): Letters {
  const { words } = data
  const design = simple(data) ? null : data.design
  const width = cells.columns.length
  const head = [note('lettersMeaning'), adjustedNote(adjustment, width, words)]
  const method = adjustmentOf(adjustment)
  if (!design) {
    const of = columnProportions(cells.weights, {
      adjustment: method,
      totals: cells.columnWeights,
      bases: cells.effective,
    })
    return { of: of.map(({ letters }) => letters), notes: head }
  }
  try {
    const lines = designedLines(design, rows, columns, cells)
    const untested = lines.reduce((count, { pairs }) => count + pairs.filter(without).length, 0)
    return {
      of: lines.map(({ pairs }) => {
        const adjusted = adjustedP(
          pairs.map(({ p }) => p),
          method,
        )
        return lettersUnder(
          width,
          pairs.map((pair, k) => ({ ...pair, adjusted: adjusted[k]! })),
        )
      }),
      notes: [
        ...head,
        note('lettersDesigned'),
        ...(untested > 0 ? [note('lettersUntested', { pairs: untested })] : []),
      ],
    }
  } catch (error) {
    if (!(error instanceof DesignError)) throw error
    return { of: null, notes: [note('lettersNone'), note(error.code, error.params)] }
  }
}

/** Whether every row counts alike and was drawn by itself: weights of one change no letter. */
function simple({ design, designed }: Prepared): boolean {
  if (design === null) return true
  if (designed || design.adjustments.length > 0) return false
  const first = design.weights.find((weight) => weight > 0)
  return design.weights.every((weight) => weight === 0 || weight === first)
}

/** Shares that differ and yet have no test. */
function without({ difference, t }: SharesOfColumns['pairs'][number]): boolean {
  return t === null && difference !== null && difference !== 0
}

function designedLines(
  design: LinearisedDesign,
  rows: Side | MarkedSide,
  columns: Side,
  { rowPlaces, columnPlaces }: Cells,
): readonly SharesOfColumns[] {
  const column = placed(columns.codes, columns.labels.length, columnPlaces)
  const columnLevels = columnPlaces.length
  if (rows.kind === 'coded') {
    const row = placed(rows.codes, rows.labels.length, rowPlaces)
    return columnShares(design, { row, rowLevels: rowPlaces.length, column, columnLevels })
  }
  // Ticks overlap: each against not ticked.
  return rowPlaces.map((place) => {
    const marks = rows.marks[place]!
    const row = Int32Array.from(rows.given, (given, at) => (given === 0 ? -1 : marks[at] === 0 ? 1 : 0))
    return columnShares(design, { row, rowLevels: 2, column, columnLevels })[0]!
  })
}

/** Codes as places among the levels that are shown. */
function placed(codes: Int32Array, levels: number, places: readonly number[]): Int32Array {
  if (places.length === levels && places.every((place, k) => place === k)) return codes
  const placeOf = new Int32Array(levels).fill(-1)
  places.forEach((place, k) => {
    placeOf[place] = k
  })
  return codes.map((code) => (code < 0 ? -1 : placeOf[code]!))
}

function adjustedNote(adjustment: string, width: number, words: Words): Note {
  return note('lettersAdjusted', {
    method: words[adjustmentHeading(adjustment)],
    pairs: (width * (width - 1)) / 2,
  })
}

function adjustmentHeading(name: string): HeadingKey {
  return name === 'holm'
    ? 'byHolm'
    : name === 'bonferroni'
      ? 'byBonferroni'
      : name === 'BH'
        ? 'byBH'
        : 'notAdjusted'
}
