/** What the checks of quality find, from plain data to plain data: a job for the thread of analysis. */

import { setImmediate as breath } from 'node:timers/promises'
import { backCheck, backCheckFlags, type BackCheck, type Pair } from '../../analysis/quality/back-check.ts'
import { type Flag, type FlagName } from '../../analysis/quality/flag.ts'
import {
  digitFlags,
  effectFlags,
  interviewerEffects,
  lastDigits,
  type EffectFlag,
  type InterviewerEffect,
  type LastDigits,
} from '../../analysis/quality/interviewers.ts'
import { qualityOf, type QualityData } from '../../analysis/quality/quality.ts'
import type { QuestionTime } from '../../analysis/quality/question-times.ts'
import { quantiles, sum } from '../../analysis/sums.ts'
import type { Frame } from '../../analysis/frame.ts'
import { catalogues, type Locale } from '../locale/index.ts'
import { heldFrom, type CollectionFrame } from '../summary/held.ts'
import { askedFrame, isLarge, qualityData } from './data.ts'
import type { Beside } from './gather.ts'
import type { QualitySettings } from './settings.ts'

export interface InterviewerFound {
  /** The place in `Beside.interviewers`. */
  readonly interviewer: number
  readonly n: number
  /** Answers with a flag. */
  readonly flagged: number
  readonly medianSeconds: number | null
  /** Mean share of questions left open, and answered too fast; null where nothing can be said. */
  readonly open: number | null
  readonly fast: number | null
  readonly digits: LastDigits | null
  /** Of the answers that a second visit checked: questions compared and found otherwise. */
  readonly checked: { readonly compared: number; readonly differ: number } | null
  /** By question in the order of `times`: how many, and their median in seconds. */
  readonly questions: readonly { readonly n: number; readonly median: number | null }[]
}

export interface QualityFound {
  readonly flags: readonly Flag[]
  readonly medianSeconds: number | null
  readonly complete: boolean
  /** Open answers, devices, places and the form's own moments are too many for memory, and were left out. */
  readonly withoutWords: boolean
  /** Checks for which the collection keeps no data. */
  readonly without: readonly FlagName[]
  readonly times: readonly QuestionTime[]
  readonly interviewers: readonly InterviewerFound[]
  readonly effects: readonly InterviewerEffect[]
  /** Investigators and questions at which a look is due. */
  readonly digitFlags: readonly EffectFlag<number>[]
  readonly effectFlags: readonly EffectFlag<string>[]
  readonly backCheck: BackCheck | null
}

export interface QualityOrder {
  readonly settings: QualitySettings
  readonly locale: Locale
  readonly timeZone: string
  /** The stamp of the second visit's answers, so that new ones are looked at. */
  readonly again: string
}

export async function findQuality(
  held: CollectionFrame,
  { settings, locale, timeZone }: QualityOrder,
  beside: Beside,
): Promise<QualityFound> {
  const data = qualityData(held, beside, { locale, timeZone })
  const quality = await qualityOf(data, settings, breath)
  const second = beside.second && heldFrom(beside.second)
  const checked = second && settings.backCheck ? backCheckOf(data.frame, held, second, settings) : null
  const flags = [
    ...quality.flags,
    ...(checked && settings.backCheckShare !== null ? backCheckFlags(checked, settings.backCheckShare) : []),
  ]
  await breath()
  const { who, interviewers } = beside
  const digits = lastDigits(data.frame, who)
  const effects = interviewers.length < 2 ? [] : interviewerEffects(withDurations(data, locale), who)
  await breath()
  return {
    flags,
    medianSeconds: quality.median,
    complete: quality.complete,
    withoutWords: isLarge(held),
    without: withoutData(data),
    times: quality.times?.questions ?? [],
    interviewers: interviewerLines({ data, beside, flags, checked, digits, quality }),
    effects,
    digitFlags: settings.digitsP === null ? [] : digitFlags(digits, settings.digitsP),
    effectFlags: settings.effectRho === null ? [] : effectFlags(effects, settings.effectRho),
    backCheck: checked,
  }
}

/** Investigators differ in how long they take, too: the duration stands beside what was answered. */
function withDurations({ frame, seconds }: QualityData, locale: Locale): Frame {
  if (!seconds) return frame
  const name = ' seconds'
  const label = catalogues[locale].quality.duration
  const status = Uint8Array.from(seconds, (time) => (time >= 0 ? 2 : 1))
  return {
    ...frame,
    variables: [
      ...frame.variables,
      { name, label, kind: 'number', categories: [], ordered: false, group: null },
    ],
    columns: new Map([...frame.columns, [name, { kind: 'number', values: seconds, status }]]),
  }
}

function withoutData(data: QualityData): readonly FlagName[] {
  const { seconds, questionSeconds, longestPauses, devices, points, cases, minutes } = data
  const names: (FlagName | null)[] = [
    seconds ? null : 'tooFast',
    questionSeconds ? null : 'fastQuestions',
    longestPauses ? null : 'longPause',
    devices ? null : 'sameDevice',
    points ? null : 'samePlace',
    points && cases ? null : 'outsideArea',
    minutes ? null : 'outsideHours',
  ]
  return names.filter((name) => name !== null)
}

interface Lines {
  readonly data: QualityData
  readonly beside: Beside
  readonly flags: readonly Flag[]
  readonly checked: BackCheck | null
  readonly digits: readonly LastDigits[]
  readonly quality: Awaited<ReturnType<typeof qualityOf>>
}

function interviewerLines({
  data,
  beside,
  flags,
  checked,
  digits,
  quality,
}: Lines): readonly InterviewerFound[] {
  const rowsOf = beside.interviewers.map((): number[] => [])
  beside.who.forEach((place, row) => {
    if (place >= 0) rowsOf[place]!.push(row)
  })
  const flagged = new Set(flags.map(({ row }) => row))
  return rowsOf.map((rows, place) => {
    const known = (values: ArrayLike<number> | null | undefined) =>
      values ? rows.map((row) => values[row]!).filter(Number.isFinite) : []
    const median = (values: readonly number[]) => quantiles(values, [0.5])[0] ?? null
    const mean = (values: readonly number[]) => (values.length === 0 ? null : sum(values) / values.length)
    const compared = rows.flatMap((row) => checked?.rows.get(row) ?? [])
    return {
      interviewer: place,
      n: rows.length,
      flagged: rows.filter((row) => flagged.has(row)).length,
      medianSeconds: median(known(data.seconds)),
      open: mean(known(quality.openShares)),
      fast: mean(known(quality.times?.fastShares)),
      digits: digits.find(({ interviewer }) => interviewer === place) ?? null,
      checked:
        compared.length === 0
          ? null
          : {
              compared: sum(compared.map((one) => one.compared)),
              differ: sum(compared.map((one) => one.differ)),
            },
      questions: (data.questionSeconds ?? []).map(({ seconds }) => {
        const times = known(seconds)
        return { n: times.length, median: median(times) }
      }),
    }
  })
}

/** Rows belong together where the question that tells who they are has the same answer, given once in each. */
function backCheckOf(
  frame: Frame,
  held: CollectionFrame,
  second: CollectionFrame,
  { backCheck: settings }: QualitySettings,
): BackCheck {
  const question = settings?.question ?? ''
  const [first, again] = [keysIn(held, question), keysIn(second, question)]
  const pairs = [...first].flatMap(([key, row]): readonly Pair[] => {
    const other = again.get(key)
    return row === null || other === null || other === undefined ? [] : [[row, other]]
  })
  const asked = frame.variables.filter(({ name }) => name !== question)
  return backCheck({ ...frame, variables: asked }, askedFrame(second, 'zh-CN'), pairs)
}

/** The row of each answer to the question; null where several rows have it. */
function keysIn({ frame }: CollectionFrame, question: string): ReadonlyMap<string, number | null> {
  const column = frame.columns.get(question)
  const variable = frame.variables.find(({ name }) => name === question)
  const keys = new Map<string, number | null>()
  if (!column || !variable) return keys
  for (let row = 0; row < frame.n; row += 1) {
    const key =
      column.kind === 'text'
        ? column.texts[row]?.trim()
        : column.kind === 'number'
          ? Number.isFinite(column.values[row]!)
            ? String(column.values[row])
            : undefined
          : column.kind === 'coded'
            ? variable.categories[column.codes[row]! - 2]?.value
            : undefined
    if (key) keys.set(key, keys.has(key) ? null : row)
  }
  return keys
}
