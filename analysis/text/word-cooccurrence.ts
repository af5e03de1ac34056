/**
 * Which words stand together in the same answers.
 *
 * In: each answer's words and how many of the most used words to look at (at most 300). Out: every pair that stands
 * together at least `fewest` times, from the most to the fewest: the answers with both, Jaccard's index both/either, and
 * lift, both over what chance would give. Unweighted. Nothing without words.
 * Source: Jaccard 1912; as kind `code.cooccurrence`, of which this is the form for words.
 */

import type { CutTexts } from './words.ts'
import { wordFrequencies } from './word-frequencies.ts'

export interface WordPair {
  readonly first: string
  readonly second: string
  readonly answers: number
  readonly jaccard: number
  readonly lift: number
}

const wordLimit = 300

/** Pairs of the most used words. */
export function wordCooccurrence(
  cut: CutTexts,
  { words = 100, fewest = 2 }: { readonly words?: number; readonly fewest?: number } = {},
): readonly WordPair[] {
  const frequent = wordFrequencies(cut).slice(0, Math.min(words, wordLimit))
  const places = new Map(frequent.map(({ word }, place) => [word, place]))
  const size = frequent.length
  const together = new Uint32Array(size * size)
  for (const row of cut.rows) {
    const found = [...new Set(row.flatMap((word) => places.get(word) ?? []))].sort((a, b) => a - b)
    for (let i = 0; i < found.length; i += 1)
      for (let j = i + 1; j < found.length; j += 1) together[found[i]! * size + found[j]!]! += 1
  }
  const pairs: WordPair[] = []
  for (let i = 0; i < size; i += 1)
    for (let j = i + 1; j < size; j += 1) {
      const both = together[i * size + j]!
      if (both < Math.max(1, fewest)) continue
      const [a, b] = [frequent[i]!, frequent[j]!]
      pairs.push({
        first: a.word,
        second: b.word,
        answers: both,
        jaccard: both / (a.answers + b.answers - both),
        lift: (both * cut.answers) / (a.answers * b.answers),
      })
    }
  return pairs.sort((a, b) => b.answers - a.answers || b.lift - a.lift)
}
