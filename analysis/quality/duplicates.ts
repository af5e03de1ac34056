/**
 * Answers that say the same as another one, wholly or nearly: sent twice, copied, or made up by one hand.
 *
 * In: a frame of what was asked, how many questions an answer must have answered to be compared, and the share of equal
 * answers from which two are nearly the same. The share is taken over the questions that at least one of the two
 * answered; not answered counts as an answer of its own. Out: flags of both kinds, each with up to three answers that it
 * is like, and whether all pairs were compared. Unweighted. Throws for a share outside 0.7 to 1.
 *
 * Pairs that may differ in d places are found without looking at all pairs: of d + 1 blocks of questions at least one
 * agrees whole. Bounded: after 4,000,000 comparisons of near ones it stops, and says so.
 * Source: percentage match of Kuriakose and Robbins 2016, who take 85 per cent of many questions for suspicious; the
 * blocks are the pigeonhole principle.
 */

import { answered, type Column, type Frame } from '../frame.ts'
import type { Flag } from './flag.ts'

export interface Duplicates {
  readonly flags: readonly Flag[]
  /** False where near ones were too many to compare them all. */
  readonly complete: boolean
}

const mostComparisons = 4_000_000
const shownOthers = 3

export function duplicates(frame: Frame, fewest: number, nearShare: number | null): Duplicates {
  if (nearShare !== null && !(nearShare >= 0.7 && nearShare <= 1))
    throw new Error(`duplicates: share ${nearShare} is not in [0.7, 1]`)
  const columns = frame.variables.flatMap(({ name }) => frame.columns.get(name) ?? [])
  const codes = columns.map((column) => codesOf(column, frame.n))
  const given = answeredIn(codes, frame.n)
  const rows = Array.from({ length: frame.n }, (_, row) => row).filter((row) => given[row]! >= fewest)
  const same = sameRows(codes, rows)
  const flags: Flag[] = [...same.values()].flatMap((group) =>
    group.length < 2
      ? []
      : group.map((row) => flagOf('duplicate', row, { rows: others(group, row), questions: given[row]! })),
  )
  if (nearShare === null || nearShare === 1) return { flags, complete: true }
  // One of each set of equal ones stands for all of it.
  const first = [...same.values()].map((group) => group[0]!)
  const near = nearPairs(codes, first, nearShare)
  for (const [row, partners] of near.partners) {
    const twins = same.get(keyOf(codes, row))!
    for (const twin of twins) {
      const [best] = partners
      flags.push(
        flagOf('nearDuplicate', twin, {
          rows: partners.map((partner) => partner.row),
          questions: given[row]!,
          percent: 100 * best!.share,
        }),
      )
    }
  }
  return { flags, complete: near.complete }
}

interface Like {
  readonly rows: readonly number[]
  readonly questions: number
  readonly percent?: number
}

function flagOf(name: 'duplicate' | 'nearDuplicate', row: number, like: Like): Flag {
  const { rows, questions, percent } = like
  const params = { n: rows.length, questions, ...(percent === undefined ? {} : { percent }) }
  return { name, row, why: { code: name, params }, others: rows.slice(0, shownOthers) }
}

function others(group: readonly number[], row: number): readonly number[] {
  return group.filter((other) => other !== row)
}

/** 0 for what was not answered, equal numbers for equal answers. */
function codesOf(column: Column, n: number): Int32Array {
  const codes = new Int32Array(n)
  const known = new Map<string | number, number>()
  const code = (value: string | number) => {
    const held = known.get(value)
    if (held !== undefined) return held
    known.set(value, known.size + 1)
    return known.size
  }
  for (let row = 0; row < n; row += 1) {
    if (column.kind === 'coded') codes[row] = Math.max(0, column.codes[row]! - 1)
    else if (column.status[row] !== answered) codes[row] = 0
    else if (column.kind === 'number') codes[row] = code(column.values[row]!)
    else if (column.kind === 'text') codes[row] = code((column.texts[row] ?? '').trim())
    else {
      const parts = column.kind === 'set' ? column.chosen : column.ranks
      codes[row] = code(parts.map((part) => part[row]).join(' '))
    }
  }
  return codes
}

function answeredIn(codes: readonly Int32Array[], n: number): Uint32Array {
  const given = new Uint32Array(n)
  for (const column of codes) for (let row = 0; row < n; row += 1) if (column[row] !== 0) given[row]! += 1
  return given
}

function keyOf(codes: readonly Int32Array[], row: number): string {
  return codes.map((column) => column[row]!.toString(36)).join(' ')
}

function sameRows(codes: readonly Int32Array[], rows: readonly number[]): ReadonlyMap<string, number[]> {
  const groups = new Map<string, number[]>()
  for (const row of rows) {
    const key = keyOf(codes, row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

interface Partner {
  readonly row: number
  readonly share: number
}

interface Near {
  readonly partners: ReadonlyMap<number, readonly Partner[]>
  readonly complete: boolean
}

function nearPairs(codes: readonly Int32Array[], rows: readonly number[], least: number): Near {
  const apart = Math.floor((1 - least) * codes.length + 1e-9)
  const found = new Map<number, Map<number, number>>()
  let comparisons = 0
  for (let block = 0; block <= apart; block += 1) {
    const own = codes.filter((_, place) => place % (apart + 1) === block)
    for (const bucket of sameRows(own, rows).values()) {
      for (let i = 1; i < bucket.length; i += 1) {
        for (let j = 0; j < i; j += 1) {
          if (++comparisons > mostComparisons) return { partners: nearest(found), complete: false }
          const [one, other] = [bucket[i]!, bucket[j]!]
          const share = shareAlike(codes, one, other)
          if (share < least) continue
          note(found, one, other, share)
          note(found, other, one, share)
        }
      }
    }
  }
  return { partners: nearest(found), complete: true }
}

function note(found: Map<number, Map<number, number>>, row: number, other: number, share: number): void {
  const partners = found.get(row)
  if (partners) partners.set(other, share)
  else found.set(row, new Map([[other, share]]))
}

function nearest(
  found: ReadonlyMap<number, ReadonlyMap<number, number>>,
): ReadonlyMap<number, readonly Partner[]> {
  return new Map(
    [...found].map(([row, partners]) => [
      row,
      [...partners]
        .map(([other, share]) => ({ row: other, share }))
        .toSorted((a, b) => b.share - a.share || a.row - b.row),
    ]),
  )
}

/** Of the questions that either answered, the share that both answered alike. */
function shareAlike(codes: readonly Int32Array[], one: number, other: number): number {
  let [asked, alike] = [0, 0]
  for (const column of codes) {
    const [a, b] = [column[one]!, column[other]!]
    if (a === 0 && b === 0) continue
    asked += 1
    if (a === b) alike += 1
  }
  return asked === 0 ? 0 : alike / asked
}
