/** What people wrote: frequent words, words that go together, words that tell groups apart. */

import { note } from '../statistics/result.ts'
import { distinctiveWords } from '../text/distinctive-words.ts'
import { distinctiveResult, wordPairsResult, wordsChart, wordsResult } from '../text/text-results.ts'
import { wordCooccurrence } from '../text/word-cooccurrence.ts'
import { wordFrequencies } from '../text/word-frequencies.ts'
import { cutTexts } from '../text/words.ts'
import type { Prepared } from './prepare.ts'
import { unweightedNotes } from './same-people.ts'
import { sideOf, variableOfName } from './sides.ts'
import type { Piece, Statistic, Tools } from './statistic.ts'
import { emptyPiece, labelOf } from './statistic.ts'

export const texts: Statistic = {
  name: 'texts',
  rows: { least: 1, most: 4 },
  columns: { least: 0, most: 1 },
  options: {},
  run: (data, chosen, tools) =>
    chosen.rows.flatMap((name) => wordsOf(data, name, chosen.columns[0] ?? null, tools)),
}

/** More answers than this take too long to be cut for a page. */
const textLimit = 50_000

function wordsOf(data: Prepared, name: string, group: string | null, tools: Tools): readonly Piece[] {
  const { frame, words, kept, n } = data
  const title = [labelOf(frame, name)]
  const variable = variableOfName(frame, name)
  const column = variable?.kind === 'text' ? frame.columns.get(name) : null
  if (column?.kind !== 'text' || !tools.segmenter)
    return [emptyPiece(title, n, note('needsText', { variable: title[0]! }))]
  if (n > textLimit) return [emptyPiece(title, n, note('tooManyTexts', { limit: textLimit }))]
  const given = kept ? column.texts.map((text, row) => (kept[row] === 1 ? text : null)) : column.texts
  const cut = cutTexts(given, tools.segmenter, tools.stopWords ? { stopWords: tools.stopWords } : {})
  if (cut.answers === 0) return [emptyPiece(title, n, note('noAnswers'))]
  const said = unweightedNotes(data)
  if (group === null) {
    const frequent = wordFrequencies(cut)
    const result = wordsResult(frequent, cut)
    const pairs = wordPairsResult(wordCooccurrence(cut), cut.answers)
    return [
      {
        title,
        n,
        tables: [...result.tables, ...pairs.tables],
        findings: [...result.findings, ...pairs.findings],
        notes: [...said, ...result.notes, ...pairs.notes],
        chart: wordsChart(frequent, words.answers),
      },
    ]
  }
  const side = sideOf(frame, group, words)
  const label = labelOf(frame, group)
  if (side?.kind !== 'coded')
    return [emptyPiece([...title, label], n, note('needsGroups', { variable: label }))]
  return side.labels.slice(0, 12).map((each, place) => {
    const member = Array.from(side.codes, (code, row) =>
      code < 0 || (kept && kept[row] === 0) ? null : code === place,
    )
    const made = distinctiveResult(distinctiveWords(cut.rows, member), each)
    return {
      title: [...title, `${label}: ${each}`],
      n,
      ...made,
      notes: [...said, ...made.notes],
      chart: null,
    }
  })
}
