/**
 * Which answers protected readers' figures are made of, release by release (promise 3, over time).
 *
 * Whoever sees figures before and after an answer came or went learns that answer by subtraction. So figures move in
 * releases, kept for good. Two answers belong to one class if they entered with the same release and, if they left, left
 * with the same one. Every view is a function of the sums over classes, and of no more, so no comparison of any views
 * gives anything of a part of a class. `nextRelease` keeps every class at five people or more:
 * - new answers enter together, five or more at a time;
 * - what was withdrawn, rejected or corrected leaves at once, all of one entrance together; if those are fewer than
 *   five, others of that entrance leave with them for good until five have left, and all of it leaves where fewer than
 *   five would stay;
 * - a corrected answer enters anew, like one that has just arrived.
 *
 * No rule can do with fewer companions: as long as some view had the answer and a later one has not, its class are those
 * alone that came and went with it. What costs nobody is what leaves before a release had it. So a release is made only
 * when somebody looks, and only when a fiftieth of the figures is new: entrances stay few and large, and what a review
 * rejects between two looks leaves together. `analysis/README.md` has the argument in full.
 */

import { promisedSize } from './protect.ts'

/** First and last of consecutive numbers. */
export type Range = readonly [first: number, last: number]

export interface Release {
  /** Sequence numbers of the answers that entered, and of those that left. */
  readonly entered: readonly Range[]
  readonly left: readonly Range[]
  /** Of what entered, the answers that had been corrected before: number and revision. */
  readonly revised: readonly (readonly [seq: number, revision: number])[]
}

/** The answers as they stand: ascending numbers, and the revision of those that were corrected. */
export interface Standing {
  readonly seqs: ArrayLike<number>
  readonly revisions: ReadonlyMap<number, number>
}

const never = 0
const leftForGood = -1

/** By sequence number: 0 never shown, -1 left, else the release with which it entered, from 1. */
interface Shown {
  readonly entrance: Int32Array
  readonly revision: ReadonlyMap<number, number>
}

/** Row numbers, in `seqs`, of the answers that the releases show; an entrance of which one is gone is left out whole. */
export function releasedRows(releases: readonly Release[], { seqs, revisions }: Standing): Uint32Array {
  const { entrance, revision } = shownAfter(releases, seqs)
  const here = new Uint32Array(releases.length + 1)
  const all = new Uint32Array(releases.length + 1)
  for (const place of entrance) if (place > 0) all[place]! += 1
  const rows: number[] = []
  for (let row = 0; row < seqs.length; row += 1) {
    const seq = seqs[row]!
    if (entrance[seq]! <= 0 || (revision.get(seq) ?? 1) !== (revisions.get(seq) ?? 1)) continue
    here[entrance[seq]!]! += 1
    rows.push(row)
  }
  return Uint32Array.from(rows).filter((row) => {
    const place = entrance[seqs[row]!]!
    return here[place] === all[place]
  })
}

/** What the next release changes, or null if the figures may stand as they are. */
export function nextRelease(releases: readonly Release[], standing: Standing): Release | null {
  const { seqs, revisions } = standing
  const { entrance, revision } = shownAfter(releases, seqs)
  const stands = new Uint8Array(entrance.length)
  const changed = (seq: number) => (revisions.get(seq) ?? 1) !== (revision.get(seq) ?? 1)
  const fresh: number[] = []
  for (let row = 0; row < seqs.length; row += 1) {
    const seq = seqs[row]!
    if (entrance[seq]! > 0 && !changed(seq)) stands[seq] = 1
    else if (entrance[seq] === never || changed(seq)) fresh.push(seq)
  }
  const left = leaving(entrance, stands, releases.length)
  const shown = countShown(entrance) - left.length
  const entering = fresh.length >= Math.max(promisedSize, Math.ceil(shown / 50)) ? fresh : []
  if (left.length === 0 && entering.length === 0) return null
  return {
    entered: rangesOf(entering),
    left: rangesOf(left),
    revised: entering.flatMap((seq) => (revisions.has(seq) ? [[seq, revisions.get(seq)!] as const] : [])),
  }
}

function shownAfter(releases: readonly Release[], seqs: ArrayLike<number>): Shown {
  let last = seqs.length > 0 ? seqs[seqs.length - 1]! : 0
  for (const { entered } of releases) for (const [, to] of entered) last = Math.max(last, to)
  const entrance = new Int32Array(last + 1)
  const revision = new Map<number, number>()
  releases.forEach((release, place) => {
    for (const [from, to] of release.left) entrance.fill(leftForGood, from, to + 1)
    for (const [from, to] of release.entered) entrance.fill(place + 1, from, to + 1)
    for (const [seq, number] of release.revised) revision.set(seq, number)
  })
  return { entrance, revision }
}

/** Those that are gone, entrance by entrance, with the companions that they need: who stands next to them, whatever they answered. */
function leaving(entrance: Int32Array, stands: Uint8Array, entrances: number): readonly number[] {
  const gone: number[][] = Array.from({ length: entrances + 1 }, () => [])
  for (let seq = 0; seq < entrance.length; seq += 1)
    if (entrance[seq]! > 0 && stands[seq] === 0) gone[entrance[seq]!]!.push(seq)
  const left: number[] = []
  gone.forEach((those, place) => {
    if (those.length === 0) return
    const staying: number[] = []
    for (let seq = 0; seq < entrance.length; seq += 1)
      if (entrance[seq] === place && stands[seq] === 1) staying.push(seq)
    const needed = Math.max(0, promisedSize - those.length)
    if (staying.length - needed < promisedSize) {
      left.push(...those, ...staying)
      return
    }
    const after = staying.findIndex((seq) => seq > those[0]!)
    const start = after < 0 ? 0 : after
    left.push(...those, ...Array.from({ length: needed }, (_, k) => staying[(start + k) % staying.length]!))
  })
  return left.toSorted((a, b) => a - b)
}

function countShown(entrance: Int32Array): number {
  let count = 0
  for (const place of entrance) if (place > 0) count += 1
  return count
}

function rangesOf(seqs: readonly number[]): readonly Range[] {
  const ranges: [number, number][] = []
  for (const seq of seqs) {
    const last = ranges.at(-1)
    if (last && last[1] === seq - 1) last[1] = seq
    else ranges.push([seq, seq])
  }
  return ranges
}
