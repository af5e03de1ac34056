/**
 * Answers of the same people compared: two numbers, several ratings, the ticks of one question, one question asked
 * twice. Weights and designs are not used; a remark says so.
 */

import { comparePairs, compareRatings, compareTicks, compareTimes } from '../results/compare-pairs.ts'
import { note } from '../statistics/result.ts'
import { ratingTable } from '../statistics/kappa.ts'
import type { Note } from '../table.ts'
import { scoreNotes } from './means.ts'
import type { Prepared } from './prepare.ts'
import { keptValues, numbersOfName, sideOf } from './sides.ts'
import type { Chosen, Piece, Statistic } from './statistic.ts'
import { emptyPiece, labelOf } from './statistic.ts'

export const samePeople: Statistic = {
  name: 'pairs',
  rows: { least: 1, most: 20 },
  columns: { least: 0, most: 0 },
  options: { as: ['numbers', 'answers'] },
  run: (data, chosen) => [compared(data, chosen)],
}

/** That a statistic takes no account of weights or design, where they are on. */
export function unweightedNotes({ design }: Prepared): readonly Note[] {
  return design ? [note('notWeighted')] : []
}

function compared(data: Prepared, chosen: Chosen): Piece {
  const { frame, words, kept, n } = data
  const title = chosen.rows.map((name) => labelOf(frame, name))
  const said = unweightedNotes(data)
  const [first, second, ...more] = chosen.rows
  if (second === undefined) {
    const side = sideOf(frame, first!, words)
    if (side?.kind !== 'marked') return emptyPiece(title, n, note('needsRows', { count: 2 }))
    const items = side.labels.map((label, k) => ({
      label,
      values: keptValues(
        Float64Array.from(side.given, (given, at) => (given === 0 ? NaN : side.marks[k]![at] === 0 ? 0 : 1)),
        kept,
      ),
    }))
    const made = compareTicks(items, data)
    return { title, n, ...made, notes: [...said, ...made.notes] }
  }
  if (chosen.option('as') === 'answers' && more.length === 0) {
    const [a, b] = [sideOf(frame, first!, words), sideOf(frame, second, words)]
    if (a?.kind !== 'coded' || b?.kind !== 'coded' || a.labels.join('\n') !== b.labels.join('\n'))
      return emptyPiece(title, n, note('needsSameChoices'))
    const counts = ratingTable(keptCodes(a.codes, kept), keptCodes(b.codes, kept), a.labels.length)
    const made = compareTimes(a.labels, counts, data)
    return { title, n, ...made, notes: [...said, ...made.notes] }
  }
  const items = chosen.rows.map((name) => numbersOfName(frame, name, words))
  const wrong = chosen.rows.find((_, k) => items[k] === null)
  if (wrong !== undefined)
    return emptyPiece(title, n, note('needsNumber', { variable: labelOf(frame, wrong) }))
  const named = items.flatMap((item) => (item ? [{ ...item, values: keptValues(item.values, kept) }] : []))
  const made = more.length === 0 ? comparePairs(named[0]!, named[1]!, data) : compareRatings(named, data)
  return { title, n, ...made, notes: [...scoreNotes(named), ...said, ...made.notes] }
}

/** The places of the kept rows. */
export function keptCodes(codes: Int32Array, kept: Uint8Array | null): Int32Array {
  return kept ? codes.filter((_, row) => kept[row] === 1) : codes
}
