/**
 * Which words open answers use, and which stand out by TF-IDF.
 *
 * In: each answer's words (`words.ts`). Out, from the most answers to the fewest (then by count, then by code point):
 * how often the word stands, in how many answers, their per cent of the answers with a text, and its TF-IDF,
 * count · ln(answers / answers with it). A word in every answer has TF-IDF 0. Unweighted. Nothing without words.
 * Source: Spärck Jones 1972; Salton and Buckley 1988.
 */

import { percent } from '../statistics/result.ts'
import type { CutTexts } from './words.ts'

export interface WordFrequency {
  readonly word: string
  readonly count: number
  readonly answers: number
  readonly percent: number | null
  readonly tfIdf: number
}

/** Every word with its figures. */
export function wordFrequencies({ rows, answers }: CutTexts): readonly WordFrequency[] {
  const counts = new Map<string, { count: number; answers: number; last: number }>()
  rows.forEach((words, row) => {
    for (const word of words) {
      const of = counts.get(word)
      if (!of) counts.set(word, { count: 1, answers: 1, last: row })
      else {
        of.count += 1
        if (of.last !== row) of.answers += 1
        of.last = row
      }
    }
  })
  return Array.from(counts, ([word, of]) => ({
    word,
    count: of.count,
    answers: of.answers,
    percent: percent(of.answers, answers),
    tfIdf: of.count * Math.log(answers / of.answers),
  })).sort((a, b) => b.answers - a.answers || b.count - a.count || (a.word < b.word ? -1 : 1))
}
