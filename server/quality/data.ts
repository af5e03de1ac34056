/** A collection's answers as the checks of quality read them. */

import type { Frame, Variable } from '../../analysis/frame.ts'
import type { Point } from '../../analysis/quality/places.ts'
import type { QualityData } from '../../analysis/quality/quality.ts'
import type { QuestionSeconds } from '../../analysis/quality/question-times.ts'
import { readPlace } from '../form/geo.ts'
import { isMedia, isMetadata } from '../form/walk.ts'
import type { Locale } from '../locale/index.ts'
import type { CollectionFrame } from '../summary/held.ts'
import { repeatTables } from '../summary/repeats.ts'
import { formLanguage, placedIn, variablesOf, words } from '../summary/variables.ts'
import type { Beside } from './gather.ts'

/**
 * What was asked of people, in the reader's words: without metadata, calculations, places and files; and without open
 * answers where there are too many for memory.
 */
export function askedFrame(held: CollectionFrame, locale: Locale): Frame {
  const types = new Map(placedIn(held.forms, 'shared').map(({ question }) => [question.name, question.type]))
  const asked = ({ name }: Variable) => {
    const type = types.get(name)
    return (
      type !== undefined &&
      !(isLarge(held) && held.frame.columns.get(name)?.kind === 'text') &&
      type !== 'calculate' &&
      !type.startsWith('geo') &&
      !isMetadata(type) &&
      !isMedia(type)
    )
  }
  const variables = variablesOf(held.forms, { which: 'shared', locale, texts: held.texts, counted: true })
  return { ...held.frame, variables: variables.filter(asked) }
}

/** Whether its columns are read from the file one by one, without words. */
export function isLarge({ shared }: CollectionFrame): boolean {
  return shared.base !== null
}

/** An anonymous collection keeps none of what would tell a device, a place or an hour. */
export function qualityData(
  held: CollectionFrame,
  beside: Beside,
  { locale, timeZone }: { readonly locale: Locale; readonly timeZone: string },
): QualityData {
  const { effort, cases } = beside
  const common = {
    frame: askedFrame(held, locale),
    seconds: effort ? effort.seconds : secondsOf(held),
    questionSeconds: effort && effort.questions.length > 0 ? labelled(held, effort.questions, locale) : null,
    longestPauses: effort && effort.questions.length > 0 ? effort.longest : null,
  }
  if (held.collection.anonymous) return { ...common, devices: null, points: null, cases: null, minutes: null }
  return {
    ...common,
    devices: textsOf(held, 'deviceid'),
    points: pointsOf(held),
    cases:
      cases === null
        ? null
        : Array.from(held.seqs, (_, row) => {
            const [latitude, longitude] = [cases[2 * row]!, cases[2 * row + 1]!]
            return Number.isNaN(latitude) ? null : { latitude, longitude }
          }),
    minutes: minutesOf(held, beside, timeZone),
  }
}

/** In the order of the form, each with its label; personal questions say how long they took, never what was answered. */
function labelled(
  held: CollectionFrame,
  questions: NonNullable<Beside['effort']>['questions'],
  locale: Locale,
): readonly QuestionSeconds[] {
  const byName = new Map(questions.map(({ name, seconds }) => [name, seconds]))
  const scopes = [null, ...repeatTables(held.forms).map(({ name }) => name)]
  const found = scopes
    .flatMap((inside) => placedIn(held.forms, 'all', inside))
    .flatMap(({ question, form }): readonly QuestionSeconds[] => {
      const seconds = byName.get(question.name)
      const label = words(question.label, formLanguage(form, locale)) || question.name
      return seconds ? [{ name: question.name, label, seconds }] : []
    })
  return found
}

/** The answers to the first question of a type; null where the forms have none. */
function textsOf(held: CollectionFrame, ...types: readonly string[]): readonly (string | null)[] | null {
  if (isLarge(held)) return null
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

/** When each interview began: by the form or the device where they keep that, else when it came in. */
function minutesOf(
  held: CollectionFrame,
  { who, arrived, effort }: Beside,
  timeZone: string,
): Float64Array | null {
  if (who.every((place) => place < 0)) return null
  const starts = textsOf(held, 'start')
  const minuteOf = minuteIn(timeZone)
  return Float64Array.from(held.seqs, (_, row) => {
    if (who[row]! < 0) return Number.NaN
    const told = Date.parse(starts?.[row] ?? '')
    const begun = Number.isNaN(told) ? (effort?.begun[row] ?? Number.NaN) : told
    const moment = Number.isNaN(begun) ? arrived[row]! : begun
    return Number.isNaN(moment) ? Number.NaN : minuteOf(moment)
  })
}

/** The minute of the local day, by the zone's offset in that hour: a calendar for each answer would be dear. */
function minuteIn(timeZone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
  })
  const known = new Map<number, number>()
  return (moment) => {
    // Zones change their offset at whole quarters of an hour.
    const quarter = Math.floor(moment / 900_000)
    let offset = known.get(quarter)
    if (offset === undefined) {
      const part: Record<string, number> = {}
      for (const { type, value } of format.formatToParts(quarter * 900_000)) part[type] = Number(value)
      offset = 60 * (part['hour'] ?? 0) + (part['minute'] ?? 0)
      known.set(quarter, offset)
    }
    return offset + Math.floor((moment - quarter * 900_000) / 60_000)
  }
}
