/** What is still too rare is left out, as little as is needed: single values, or whole rows. */

import { classesOf, type KeyColumn } from './column.ts'

export interface Suppressed {
  readonly columns: readonly KeyColumn[]
  /** 1 for rows that are left out. */
  readonly dropped: Uint8Array
  readonly droppedRows: number
  /** Values that were blanked in rows that stay, by column. */
  readonly blanked: ReadonlyMap<string, number>
}

/**
 * Makes every class of the rows that stay hold at least k of them, or leaves no row. `rows` leaves out all rows of small
 * classes. `cells` blanks values in them: column by column, that with most values first, and only in rows that are
 * still rare; where even the rows without any value are too few, the smallest classes join them, and where all together
 * are too few the rows are left out. A blank counts as a value of its own, which is on the safe side. Throws where k is
 * not a whole number of at least 2.
 */
export function suppressed(
  columns: readonly KeyColumn[],
  n: number,
  { k, mode }: { readonly k: number; readonly mode: 'cells' | 'rows' },
): Suppressed {
  if (!Number.isInteger(k) || k < 2) throw new Error('suppressed: k is a whole number of at least 2')
  const dropped = new Uint8Array(n)
  const kept = columns.map((column) => ({ ...column, codes: column.codes.slice() }))
  if (mode === 'cells') blankRare(kept, n, k)
  const { of, sizes } = classesOf(kept, n)
  let droppedRows = 0
  for (let row = 0; row < n; row++) {
    if (sizes[of[row]!]! >= k) continue
    dropped[row] = 1
    droppedRows++
  }
  const blanked = new Map<string, number>()
  kept.forEach((column, place) => {
    const before = columns[place]!.codes
    let count = 0
    for (let row = 0; row < n; row++) if (dropped[row] === 0 && before[row] !== column.codes[row]) count++
    if (count > 0) blanked.set(column.name, count)
  })
  return { columns: kept, dropped, droppedRows, blanked }
}

function blankRare(columns: readonly KeyColumn[], n: number, k: number): void {
  const order = columns.toSorted((a, b) => b.values.length - a.values.length)
  for (const column of order) {
    const { of, sizes } = classesOf(columns, n)
    let rare = 0
    for (let row = 0; row < n; row++) {
      if (sizes[of[row]!]! >= k) continue
      column.codes[row] = -1
      rare++
    }
    if (rare === 0) return
  }
  joinBlank(columns, n, k)
}

/** The class of rows without any value is filled up by the smallest others until it holds k. */
function joinBlank(columns: readonly KeyColumn[], n: number, k: number): void {
  const { of, sizes } = classesOf(columns, n)
  const isBlank = (row: number) => columns.every(({ codes }) => codes[row] === -1)
  const blank = of.findIndex((_, row) => isBlank(row))
  if (blank < 0) return
  const blankClass = of[blank]!
  let size = sizes[blankClass]!
  if (size >= k) return
  const others = [...sizes.keys()]
    .filter((one) => one !== blankClass)
    .toSorted((a, b) => sizes[a]! - sizes[b]! || a - b)
  const joining = new Set<number>()
  for (const one of others) {
    if (size >= k) break
    joining.add(one)
    size += sizes[one]!
  }
  for (let row = 0; row < n; row++)
    if (joining.has(of[row]!)) for (const { codes } of columns) codes[row] = -1
}
