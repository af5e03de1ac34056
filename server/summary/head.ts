/** What stands above every figure (promise 4): how many, when, which kind of sample, anonymous or named, and the head of the history. */

import type { Locale } from '../locale/index.ts'
import type { CollectionState, FormKind, SampleType, Store } from '../store/store.ts'
import type { CollectionFrame } from './frames.ts'
import { partFor, type Reader } from './stamp.ts'

export interface SummaryHead {
  /** Answers in the figures; null where a filter's size is not shown. */
  readonly n: number | null
  /** All that were received; null for readers whose figures move in steps. */
  readonly received: number | null
  readonly rejected: number
  readonly rejectedPercent: string
  /** Days, or months for protected readers. */
  readonly from: string | null
  readonly to: string | null
  readonly inMonths: boolean
  readonly sampleType: SampleType
  readonly anonymous: boolean
  readonly pilot: boolean
  readonly kind: FormKind
  readonly state: CollectionState
  /** Numbers of the form versions that the answers are of, in words; null for one. */
  readonly versions: string | null
  readonly chain: { readonly number: number; readonly hash: string }
}

export async function summaryHead(
  store: Store,
  held: CollectionFrame,
  { reader, n, locale }: { readonly reader: Reader; readonly locale: Locale; readonly n: number | null },
): Promise<SummaryHead> {
  const { sampleType, anonymous, pilot, kind, state, id } = held.collection
  const full = reader === 'full'
  const days = full ? { from: held.firstDay, to: held.lastDay } : await monthsOf(store, held)
  return {
    n,
    received: full ? held.received : null,
    rejected: full ? held.rejected : 0,
    rejectedPercent: held.received > 0 ? ((100 * held.rejected) / held.received).toFixed(1) : '0.0',
    ...days,
    inMonths: !full,
    sampleType,
    anonymous,
    pilot,
    kind,
    state,
    versions: versionNumbers(held, locale),
    chain: await store.history.head(id),
  }
}

/** The versions whose answers stand together, as a list of numbers. */
export function versionNumbers({ versions }: CollectionFrame, locale: Locale): string | null {
  if (versions.length < 2) return null
  const numbers = versions.map(({ number }) => number).toSorted((a, b) => a - b)
  return numbers.join(locale === 'zh-CN' ? '、' : ', ')
}

/** The first and the last day would be one person's: months are enough. */
async function monthsOf(
  store: Store,
  held: CollectionFrame,
): Promise<{ readonly from: string | null; readonly to: string | null }> {
  if ((await partFor(store, held, 'protected')).frame.n === 0) return { from: null, to: null }
  return { from: held.firstDay?.slice(0, 7) ?? null, to: held.lastDay?.slice(0, 7) ?? null }
}
