/**
 * Two questions within the layers of a third: the table of each layer, all layers together, and the generalised test
 * of Cochran, Mantel and Haenszel that asks for association in any layer, of tables of any size.
 *
 * In: a table for each layer, all with the same rows and columns. Out: for each layer and for the sum Pearson's test
 * (null where it has fewer than two filled rows or columns); the generalised statistic of nominal association with its
 * degrees of freedom and p, null where nothing can be tested. Layers of fewer than two people are left out of it.
 * Source: Landis, Heyman and Koch 1978; R `mantelhaen.test`, `chisq.test(correct = FALSE)`.
 */

import { chiSquareTail } from '../distributions.ts'
import { solve } from '../matrix.ts'
import { sum } from '../sums.ts'
import type { ChiSquare } from './crosstab.ts'
import { chiSquare } from './crosstab.ts'

type Matrix = readonly (readonly number[])[]

export interface ThreeWay {
  readonly layers: readonly { readonly n: number; readonly test: ChiSquare | null }[]
  readonly together: { readonly counts: Matrix; readonly test: ChiSquare | null }
  readonly within: { readonly statistic: number; readonly df: number; readonly p: number } | null
}

export function threeWay(tables: readonly Matrix[]): ThreeWay {
  const [first = []] = tables
  const counts = first.map((line, r) => line.map((_, c) => sum(tables.map((table) => table[r]![c]!))))
  return {
    layers: tables.map((table) => ({ n: sum(table.flat()), test: chiSquare(table) })),
    together: { counts, test: chiSquare(counts) },
    within: generalised(tables, counts),
  }
}

function generalised(tables: readonly Matrix[], all: Matrix): ThreeWay['within'] {
  const rows = all.flatMap((line, r) => (sum(line) > 0 ? [r] : []))
  const columns = (all[0] ?? []).flatMap((_, c) => (all.some((line) => line[c]! > 0) ? [c] : []))
  const [freeRows, freeColumns] = [rows.slice(0, -1), columns.slice(0, -1)]
  const df = freeRows.length * freeColumns.length
  if (df < 1) return null
  const gaps = Array.from({ length: df }, () => 0)
  const spread = gaps.map(() => gaps.map(() => 0))
  for (const table of tables) {
    const n = sum(table.flat())
    if (n < 2) continue
    const rowTotals = table.map((line) => sum(line))
    const columnTotals = (table[0] ?? []).map((_, c) => sum(table.map((line) => line[c]!)))
    freeRows.forEach((r, i) =>
      freeColumns.forEach((c, j) => {
        const at = i * freeColumns.length + j
        gaps[at] = gaps[at]! + table[r]![c]! - (rowTotals[r]! * columnTotals[c]!) / n
        freeRows.forEach((s, k) =>
          freeColumns.forEach((d, l) => {
            const other = k * freeColumns.length + l
            const inRows = rowTotals[r]! * ((r === s ? n : 0) - rowTotals[s]!)
            const inColumns = columnTotals[c]! * ((c === d ? n : 0) - columnTotals[d]!)
            spread[at]![other] = spread[at]![other]! + (inRows * inColumns) / (n * n * (n - 1))
          }),
        )
      }),
    )
  }
  const solved = solve(spread, gaps)
  if (!solved) return null
  const statistic = sum(solved.map((value, k) => value * gaps[k]!))
  return { statistic, df, p: chiSquareTail(statistic, df, 'upper') }
}
