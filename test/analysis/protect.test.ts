import { describe, expect, it } from 'vitest'
import type { Cell } from '../../analysis/cells.ts'
import { mergeSmall, mergeTable, promisedSize } from '../../analysis/protect.ts'
import { words } from './frames.ts'

const cell = (label: string, code: number, count: number, missing = false): Cell => ({
  label,
  codes: [code],
  count,
  role: missing ? 'missing' : 'value',
  missing: missing ? 'unanswered' : null,
})

/** Every list of `length` counts that sum to `total`. */
function* compositions(total: number, length: number): Generator<number[]> {
  if (length === 1) {
    yield [total]
    return
  }
  for (let first = 0; first <= total; first += 1) {
    for (const rest of compositions(total - first, length - 1)) yield [first, ...rest]
  }
}

/** Sums of the counts over every non-empty set of places, by set. */
function unions(counts: readonly number[]): number[] {
  return Array.from({ length: 2 ** counts.length - 1 }, (_, k) =>
    counts.reduce((total, count, place) => (((k + 1) >> place) & 1 ? total + count : total), 0),
  )
}

/**
 * The exact attacker: knows the rules and every published figure, and lists all data that would have been
 * published so. Returns the unions of 1 to 4 people that all of those data agree on.
 */
function recovered(
  data: Iterable<readonly number[]>,
  publish: (counts: readonly number[]) => string,
): readonly string[] {
  const possible = new Map<string, { low: number[]; high: number[] }>()
  for (const counts of data) {
    const sums = unions(counts)
    const seen = possible.get(publish(counts))
    if (!seen) possible.set(publish(counts), { low: [...sums], high: sums })
    else {
      sums.forEach((sum, k) => {
        seen.low[k] = Math.min(seen.low[k]!, sum)
        seen.high[k] = Math.max(seen.high[k]!, sum)
      })
    }
  }
  return [...possible].flatMap(([view, { low, high }]) =>
    low.flatMap((sum, k) =>
      sum === high[k] && sum > 0 && sum < promisedSize ? [`${view}: set ${k + 1} is ${sum}`] : [],
    ),
  )
}

const shownCells = (cells: readonly Cell[] | null) =>
  cells === null ? 'hidden' : cells.map((each) => `${each.codes.join('+')}=${each.count}`).join(' ')

describe('one variable', () => {
  for (const [name, missing] of [
    ['no missing answers', 0],
    ['one kind of missing answer', 1],
    ['two kinds', 2],
  ] as const) {
    it(`gives no group of under five away to somebody who knows the rules: ${name}`, () => {
      for (const total of [10, 15, 20, 25, 30, 40]) {
        const length = 3 + missing
        const publish = (counts: readonly number[]) =>
          shownCells(
            mergeSmall(
              counts.map((count, k) => cell(`c${k}`, k, count, k >= 3)),
              words,
            ),
          )
        expect(recovered(compositions(total, length), publish)).toEqual([])
      }
    })
  }

  it('never shows a cell of one to five people', () => {
    for (const counts of compositions(20, 4)) {
      const cells = mergeSmall(
        counts.map((count, k) => cell(`c${k}`, k, count, k === 3)),
        words,
      )
      for (const each of cells ?? []) expect(each.count === 0 || each.count > promisedSize).toBe(true)
    }
  })

  it('keeps the total and every category', () => {
    const cells = mergeSmall(
      [cell('a', 2, 30), cell('b', 3, 2), cell('c', 4, 9), cell('-', 1, 1, true)],
      words,
    )!
    expect(cells.reduce((sum, each) => sum + each.count, 0)).toBe(42)
    expect(cells.flatMap((each) => each.codes).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4])
  })

  it('lets no one out when waiting for one more answer lifts a cell over the line', () => {
    // The attacker sees the table before and after the next block of five, and knows that exactly five were added.
    const view = (counts: readonly number[]) =>
      shownCells(
        mergeSmall(
          counts.map((count, k) => cell(`c${k}`, k, count, k === 2)),
          words,
        ),
      )
    function* pairs(): Generator<number[]> {
      for (const before of compositions(20, 3))
        for (const more of compositions(5, 3)) yield [...before, ...more]
    }
    const possible = new Map<string, Set<string>[]>()
    for (const pair of pairs()) {
      const before = pair.slice(0, 3)
      const shown = `${view(before)} then ${view(before.map((count, k) => count + pair[k + 3]!))}`
      const sets = possible.get(shown) ?? before.map(() => new Set<string>())
      before.forEach((count, k) => sets[k]!.add(String(count)))
      possible.set(shown, sets)
    }
    const known = [...possible].flatMap(([shown, sets]) =>
      sets.flatMap((set, k) => {
        const [only] = set
        return set.size === 1 && Number(only) > 0 && Number(only) < promisedSize
          ? [`${shown}: c${k} was ${only}`]
          : []
      }),
    )
    expect(known).toEqual([])
  })
})

describe('two variables', () => {
  const publishTable = (height: number, width: number) => (counts: readonly number[]) => {
    const table = Array.from({ length: height }, (_, r) => counts.slice(r * width, (r + 1) * width))
    const rowCells = table.map((line, r) =>
      cell(
        `r${r}`,
        r,
        line.reduce((a, b) => a + b, 0),
      ),
    )
    const columnCells = Array.from({ length: width }, (_, c) =>
      cell(
        `c${c}`,
        c,
        table.reduce((a, line) => a + line[c]!, 0),
      ),
    )
    const rows = mergeSmall(rowCells, words)
    const columns = mergeSmall(columnCells, words)
    if (!rows || !columns) return 'hidden'
    const folded = rows.map((r) =>
      columns.map((c) => r.codes.reduce((a, i) => a + c.codes.reduce((b, j) => b + table[i]![j]!, 0), 0)),
    )
    const side = (cells: readonly Cell[]) => ({ cells })
    const cross = mergeTable({ rows: side(rows), columns: side(columns), counts: folded }, words)
    const margins = `${shownCells(rows)} | ${shownCells(columns)}`
    if (!cross) return `${margins} | no table`
    return `${margins} | ${shownCells(cross.rows)} | ${shownCells(cross.columns)} | ${cross.counts.join(';')}`
  }

  for (const [height, width, total] of [
    [2, 2, 20],
    [2, 2, 35],
    [2, 3, 20],
    [2, 3, 25],
  ] as const) {
    it(`of ${height} by ${width} cells and ${total} people give no group of under five away with their margins`, () => {
      expect(recovered(compositions(total, height * width), publishTable(height, width))).toEqual([])
    })
  }

  it('never show a hole inside a block of joined lines, which would put one group inside another', () => {
    const side = (counts: readonly number[]) => ({
      cells: counts.map((count, k) => cell(`x${k}`, k, count)),
    })
    const merged = mergeTable(
      { rows: side([20, 40]), columns: side([30, 30]), counts: [[20, 0], [10, 30]] }, // prettier-ignore
      words,
    )
    expect(merged).toBeNull()
    const blocks = mergeTable(
      { rows: side([20, 40]), columns: side([20, 40]), counts: [[20, 0], [0, 40]] }, // prettier-ignore
      words,
    )
    expect(blocks?.counts).toEqual([[20, 0], [0, 40]]) // prettier-ignore
  })
})
