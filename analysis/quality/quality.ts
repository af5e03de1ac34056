/**
 * The quality of a collection's answers: every check whose data are there, one list of flags.
 *
 * In: a frame of what people were asked (without metadata and calculations), and beside it what is known of how the
 * answers came about; null for what a collection does not keep. Out: flags in the order of the checks, the median time,
 * the share that each answer leaves open, and whether all pairs were compared for duplicates. Each check says in its own
 * file what it does. It lets go of the processor between checks where `breath` is given.
 */

import type { Frame } from '../frame.ts'
import { duplicates } from './duplicates.ts'
import { usualLimits, type Flag, type QualityLimits } from './flag.ts'
import { outsideArea, outsideHours, sameDevice, samePlace, type Point } from './places.ts'
import { longPauses, questionTimes, type QuestionSeconds, type QuestionTimes } from './question-times.ts'
import { straightLining } from './straight-lining.ts'
import { tooFast } from './too-fast.ts'
import { attention, farOut, impossible, missing, openShares } from './values.ts'

export interface QualityData {
  readonly frame: Frame
  readonly seconds: Float64Array | null
  /** Seconds at each question, and the longest pause of each answer in seconds; where the collection keeps them. */
  readonly questionSeconds: readonly QuestionSeconds[] | null
  readonly longestPauses: ArrayLike<number> | null
  readonly devices: readonly (string | null)[] | null
  readonly points: readonly (Point | null)[] | null
  /** Where the case of each answer is. */
  readonly cases: readonly (Omit<Point, 'accuracy'> | null)[] | null
  /** Minutes of the local day at which each interview began; NaN for what was no interview. */
  readonly minutes: Float64Array | null
}

export interface Quality {
  readonly flags: readonly Flag[]
  readonly median: number | null
  readonly openShares: Float64Array
  readonly times: QuestionTimes | null
  readonly complete: boolean
}

export async function qualityOf(
  data: QualityData,
  limits: QualityLimits,
  breath: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Quality> {
  const { frame, seconds, devices, points, cases, minutes } = data
  const flags: Flag[] = []
  const take = async (found: readonly Flag[]) => {
    for (const flag of found) flags.push(flag)
    await breath()
  }
  const speed =
    seconds && limits.fastShare !== null ? tooFast(seconds, limits.fastShare) : { median: null, flags: [] }
  await take(speed.flags)
  const { questionSeconds, longestPauses } = data
  const { questionShare, fastQuestions } = limits
  // Without a limit of its own the table of times is made all the same, and nobody is flagged.
  const times =
    questionSeconds &&
    questionTimes(questionSeconds, frame.n, {
      questionShare: questionShare ?? usualLimits.questionShare ?? 1,
      fastQuestions: questionShare === null ? null : fastQuestions,
    })
  await take(times?.flags ?? [])
  if (longestPauses && limits.pauseMinutes !== null)
    await take(longPauses(longestPauses, limits.pauseMinutes))
  if (limits.straightItems !== null) await take(straightLining(frame, limits.straightItems))
  const alike =
    limits.comparedQuestions === null
      ? { flags: [], complete: true }
      : duplicates(frame, limits.comparedQuestions, limits.nearShare)
  await take(alike.flags)
  if (devices && limits.sameDevice !== null) await take(sameDevice(devices, limits.sameDevice))
  if (points && limits.samePlace !== null) await take(samePlace(points, limits.samePlace, limits.placeMetres))
  if (points && cases && limits.areaMetres !== null) await take(outsideArea(points, cases, limits.areaMetres))
  if (minutes) await take(outsideHours(minutes, limits.earliest, limits.latest))
  await take(impossible(frame, limits.bounds))
  if (limits.farOut !== null) await take(farOut(frame, limits.farOut))
  const shares = openShares(frame)
  if (limits.missingShare !== null) await take(missing(shares, limits.missingShare))
  await take(attention(frame, limits.attention))
  return { flags, median: speed.median, openShares: shares, times, complete: alike.complete }
}
