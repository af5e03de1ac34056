/** What is said and shown of words, contexts, near duplicates and codes. */

import type { Chart } from '../chart.ts'
import { barChart } from '../chart.ts'
import type { Result } from '../statistics/result.ts'
import { column, note, row } from '../statistics/result.ts'
import { missingNote, nothing } from '../statistics/scale-results.ts'
import type { CodeCooccurrence } from './code-cooccurrence.ts'
import type { CodeFrequency } from './code-frequencies.ts'
import type { CoderAgreement } from './coder-agreement.ts'
import type { DistinctiveWords } from './distinctive-words.ts'
import type { KeywordContexts } from './keywords-in-context.ts'
import type { NearDuplicates } from './near-duplicates.ts'
import type { WordPair } from './word-cooccurrence.ts'
import type { WordFrequency } from './word-frequencies.ts'
import type { CutTexts } from './words.ts'

/** The most used words. */
export function wordsResult(words: readonly WordFrequency[], cut: CutTexts, most = 50): Result {
  const [first] = words
  if (!first) return nothing(cut.answers === 0 ? 'noAnswers' : 'noWords')
  return {
    tables: [
      {
        columns: [
          column('word', 'label'),
          column('answersWith', 'count'),
          column('percent', 'percent'),
          column('occurrences', 'count'),
          column('tfIdf', 'number'),
        ],
        rows: words
          .slice(0, most)
          .map(({ word, answers, percent, count, tfIdf }) => row([word, answers, percent, count, tfIdf])),
        notes: [],
      },
    ],
    findings: [note('topWord', { label: first.word, share: first.percent ?? 0, n: cut.answers })],
    notes: [
      note('wordsCut'),
      ...(words.length > most ? [note('wordsNotShown', { count: words.length - most })] : []),
    ],
  }
}

/** Bars of the words in most answers. */
export function wordsChart(words: readonly WordFrequency[], axisTitle: string, most = 20): Chart | null {
  const rows = words
    .slice(0, most)
    .map(({ word, percent }) => ({ label: word, value: percent ?? 0, muted: false }))
  return barChart(rows, axisTitle)
}

/** Words that stand together. */
export function wordPairsResult(pairs: readonly WordPair[], answers: number, most = 50): Result {
  const [first] = pairs
  if (!first) return nothing('noWordPairs')
  return {
    tables: [
      {
        columns: [
          column('word', 'label'),
          column('withWord', 'label'),
          column('answersWith', 'count'),
          column('jaccard', 'number'),
          column('lift', 'number'),
        ],
        rows: pairs
          .slice(0, most)
          .map((pair) => row([pair.first, pair.second, pair.answers, pair.jaccard, pair.lift])),
        notes: [],
      },
    ],
    findings: [
      note('topPair', { first: first.first, second: first.second, count: first.answers, n: answers }),
    ],
    notes: [note('liftMeaning')],
  }
}

/** Words that one group uses more or less. */
export function distinctiveResult(of: DistinctiveWords, group: string, most = 30): Result {
  if (of.inside === 0 || of.outside === 0) return nothing('needsTwoGroups')
  const found = of.words.filter(({ adjusted }) => adjusted < 0.05)
  const [first] = found.filter(({ more }) => more)
  const params = { group, tested: of.words.length }
  return {
    tables: [
      {
        columns: [
          column('word', 'label'),
          column('answersWith', 'count'),
          column('insidePercent', 'percent'),
          column('outsidePercent', 'percent'),
          column('likelihoodRatio', 'number'),
          column('adjustedP', 'p'),
        ],
        rows: of.words
          .slice(0, most)
          .map((word) =>
            row([
              word.word,
              word.inside + word.outside,
              word.percentInside,
              word.percentOutside,
              word.likelihoodRatio,
              word.adjusted,
            ]),
          ),
        notes: [],
      },
    ],
    findings: [
      first
        ? note('distinctiveWord', { ...params, label: first.word, p: first.adjusted })
        : note('noDistinctiveWord', params),
    ],
    notes: [note('distinctiveRule')],
  }
}

/** Where a word stands. */
export function contextsResult(of: KeywordContexts, keyword: string): Result {
  if (of.places === 0) return nothing('wordNotFound')
  return {
    tables: [
      {
        columns: [column('before', 'label'), column('word', 'label'), column('after', 'label')],
        rows: of.lines.map(({ before, match, after }) => row([before, match, after])),
        notes: [],
      },
    ],
    findings: [note('wordStands', { label: keyword, places: of.places, answers: of.answers })],
    notes:
      of.places > of.lines.length ? [note('placesNotShown', { count: of.places - of.lines.length })] : [],
  }
}

/** Groups of nearly equal answers; `texts` are the answers by row. */
export function duplicatesResult(of: NearDuplicates, texts: readonly (string | null)[], most = 50): Result {
  const answers = of.groups.reduce((total, { rows }) => total + rows.length, 0)
  return {
    tables: [
      {
        columns: [column('answerText', 'label'), column('answersAlike', 'count')],
        rows: of.groups.slice(0, most).map(({ rows }) => row([texts[rows[0]!] ?? '', rows.length])),
        notes: [],
      },
    ],
    findings: [
      answers === 0
        ? note('noDuplicates', { n: of.compared })
        : note('duplicatesFound', { answers, groups: of.groups.length, n: of.compared }),
    ],
    notes: [note('duplicatesRule')],
  }
}

/** How often each code was given. */
export function codesResult(labels: readonly string[], codes: readonly CodeFrequency[]): Result {
  if (codes.length === 0) return nothing('noAnswers')
  return {
    tables: [
      {
        columns: [
          column('code', 'label'),
          column('segments', 'count'),
          column('percent', 'percent'),
          column('documents', 'count'),
        ],
        rows: codes.map(({ segments, percent, documents }, k) =>
          row([labels[k] ?? '', segments, percent, documents]),
        ),
        notes: [],
      },
    ],
    findings: [],
    notes: [],
  }
}

/** Pairs of codes that stand together, from the most to the fewest. */
export function codePairsResult(labels: readonly string[], of: CodeCooccurrence, most = 50): Result {
  const pairs = of.counts
    .flatMap((line, i) => line.map((both, j) => ({ i, j, both })))
    .filter(({ i, j, both }) => i < j && both > 0)
    .toSorted((a, b) => b.both - a.both)
  if (pairs.length === 0) return nothing('noCodePairs')
  return {
    tables: [
      {
        columns: [
          column('code', 'label'),
          column('withCode', 'label'),
          column('segments', 'count'),
          column('jaccard', 'number'),
          column('lift', 'number'),
        ],
        rows: pairs
          .slice(0, most)
          .map(({ i, j, both }) =>
            row([labels[i] ?? '', labels[j] ?? '', both, of.jaccard[i]![j]!, of.lift[i]![j]!]),
          ),
        notes: [],
      },
    ],
    findings: [],
    notes: [...missingNote(of.missing), note('liftMeaning')],
  }
}

/** Two coders, code by code. */
export function codersResult(labels: readonly string[], of: CoderAgreement): Result {
  if (of.codes.every(({ n }) => n === 0)) return nothing('noAnswers')
  return {
    tables: [
      {
        columns: [
          column('code', 'label'),
          column('firstCoder', 'count'),
          column('secondCoder', 'count'),
          column('bothCoders', 'count'),
          column('agreementPercent', 'percent'),
          column('kappa', 'number'),
        ],
        rows: of.codes.map((code, k) =>
          row([labels[k] ?? '', code.first, code.second, code.both, code.percent, code.kappa]),
        ),
        notes: [],
      },
    ],
    findings:
      of.pooledKappa === null
        ? []
        : [
            note('codersAgree', {
              kappa: of.pooledKappa,
              share: 100 * of.pooledObserved!,
              codes: of.codes.length,
            }),
          ],
    notes: of.codes.some(({ kappa }) => kappa === null) ? [note('codeWithoutKappa')] : [],
  }
}
