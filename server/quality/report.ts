/**
 * What the checks of quality found in a collection. Held by this process with the frame that they read, so that a new
 * answer or a review makes them anew; by limits and language. Of many answers a thread of its own works it out.
 */

import { flagNames, type Flag, type FlagName } from '../../analysis/quality/flag.ts'
import type { Locale } from '../locale/index.ts'
import type { Store } from '../store/store.ts'
import { runAnalysis } from '../summary/analysis-thread.ts'
import { framesOf, type CollectionFrame } from '../summary/frames.ts'
import { wholePart } from '../summary/stamp.ts'
import { gather } from './gather.ts'
import { changedSettings, readSettings, type QualitySettings } from './settings.ts'
import type { InterviewerFound, QualityFound } from './work.ts'

export interface InterviewerLine extends InterviewerFound {
  readonly id: string
  readonly rejected: number
}

export interface QualityReport extends Omit<QualityFound, 'flags' | 'interviewers' | 'without'> {
  readonly settings: QualitySettings
  readonly n: number
  /** Answers with a flag of any kind. */
  readonly flagged: number
  readonly counts: ReadonlyMap<FlagName, number>
  /** By sequence number, in the order of the checks. */
  readonly flags: ReadonlyMap<number, readonly Flag[]>
  /** Sequence number of each row that flags speak of. */
  readonly seqs: ArrayLike<number>
  readonly instanceOf: (seq: number) => string
  readonly without: ReadonlySet<FlagName>
  readonly interviewers: readonly InterviewerLine[]
}

export interface Reading {
  readonly locale: Locale
  readonly timeZone: string
  /** From so many answers on a thread of its own does it; as `runAnalysis` has it. */
  readonly from?: number
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
  const second = settings.backCheck ? await store.collections.stamp(settings.backCheck.collectionId) : null
  const again = second ? `${second.last}.${second.changes}` : ''
  const key = JSON.stringify([reading.locale, changedSettings(settings), again])
  const reports = made.get(held) ?? new Map<string, Promise<QualityReport>>()
  made.set(held, reports)
  const known = reports.get(key)
  if (known) return known
  const report = compute(store, held, { settings, again, ...reading })
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
  readonly again: string
}

async function compute(
  store: Store,
  held: CollectionFrame,
  { settings, again, locale, timeZone, from }: Computing,
): Promise<QualityReport> {
  const { beside, heads } = await gather(store, held, settings)
  const where = { held, part: wholePart(held), beside, ...(from === undefined ? {} : { from }) }
  const { flags, interviewers, without, ...found } = await runAnalysis('quality', where, {
    settings,
    locale,
    timeZone,
    again,
  })
  const bySeq = new Map<number, Flag[]>()
  for (const flag of flags) {
    const seq = held.seqs[flag.row]!
    const standing = bySeq.get(seq)
    if (standing) standing.push(flag)
    else bySeq.set(seq, [flag])
  }
  const rejected = new Map<string, number>()
  for (const { state, collectorId } of heads.values())
    if (state === 'rejected' && collectorId !== null)
      rejected.set(collectorId, (rejected.get(collectorId) ?? 0) + 1)
  return {
    ...found,
    settings,
    n: held.seqs.length,
    flagged: bySeq.size,
    counts: new Map(flagNames.map((name) => [name, flags.filter((flag) => flag.name === name).length])),
    flags: bySeq,
    seqs: held.seqs,
    instanceOf: (seq) => heads.get(seq)?.instanceId ?? '',
    without: new Set(without),
    interviewers: interviewers.map((line) => {
      const id = beside.interviewers[line.interviewer] ?? ''
      return { ...line, id, rejected: rejected.get(id) ?? 0 }
    }),
  }
}
