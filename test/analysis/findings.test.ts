/** Headline findings: none out of data without any effect, and what was planted is found. */

import { describe, expect, it } from 'vitest'
import type { SampleType } from '../../analysis/cells.ts'
import { betweenComparisons, jointSampleType } from '../../analysis/findings/between.ts'
import { difference, rule, shareFigure } from '../../analysis/findings/comparison.ts'
import type { Comparison } from '../../analysis/findings/comparison.ts'
import { comparisonsWithin, findingsOf, type Finding } from '../../analysis/findings/findings.ts'
import { waveRows } from '../../analysis/findings/waves.ts'
import { normalTwoSided } from '../../analysis/distributions.ts'
import type { Frame } from '../../analysis/frame.ts'
import { chiSquare } from '../../analysis/statistics/crosstab.ts'
import { welchT } from '../../analysis/statistics/groups.ts'
import { oneSampleT, standardisedDifference } from '../../analysis/statistics/t-tests.ts'
import { moments } from '../../analysis/sums.ts'
import { seededRandom } from '../../analysis/random.ts'
import { fullView, protectedView } from '../../analysis/view.ts'
import { coded, frame, number, set, words } from './frames.ts'

const answers = ['1', '2', '3', '4', '5']
const services = ['parking', 'lifts', 'care', 'clinic', 'buses', 'parks']
const wishes = ['a', 'b', 'c', 'd'] as const

interface Effects {
  /** Added to the chance of the upper answers of the item: parking for the weakest, parks for the strongest. */
  readonly item?: number
  /** How much better the north is served. */
  readonly north?: number
  readonly wish?: number
  readonly online?: number
}

/** People of two sexes, three districts and two channels who rate six services, tick wishes and name a time. */
function people(n: number, random: () => number, effects: Effects = {}): Frame {
  const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)]!
  const each = <T>(make: (k: number) => T) => Array.from({ length: n }, (_, k) => make(k))
  const districts = each(() => pick(['north', 'south', 'west']))
  const channels = each(() => pick(['visit', 'online']))
  // What one person answers hangs together, as it does in life.
  const moods = each(() => random())
  const rated = (service: string) =>
    each((k) => {
      if (random() < 0.06) return random() < 0.5 ? '99' : null
      const shift =
        (service === 'parks' ? 1 : service === 'parking' ? -1 : 0) * (effects.item ?? 0) +
        (districts[k] === 'north' ? (effects.north ?? 0) : 0) -
        (channels[k] === 'online' ? (effects.online ?? 0) : 0)
      const place = 2 + 3 * (0.5 * random() + 0.5 * moods[k]! - 0.5) + shift
      return answers[Math.min(4, Math.max(0, Math.round(place)))]!
    })
  const group = { name: 'services', label: 'Services' }
  const scale = [...answers, ['99', 'dont_know'] as const]
  return frame(
    n,
    coded(
      'sex',
      ['f', 'm'],
      each(() => pick(['f', 'm'])),
    ),
    coded('district', ['north', 'south', 'west'], districts),
    ...services.map((name) => coded(name, scale, rated(name), { ordered: true, group })),
    coded('channel', ['visit', 'online'], channels),
    coded(
      'way',
      ['hall', 'phone', 'app'],
      each(() => pick(['hall', 'phone', 'app'])),
    ),
    number(
      'minutes',
      each(() => -20 * Math.log(1 - random())),
    ),
    set(
      'wishes',
      wishes.map((value) => [value, null] as const),
      each(() => wishes.filter((wish) => random() < 0.3 + (wish === 'c' ? (effects.wish ?? 0) : 0))),
    ),
  )
}

const plan = {
  outcomes: [...services, 'way', 'minutes', 'wishes'],
  groupings: [
    { name: 'sex', kind: 'gap' },
    { name: 'district', kind: 'gap' },
    { name: 'channel', kind: 'sources' },
  ],
} as const

const views = { full: fullView, protected: protectedView }
type Reader = keyof typeof views

function comparisons(of: Frame, reader: Reader = 'full', type: SampleType = 'probability') {
  return [...comparisonsWithin(views[reader](of, words), plan, type)].flat()
}

function found(of: Frame, reader: Reader = 'full', type: SampleType = 'probability'): readonly Finding[] {
  return findingsOf(comparisons(of, reader, type))
}

/** Shares of runs, each with a seed of its own, in which `holds`. */
function rateOf(runs: number, holds: (random: () => number) => boolean): number {
  let count = 0
  for (let run = 0; run < runs; run += 1) if (holds(seededRandom(1_000 + run))) count += 1
  return count / runs
}

describe('Data without any effect', () => {
  it.each(['full', 'protected'] as const)('give %s readers no finding in 95 % of runs or more', (reader) => {
    const rate = rateOf(300, (random) => found(people(400, random), reader).length === 0)
    console.log(`findings: no finding in ${(100 * rate).toFixed(1)} % of 300 runs without effect (${reader})`)
    expect(rate).toBeGreaterThanOrEqual(0.95)
  })

  it('give none either where the least size is not asked for, so that Holm alone holds the line', () => {
    const rate = rateOf(200, (random) => {
      const tried = comparisons(people(400, random))
      return findingsOf(tried.map((each) => ({ ...each, effect: 1 }))).length === 0
    })
    console.log(`findings: Holm alone gives none in ${(100 * rate).toFixed(1)} % of 200 runs`)
    expect(rate).toBeGreaterThanOrEqual(0.95)
  })

  it('give no change between two waves in 95 % of runs or more', () => {
    const rate = rateOf(200, (random) => {
      const [first, second] = [people(400, random), people(400, random)]
      return findingsOf(changes(first, second)).length === 0
    })
    console.log(`findings: no change in ${(100 * rate).toFixed(1)} % of 200 pairs of waves without one`)
    expect(rate).toBeGreaterThanOrEqual(0.95)
  })
})

function changes(first: Frame, second: Frame, reader: Reader = 'full'): readonly Comparison[] {
  const side = (of: Frame, label: string) => ({
    view: views[reader](of, words),
    sampleType: 'probability' as const,
    label,
    id: label,
  })
  return betweenComparisons(side(first, '2025'), side(second, '2026'), 'change')
}

describe('Planted effects', () => {
  it('are found: the strongest and the weakest service, a district, a channel, the leading wish', () => {
    const effects = { item: 0.7, north: 0.6, wish: 0.25, online: 0.5 }
    const planted = {
      strongest: (of: Finding) => of.key === 'strongest:services:parks',
      weakest: (of: Finding) => of.key === 'weakest:services:parking',
      district: (of: Finding) =>
        of.kind === 'gap' && of.crossed?.rows === 'district' && of.key.includes('north>'),
      channel: (of: Finding) => of.kind === 'sources' && of.key.endsWith('visit>online'),
      wish: (of: Finding) => of.key === 'leading:wishes:c',
    }
    for (const reader of ['full', 'protected'] as const) {
      const runs = Array.from({ length: 60 }, (_, run) =>
        found(people(600, seededRandom(5_000 + run), effects), reader),
      )
      for (const [name, is] of Object.entries(planted)) {
        const rate = runs.filter((findings) => findings.some(is)).length / runs.length
        console.log(`findings: planted ${name} found in ${(100 * rate).toFixed(0)} % of runs (${reader})`)
        expect(rate, `${name}, ${reader}`).toBeGreaterThanOrEqual(0.9)
      }
    }
  })

  it('are found between waves, in their direction', () => {
    const runs = Array.from({ length: 60 }, (_, run) => {
      const random = seededRandom(9_000 + run)
      return findingsOf(changes(people(600, random), people(600, random, { wish: 0.25 })))
    })
    const rate =
      runs.filter((findings) => findings.some(({ key }) => key.startsWith('change:wishes/c:'))).length /
      runs.length
    console.log(`findings: planted change found in ${(100 * rate).toFixed(0)} % of runs`)
    expect(rate).toBeGreaterThanOrEqual(0.9)
    const claims = runs.flat().filter(({ key }) => key.startsWith('change:wishes/c:'))
    expect(claims.every(({ claim }) => claim.code === 'riseShare')).toBe(true)
  })

  it('rest on the least base and size that are stated', () => {
    const findings = found(people(600, seededRandom(3), { item: 0.7, north: 0.6 }))
    expect(findings.length).toBeGreaterThan(2)
    for (const each of findings) {
      expect(each.effect).toBeGreaterThanOrEqual(rule.size)
      expect(each.adjusted).toBeLessThan(rule.level)
      expect(each.n).toBeGreaterThanOrEqual(rule.base)
    }
    expect(found(people(29, seededRandom(4), { item: 3, north: 3 }))).toEqual([])
  })

  it('put the strongest and the weakest first, and tell no more than a few as headlines', () => {
    const findings = found(people(2_000, seededRandom(8), { item: 0.8, north: 0.8, online: 0.8, wish: 0.3 }))
    expect(findings.slice(0, 2).map(({ kind }) => kind)).toEqual(['strongest', 'weakest'])
    expect(findings.filter(({ headline }) => headline).length).toBeLessThanOrEqual(8)
    expect(findings.findLastIndex(({ headline }) => headline)).toBeLessThan(8)
  })
})

describe('What a finding says', () => {
  const data = people(800, seededRandom(11), { item: 0.8, north: 0.6, wish: 0.3 })

  it('is of the tables that stand below: mean, share and base are those of the answers', () => {
    const strongest = found(data).find(({ kind }) => kind === 'strongest')
    const column = data.columns.get('parks')
    if (column?.kind !== 'coded') throw new Error('no parks')
    const scores = [...column.codes].filter((code) => code >= 2 && code < 7).map((code) => code - 1)
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
    const params = strongest?.figures[0]?.params
    expect(params?.['n']).toBe(scores.length)
    expect(params?.['mean']).toBeCloseTo(mean, 12)
  })

  it('has an interval for a probability sample and none for any other', () => {
    const withInterval = (type: SampleType) =>
      found(data, 'full', type).some(({ figures }) =>
        figures.some(({ params }) => 'lower' in params || 'from' in params),
      )
    expect(withInterval('probability')).toBe(true)
    for (const type of ['complex', 'quota', 'open', 'organised', 'census'] as const)
      expect(withInterval(type), type).toBe(false)
  })

  it('asks more of a complex sample, whose design is not used', () => {
    const p = (type: SampleType) =>
      comparisons(data, 'full', type).find(({ key }) => key === 'strongest:services:parks')?.p ?? 1
    expect(p('complex')).toBeGreaterThan(p('probability'))
  })

  it('promises of two kinds of sample together only what the weaker one allows', () => {
    expect(jointSampleType('probability', 'open')).toBe('open')
    expect(jointSampleType('complex', 'probability')).toBe('complex')
    expect(jointSampleType('probability', 'probability')).toBe('probability')
    expect(jointSampleType('census', 'quota')).toBe('quota')
  })
})

describe('The tests behind a comparison', () => {
  it('are the chi-square of a two by two table for shares, and Welch’s t for means', () => {
    const [a, b] = [shareFigure('a', 70, 200), shareFigure('b', 40, 180)]
    const pearson = chiSquare([
      [70, 130],
      [40, 140],
    ])
    expect(difference(a, b, 'share', 'open')?.p).toBeCloseTo(pearson!.p, 12)
    const first = { n: 50, mean: 3.2, squares: 49 * 1.1 ** 2 }
    const second = { n: 80, mean: 2.7, squares: 79 * 0.9 ** 2 }
    const [c, d] = [
      { label: 'c', n: 50, value: 3.2, sd: 1.1 },
      { label: 'd', n: 80, value: 2.7, sd: 0.9 },
    ]
    const tested = difference(c, d, 'mean', 'open')
    expect(tested?.p).toBeCloseTo(welchT(first, second)!.p, 12)
    expect(tested?.effect).toBeCloseTo(standardisedDifference(first, second)!.cohensD, 12)
  })

  it('of items that mirror each other, the least favourable dependence, are no bolder than the paired test', () => {
    // Two items of 100 people whose answers add up to six: the difference of their means has the largest error there is.
    const low = Array.from({ length: 100 }, (_, k) => answers[[0, 1, 2, 2, 3][k % 5]!]!)
    const high = low.map((value) => answers[5 - Number(value)]!)
    const group = { name: 'g', label: 'g' }
    const two = frame(
      100,
      coded('low', answers, low, { ordered: true, group }),
      coded('high', answers, high, { ordered: true, group }),
    )
    const tried = [
      ...comparisonsWithin(fullView(two, words), { outcomes: ['low', 'high'], groupings: [] }, 'open'),
    ].flat()
    const differences = low.map((value, k) => Number(high[k]) - Number(value))
    const z = oneSampleT(moments(differences))!.statistic
    expect(tried.length).toBe(2)
    for (const each of tried) expect(each.p).toBeCloseTo(normalTwoSided(z), 12)
  })
})

describe('Waves side by side', () => {
  it('have every question once for each choice, changes of their figures, and marks where they are tested', () => {
    const [first, second] = [people(500, seededRandom(1)), people(500, seededRandom(2), { wish: 0.3 })]
    const side = (of: Frame, id: string) => ({
      view: fullView(of, words),
      sampleType: 'open' as const,
      label: id,
      id,
    })
    const rows = (test: boolean) =>
      waveRows([side(first, '1'), side(second, '2'), side(second, '3')], ['wishes', 'minutes', 'parks'], {
        test,
      })
    const tested = rows(true)
    expect(tested.map(({ variable, choice }) => [variable, choice])).toEqual([
      ['parks', null],
      ['minutes', null],
      ...wishes.map((wish) => ['wishes', wish]),
    ])
    const c = tested.find(({ choice }) => choice === 'c')!
    expect(c.changes.map((change) => change?.mark)).toEqual(['rise', null])
    expect(c.changes[0]!.value).toBeCloseTo(c.figures[1]!.value - c.figures[0]!.value, 12)
    expect(c.changes[1]!.value).toBe(0)
    for (const row of rows(false))
      for (const change of row.changes) expect([change?.mark, change?.adjusted]).toEqual([null, null])
  })
})

describe('Hopeless data', () => {
  it.each([0, 1, 7])('of %d answers give no finding and no error', (n) => {
    for (const reader of ['full', 'protected'] as const)
      expect(found(people(n, seededRandom(1)), reader)).toEqual([])
  })

  it('of one question, sixty choices or nothing but one answer give no NaN', () => {
    const many = Array.from({ length: 60 }, (_, k) => `choice ${k}`)
    const wide = frame(
      90,
      coded(
        'wide',
        many,
        Array.from({ length: 90 }, (_, k) => many[k % 60]!),
      ),
    )
    const same = frame(
      90,
      coded(
        'sex',
        ['f', 'm'],
        Array.from({ length: 90 }, () => 'f'),
      ),
    )
    for (const of of [wide, same]) {
      const only = {
        outcomes: of.variables.map(({ name }) => name),
        groupings: [{ name: 'sex', kind: 'gap' }],
      } as const
      const groupings = of.columns.has('sex') ? only.groupings : []
      const tried = [...comparisonsWithin(fullView(of, words), { ...only, groupings }, 'open')].flat()
      for (const each of tried) expect(Number.isNaN(each.p)).toBe(false)
      expect(JSON.stringify(findingsOf(tried))).not.toContain('null,')
    }
  })
})
