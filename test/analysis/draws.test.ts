import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  drawBySize,
  drawClusters,
  drawSimple,
  drawStratified,
  drawSystematic,
  drawTwoStages,
} from '../../analysis/sampling/draws.ts'
import { generator, xoshiro } from '../../analysis/sampling/generator.ts'
import {
  drawKishTable,
  kishChance,
  kishMember,
  kishTables,
  nextBirthday,
} from '../../analysis/sampling/household.ts'
import { certainUnits, inclusionProbabilities } from '../../analysis/sampling/inclusion.ts'
import { sha256 } from '../../analysis/sampling/sha256.ts'
import { systematicByProbability } from '../../analysis/sampling/systematic.ts'
import { sum } from '../../analysis/sums.ts'

const seed = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' })
const units = (drawn: readonly { readonly unit: number }[]) => drawn.map(({ unit }) => unit)

describe('The generator', () => {
  it('gives what its authors’ program gives', () => {
    // xoshiro128starstar.c compiled with gcc, state 1, 2, 3, 4: the first eight words and the thousandth
    const random = xoshiro([1, 2, 3, 4])
    const words = Array.from({ length: 1000 }, () => random.word())
    expect(words.slice(0, 8)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849,
    ])
    expect(words[999]).toBe(3170714187)
  })

  it('is seeded by SHA-256 of the seed’s UTF-8 text', () => {
    expect(
      sha256('abc')
        .map((word) => word.toString(16).padStart(8, '0'))
        .join(''),
    ).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    const node = (text: string) => {
      const digest = createHash('sha256').update(text, 'utf8').digest()
      return Array.from({ length: 8 }, (_, k) => digest.readUInt32BE(4 * k))
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(sha256(text)).toEqual(node(text))
      }),
    )
    for (const length of [54, 55, 56, 63, 64, 65, 119, 120]) {
      const text = '调'.repeat(length)
      expect(sha256(text)).toEqual(node(text))
    }
    // Python 3: the program in analysis/README.md
    const random = generator('2026-11-25 青山')
    expect(Array.from({ length: 4 }, () => random.word())).toEqual([
      3702863658, 145809278, 1834906082, 971869662,
    ])
    expect(generator('2026-11-25 青山').unit()).toBe(0.8621401267792944)
  })

  it('refuses an empty seed and a bound that it cannot reach', () => {
    expect(() => generator('')).toThrow('empty')
    expect(() => xoshiro([0, 0, 0, 0])).toThrow('not all 0')
    for (const n of [0, -1, 1.5, 2 ** 32 + 1, NaN])
      expect(() => generator('a').below(n)).toThrow('is not from')
  })

  it('gives whole numbers below n, each about as often', () => {
    const random = generator('even')
    const counts = new Float64Array(7)
    for (let k = 0; k < 70_000; k += 1) counts[random.below(7)]! += 1
    const chiSquare = sum(counts.map((count) => (count - 10_000) ** 2 / 10_000))
    // R 4.2.2: qchisq(1 - 1e-6, 6)
    expect(chiSquare).toBeLessThan(38.2585)
    for (let k = 0; k < 1000; k += 1) {
      const unit = random.unit()
      expect(unit >= 0 && unit < 1).toBe(true)
    }
  })
})

describe('A simple random sample', () => {
  it('is the one that anyone gets from its seed', () => {
    // Python 3: the program in analysis/README.md, places from 0
    expect(units(drawSimple(1000, 8, generator('2026-11-25 青山')))).toEqual([
      47, 234, 250, 286, 440, 580, 658, 891,
    ])
    expect(units(drawSimple(1000, 8, generator('a')))).toEqual([116, 366, 533, 577, 616, 826, 899, 978])
  })

  it('has exactly n different units of N, the same for the same seed, and weights that add up to N', () => {
    fc.assert(
      fc.property(seed, fc.nat({ max: 60 }), fc.nat({ max: 60 }), (text, a, b) => {
        const [n, population] = [Math.min(a, b), Math.max(a, b)]
        const sample = drawSimple(population, n, generator(text))
        expect(new Set(units(sample)).size).toBe(n)
        expect(units(sample)).toEqual(units(sample).toSorted((x, y) => x - y))
        expect(sample.every(({ unit }) => unit >= 0 && unit < population)).toBe(true)
        expect(drawSimple(population, n, generator(text))).toEqual(sample)
        if (n > 0) expect(sum(sample.map(({ weight }) => weight))).toBeCloseTo(population, 9)
      }),
    )
  })

  it('of a frame of a billion needs no list of a billion', () => {
    expect(units(drawSimple(1_000_000_000, 5, generator('big'))).length).toBe(5)
  })

  it('is refused where there are not enough units', () => {
    expect(() => drawSimple(3, 4, generator('a'))).toThrow('4 of 3')
    expect(() => drawSimple(3, 1.5, generator('a'))).toThrow('1.5 of 3')
    expect(() => drawSimple(-1, 0, generator('a'))).toThrow('-1')
    expect(drawSimple(0, 0, generator('a'))).toEqual([])
  })
})

describe('A sample in proportion to size', () => {
  const sizes = [120, 45, 300, 80, 60, 900, 30, 400, 75, 10]

  it('has exactly n units, with the certain ones, whatever the sizes and the start', () => {
    fc.assert(
      fc.property(
        seed,
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 30 }),
        fc.nat({ max: 30 }),
        (text, list, wanted) => {
          const positive = list.filter((size) => size > 0).length
          const n = Math.min(wanted, positive)
          const sample = drawBySize(list, n, generator(text))
          expect(new Set(units(sample)).size).toBe(n)
          const probabilities = inclusionProbabilities(list, n)
          expect(sum(probabilities)).toBeCloseTo(n, 9)
          for (const unit of certainUnits(probabilities)) expect(units(sample)).toContain(unit)
          for (const { unit } of sample) expect(list[unit]).toBeGreaterThan(0)
        },
      ),
    )
  })

  it('takes each unit as often as its probability says, over all starts', () => {
    const probabilities = inclusionProbabilities(sizes, 4)
    const counts = new Float64Array(sizes.length)
    const starts = 20_000
    for (let k = 0; k < starts; k += 1)
      for (const unit of systematicByProbability(probabilities, (k + 0.5) / starts)) counts[unit]! += 1
    counts.forEach((count, unit) =>
      expect(Math.abs(count / starts - probabilities[unit]!)).toBeLessThan(2 / starts),
    )
  })

  it('is refused where too few units have a size', () => {
    expect(() => drawBySize([0, 0, 5], 2, generator('a'))).toThrow('2 of 1')
    expect(() => inclusionProbabilities([1, NaN], 1)).toThrow('size 2')
    expect([...inclusionProbabilities([-5, 10, 10], 1)]).toEqual([0, 0.5, 0.5])
    expect(() => systematicByProbability([0.5, 2], 0.5)).toThrow('probability 2')
    expect(() => systematicByProbability([0.5], 2)).toThrow('start 2')
  })
})

describe('Other designs', () => {
  it('systematic: every step has one unit', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (text, n, step) => {
        const sample = units(drawSystematic(n * step, n, generator(text)))
        expect(sample.map((unit) => Math.floor(unit / step))).toEqual(sample.map((_, k) => k))
      }),
    )
    expect(drawSystematic(5, 0, generator('a'))).toEqual([])
  })

  it('stratified: every stratum gets its number, also none or all', () => {
    const sample = drawStratified([{ size: 5, n: 5 }, { size: 9, n: 0 }, { size: 100, n: 7 }], generator('s')) // prettier-ignore
    expect(sample.map((stratum) => stratum.length)).toEqual([5, 0, 7])
    expect(sample[2]![0]!.weight).toBeCloseTo(100 / 7, 12)
  })

  it('clusters and two stages: equal numbers in clusters drawn by size weigh the same', () => {
    const sizes = [30, 50, 20, 60, 40]
    const sample = drawTwoStages({ sizes, clusters: 2, perCluster: 5, rule: 'size' }, generator('two'))
    expect(sample.length).toBe(10)
    expect(new Set(sample.map(({ cluster }) => cluster)).size).toBe(2)
    for (const { weight, unit, cluster } of sample) {
      expect(weight).toBeCloseTo(200 / 10, 9)
      expect(unit).toBeLessThan(sizes[cluster]!)
    }
    const small = drawTwoStages(
      { sizes: [2, 3], clusters: 2, perCluster: 5, rule: 'simple' },
      generator('two'),
    )
    expect(small.length).toBe(5)
    expect(small.every(({ weight }) => weight === 1)).toBe(true)
    expect(drawClusters([1, 1, 1], 2, 'simple', generator('c')).length).toBe(2)
  })
})

describe('One of a household', () => {
  it('Kish’s tables make twelve twelfths and choose fairly from one to four and from six', () => {
    expect(sum(kishTables.map(({ twelfths }) => twelfths))).toBe(12)
    for (const members of [1, 2, 3, 4, 6])
      for (let member = 1; member <= members; member += 1)
        expect(kishChance(member, members)).toBeCloseTo(1 / members, 12)
    const five = [1, 2, 3, 4, 5].map((member) => kishChance(member, 5))
    expect(sum(five)).toBeCloseTo(1, 12)
    expect(five).toEqual([2, 2, 3, 2, 3].map((twelfths) => expect.closeTo(twelfths / 12, 12)))
    expect(kishMember('F', 9)).toBe(6)
    expect(() => kishMember('A', 0)).toThrow('0 members')
  })

  it('tables come as often as Kish wants', () => {
    const random = generator('tables')
    const counts = new Map<string, number>()
    for (let k = 0; k < 12_000; k += 1) {
      const table = drawKishTable(random)
      counts.set(table, (counts.get(table) ?? 0) + 1)
    }
    for (const { table, twelfths } of kishTables)
      expect(Math.abs(counts.get(table)! - 1000 * twelfths)).toBeLessThan(4 * Math.sqrt(1000 * twelfths))
  })

  it('the next birthday goes round the year, counts today, and draws between twins', () => {
    const random = generator('birthday')
    const days = [{ month: 1, day: 3 }, { month: 12, day: 1 }, { month: 11, day: 24 }] // prettier-ignore
    expect(nextBirthday(days, { month: 11, day: 25 }, random)).toBe(1)
    expect(nextBirthday(days, { month: 12, day: 2 }, random)).toBe(0)
    expect(nextBirthday(days, { month: 11, day: 24 }, random)).toBe(2)
    const leap = [{ month: 3, day: 1 }, { month: 2, day: 29 }] // prettier-ignore
    expect(nextBirthday(leap, { month: 2, day: 28 }, random)).toBe(1)
    const twins = [{ month: 5, day: 5 }, { month: 5, day: 5 }] // prettier-ignore
    const chosen = Array.from({ length: 200 }, () => nextBirthday(twins, { month: 1, day: 1 }, random))
    expect(new Set(chosen)).toEqual(new Set([0, 1]))
    expect(() => nextBirthday([{ month: 2, day: 30 }], { month: 1, day: 1 }, random)).toThrow('no day 30')
    expect(() => nextBirthday([], { month: 1, day: 1 }, random)).toThrow('no members')
  })
})
