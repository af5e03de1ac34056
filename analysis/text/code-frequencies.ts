/**
 * How often each code was given, in segments and in documents.
 *
 * In: one column a code, 1 where a segment has it (anything else: not), and each segment's document as a number. Out:
 * for each code its segments, their per cent of all, and in how many different documents it stands. Null per cent
 * without segments.
 * Source: reference kind `code.freq`.
 */

import { percent } from '../statistics/result.ts'

export interface CodeFrequency {
  readonly segments: number
  readonly percent: number | null
  readonly documents: number
}

/** Counts of each code. */
export function codeFrequencies(
  codes: readonly ArrayLike<number>[],
  documents: ArrayLike<number>,
): readonly CodeFrequency[] {
  return codes.map((marks) => {
    const found = new Set<number>()
    let segments = 0
    for (let row = 0; row < marks.length; row += 1) {
      if (marks[row] !== 1) continue
      segments += 1
      found.add(documents[row]!)
    }
    return { segments, percent: percent(segments, documents.length), documents: found.size }
  })
}
