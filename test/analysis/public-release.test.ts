/** Public releases: whatever the data, every combination that is left is shared by k, and nothing but the keys changes. */

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { band, coarsened, type Rule } from '../../analysis/public/coarsen.ts'
import { classesOf, type KeyColumn } from '../../analysis/public/column.ts'
import { riskOf, sameAnswer, smallCells } from '../../analysis/public/risk.ts'
import { suppressed } from '../../analysis/public/suppress.ts'

const column = (name: string, rows: readonly (string | null)[]): KeyColumn => {
  const values = [...new Set(rows.filter((row) => row !== null))]
  return { name, values, codes: Int32Array.from(rows, (row) => (row === null ? -1 : values.indexOf(row))) }
}
const valuesOf = ({ codes, values }: KeyColumn) => [...codes].map((code) => (code < 0 ? null : values[code]!))

describe('risk', () => {
  // Sweeney's patients (2002): race, birth, sex and ZIP, coarsened there to k = 2.
  const sex = column('sex', ['m', 'm', 'f', 'f', 'f', 'f', 'm', 'm', 'm', 'm', 'm'])
  const born = column('born', [
    '1965',
    '1965',
    '1965',
    '1965',
    '1964',
    '1964',
    '1964',
    '1964',
    '1964',
    '1967',
    '1967',
  ])
  const zip = column('zip', [
    '0214*',
    '0214*',
    '0213*',
    '0213*',
    '0213*',
    '0213*',
    '0213*',
    '0213*',
    '0213*',
    '0213*',
    '0213*',
  ])

  test('counts who shares a combination with whom', () => {
    expect(riskOf([sex, born, zip], 11, 3)).toEqual({
      n: 11,
      classes: 5,
      smallest: 2,
      unique: 0,
      below: 8,
      greatest: 0.5,
      average: 5 / 11,
    })
    expect(riskOf([], 11, 3)).toMatchObject({ classes: 1, smallest: 11, below: 0 })
    expect(riskOf([], 0, 3)).toEqual({
      n: 0,
      classes: 0,
      smallest: 0,
      unique: 0,
      below: 0,
      greatest: null,
      average: null,
    })
  })

  test('names the columns and pairs whose cells are small', () => {
    expect(smallCells([sex, born, zip], 11, 3).map(({ columns, rows }) => [columns.join('+'), rows])).toEqual(
      [
        ['sex+born', 8],
        ['born+zip', 6],
        ['sex+zip', 2],
        ['born', 2],
        ['zip', 2],
      ],
    )
  })

  test('sees where a class gives an answer away', () => {
    const ill = column('ill', ['yes', 'yes', 'no', 'yes', null, 'no', null, null, null, 'no', 'no'])
    expect(sameAnswer([sex, born, zip], ill, 11)).toEqual({ classes: 3, rows: 6 })
  })
})

describe('coarser values', () => {
  test.each([
    ['37', 10, '30–39'],
    ['40', 10, '40–49'],
    ['-1', 10, '-10–-1'],
    ['0', 5, '0–4'],
    ['0.7', 0.5, '[0.5, 1)'],
    ['abc', 10, null],
    ['', 10, null],
  ])('%s in bands of %d is %s', (value, width, wanted) => {
    expect(band(value, width)).toBe(wanted)
  })

  test('a whole number stands in its band, and only in it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 2, max: 1000 }), (number, width) => {
        const [, low, high] = /^(-?\d+)–(-?\d+)$/.exec(band(String(number), width) ?? '') ?? []
        expect(Number(low)).toBeLessThanOrEqual(number)
        expect(Number(high)).toBeGreaterThanOrEqual(number)
        expect(Number(high) - Number(low)).toBe(width - 1)
      }),
    )
  })

  test('dates become months, quarters and years, codes of places shorter', () => {
    const day = column('day', ['2026-03-05', '2026-04-01', null, 'gestern'])
    expect(valuesOf(coarsened(day, { kind: 'month' }))).toEqual(['2026-03', '2026-04', null, null])
    expect(valuesOf(coarsened(day, { kind: 'quarter' }))).toEqual(['2026-Q1', '2026-Q2', null, null])
    expect(valuesOf(coarsened(day, { kind: 'year' }))).toEqual(['2026', '2026', null, null])
    const place = column('place', ['330106', '330109', '340100'])
    expect(valuesOf(coarsened(place, { kind: 'prefix', length: 4 }))).toEqual(['3301', '3301', '3401'])
    expect(coarsened(place, { kind: 'prefix', length: 2 }).values).toEqual(['33', '34'])
  })

  test('rare answers come together, never one of them alone', () => {
    const rare: Rule = { kind: 'rare', fewerThan: 3, label: '其他' }
    const work = column('work', ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'c', 'd'])
    expect(valuesOf(coarsened(work, rare))).toEqual([
      'a',
      'a',
      'a',
      'a',
      '其他',
      '其他',
      '其他',
      '其他',
      '其他',
    ])
    const one = column('work', ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'c'])
    expect(valuesOf(coarsened(one, rare)).filter((value) => value === '其他')).toHaveLength(4)
  })
})

const keys = fc
  .record({ n: fc.integer({ min: 0, max: 60 }), columns: fc.integer({ min: 1, max: 4 }) })
  .chain(({ n, columns }) =>
    fc.tuple(
      ...Array.from({ length: columns }, (_, place) =>
        fc
          .array(fc.oneof(fc.constant(null), fc.constantFrom('1', '2', '15', '16', '99')), {
            minLength: n,
            maxLength: n,
          })
          .map((rows) => column(`k${place}`, rows)),
      ),
    ),
  )
const rules = fc.constantFrom<Rule>(
  { kind: 'keep' },
  { kind: 'bands', width: 10 },
  { kind: 'prefix', length: 1 },
  { kind: 'rare', fewerThan: 4, label: 'x' },
)

describe('of any data', () => {
  test('what is left after suppression is shared by k, in both ways', () => {
    fc.assert(
      fc.property(
        keys,
        fc.integer({ min: 2, max: 9 }),
        fc.constantFrom('cells' as const, 'rows' as const),
        (columns, k, mode) => {
          const n = columns[0]!.codes.length
          const result = suppressed(columns, n, { k, mode })
          const rows = Array.from({ length: n }, (_, row) => row).filter((row) => result.dropped[row] === 0)
          const counts = new Map<string, number>()
          const keyOf = (row: number) => JSON.stringify(result.columns.map((each) => valuesOf(each)[row]))
          for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1)
          for (const count of counts.values()) expect(count).toBeGreaterThanOrEqual(k)
          expect(result.droppedRows).toBe(n - rows.length)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('values are blanked or stay as they were, only where somebody was rare, and counted', () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 2, max: 9 }), (columns, k) => {
        const n = columns[0]!.codes.length
        const { columns: kept, blanked, dropped } = suppressed(columns, n, { k, mode: 'cells' })
        columns.forEach((before, place) => {
          const [was, is] = [valuesOf(before), valuesOf(kept[place]!)]
          let count = 0
          for (let row = 0; row < n; row++) {
            if (is[row] !== null) expect(is[row]).toBe(was[row])
            else if (was[row] !== null && dropped[row] === 0) count++
          }
          expect(blanked.get(before.name) ?? 0).toBe(count)
        })
        if (riskOf(columns, n, k).below === 0)
          expect([blanked.size, dropped.some(Boolean)]).toEqual([0, false])
        // As long as there are k rows at all, blanking loses none of them.
        if (n >= k) expect(dropped.some(Boolean)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  test('coarser values only join classes: who shared a combination still does, and the risk never grows', () => {
    fc.assert(
      fc.property(keys, rules, (columns, rule) => {
        const n = columns[0]!.codes.length
        const coarse = columns.map((each) => coarsened(each, rule))
        const before = classesOf(columns, n).of
        const after = classesOf(coarse, n).of
        const together = new Map<number, number>()
        for (let row = 0; row < n; row++) {
          const known = together.get(before[row]!)
          if (known === undefined) together.set(before[row]!, after[row]!)
          else expect(after[row]).toBe(known)
        }
        const [fine, wide] = [riskOf(columns, n, 5), riskOf(coarse, n, 5)]
        expect(wide.classes).toBeLessThanOrEqual(fine.classes)
        expect(wide.smallest).toBeGreaterThanOrEqual(fine.smallest)
        expect(wide.below).toBeLessThanOrEqual(fine.below)
      }),
      { numRuns: 300 },
    )
  })
})
