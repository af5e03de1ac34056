/** What a check of quality says of one answer, and where the limits lie. A flag is a reason to look, never a verdict. */

import type { Note } from '../table.ts'

export const flagNames = [
  'tooFast',
  'fastQuestions',
  'longPause',
  'straightLining',
  'duplicate',
  'nearDuplicate',
  'sameDevice',
  'samePlace',
  'outsideArea',
  'outsideHours',
  'impossible',
  'farOut',
  'missing',
  'attention',
  'backCheck',
] as const
export type FlagName = (typeof flagNames)[number]

export interface Flag {
  readonly name: FlagName
  /** The row of the answer. */
  readonly row: number
  /** Why, as a sentence of the catalogues (`quality.why.*`) with its numbers. */
  readonly why: Note
  /** Rows of the answers that it is like, at most three. */
  readonly others: readonly number[]
}

/** A value that a question may have, at least and at most. */
export interface Bounds {
  readonly question: string
  readonly least: number | null
  readonly most: number | null
}
/** The value that an attentive person gives. */
export interface Check {
  readonly question: string
  readonly value: string
}

/** Where each check begins; null leaves it out. */
export interface QualityLimits {
  /** Share of the median time below which an answer was too fast, 0 to 1. */
  readonly fastShare: number | null
  /** Share of a question's median time below which it was answered too fast, 0 to 1. */
  readonly questionShare: number | null
  /** Share of an answer's questions that must be so, 0 to 1. */
  readonly fastQuestions: number | null
  /** Minutes that an answer was left lying at one time. */
  readonly pauseMinutes: number | null
  /** So many answers in a row alike within one battery. */
  readonly straightItems: number | null
  /** How many questions an answer must have answered to be compared with others. */
  readonly comparedQuestions: number | null
  /** Share of equal answers from which two are nearly the same, 0.7 to 1. */
  readonly nearShare: number | null
  /** So many answers from one device. */
  readonly sameDevice: number | null
  /** So many answers within `placeMetres` of one. */
  readonly samePlace: number | null
  readonly placeMetres: number
  /** Metres from the place of the case. */
  readonly areaMetres: number | null
  /** Minutes of the day between which an interview may begin. */
  readonly earliest: number | null
  readonly latest: number | null
  /** Interquartile ranges beyond the quartiles from which a number is far out. */
  readonly farOut: number | null
  /** Share of the questions asked that were left unanswered or answered with 不清楚 or 拒答, 0 to 1. */
  readonly missingShare: number | null
  /** Share of answers that a second visit found otherwise, 0 to 1. */
  readonly backCheckShare: number | null
  /** Chance below which an investigator's numbers end in 0 or 5 too often, 0 to 1. */
  readonly digitsP: number | null
  /** Share of a question's variation between investigators from which it is too much, 0 to 1. */
  readonly effectRho: number | null
  readonly bounds: readonly Bounds[]
  readonly attention: readonly Check[]
}

/** Each with its source in the file of the check. */
export const usualLimits: QualityLimits = {
  fastShare: 0.4,
  questionShare: 0.33,
  fastQuestions: 0.3,
  pauseMinutes: 30,
  straightItems: 8,
  comparedQuestions: 10,
  nearShare: 0.9,
  sameDevice: 4,
  samePlace: 5,
  placeMetres: 20,
  areaMetres: 1_000,
  earliest: 7 * 60,
  latest: 22 * 60,
  farOut: 3,
  missingShare: 0.3,
  backCheckShare: 0.2,
  digitsP: 0.01,
  effectRho: 0.1,
  bounds: [],
  attention: [],
}
