/** Two people's changes of one form brought together: nobody's words are written over, and what cannot be settled is told. */

import type { SheetName } from '../form.ts'
import { sheetNames, type Cells, type Draft, type DraftRow } from './draft.ts'
import { changedCells, withCells } from './patch.ts'

/** A cell that both changed, and not alike. The merged form has the other person's. */
export interface Clash {
  readonly sheet: SheetName
  readonly key: string
  readonly header: string
  readonly mine: string
  readonly theirs: string
}

/** What the other person did, for telling it. */
export interface Difference {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved'
  readonly sheet: SheetName
  readonly key: string
  /** The headers of the cells that changed. */
  readonly headers: readonly string[]
}

export interface Merged {
  readonly draft: Draft
  readonly clashes: readonly Clash[]
  readonly theirs: readonly Difference[]
}

/**
 * Gives the rows of a form that somebody else saved the keys of the state that both began with: by name first, then
 * those that say the same, then those that stand between the same neighbours.
 */
export function keyedLike(base: Draft, other: Draft): Draft {
  const next = { ...other, columns: other.columns } as Record<SheetName, readonly DraftRow[]> & {
    columns: Draft['columns']
  }
  for (const sheet of sheetNames) next[sheet] = keyedRows(base[sheet], other[sheet], sheet)
  return next
}

function keyedRows(
  base: readonly DraftRow[],
  other: readonly DraftRow[],
  sheet: SheetName,
): readonly DraftRow[] {
  const keyOf = new Map<number, DraftRow>()
  const taken = new Set<string>()
  const take = (index: number, row: DraftRow) => {
    keyOf.set(index, row)
    taken.add(row.key)
  }
  for (const say of [nameOf, (cells: Cells) => JSON.stringify(Object.entries(cells).sort(byHeader))]) {
    const free = new Map<string, DraftRow[]>()
    for (const row of base) {
      if (taken.has(row.key)) continue
      const words = say(row.cells, sheet)
      if (words !== '') free.set(words, [...(free.get(words) ?? []), row])
    }
    for (const [index, row] of other.entries()) {
      if (keyOf.has(index)) continue
      const found = free.get(say(row.cells, sheet))?.shift()
      if (found) take(index, found)
    }
  }
  const places = new Map(base.map((row, index) => [row.key, index]))
  for (let index = 0; index < other.length; index++) {
    if (keyOf.has(index)) continue
    const before = index === 0 ? -1 : places.get(keyOf.get(index - 1)?.key ?? '')
    const candidate = before === undefined ? undefined : base[before + 1]
    const next = base[(before ?? -2) + 2]
    const follows = index + 1 < other.length ? keyOf.get(index + 1)?.key === next?.key : next === undefined
    if (candidate && !taken.has(candidate.key) && follows) take(index, candidate)
  }
  return other.map((row, index) => {
    const same = keyOf.get(index)
    if (!same) return row
    return changedCells(same.cells, row.cells) === null ? same : { key: same.key, cells: row.cells }
  })
}

function byHeader([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function nameOf(cells: Cells, sheet: SheetName): string {
  const [name = '', list = ''] = [cells['name'], cells['list_name']]
  if (sheet === 'settings') return 'settings'
  return sheet === 'choices' ? (list === '' ? '' : `${list}\n${name}`) : name
}

/** Brings mine and theirs together over what both began with; the rows of `theirs` have the keys of `base` (keyedLike). */
export function merge(base: Draft, mine: Draft, theirs: Draft): Merged {
  const clashes: Clash[] = []
  const differences: Difference[] = []
  const rows = {} as Record<SheetName, readonly DraftRow[]>
  const columns = {} as Record<SheetName, readonly string[]>
  for (const sheet of sheetNames) {
    differences.push(...differencesOf(base[sheet], theirs[sheet], sheet))
    rows[sheet] = mergedRows({ base: base[sheet], mine: mine[sheet], theirs: theirs[sheet], sheet, clashes })
    columns[sheet] = mergedColumns(base.columns[sheet], mine.columns[sheet], theirs.columns[sheet])
  }
  return { draft: { ...rows, columns }, clashes, theirs: differences }
}

interface Sides {
  readonly base: readonly DraftRow[]
  readonly mine: readonly DraftRow[]
  readonly theirs: readonly DraftRow[]
  readonly sheet: SheetName
  readonly clashes: Clash[]
}

/**
 * Their order, with what I added and moved put after what it follows in mine. A row that one of us deleted goes, unless
 * the other changed it.
 */
function mergedRows({ base, mine, theirs, sheet, clashes }: Sides): readonly DraftRow[] {
  const [before, own, other] = [byKey(base), byKey(mine), byKey(theirs)]
  const moved = movedKeys(base, mine)
  const order: DraftRow[] = []
  for (const row of theirs) {
    const old = before.get(row.key)
    const my = own.get(row.key)
    if (old && !my && changedCells(old.cells, row.cells) === null) continue
    if (my && old && moved.has(row.key)) continue
    order.push(my && old ? { key: row.key, cells: mergedCells(old, my, row, sheet, clashes) } : row)
  }
  let previous: string | null = null
  for (const row of mine) {
    const old = before.get(row.key)
    const their = other.get(row.key)
    const gone = old !== undefined && !their
    const changed = old !== undefined && changedCells(old.cells, row.cells) !== null
    const put = old === undefined || (gone && changed) || (their !== undefined && moved.has(row.key))
    if (put) {
      const cells = old && their ? mergedCells(old, row, their, sheet, clashes) : row.cells
      order.splice(placeAfter(order, previous), 0, { key: row.key, cells })
    }
    if (order.some(({ key }) => key === row.key)) previous = row.key
  }
  const unchanged = order.length === mine.length && order.every((row, at) => sameRow(row, mine[at]))
  return unchanged ? mine : order.map((row) => (sameRow(row, own.get(row.key)) ? own.get(row.key)! : row))
}

function sameRow(row: DraftRow, other: DraftRow | undefined): boolean {
  return other !== undefined && other.key === row.key && changedCells(other.cells, row.cells) === null
}

function placeAfter(order: readonly DraftRow[], key: string | null): number {
  return key === null ? 0 : order.findIndex((row) => row.key === key) + 1
}

function mergedCells(
  base: DraftRow,
  mine: DraftRow,
  theirs: DraftRow,
  sheet: SheetName,
  clashes: Clash[],
): Cells {
  const my = changedCells(base.cells, mine.cells)
  if (!my) return theirs.cells
  const their = changedCells(base.cells, theirs.cells) ?? {}
  const taken: Record<string, string | null> = {}
  for (const [header, text] of Object.entries(my)) {
    const clashing = Object.prototype.hasOwnProperty.call(their, header) && their[header] !== text
    if (clashing)
      clashes.push({ sheet, key: mine.key, header, mine: text ?? '', theirs: their[header] ?? '' })
    else taken[header] = text
  }
  return withCells(theirs.cells, taken)
}

function mergedColumns(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): readonly string[] {
  const gone = base.filter((column) => !mine.includes(column))
  const added = mine.filter((column) => !base.includes(column) && !theirs.includes(column))
  const kept = theirs.filter((column) => !gone.includes(column))
  return added.length === 0 && kept.length === theirs.length ? theirs : [...kept, ...added]
}

function byKey(rows: readonly DraftRow[]): ReadonlyMap<string, DraftRow> {
  return new Map(rows.map((row) => [row.key, row]))
}

/** The rows that stand in another order than before: all that are not in the longest run that kept its order. */
function movedKeys(before: readonly DraftRow[], after: readonly DraftRow[]): ReadonlySet<string> {
  const places = new Map(before.map((row, index) => [row.key, index]))
  const order = after.flatMap(({ key }) => {
    const place = places.get(key)
    return place === undefined ? [] : [{ key, place }]
  })
  const kept = new Set(longestRising(order.map(({ place }) => place)))
  return new Set(order.filter((_, index) => !kept.has(index)).map(({ key }) => key))
}

/** Indices of a longest rising subsequence, by patience sorting. */
function longestRising(numbers: readonly number[]): readonly number[] {
  const ends: number[] = []
  const previous: number[] = []
  numbers.forEach((number, index) => {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (numbers[ends[middle]!]! < number) low = middle + 1
      else high = middle
    }
    previous[index] = low > 0 ? ends[low - 1]! : -1
    ends[low] = index
  })
  const found: number[] = []
  for (let at = ends[ends.length - 1] ?? -1; at >= 0; at = previous[at]!) found.unshift(at)
  return found
}

/** What changed in a sheet from one state to another. */
export function differencesOf(
  before: readonly DraftRow[],
  after: readonly DraftRow[],
  sheet: SheetName,
): readonly Difference[] {
  const [old, now] = [byKey(before), byKey(after)]
  const moved = movedKeys(before, after)
  const told = (kind: Difference['kind'], key: string, headers: readonly string[] = []): Difference => ({
    kind,
    sheet,
    key,
    headers,
  })
  const found: Difference[] = []
  for (const { key } of before) if (!now.has(key)) found.push(told('removed', key))
  for (const row of after) {
    const was = old.get(row.key)
    if (!was) {
      found.push(told('added', row.key))
      continue
    }
    const set = changedCells(was.cells, row.cells)
    if (set) found.push(told('changed', row.key, Object.keys(set)))
    if (moved.has(row.key)) found.push(told('moved', row.key))
  }
  return found
}
