/**
 * Which words one group of answers uses more, or less, than the others.
 *
 * In: each answer's words and whether it belongs to the group (rows that are neither are left out). A word is tested
 * by the answers that have it, in the group and outside: 2 by 2 counts, likelihood ratio G² with one degree of freedom.
 * Answers are counted, not occurrences, as the words of one answer do not come independently. Out: words in at least `fewest`
 * answers, from the largest G²: answers with it and per cent in each part, G², p, and p adjusted over all words tested
 * (Holm unless BH is asked for), and whether the group uses it more. Unweighted. Nothing where a part is empty.
 * Source: Dunning 1993; Rayson and Garside 2000.
 */

import { chiSquareTail } from '../distributions.ts'
import { adjustedP } from '../statistics/adjusted-p.ts'
import type { Adjustment } from '../statistics/adjusted-p.ts'
import { sum } from '../sums.ts'
import type { CutTexts } from './words.ts'

export interface DistinctiveWord {
  readonly word: string
  readonly inside: number
  readonly outside: number
  readonly percentInside: number
  readonly percentOutside: number
  readonly likelihoodRatio: number
  readonly p: number
  readonly adjusted: number
  readonly more: boolean
}

export interface DistinctiveWords {
  readonly inside: number
  readonly outside: number
  readonly words: readonly DistinctiveWord[]
}

/** Words by how far the group differs; `member` says true (in the group), false (outside) or null for each row. */
export function distinctiveWords(
  rows: CutTexts['rows'],
  member: readonly (boolean | null)[],
  { fewest = 5, adjustment = 'holm' }: { readonly fewest?: number; readonly adjustment?: Adjustment } = {},
): DistinctiveWords {
  const counts = new Map<string, [inside: number, outside: number]>()
  const bases: [number, number] = [0, 0]
  rows.forEach((words, row) => {
    const belongs = member[row] ?? null
    if (belongs === null || words.length === 0) return
    const side = belongs ? 0 : 1
    bases[side] += 1
    for (const word of new Set(words)) {
      const of = counts.get(word) ?? [0, 0]
      of[side] += 1
      counts.set(word, of)
    }
  })
  const [inside, outside] = bases
  if (inside === 0 || outside === 0) return { inside, outside, words: [] }
  const tested = [...counts].filter(([, [a, b]]) => a + b >= Math.max(1, fewest))
  const ratios = tested.map(([, [a, b]]) => likelihoodRatio(a, b, inside, outside))
  const p = ratios.map((ratio) => chiSquareTail(ratio, 1, 'upper'))
  const adjusted = adjustedP(p, adjustment)
  const words = tested.map(([word, [a, b]], k) => ({
    word,
    inside: a,
    outside: b,
    percentInside: (100 * a) / inside,
    percentOutside: (100 * b) / outside,
    likelihoodRatio: ratios[k]!,
    p: p[k]!,
    adjusted: adjusted[k]!,
    more: a * outside > b * inside,
  }))
  words.sort((a, b) => b.likelihoodRatio - a.likelihoodRatio || (a.word < b.word ? -1 : 1))
  return { inside, outside, words }
}

/** G² of a of n against b of m. */
export function likelihoodRatio(a: number, b: number, n: number, m: number): number {
  const share = (a + b) / (n + m)
  const part = (observed: number, expected: number) =>
    observed > 0 ? observed * Math.log(observed / expected) : 0
  const parts = [
    part(a, n * share),
    part(b, m * share),
    part(n - a, n * (1 - share)),
    part(m - b, m * (1 - share)),
  ]
  return Math.max(0, 2 * sum(parts))
}
