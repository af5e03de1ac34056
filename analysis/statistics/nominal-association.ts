/**
 * How much knowing one category helps to guess another: lambda, Goodman and Kruskal's tau, uncertainty coefficients.
 *
 * In: counts or weights, rows by columns. Out: each measure from 0 (no help) to 1, with the columns or the rows as the
 * outcome and symmetric; null where the outcome does not vary, or for lambda where one category holds all. Empty rows
 * and columns change nothing. Null altogether without counts.
 * Source: Goodman and Kruskal 1954; Theil 1970.
 */

import { sum } from '../sums.ts'

export interface NominalAssociation {
  readonly lambda: Directed
  readonly tau: Omit<Directed, 'symmetric'>
  readonly uncertainty: Directed
}

export interface Directed {
  readonly columns: number | null
  readonly rows: number | null
  readonly symmetric: number | null
}

export function nominalAssociation(counts: readonly (readonly number[])[]): NominalAssociation | null {
  const rows = counts.map((line) => sum(line))
  const columns = (counts[0] ?? []).map((_, c) => sum(counts.map((line) => line[c]!)))
  const n = sum(rows)
  if (!(n > 0)) return null
  const [rowMost, columnMost] = [Math.max(...rows), Math.max(...columns)]
  const byRow = sum(counts.map((line) => Math.max(...line)))
  const byColumn = sum(columns.map((_, c) => Math.max(...counts.map((line) => line[c]!))))
  const ratio = (top: number, bottom: number) => (bottom > 0 ? top / bottom : null)
  const squares = (totals: readonly number[]) => sum(totals.map((total) => total * total))
  const part = (of: (r: number, c: number) => number) =>
    sum(counts.flatMap((line, r) => line.map((count, c) => (count > 0 ? (count * count) / of(r, c) : 0))))
  const entropy = (totals: readonly number[]) =>
    -sum(totals.map((total) => (total > 0 ? (total / n) * Math.log(total / n) : 0)))
  const [inRows, inColumns] = [entropy(rows), entropy(columns)]
  const shared = Math.max(0, inRows + inColumns - entropy(counts.flat()))
  return {
    lambda: {
      columns: ratio(byRow - columnMost, n - columnMost),
      rows: ratio(byColumn - rowMost, n - rowMost),
      symmetric: ratio(byRow + byColumn - columnMost - rowMost, 2 * n - columnMost - rowMost),
    },
    tau: {
      columns: ratio(n * part((r) => rows[r]!) - squares(columns), n * n - squares(columns)),
      rows: ratio(n * part((_, c) => columns[c]!) - squares(rows), n * n - squares(rows)),
    },
    uncertainty: {
      columns: ratio(shared, inColumns),
      rows: ratio(shared, inRows),
      symmetric: ratio(2 * shared, inRows + inColumns),
    },
  }
}
