/** Checks of quality: each on a small table that can be reckoned by hand, against R, and by properties on random ones. */

import { describe, expect, it } from 'vitest'
import type { Column, Frame, Variable } from '../../analysis/frame.ts'
import { seededRandom } from '../../analysis/random.ts'
import { backCheck, backCheckFlags } from '../../analysis/quality/back-check.ts'
import { duplicates } from '../../analysis/quality/duplicates.ts'
import { usualLimits, type Flag } from '../../analysis/quality/flag.ts'
import { interviewerEffects, lastDigits } from '../../analysis/quality/interviewers.ts'
import {
  metresBetween,
  outsideArea,
  outsideHours,
  sameDevice,
  samePlace,
  type Point,
} from '../../analysis/quality/places.ts'
import { qualityOf } from '../../analysis/quality/quality.ts'
import { straightLining } from '../../analysis/quality/straight-lining.ts'
import { tooFast } from '../../analysis/quality/too-fast.ts'
import { attention, farOut, impossible, missing, openShares } from '../../analysis/quality/values.ts'

const scale = ['1', '2', '3', '4', '5']

function variable(name: string, more: Partial<Variable> = {}): Variable {
  return { name, label: `题${name}`, kind: 'number', categories: [], ordered: false, group: null, ...more }
}

function coded(name: string, values: readonly string[] = scale, more: Partial<Variable> = {}): Variable {
  const categories = values.map((value) => ({
    value,
    label: `选项${value}`,
    missing: value === '99' ? ('refused' as const) : null,
  }))
  return variable(name, { kind: 'coded', categories, ...more })
}

/** Rows by variable: a number, a choice, null for unanswered and undefined for skipped. */
function frameOf(
  variables: readonly Variable[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
): Frame {
  const columns = variables.map(({ kind, categories }, place): Column => {
    const cells = rows.map((row) => row[place])
    const status = Uint8Array.from(cells, (cell) => (cell === undefined ? 0 : cell === null ? 1 : 2))
    if (kind === 'coded') {
      const codes = cells.map((cell, row) =>
        status[row] === 2 ? categories.findIndex(({ value }) => value === String(cell)) + 2 : status[row]!,
      )
      return { kind: 'coded', codes: Uint8Array.from(codes) }
    }
    if (kind === 'text') return { kind: 'text', texts: cells.map((cell) => (cell ?? null) as string), status }
    return { kind: 'number', values: Float64Array.from(cells, (cell) => (cell ?? NaN) as number), status }
  })
  return { n: rows.length, variables, columns: new Map(variables.map(({ name }, i) => [name, columns[i]!])) }
}

const rowsOf = (flags: readonly Flag[]) => flags.map(({ row }) => row)

describe('too fast', () => {
  it('is below the share of the median', () => {
    // R: median(c(100, 120, 90, 110, 39, 41, 100, 105, 95, 130)) is 100.
    const times = Float64Array.of(100, 120, 90, 110, 39, 41, 100, 105, 95, 130, NaN)
    const { median, flags } = tooFast(times, 0.4)
    expect(median).toBe(100)
    expect(flags).toMatchObject([{ row: 4, why: { params: { seconds: 39, median: 100, percent: 39 } } }])
  })

  it('is nobody where few times are known, and never somebody at the median or above', () => {
    expect(tooFast(Float64Array.of(1, 100, 100, 100), 0.4).flags).toEqual([])
    const random = seededRandom(3)
    for (let run = 0; run < 50; run += 1) {
      const times = Float64Array.from({ length: 40 }, () => Math.ceil(random() * 1_000))
      const { median, flags } = tooFast(times, 1)
      expect(flags.every(({ row }) => times[row]! < median!)).toBe(true)
      // The same in minutes: the unit does not matter.
      expect(
        rowsOf(
          tooFast(
            times.map((time) => time / 60),
            1,
          ).flags,
        ),
      ).toEqual(rowsOf(flags))
    }
  })
})

describe('straight-lining', () => {
  const matrix = Array.from({ length: 6 }, (_, i) =>
    coded(`m${i}`, scale, { group: { name: 'm', label: '满意度' } }),
  )
  const later = Array.from({ length: 6 }, (_, i) => coded(`k${i}`))

  it('is a run within one battery, over gaps, and names the choice', () => {
    const rows = [
      ['3', '3', '3', '3', '3', '3', '1', '2', '1', '2', '1', '2'],
      ['3', '3', undefined, '3', null, '3', '1', '1', '1', '2', '1', '2'],
      ['1', '2', '3', '3', '3', '3', '3', '3', '3', '1', '1', '1'],
      ['1', '2', '1', '2', '1', '2', '5', '5', '5', '5', '5', '4'],
    ]
    const flags = straightLining(frameOf([...matrix, ...later], rows), 5)
    expect(rowsOf(flags)).toEqual([0, 3])
    expect(flags[0]!.why.params).toEqual({ n: 6, label: '满意度', choice: '选项3' })
    expect(flags[1]!.why.params).toMatchObject({ n: 5, choice: '选项5' })
  })

  it('does not run on over a question of another kind', () => {
    const parted = [...later.slice(0, 3), variable('age'), ...later.slice(3)]
    const rows = [['2', '2', '2', 40, '2', '2', '2']]
    expect(straightLining(frameOf(parted, rows), 5)).toEqual([])
    expect(straightLining(frameOf(parted, rows), 3)).toHaveLength(1)
  })
})

describe('duplicates', () => {
  const questions = Array.from({ length: 20 }, (_, i) => coded(`q${i}`))
  const random = seededRandom(11)
  const answer = () => questions.map(() => scale[Math.floor(random() * 5)]!)

  it('are told whole and near, with whom they are like', () => {
    const one = answer()
    const near = one.map((value, i) => (i < 2 ? scale[Number(value) % 5]! : value))
    const rows = [answer(), one, answer(), [...one], near, answer()]
    const { flags, complete } = duplicates(frameOf(questions, rows), 10, 0.9)
    expect(complete).toBe(true)
    expect(flags.filter(({ name }) => name === 'duplicate').map(({ row, others }) => [row, others])).toEqual([
      [1, [3]],
      [3, [1]],
    ])
    const close = flags.filter(({ name }) => name === 'nearDuplicate')
    expect(rowsOf(close).toSorted((a, b) => a - b)).toEqual([1, 3, 4])
    expect(close.find(({ row }) => row === 4)).toMatchObject({
      others: [1],
      why: { params: { percent: 90 } },
    })
  })

  it('leave out those that answered little', () => {
    const empty = questions.map((_, i) => (i < 4 ? '1' : null))
    expect(duplicates(frameOf(questions, [empty, [...empty]]), 10, 0.9).flags).toEqual([])
  })

  it('are all that a comparison of every pair would find, and no other', () => {
    for (let run = 0; run < 25; run += 1) {
      const seeds = Array.from({ length: 6 }, answer)
      const rows = Array.from({ length: 40 }, () => {
        const from = seeds[Math.floor(random() * seeds.length)]!
        return from.map((value) => {
          const chance = random()
          return chance < 0.06 ? scale[Math.floor(random() * 5)]! : chance < 0.08 ? null : value
        })
      })
      const least = 0.8 + 0.05 * (run % 4)
      const { flags } = duplicates(frameOf(questions, rows), 1, least)
      const expected = new Set<number>()
      rows.forEach((a, i) =>
        rows.forEach((b, j) => {
          const asked = a.filter((value, k) => value !== null || b[k] !== null).length
          const alike = a.filter((value, k) => value !== null && value === b[k]).length
          const same = a.every((value, k) => value === b[k])
          if (i !== j && !same && alike / asked >= least) expected.add(i)
        }),
      )
      const found = flags.filter(({ name }) => name === 'nearDuplicate')
      expect(new Set(rowsOf(found))).toEqual(expected)
    }
  })
})

describe('places', () => {
  const at = (latitude: number, longitude: number, accuracy = 0): Point => ({ latitude, longitude, accuracy })

  it('are as far apart as the haversine formula says', () => {
    // R: 2*6371008.8*asin(sqrt(sin(pi/360)^2)) for one degree of latitude is 111195.0802.
    expect(metresBetween(at(30, 120), at(31, 120))).toBeCloseTo(111195.0802, 3)
    expect(metresBetween(at(30, 120), at(30, 120))).toBe(0)
  })

  it('tell devices and spots that gave many answers', () => {
    expect(rowsOf(sameDevice(['a', 'b', 'a', null, 'a', 'b'], 3))).toEqual([0, 2, 4])
    const points = [at(30.25, 120.15), at(30.25005, 120.15), at(30.25, 120.15005), null, at(30.26, 120.15)]
    expect(rowsOf(samePlace(points, 3, 20))).toEqual([0, 1, 2])
    expect(samePlace(points, 4, 20)).toEqual([])
  })

  it('find every neighbour that a comparison of all pairs finds, at any latitude', () => {
    const random = seededRandom(5)
    for (const latitude of [0, 30.3, -45, 66, 84.9]) {
      const points = Array.from({ length: 120 }, () =>
        at(latitude + random() * 0.003, 120 + random() * 0.006),
      )
      const expected = points.flatMap((point, row) =>
        points.filter((other) => metresBetween(point, other) <= 40).length >= 4 ? [row] : [],
      )
      expect(rowsOf(samePlace(points, 4, 40))).toEqual(expected)
    }
  })

  it('tell what was done far from its case or at night, allowing for the device’s own error', () => {
    const cases = [at(30, 120), at(30, 120), null]
    expect(rowsOf(outsideArea([at(30.02, 120), at(30.02, 120, 3_000), at(31, 120)], cases, 1_000))).toEqual([
      0,
    ])
    const minutes = Float64Array.of(6 * 60 + 59, 7 * 60, 22 * 60, 22 * 60 + 1, NaN)
    expect(
      outsideHours(minutes, 420, 1_320).map(({ row, why }) => [row, why.code, why.params['time']]),
    ).toEqual([
      [0, 'early', '06:59'],
      [3, 'late', '22:01'],
    ])
  })
})

describe('values', () => {
  it('are impossible outside the bounds and far out beyond the fences', () => {
    // R: quantile(c(1:24, 200), c(.25, .75)) is 7, 19: the outer fences are -29 and 55.
    const numbers = [...Array.from({ length: 24 }, (_, i) => i + 1), 200]
    const frame = frameOf(
      [variable('a')],
      numbers.map((value) => [value]),
    )
    expect(farOut(frame, 3)).toMatchObject([{ row: 24, why: { params: { value: 200, n: 1 } } }])
    expect(farOut(frame, 16)).toEqual([])
    const bounds = [{ question: 'a', least: 2, most: 100 }]
    expect(rowsOf(impossible(frame, bounds))).toEqual([0, 24])
    expect(impossible(frame, [{ question: 'gone', least: 0, most: 1 }])).toEqual([])
  })

  it('left open are counted among those that were asked', () => {
    const variables = [
      ...Array.from({ length: 5 }, (_, i) => coded(`q${i}`, ['1', '2', '99'])),
      variable('n'),
    ]
    const frame = frameOf(variables, [
      ['1', '2', '1', null, '99', 5],
      ['1', '2', '1', '1', undefined, 5],
      ['1', undefined, undefined, undefined, null, null],
    ])
    const shares = openShares(frame)
    expect([...shares]).toEqual([1 / 3, 0, NaN])
    expect(rowsOf(missing(shares, 0.3))).toEqual([0])
  })

  it('of an attention check are right, wrong, or not given', () => {
    const frame = frameOf([coded('c')], [['4'], ['3'], [null], [undefined]])
    expect(attention(frame, [{ question: 'c', value: '4' }])).toMatchObject([
      { row: 1, why: { code: 'attention', params: { n: 1, label: '题c' } } },
    ])
  })
})

describe('interviewers', () => {
  it('have as much to do with the answers as the analysis of variance says', () => {
    /* R: d <- data.frame(y = c(3,4,5,4,4, 6,7,6,8,7, 4,5,5,6,5), g = gl(3, 5)); a <- anova(lm(y ~ g, d));
       B <- a[1, 3]; W <- a[2, 3]; c((B - W) / (B + 4 * W), a[1, 4], a[1, 5])
       0.770270270270 17.7647058824 0.000259007798142 */
    const y = [3, 4, 5, 4, 4, 6, 7, 6, 8, 7, 4, 5, 5, 6, 5]
    const who = y.map((_, row) => Math.floor(row / 5))
    const frame = frameOf(
      [variable('y')],
      y.map((value) => [value]),
    )
    const [effect] = interviewerEffects(frame, who)
    expect(effect).toMatchObject({ n: 15, interviewers: 3 })
    expect(effect!.rho).toBeCloseTo(0.77027027027, 10)
    expect(effect!.f).toBeCloseTo(17.7647058824, 9)
    expect(effect!.p).toBeCloseTo(0.000259007798142, 13)
    expect(
      interviewerEffects(
        frame,
        y.map(() => 0),
      ),
    ).toEqual([])
  })

  it('round numbers more often than chance does', () => {
    // R: binom.test(30, 40, 0.2, alternative = "greater")$p.value is 1.06199491547635e-13.
    const numbers = [
      ...Array.from({ length: 30 }, (_, i) => 20 + 5 * i),
      ...Array.from({ length: 10 }, (_, i) => 21 + i * 10),
    ]
    const frame = frameOf(
      [variable('income')],
      numbers.map((value) => [value]),
    )
    const [digits] = lastDigits(
      frame,
      numbers.map(() => 0),
    )
    expect(digits).toMatchObject({ interviewer: 0, numbers: 40, rounded: 30 })
    expect(digits!.p / 1.06199491547635e-13 - 1).toBeCloseTo(0, 10)
  })
})

describe('a back check', () => {
  it('counts what the second visit found otherwise', () => {
    const variables = [coded('a', ['1', '2', '99']), variable('b')]
    const first = frameOf(variables, [
      ['1', 10],
      ['2', 20],
      ['1', 30],
      ['99', 40],
    ])
    const second = frameOf(variables, [
      ['2', 10],
      ['2', 26],
      ['1', null],
      ['1', 40],
    ])
    const checked = backCheck(first, second, [
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ])
    expect(
      checked.questions.map(({ variable: name, pairs, differ, meanDifference }) => [
        name,
        pairs,
        differ,
        meanDifference,
      ]),
    ).toEqual([
      ['a', 3, 1, null],
      ['b', 3, 1, 2],
    ])
    expect(rowsOf(backCheckFlags(checked, 0.2))).toEqual([0, 1])
    expect(backCheckFlags(checked, 0.5)).toEqual([])
  })
})

it('all checks together flag nobody in an empty collection, and say nothing that is no number', async () => {
  const frame = frameOf([coded('a'), variable('b')], [])
  const none = {
    seconds: null,
    questionSeconds: null,
    longestPauses: null,
    devices: null,
    points: null,
    cases: null,
    minutes: null,
  }
  expect(await qualityOf({ frame, ...none }, usualLimits)).toMatchObject({ flags: [], median: null })
  const random = seededRandom(9)
  const variables = [...Array.from({ length: 12 }, (_, i) => coded(`q${i}`)), variable('n')]
  const rows = Array.from({ length: 200 }, () =>
    variables.map(({ kind }) =>
      random() < 0.1
        ? null
        : kind === 'number'
          ? Math.round(random() * 1_000)
          : scale[Math.floor(random() * 2)]!,
    ),
  )
  const { flags } = await qualityOf(
    {
      frame: frameOf(variables, rows),
      seconds: Float64Array.from(rows, () => random() * 500),
      devices: rows.map(() => (random() < 0.5 ? 'one' : null)),
      points: rows.map(() => ({ latitude: 30, longitude: 120 + random() / 1_000, accuracy: 5 })),
      cases: rows.map(() => ({ latitude: 30.1, longitude: 120 })),
      minutes: Float64Array.from(rows, () => random() * 1_440),
      questionSeconds: Array.from({ length: 8 }, (_, i) => ({
        name: `q${i}`,
        label: `题${i}`,
        seconds: Float32Array.from(rows, () => (random() < 0.1 ? Number.NaN : random() * 20)),
      })),
      longestPauses: Float64Array.from(rows, () => random() * 3_600),
    },
    usualLimits,
  )
  expect(flags.length).toBeGreaterThan(100)
  for (const { row, why, others } of flags) {
    expect(row).toBeLessThan(200)
    expect(others.includes(row)).toBe(false)
    for (const value of Object.values(why.params)) expect(Number.isNaN(value)).toBe(false)
  }
})
