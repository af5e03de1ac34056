import { describe, expect, it } from 'vitest'
import { nextRelease, releasedRows, type Release } from '../../analysis/releases.ts'
import { promisedSize } from '../../analysis/protect.ts'
import { seededRandom } from '../../analysis/random.ts'

/** A collection that lives: answers come, go and are corrected, and now and then a protected reader looks. */
class Collection {
  readonly live = new Map<number, number>()
  readonly releases: Release[] = []
  /** What each look showed: `seq@revision` of every answer in the figures. */
  readonly views: ReadonlySet<string>[] = []
  last = 0

  arrive(n = 1): void {
    for (let i = 0; i < n; i += 1) this.live.set((this.last += 1), 1)
  }
  remove(...seqs: readonly number[]): void {
    for (const seq of seqs) this.live.delete(seq)
  }
  correct(seq: number): void {
    this.live.set(seq, this.live.get(seq)! + 1)
  }
  /** Review rejects answers, and may approve them again as they are. */
  readonly rejected = new Map<number, number>()
  reject(...seqs: readonly number[]): void {
    for (const seq of seqs) this.rejected.set(seq, this.live.get(seq)!)
    this.remove(...seqs)
  }
  approve(...seqs: readonly number[]): void {
    for (const seq of seqs) {
      this.live.set(seq, this.rejected.get(seq)!)
      this.rejected.delete(seq)
    }
  }
  look(): readonly string[] {
    const seqs = [...this.live.keys()].toSorted((a, b) => a - b)
    const revisions = new Map([...this.live].filter(([, revision]) => revision > 1))
    const next = nextRelease(this.releases, { seqs, revisions })
    if (next) this.releases.push(next)
    expect(nextRelease(this.releases, { seqs, revisions })).toBeNull()
    const shown = [...releasedRows(this.releases, { seqs, revisions })].map(
      (row) => `${seqs[row]!}@${this.live.get(seqs[row]!)!}`,
    )
    this.views.push(new Set(shown))
    return shown
  }
  /** Sizes of the sets of answers that all views so far show alike; those never shown are no matter. */
  classes(): readonly number[] {
    const sizes = new Map<string, number>()
    for (const answer of new Set(this.views.flatMap((view) => [...view]))) {
      const pattern = this.views.map((view) => (view.has(answer) ? '1' : '0')).join('')
      sizes.set(pattern, (sizes.get(pattern) ?? 0) + 1)
    }
    return [...sizes.values()]
  }
}

describe('releases to protected readers', () => {
  it('wait for five answers, and then for five more', () => {
    const collection = new Collection()
    collection.arrive(4)
    expect(collection.look()).toEqual([])
    collection.arrive()
    expect(collection.look()).toHaveLength(5)
    collection.arrive(4)
    expect(collection.look()).toHaveLength(5)
    collection.arrive()
    expect(collection.look()).toHaveLength(10)
  })

  it('lose nobody for answers that left before anybody looked', () => {
    const collection = new Collection()
    collection.arrive(60)
    collection.remove(3, 17, 40)
    collection.correct(5)
    expect(collection.look()).toHaveLength(57)
  })

  it('lose nobody when a review rejects five or more of one entrance between two looks', () => {
    const collection = new Collection()
    collection.arrive(200)
    collection.look()
    collection.remove(4, 50, 51, 120, 190, 191)
    expect(collection.look()).toHaveLength(194)
    expect(Math.min(...collection.classes())).toBeGreaterThanOrEqual(promisedSize)
  })

  it('lose four with a single answer that a view had, and never more than four for one', () => {
    const collection = new Collection()
    collection.arrive(200)
    collection.look()
    collection.remove(50)
    const shown = collection.look()
    expect(shown).toHaveLength(195)
    expect(shown.some((answer) => answer.startsWith('50@'))).toBe(false)
  })

  it('take in a corrected answer anew, with others that have just come', () => {
    const collection = new Collection()
    collection.arrive(100)
    collection.look()
    collection.correct(10)
    expect(collection.look()).not.toContain('10@2')
    collection.arrive(4)
    expect(collection.look()).toContain('10@2')
    expect(Math.min(...collection.classes())).toBeGreaterThanOrEqual(promisedSize)
  })

  it('take an answer back that was rejected and is approved again, with its companions', () => {
    const collection = new Collection()
    collection.arrive(100)
    collection.look()
    collection.reject(50)
    expect(collection.look()).toHaveLength(95)
    collection.approve(50)
    expect(collection.look()).toHaveLength(100)
    collection.reject(50)
    expect(collection.look()).toHaveLength(95)
    expect(Math.min(...collection.classes())).toBeGreaterThanOrEqual(promisedSize)
  })

  it('keep the companions of an answer that stays rejected, because they would show it', () => {
    const collection = new Collection()
    collection.arrive(100)
    collection.look()
    collection.reject(50, 51)
    collection.look()
    collection.approve(51)
    expect(collection.look()).toHaveLength(95)
    collection.arrive(10)
    expect(collection.look()).toHaveLength(105)
    expect(Math.min(...collection.classes())).toBeGreaterThanOrEqual(promisedSize)
  })

  it('take back all but as many as must stay behind with those that do', () => {
    const collection = new Collection()
    collection.arrive(100)
    collection.look()
    const dozen = Array.from({ length: 12 }, (_, i) => 20 + i)
    collection.reject(...dozen)
    collection.look()
    collection.approve(...dozen.slice(0, 10))
    // Two stay rejected, and three of the ten with them.
    expect(collection.look()).toHaveLength(88 + 7)
    collection.approve(...dozen.slice(10))
    expect(collection.look()).toHaveLength(100)
    expect(Math.min(...collection.classes())).toBeGreaterThanOrEqual(promisedSize)
  })

  it('never bring back what an answer said before it was corrected', () => {
    const collection = new Collection()
    collection.arrive(50)
    collection.look()
    collection.reject(7)
    collection.look()
    collection.approve(7)
    collection.correct(7)
    const shown = collection.look()
    expect(shown).toHaveLength(45)
    collection.arrive(4)
    expect(collection.look()).toContain('7@2')
    expect(collection.views.at(-1)!.has('7@1')).toBe(false)
    expect(Math.min(...collection.classes())).toBeGreaterThanOrEqual(promisedSize)
  })

  it('leave out an entrance whole where another process knows of a loss that is not released yet', () => {
    const seqs = Array.from({ length: 20 }, (_, i) => i + 1)
    const releases: Release[] = [
      { entered: [[1, 8]], left: [], revised: [] },
      { entered: [[9, 20]], left: [], revised: [] },
    ]
    const rows = releasedRows(releases, { seqs: seqs.filter((seq) => seq !== 3), revisions: new Map() })
    expect(rows).toHaveLength(12)
  })

  it('keep every set of answers that all views show alike at five or more, whatever happens and whoever looks when', () => {
    for (let run = 0; run < 60; run += 1) {
      const random = seededRandom(run)
      const collection = new Collection()
      let removed = 0
      const one = () => [...collection.live.keys()][Math.floor(random() * collection.live.size)]!
      for (let step = 0; step < 120; step += 1) {
        const what = random()
        if (what < 0.6 || collection.live.size < 3) collection.arrive(1 + Math.floor(random() * 9))
        else if (what < 0.75) {
          collection.remove(one())
          removed += 1
        } else if (what < 0.8) {
          collection.correct(one())
          removed += 1
        } else if (what < 0.9) {
          const some = new Set(Array.from({ length: 1 + Math.floor(random() * 7) }, one))
          collection.reject(...some)
          removed += some.size
        } else if (collection.rejected.size > 0) {
          const some = [...collection.rejected.keys()].filter(() => random() < 0.7)
          collection.approve(...some)
        }
        if (random() < 0.3) {
          const shown = collection.look()
          const gone = shown.filter((answer) => {
            const [seq, revision] = answer.split('@').map(Number)
            return collection.live.get(seq!) !== revision
          })
          expect(gone).toEqual([])
        }
      }
      collection.look()
      expect(Math.min(...collection.classes())).toBeGreaterThanOrEqual(promisedSize)
      // Itself until it comes back, four companions, a class's rest of four at most, and what waits for the next release.
      const waiting = Math.max(promisedSize, Math.ceil(collection.views.at(-1)!.size / 50))
      expect(collection.live.size - collection.views.at(-1)!.size).toBeLessThanOrEqual(9 * removed + waiting)
    }
  })
})
