/**
 * The attack where lists of all data end: several variables with all their tables and crosstabs at once, and two
 * releases. The attacker knows the rules. From the true data it walks through data that would be published alike; a
 * group of one to four people is safe once it was seen with another size.
 */

import { describe, expect, it } from 'vitest'
import type { Cell } from '../../analysis/cells.ts'
import { mergeSmall, mergeTable, promisedSize } from '../../analysis/protect.ts'
import { seededRandom } from '../../analysis/random.ts'
import { words } from './frames.ts'

/** How many people there are of each combination of codes; the last code of a variable is a missing answer. */
type Counts = Int32Array
type Random = () => number

interface Shape {
  readonly sizes: readonly number[]
  /** By place in the counts: the codes. */
  readonly codes: readonly (readonly number[])[]
  readonly stride: readonly number[]
}

function shapeOf(sizes: readonly number[]): Shape {
  const stride = sizes.map((_, d) => sizes.slice(d + 1).reduce((a, b) => a * b, 1))
  const total = sizes.reduce((a, b) => a * b, 1)
  const codes = Array.from({ length: total }, (_, k) =>
    sizes.map((size, d) => Math.floor(k / stride[d]!) % size),
  )
  return { sizes, codes, stride }
}

/** Everything that a protected reader may open: each table and each crosstab, as text. */
function published({ sizes, codes }: Shape, counts: Counts): string {
  const margins = sizes.map((size, d) => {
    const of = Array.from({ length: size }, () => 0)
    for (let k = 0; k < counts.length; k += 1) of[codes[k]![d]!]! += counts[k]!
    return of
  })
  const sides = margins.map((margin, d) =>
    mergeSmall(
      margin.map((count, code): Cell => {
        const missing = code === margin.length - 1
        const label = `${d}.${code}`
        return {
          label,
          codes: [code],
          count,
          role: missing ? 'missing' : 'value',
          missing: missing ? 'unanswered' : null,
        }
      }),
      words,
    ),
  )
  const said = sides.map(shown)
  for (let a = 0; a < sizes.length; a += 1) {
    for (let b = a + 1; b < sizes.length; b += 1) {
      const [rows, columns] = [sides[a], sides[b]]
      if (!rows || !columns) continue
      const joint = Array.from({ length: sizes[a]! }, () => Array.from({ length: sizes[b]! }, () => 0))
      for (let k = 0; k < counts.length; k += 1) joint[codes[k]![a]!]![codes[k]![b]!]! += counts[k]!
      const table = rows.map((row) =>
        columns.map((column) =>
          row.codes.reduce((sum, r) => column.codes.reduce((part, c) => part + joint[r]![c]!, sum), 0),
        ),
      )
      const cross = mergeTable({ rows: { cells: rows }, columns: { cells: columns }, counts: table }, words)
      said.push(cross ? `${shown(cross.rows)}|${shown(cross.columns)}|${cross.counts.join(';')}` : 'none')
    }
  }
  return said.join('\n')
}

const shown = (cells: readonly Cell[] | null) =>
  cells === null ? 'hidden' : cells.map((cell) => `${cell.codes.join('+')}=${cell.count}`).join(' ')

/** A group that can be told by codes: of one variable, of two, of all. `places` are its combinations. */
interface Group {
  readonly name: string
  readonly places: readonly number[]
}

function groupsOf({ sizes, codes }: Shape): readonly Group[] {
  const groups = new Map<string, number[]>()
  for (let set = 1; set < 2 ** sizes.length; set += 1) {
    codes.forEach((of, k) => {
      const name = of.map((code, d) => ((set >> d) & 1 ? String(code) : '*')).join('')
      groups.set(name, [...(groups.get(name) ?? []), k])
    })
  }
  return [...groups].map(([name, places]) => ({ name, places }))
}

const sizeIn = (counts: Counts, { places }: Group) => places.reduce((sum, k) => sum + counts[k]!, 0)

/** People who trade answers: one moves, two exchange an answer, or eight combinations change so that all pairs stay. */
function moved(shape: Shape, counts: Counts, random: Random): Counts | null {
  const { sizes, codes, stride } = shape
  const pick = (n: number) => Math.floor(random() * n)
  const next = counts.slice()
  const kind = random()
  const occupied = () => {
    for (let tries = 0; tries < 60; tries += 1) {
      const k = pick(counts.length)
      if (next[k]! > 0) return k
    }
    return -1
  }
  const withCode = (k: number, d: number, code: number) => k + (code - codes[k]![d]!) * stride[d]!
  if (kind < 0.35) {
    const from = occupied()
    if (from < 0) return null
    const d = pick(sizes.length)
    next[from]! -= 1
    next[withCode(from, d, pick(sizes[d]!))]! += 1
    return next
  }
  if (kind < 0.7) {
    const one = occupied()
    if (one < 0) return null
    next[one]! -= 1
    const other = occupied()
    if (other < 0) return null
    next[other]! -= 1
    const d = pick(sizes.length)
    next[withCode(one, d, codes[other]![d]!)]! += 1
    next[withCode(other, d, codes[one]![d]!)]! += 1
    return next
  }
  // Three variables change, the codes of others stand: so every crosstab of two variables stays as it was.
  const dims = sizes.map((_, d) => d)
  while (dims.length > 3) dims.splice(pick(dims.length), 1)
  const base = pick(counts.length)
  const two = dims.map(
    (d) => [codes[base]![d]!, (codes[base]![d]! + 1 + pick(sizes[d]! - 1)) % sizes[d]!] as const,
  )
  const sign = random() < 0.5 ? 1 : -1
  for (let corner = 0; corner < 2 ** dims.length; corner += 1) {
    let k = base
    let odd = 0
    dims.forEach((d, place) => {
      const side = (corner >> place) & 1
      odd ^= side
      k = withCode(k, d, two[place]![side]!)
    })
    next[k]! += odd ? sign : -sign
    if (next[k]! < 0) return null
  }
  return next
}

/** One of the first release and one of what came after trade places: the second view stays, the first may not. */
function exchanged(data: readonly Counts[], random: Random): readonly Counts[] | null {
  const [first, more] = data.map((counts) => counts.slice())
  const from = [...first!.keys()].filter((k) => first![k]! > 0)
  const to = [...more!.keys()].filter((k) => more![k]! > 0)
  const [a, b] = [from[Math.floor(random() * from.length)], to[Math.floor(random() * to.length)]]
  if (a === undefined || b === undefined) return null
  first![a]! -= 1
  first![b]! += 1
  more![b]! -= 1
  more![a]! += 1
  return [first!, more!]
}

/** Groups of one to four people that kept their size in everything found: those that may be given away. */
function constant(
  shape: Shape,
  truth: readonly Counts[],
  publish: (data: readonly Counts[]) => string,
  { random, steps }: { readonly random: Random; readonly steps: number },
): readonly string[] {
  // What each view is made of: the first release, then with what came after it.
  const views = (data: readonly Counts[]) =>
    data.map((_, v) => data.slice(0, v + 1).reduce((sum, part) => sum.map((n, k) => n + part[k]!)))
  const groups = groupsOf(shape)
  const targets = new Map<string, { readonly view: number; readonly group: Group; readonly size: number }>()
  views(truth).forEach((counts, view) => {
    for (const group of groups) {
      const size = sizeIn(counts, group)
      if (size > 0 && size < promisedSize) targets.set(`${view}:${group.name}`, { view, group, size })
    }
  })
  const wanted = publish(truth)
  let data = truth
  for (let step = 0; step < steps && targets.size > 0; step += 1) {
    // Now and then from the start, or it would wander where the targets are alike again.
    if (step % 400 === 399) data = truth
    let tried: readonly Counts[] = data
    const rounds = 1 + Math.floor(random() * 2)
    let possible = true
    if (data.length > 1 && random() < 0.5) tried = exchanged(tried, random) ?? tried
    for (let round = 0; round < rounds && possible; round += 1) {
      const part = Math.floor(random() * data.length)
      const change = moved(shape, tried[part]!, random)
      if (!change) possible = false
      else tried = tried.with(part, change)
    }
    if (!possible || publish(tried) !== wanted) continue
    data = tried
    const seen = views(data)
    for (const [name, { view, group, size }] of targets)
      if (sizeIn(seen[view]!, group) !== size) targets.delete(name)
  }
  return [...targets].map(([name, { size }]) => `${name} is ${size}`)
}

/** People whose answers hang together a little, some codes rare. */
function people(shape: Shape, n: number, random: Random): Counts {
  const counts = new Int32Array(shape.codes.length)
  const taste = shape.sizes.map((size) => Array.from({ length: size }, () => random() ** 2 + 0.02))
  for (let i = 0; i < n; i += 1) {
    const lean = random()
    let k = 0
    shape.sizes.forEach((size, d) => {
      const weights = taste[d]!.map((weight, code) => weight * (lean < 0.4 && code === d % size ? 3 : 1))
      let left = random() * weights.reduce((a, b) => a + b, 0)
      let code = 0
      while (code < size - 1 && (left -= weights[code]!) > 0) code += 1
      k += code * shape.stride[d]!
    })
    counts[k]! += 1
  }
  return counts
}

describe('everything that is published together', () => {
  for (const [sizes, n, runs] of [
    [[3, 3, 3], 60, 6],
    [[4, 3, 3], 150, 5],
    [[3, 4, 5], 400, 4],
    [[3, 3, 3], 1500, 4],
    [[2, 3, 2, 3], 500, 4],
  ] as const) {
    it(`of ${sizes.join(' by ')} codes and ${n} people gives no group of one to four away`, () => {
      const shape = shapeOf(sizes)
      for (let run = 0; run < runs; run += 1) {
        const random = seededRandom(1000 * n + run)
        const truth = [people(shape, n, random)]
        const found = constant(shape, truth, ([counts]) => published(shape, counts!), {
          random,
          steps: 12_000,
        })
        expect({ run, found }).toEqual({ run, found: [] })
      }
    })
  }

  it('at two releases one after the other gives none away either', () => {
    const shape = shapeOf([3, 3, 3])
    for (let run = 0; run < 8; run += 1) {
      const random = seededRandom(run)
      const truth = [people(shape, 60 + 30 * run, random), people(shape, 5 + run, random)]
      const publish = ([first, more]: readonly Counts[]) =>
        `${published(shape, first!)}\n\n${published(
          shape,
          first!.map((count, k) => count + more![k]!),
        )}`
      const found = constant(shape, truth, publish, { random, steps: 12_000 })
      expect({ run, found }).toEqual({ run, found: [] })
    }
  })

  it('is a test that would see a leak: tables that only leave small cells blank give people away', () => {
    const shape = shapeOf([3, 3, 3])
    const blanked = (counts: Counts): string => {
      const said: number[] = []
      for (const group of groupsOf(shape)) {
        if (group.name.split('').filter((code) => code === '*').length === 0) continue
        const size = sizeIn(counts, group)
        said.push(size > 0 && size < promisedSize ? -1 : size)
      }
      return said.join(' ')
    }
    const random = seededRandom(11)
    const truth = [people(shape, 80, random)]
    const found = constant(shape, truth, ([counts]) => blanked(counts!), { random, steps: 4_000 })
    expect(found.length).toBeGreaterThan(0)
  })
})
