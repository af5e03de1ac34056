/** A collection's answers as the checks of quality read them. */

import type { Frame, Variable } from '../../analysis/frame.ts'
import type { Point } from '../../analysis/quality/places.ts'
import type { QualityData } from '../../analysis/quality/quality.ts'
import { readPlace } from '../form/geo.ts'
import { isMedia, isMetadata } from '../form/walk.ts'
import type { Locale } from '../locale/index.ts'
import type { SubmissionHead } from '../store/store.ts'
import type { CollectionFrame } from '../summary/frames.ts'
import { readersVariables } from '../summary/summary.ts'
import { placedIn } from '../summary/variables.ts'

export interface Origins {
  /** Of every answer, by sequence number. */
  readonly heads: ReadonlyMap<number, SubmissionHead>
  /** The minute of the local day. */
  readonly minuteOf: (moment: Date) => number
  readonly locale: Locale
  /** Where the cases are, by the instance ids of their records. */
  readonly places: ReadonlyMap<string, Omit<Point, 'accuracy'>>
}

/** What was asked of people, in the reader's words: without metadata, calculations, places and files. */
export function askedFrame(held: CollectionFrame, locale: Locale): Frame {
  const types = new Map(placedIn(held.forms, 'shared').map(({ question }) => [question.name, question.type]))
  const asked = ({ name }: Variable) => {
    const type = types.get(name)
    return (
      type !== undefined &&
      type !== 'calculate' &&
      !type.startsWith('geo') &&
      !isMetadata(type) &&
      !isMedia(type)
    )
  }
  return { ...held.frame, variables: readersVariables(held, locale).variables.filter(asked) }
}

/** An anonymous collection keeps none of what would tell a device, a place or an hour. */
export function qualityData(
  held: CollectionFrame,
  { heads, minuteOf, locale, places }: Origins,
): QualityData & { readonly interviewers: readonly (string | null)[] } {
  const frame = askedFrame(held, locale)
  const interviewers = Array.from(held.seqs, (seq) => heads.get(seq)?.collectorId ?? null)
  const common = { frame, seconds: secondsOf(held), interviewers }
  if (held.collection.anonymous) return { ...common, devices: null, points: null, cases: null, minutes: null }
  return {
    ...common,
    devices: textsOf(held, 'deviceid'),
    points: pointsOf(held),
    cases:
      places.size === 0
        ? null
        : Array.from(held.seqs, (seq) => places.get(heads.get(seq)?.instanceId ?? '') ?? null),
    minutes: minutesOf(held, interviewers, { heads, minuteOf }),
  }
}

/** The answers to the first question of a type; null where the forms have none. */
function textsOf(held: CollectionFrame, ...types: readonly string[]): readonly (string | null)[] | null {
  const placed = placedIn(held.forms, 'shared').find(({ question }) => types.includes(question.type))
  const column = placed && held.frame.columns.get(placed.question.name)
  return column?.kind === 'text' ? column.texts : null
}

function secondsOf(held: CollectionFrame): Float64Array | null {
  const [starts, ends] = [textsOf(held, 'start'), textsOf(held, 'end')]
  if (!starts || !ends) return null
  return Float64Array.from(held.seqs, (_, row) => {
    const seconds = (Date.parse(ends[row] ?? '') - Date.parse(starts[row] ?? '')) / 1_000
    return seconds >= 0 ? seconds : Number.NaN
  })
}

function pointsOf(held: CollectionFrame): readonly (Point | null)[] | null {
  return textsOf(held, 'geopoint', 'start-geopoint')?.map((text) => readPlace(text ?? '')) ?? null
}

/** When each interview began: by the form where it keeps that, else when it came in. */
function minutesOf(
  held: CollectionFrame,
  interviewers: readonly (string | null)[],
  { heads, minuteOf }: Pick<Origins, 'heads' | 'minuteOf'>,
): Float64Array | null {
  if (interviewers.every((who) => who === null)) return null
  const starts = textsOf(held, 'start')
  return Float64Array.from(held.seqs, (seq, row) => {
    if (interviewers[row] === null) return Number.NaN
    const moment = new Date(starts?.[row] ?? heads.get(seq)?.receivedAt ?? Number.NaN)
    return Number.isNaN(moment.getTime()) ? Number.NaN : minuteOf(moment)
  })
}
