/**
 * How long each question took, answers that rushed through many of them, and long pauses.
 *
 * In: for each question the seconds that each answer took at it (NaN: not known or not asked, and left out), the share of
 * a question's median below which its answer was too fast, and the share of an answer's timed questions that must be so
 * for a flag. Out: for each question n, median, quartiles and how many were too fast; for each answer the share of its
 * questions that were; flags. A question counts with 10 known times or more and a median above 0, an answer with 5 such
 * questions or more: of fewer nothing is said. Unweighted. Throws for shares outside 0 to 1 and for columns of unlike
 * length.
 * Source: speeders by question as a share of its median time, Zhang and Conrad 2014, Greszki, Meyer and Schoen 2014;
 * R `quantile(type = 7)`.
 */

import { quantiles } from '../sums.ts'
import type { Flag } from './flag.ts'

const fewestTimes = 10
const fewestQuestions = 5

export interface QuestionSeconds {
  readonly name: string
  readonly label: string
  readonly seconds: ArrayLike<number>
}

export interface QuestionTime {
  readonly name: string
  readonly label: string
  readonly n: number
  readonly median: number | null
  readonly lower: number | null
  readonly upper: number | null
  /** Answers below the share of the median; null where too few times are known. */
  readonly fast: number | null
}

export interface QuestionTimes {
  readonly questions: readonly QuestionTime[]
  /** Of each answer; NaN where too few of its questions were timed. */
  readonly fastShares: Float64Array
  readonly flags: readonly Flag[]
}

export interface Rushing {
  /** Below this share of its median a question was answered too fast, 0 to 1. */
  readonly questionShare: number
  /** So large a share of an answer's questions makes a flag, 0 to 1; null for none. */
  readonly fastQuestions: number | null
}

export function questionTimes(
  times: readonly QuestionSeconds[],
  n: number,
  { questionShare, fastQuestions }: Rushing,
): QuestionTimes {
  if (!(questionShare > 0 && questionShare <= 1))
    throw new Error(`questionTimes: share ${questionShare} is not in (0, 1]`)
  if (fastQuestions !== null && !(fastQuestions > 0 && fastQuestions <= 1))
    throw new Error(`questionTimes: share of questions ${fastQuestions} is not in (0, 1]`)
  const timed = new Uint32Array(n)
  const fast = new Uint32Array(n)
  const questions = times.map(({ name, label, seconds }): QuestionTime => {
    if (seconds.length !== n) throw new Error(`questionTimes: ${seconds.length} times for ${n} answers`)
    const known = Float64Array.from(seconds).filter((time) => time >= 0)
    const [lower = null, median = null, upper = null] = quantiles(known, [0.25, 0.5, 0.75])
    const base = { name, label, n: known.length, median, lower, upper }
    if (known.length < fewestTimes || median === null || median <= 0) return { ...base, fast: null }
    let rushed = 0
    for (let row = 0; row < n; row += 1) {
      const time = seconds[row]!
      if (!(time >= 0)) continue
      timed[row]! += 1
      if (!(time < questionShare * median)) continue
      fast[row]! += 1
      rushed += 1
    }
    return { ...base, fast: rushed }
  })
  const fastShares = Float64Array.from(timed, (of, row) =>
    of < fewestQuestions ? Number.NaN : fast[row]! / of,
  )
  const flags: Flag[] = []
  if (fastQuestions !== null)
    fastShares.forEach((share, row) => {
      if (!(share >= fastQuestions)) return
      const params = { n: fast[row]!, of: timed[row]!, percent: 100 * share, limit: 100 * questionShare }
      flags.push({ name: 'fastQuestions', row, why: { code: 'fastQuestions', params }, others: [] })
    })
  return { questions, fastShares, flags }
}

/** Answers that were left lying for so many minutes or more at one time; `longest` in seconds, NaN where not known. */
export function longPauses(longest: ArrayLike<number>, minutes: number): readonly Flag[] {
  if (!(minutes > 0)) throw new Error(`longPauses: ${minutes} minutes are no limit`)
  return Array.from(longest).flatMap((seconds, row): readonly Flag[] =>
    seconds >= 60 * minutes
      ? [
          {
            name: 'longPause',
            row,
            why: { code: 'longPause', params: { minutes: Math.round(seconds / 60) } },
            others: [],
          },
        ]
      : [],
  )
}
