/**
 * Which answers protected readers' figures are made of, release by release (promise 3, over time).
 *
 * Whoever sees figures before and after an answer came or went learns that answer by subtraction. So figures move in
 * releases, kept for good. Two answers belong to one class if the same releases showed them: they entered together,
 * left together and came back together. Every view is a function of the sums over classes, and of no more, so no
 * comparison of any views gives anything of a part of a class. `nextRelease` keeps every class at five people or more:
 * - new answers enter together, five or more at a time;
 * - what was withdrawn, rejected or corrected leaves at once, all of one class together; if those are fewer than five,
 *   others of that class leave with them until five have left, and all of it leaves where fewer than five would stay;
 * - what left comes back once review has approved it again, as soon as five or more of its class may, and none or five
 *   or more of it stay behind; companions come back with those whom they left with;
 * - a corrected answer enters anew, like one that has just arrived, and what it said before never comes back.
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
  /** Sequence numbers of the answers that entered, for the first time or again, and of those that left. */
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

/** Row numbers, in `seqs`, of the answers that the releases show; a class of which one is gone is left out whole. */
export function releasedRows(releases: readonly Release[], { seqs, revisions }: Standing): Uint32Array {
  const { classOf, sizes, shown, revision } = classesAfter(releases, seqs)
  const here = new Uint32Array(sizes.length)
  const rows: number[] = []
  for (let row = 0; row < seqs.length; row += 1) {
    const seq = seqs[row]!
    const its = classOf[seq]!
    if (its === none || !shown[its] || (revision.get(seq) ?? 1) !== (revisions.get(seq) ?? 1)) continue
    here[its]! += 1
    rows.push(row)
  }
  return Uint32Array.from(rows).filter((row) => {
    const its = classOf[seqs[row]!]!
    return here[its] === sizes[its]
  })
}

/** What the next release changes, or null if the figures may stand as they are. */
export function nextRelease(releases: readonly Release[], standing: Standing): Release | null {
  const { seqs, revisions } = standing
  const classes = classesAfter(releases, seqs)
  const { classOf, shown, revision } = classes
  const stands = new Uint8Array(classOf.length)
  const fresh: number[] = []
  for (let row = 0; row < seqs.length; row += 1) {
    const seq = seqs[row]!
    const changed = (revisions.get(seq) ?? 1) !== (revision.get(seq) ?? 1)
    if (classOf[seq] === none || changed) fresh.push(seq)
    else stands[seq] = 1
  }
  const left: number[] = []
  const returning: number[] = []
  membersOf(classes).forEach((members, its) => {
    if (shown[its]) left.push(...leaving(members, stands))
    else returning.push(...comingBack(members, classes.sizes[its]!, stands))
  })
  const visible = countShown(classes) - left.length
  const entering = [...(fresh.length >= promisedSize ? fresh : []), ...returning]
  const enough = entering.length >= Math.max(promisedSize, Math.ceil(visible / 50))
  const entered = enough ? entering.toSorted((a, b) => a - b) : []
  if (left.length === 0 && entered.length === 0) return null
  return {
    entered: rangesOf(entered),
    left: rangesOf(left.toSorted((a, b) => a - b)),
    revised: entered.flatMap((seq) => (revisions.has(seq) ? [[seq, revisions.get(seq)!] as const] : [])),
  }
}

/** The class of an answer that no release has shown. */
const none = 0

interface Classes {
  /** By sequence number. Where a corrected answer has entered, of what it says now. */
  readonly classOf: Int32Array
  /** By class, from 1: how many answers it has, those too whose answer has been corrected since. */
  readonly sizes: readonly number[]
  readonly shown: readonly boolean[]
  /** By sequence number, the revision that was shown last, where it is not the first. */
  readonly revision: ReadonlyMap<number, number>
}

/** Every release parts the classes that it takes some of: those that it moves have a class of their own from then on. */
function classesAfter(releases: readonly Release[], seqs: ArrayLike<number>): Classes {
  let last = seqs.length > 0 ? seqs[seqs.length - 1]! : 0
  for (const { entered } of releases) for (const [, to] of entered) last = Math.max(last, to)
  const classOf = new Int32Array(last + 1)
  const sizes = [0]
  const shown = [false]
  const revision = new Map<number, number>()
  const move = (ranges: readonly Range[], visible: boolean, moved: (seq: number) => number) => {
    const parts = new Map<number, number>()
    for (const [from, to] of ranges)
      for (let seq = from; seq <= to; seq += 1) {
        const before = moved(seq)
        let its = parts.get(before)
        if (its === undefined) {
          its = sizes.push(0) - 1
          shown.push(visible)
          parts.set(before, its)
        }
        if (before !== none) sizes[before]! -= 1
        sizes[its]! += 1
        classOf[seq] = its
      }
  }
  for (const release of releases) {
    move(release.left, false, (seq) => classOf[seq]!)
    const revised = new Map(release.revised)
    move(release.entered, true, (seq) => {
      const now = revised.get(seq) ?? 1
      // What a corrected answer said before stays where it is, and is nobody's any more.
      const anew = now !== (revision.get(seq) ?? 1)
      if (now > 1) revision.set(seq, now)
      return anew ? none : classOf[seq]!
    })
  }
  return { classOf, sizes, shown, revision }
}

/** By class, the sequence numbers that it has, ascending. */
function membersOf({ classOf, sizes }: Classes): readonly (readonly number[])[] {
  const members: number[][] = sizes.map(() => [])
  for (let seq = 0; seq < classOf.length; seq += 1)
    if (classOf[seq] !== none) members[classOf[seq]!]!.push(seq)
  return members
}

/** Those of a class that are gone, with the companions that they need: who stands next to them, whatever they answered. */
function leaving(members: readonly number[], stands: Uint8Array): readonly number[] {
  const gone = members.filter((seq) => stands[seq] === 0)
  if (gone.length === 0) return []
  const staying = members.filter((seq) => stands[seq] === 1)
  const needed = Math.max(0, promisedSize - gone.length)
  if (staying.length - needed < promisedSize) return members
  const after = staying.findIndex((seq) => seq > gone[0]!)
  const start = after < 0 ? 0 : after
  return [...gone, ...Array.from({ length: needed }, (_, k) => staying[(start + k) % staying.length]!)]
}

/** Those of a class out of sight that may be shown again: none or five or more stay behind, the last ones of it. */
function comingBack(members: readonly number[], size: number, stands: Uint8Array): readonly number[] {
  const standing = members.filter((seq) => stands[seq] === 1)
  const behind = size - standing.length
  const held = behind === 0 || behind >= promisedSize ? 0 : promisedSize - behind
  const back = standing.slice(0, Math.max(0, standing.length - held))
  return back.length >= promisedSize ? back : []
}

function countShown({ sizes, shown }: Classes): number {
  return sizes.reduce((sum, size, its) => (shown[its] ? sum + size : sum), 0)
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
