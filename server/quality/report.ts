/**
 * What the checks of quality found in a collection. Held by this process with the frame that they read, so that a new
 * answer or a review makes them anew; by limits and language.
 */

import { setImmediate as breath } from 'node:timers/promises'
import { backCheck, backCheckFlags, type BackCheck, type Pair } from '../../analysis/quality/back-check.ts'
import { flagNames, type Flag, type FlagName } from '../../analysis/quality/flag.ts'
import {
  interviewerEffects,
  lastDigits,
  type InterviewerEffect,
  type LastDigits,
} from '../../analysis/quality/interviewers.ts'
import { qualityOf, type QualityData } from '../../analysis/quality/quality.ts'
import { quantiles, sum } from '../../analysis/sums.ts'
import type { Frame } from '../../analysis/frame.ts'
import type { Locale } from '../locale/index.ts'
import type { Store, SubmissionHead } from '../store/store.ts'
import { framesOf, type CollectionFrame } from '../summary/frames.ts'
import { askedFrame, qualityData } from './data.ts'
import { changedSettings, readSettings, type QualitySettings } from './settings.ts'

export interface InterviewerLine {
  readonly id: string
  readonly n: number
  /** Answers with a flag. */
  readonly flagged: number
  readonly rejected: number
  readonly medianSeconds: number | null
  /** Mean share of questions left open; null where nothing can be said. */
  readonly open: number | null
  readonly digits: LastDigits | null
  /** Of the answers that a second visit checked: questions compared and found otherwise. */
  readonly checked: { readonly compared: number; readonly differ: number } | null
}

export interface QualityReport {
  readonly settings: QualitySettings
  readonly n: number
  /** Answers with a flag of any kind. */
  readonly flagged: number
  readonly counts: ReadonlyMap<FlagName, number>
  /** By sequence number, in the order of the checks. */
  readonly flags: ReadonlyMap<number, readonly Flag[]>
  /** Sequence number of each row that flags speak of. */
  readonly seqs: ArrayLike<number>
  readonly instanceOf: ReadonlyMap<number, string>
  readonly medianSeconds: number | null
  readonly complete: boolean
  /** Checks for which the collection keeps no data. */
  readonly without: ReadonlySet<FlagName>
  readonly interviewers: readonly InterviewerLine[]
  readonly effects: readonly InterviewerEffect[]
  readonly backCheck: BackCheck | null
}

export interface Reading {
  readonly locale: Locale
  readonly minuteOf: (moment: Date) => number
}

const made = new WeakMap<CollectionFrame, Map<string, Promise<QualityReport>>>()

/** The report as of now; null for an unknown collection. */
export async function qualityReport(
  store: Store,
  collectionId: string,
  reading: Reading,
): Promise<QualityReport | null> {
  const held = await framesOf(store).of(collectionId)
  if (!held) return null
  const settings = readSettings(await store.quality.limits(collectionId))
  const second = settings.backCheck ? await framesOf(store).of(settings.backCheck.collectionId) : null
  const again = second ? `${second.last}.${second.changes}` : ''
  const key = JSON.stringify([reading.locale, changedSettings(settings), again])
  const reports = made.get(held) ?? new Map<string, Promise<QualityReport>>()
  made.set(held, reports)
  const known = reports.get(key)
  if (known) return known
  const report = compute(store, held, { settings, second, ...reading })
  // A few languages and limits at a time.
  for (const oldest of reports.keys()) {
    if (reports.size < 4) break
    reports.delete(oldest)
  }
  reports.set(key, report)
  report.catch(() => reports.delete(key))
  return report
}

/** Sequence numbers of the answers with this flag, or with any. */
export function seqsWith({ flags }: QualityReport, wanted: FlagName | 'any'): readonly number[] {
  return [...flags]
    .filter(([, found]) => wanted === 'any' || found.some(({ name }) => name === wanted))
    .map(([seq]) => seq)
}

interface Computing extends Reading {
  readonly settings: QualitySettings
  readonly second: CollectionFrame | null
}

async function compute(
  store: Store,
  held: CollectionFrame,
  { settings, second, locale, minuteOf }: Computing,
): Promise<QualityReport> {
  const heads = new Map(
    (await store.submissions.heads(held.collection.id)).map((head) => [head.seq, head] as const),
  )
  const places = new Map(
    (await store.assignments.places(held.collection.id)).map((one) => [one.instanceId, one] as const),
  )
  const data = qualityData(held, { heads, locale, minuteOf, places })
  const quality = await qualityOf(data, settings, breath)
  const checked = settings.backCheck && second ? backCheckOf(data.frame, held, second, settings) : null
  const flags = [
    ...quality.flags,
    ...(checked && settings.backCheckShare !== null ? backCheckFlags(checked, settings.backCheckShare) : []),
  ]
  const bySeq = new Map<number, Flag[]>()
  for (const flag of flags) {
    const seq = held.seqs[flag.row]!
    const found = bySeq.get(seq)
    if (found) found.push(flag)
    else bySeq.set(seq, [flag])
  }
  const counts = new Map(flagNames.map((name) => [name, flags.filter((flag) => flag.name === name).length]))
  const ids = [...new Set(data.interviewers.filter((who) => who !== null))]
  const placeOf = new Map(ids.map((id, place) => [id, place]))
  const who = Int32Array.from(data.interviewers, (id) => (id === null ? -1 : placeOf.get(id)!))
  await breath()
  const lines: Lines = { held, heads, ids, who, flags: bySeq, seconds: data.seconds, checked }
  return {
    settings,
    n: held.seqs.length,
    flagged: bySeq.size,
    counts,
    flags: bySeq,
    seqs: held.seqs,
    instanceOf: new Map([...heads].map(([seq, { instanceId }]) => [seq, instanceId])),
    medianSeconds: quality.median,
    complete: quality.complete,
    without: withoutData(data),
    interviewers: interviewerLines(lines, quality.openShares, lastDigits(data.frame, who)),
    effects: ids.length < 2 ? [] : interviewerEffects(data.frame, who),
    backCheck: checked,
  }
}

function withoutData({ seconds, devices, points, cases, minutes }: QualityData): ReadonlySet<FlagName> {
  const names: (FlagName | null)[] = [
    seconds ? null : 'tooFast',
    devices ? null : 'sameDevice',
    points ? null : 'samePlace',
    points && cases ? null : 'outsideArea',
    minutes ? null : 'outsideHours',
  ]
  return new Set(names.filter((name) => name !== null))
}

interface Lines {
  readonly held: CollectionFrame
  readonly heads: ReadonlyMap<number, SubmissionHead>
  readonly ids: readonly string[]
  readonly who: Int32Array
  readonly flags: ReadonlyMap<number, readonly Flag[]>
  readonly seconds: Float64Array | null
  readonly checked: BackCheck | null
}

function interviewerLines(
  { held, heads, ids, who, flags, seconds, checked }: Lines,
  openShares: Float64Array,
  digits: readonly LastDigits[],
): readonly InterviewerLine[] {
  const rejected = new Map<string, number>()
  for (const { state, collectorId } of heads.values())
    if (state === 'rejected' && collectorId !== null)
      rejected.set(collectorId, (rejected.get(collectorId) ?? 0) + 1)
  const rowsOf = ids.map((): number[] => [])
  who.forEach((place, row) => {
    if (place >= 0) rowsOf[place]!.push(row)
  })
  return ids.map((id, place) => {
    const rows = rowsOf[place]!
    const known = (values: Float64Array) => rows.map((row) => values[row]!).filter(Number.isFinite)
    const open = known(openShares)
    const compared = rows.flatMap((row) => checked?.rows.get(row) ?? [])
    return {
      id,
      n: rows.length,
      flagged: rows.filter((row) => flags.has(held.seqs[row]!)).length,
      rejected: rejected.get(id) ?? 0,
      medianSeconds: seconds ? (quantiles(known(seconds), [0.5])[0] ?? null) : null,
      open: open.length === 0 ? null : sum(open) / open.length,
      digits: digits.find(({ interviewer }) => interviewer === place) ?? null,
      checked:
        compared.length === 0
          ? null
          : {
              compared: sum(compared.map((one) => one.compared)),
              differ: sum(compared.map((one) => one.differ)),
            },
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
