import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as d from '../../analysis/distributions.ts'

const fixture = JSON.parse(readFileSync(new URL('./distributions.r.json', import.meta.url), 'utf8')) as {
  readonly rows: readonly (readonly [string, ...number[]])[]
}
const functions: Readonly<Record<string, (...args: number[]) => number>> = {
  normal: (z) => d.normalTail(z, 'upper'),
  t: (t, df) => d.tTail(t, df, 'upper'),
  chisq: (x, df) => d.chiSquareTail(x, df, 'upper'),
  chisqLower: (x, df) => d.chiSquareTail(x, df, 'lower'),
  f: (x, df1, df2) => d.fTail(x, df1, df2, 'upper'),
  qnorm: (p) => d.normalQuantile(p),
  qt: (p, df) => d.tQuantile(p, df),
  qchisq: (p, df) => d.chiSquareQuantile(p, df),
  qbeta: (p, a, b) => d.betaQuantile(p, a, b),
}

describe('tails and quantiles agree with R to 1e-10 relative', () => {
  for (const name of Object.keys(functions)) {
    it(name, () => {
      const rows = fixture.rows.filter((row) => row[0] === name)
      expect(rows.length).toBeGreaterThan(5)
      const off = rows.filter((row) => {
        const numbers = row.slice(1) as number[]
        const expected = numbers.at(-1)!
        const actual = functions[name]!(...numbers.slice(0, -1))
        return !(Math.abs(actual - expected) <= 1e-10 * Math.abs(expected) + (expected === 0 ? 1e-15 : 0))
      })
      expect(off).toEqual([])
    })
  }
})

describe('tails', () => {
  it('of both sides sum to one', () => {
    for (const x of [0.01, 0.4, 1, 2, 7]) {
      expect(d.chiSquareTail(x, 3, 'upper') + d.chiSquareTail(x, 3, 'lower')).toBeCloseTo(1, 14)
      expect(d.fTail(x, 3, 9, 'upper') + d.fTail(x, 3, 9, 'lower')).toBeCloseTo(1, 14)
      expect(d.tTail(x, 3, 'upper') + d.tTail(x, 3, 'lower')).toBeCloseTo(1, 14)
    }
  })

  it('of chi-square at 200 with 2 degrees of freedom is exp(-100), where one minus the cdf gives 0', () => {
    expect(d.chiSquareTail(200, 2, 'upper') / Math.exp(-100)).toBeCloseTo(1, 12)
  })

  it('of t squared equal those of F with one numerator degree of freedom', () => {
    expect(d.tTwoSided(2.3, 17.5) / d.fTail(2.3 ** 2, 1, 17.5, 'upper')).toBeCloseTo(1, 12)
  })

  it('are defined at the ends', () => {
    expect(d.tTwoSided(Infinity, 5)).toBe(0)
    expect(d.chiSquareTail(0, 5, 'upper')).toBe(1)
    expect(d.normalQuantile(0)).toBe(-Infinity)
    expect(d.normalQuantile(1.5)).toBeNaN()
  })
})
