/** What the checks of quality need beside a frame, read from the store as plain data: a thread of its own works on it. */

import { setImmediate as breath } from 'node:timers/promises'
import { framesOf, type CollectionFrame } from '../summary/frames.ts'
import type { SharedHeld } from '../summary/held.ts'
import type { Store, SubmissionHead } from '../store/store.ts'
import { effortsOf, secondsByQuestion } from './effort.ts'
import type { QualitySettings } from './settings.ts'

/** By row of the frame. */
export interface Beside {
  /** Ids of those who collected answers, and of each answer which of them; below 0 for none. */
  readonly interviewers: readonly string[]
  readonly who: Int32Array
  /** Milliseconds since 1970; NaN where not kept. */
  readonly arrived: Float64Array
  /** Latitude and longitude of each answer's case, one after the other; null where no case has a place. */
  readonly cases: Float64Array | null
  readonly effort: Effort | null
  /** The answers that check these back. */
  readonly second: SharedHeld | null
}

/** How the answers came about; NaN where nothing is known. `begun` in milliseconds, the rest in seconds. */
export interface Effort {
  readonly begun: Float64Array
  readonly seconds: Float64Array
  readonly longest: Float64Array
  readonly questions: readonly { readonly name: string; readonly seconds: Float32Array }[]
}

export interface Gathered {
  readonly beside: Beside
  /** Of every answer, rejected ones too, by sequence number. */
  readonly heads: ReadonlyMap<number, SubmissionHead>
}

/** Between so many rows others have their turn. */
const rowsAtOnce = 10_000

export async function gather(
  store: Store,
  held: CollectionFrame,
  { backCheck }: Pick<QualitySettings, 'backCheck'>,
): Promise<Gathered> {
  const { id } = held.collection
  const heads = new Map<number, SubmissionHead>()
  for (const head of await store.submissions.heads(id)) {
    heads.set(head.seq, head)
    if (heads.size % rowsAtOnce === 0) await breath()
  }
  const places = new Map((await store.assignments.places(id)).map((one) => [one.instanceId, one] as const))
  const { seqs } = held
  const n = seqs.length
  const who = new Int32Array(n)
  const arrived = new Float64Array(n)
  const cases = places.size === 0 ? null : new Float64Array(2 * n).fill(Number.NaN)
  const known = new Map<string, number>()
  for (let row = 0; row < n; row += 1) {
    if (row % rowsAtOnce === 0) await breath()
    const head = heads.get(seqs[row]!)
    const collector = head?.collectorId ?? null
    if (collector !== null && !known.has(collector)) known.set(collector, known.size)
    who[row] = collector === null ? -1 : known.get(collector)!
    arrived[row] = Date.parse(head?.receivedAt ?? '')
    const place = cases && places.get(head?.instanceId ?? '')
    if (place) cases.set([place.latitude, place.longitude], 2 * row)
  }
  const second = backCheck ? await framesOf(store).of(backCheck.collectionId) : null
  return {
    heads,
    beside: {
      interviewers: [...known.keys()],
      who,
      arrived,
      cases,
      effort: await effortOf(store, held),
      second: second?.shared ?? null,
    },
  }
}

async function effortOf(store: Store, held: CollectionFrame): Promise<Effort | null> {
  const { id, paradata } = held.collection
  if (paradata === 'off') return null
  const { seqs } = held
  const n = seqs.length
  let row = 0
  const column = () => new Float64Array(n).fill(Number.NaN)
  const [begun, seconds, longest] = [column(), column(), column()]
  const questions = new Map<string, Float32Array>()
  for await (const { seq, paradata } of effortsOf(store, id, held.last)) {
    // Both come in order of sequence; what is rejected has no row.
    while (row < n && seqs[row]! < seq) row += 1
    if (seqs[row] !== seq) continue
    begun[row] = Date.parse(paradata.start ?? '')
    seconds[row] = paradata.seconds ?? Number.NaN
    longest[row] = paradata.longest ?? Number.NaN
    for (const [name, spent] of secondsByQuestion(paradata)) {
      let times = questions.get(name)
      if (!times) questions.set(name, (times = new Float32Array(n).fill(Number.NaN)))
      times[row] = spent
    }
  }
  return {
    begun,
    seconds,
    longest,
    questions: [...questions].map(([name, times]) => ({ name, seconds: times })),
  }
}
