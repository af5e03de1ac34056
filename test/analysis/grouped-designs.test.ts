/** A sample design gives the same from rows, from sums in memory and from one GROUP BY in SQLite. */

import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { surveyAssociation } from '../../analysis/design/association.ts'
import { sampleDesign } from '../../analysis/design/design.ts'
import { domain } from '../../analysis/design/domain.ts'
import { estimate, standardErrors } from '../../analysis/design/estimate.ts'
import type { GroupedSample } from '../../analysis/design/grouped.ts'
import { groupedSample } from '../../analysis/design/grouped.ts'
import { means, totals } from '../../analysis/design/means.ts'
import { indicator } from '../../analysis/design/model-matrix.ts'
import type { Frame, Variable } from '../../analysis/frame.ts'
import type { Source } from '../../analysis/source.ts'
import { frameSource } from '../../analysis/totals.ts'

const n = 3000
let state = 7
const next = () => {
  state = (state * 48271) % 2147483647
  return state / 2147483647
}
const psu = Uint16Array.from({ length: n }, () => 2 + Math.floor(60 * next()))
const stratum = psu.map((unit) => 2 + (unit % 6))
const choice = Uint16Array.from({ length: n }, () => 1 + Math.floor(4 * next()))
const sex = Uint16Array.from({ length: n }, () => 2 + Math.floor(2 * next()))
const weight = Float64Array.from({ length: n }, () => 5 + 50 * next())
const income = Float64Array.from({ length: n }, (_, row) => 3000 + 100 * psu[row]! + 2000 * next())

const coded = (name: string, size: number): Variable => ({
  name,
  label: name,
  kind: 'coded',
  categories: Array.from({ length: size }, (_, k) => ({ value: String(k), label: String(k), missing: null })),
  ordered: false,
  group: null,
})
const number = (name: string): Variable => ({
  name,
  label: name,
  kind: 'number',
  categories: [],
  ordered: false,
  group: null,
})
const answeredAll = new Uint8Array(n).fill(2)
const frame: Frame = {
  n,
  variables: [
    coded('psu', 60),
    coded('stratum', 6),
    coded('choice', 3),
    coded('sex', 2),
    number('weight'),
    number('income'),
  ],
  columns: new Map([
    ['psu', { kind: 'coded', codes: psu }],
    ['stratum', { kind: 'coded', codes: stratum }],
    ['choice', { kind: 'coded', codes: choice }],
    ['sex', { kind: 'coded', codes: sex }],
    ['weight', { kind: 'number', values: weight, status: answeredAll }],
    ['income', { kind: 'number', values: income, status: answeredAll }],
  ]),
}

/** The same rows in a table, grouped by the database. */
function databaseSource(): Source {
  const database = new Database(':memory:')
  database.exec('create table answers (psu, stratum, choice, sex, weight real, income real)')
  const insert = database.prepare('insert into answers values (?, ?, ?, ?, ?, ?)')
  database.transaction(() => {
    for (let row = 0; row < n; row += 1)
      insert.run(psu[row], stratum[row], choice[row], sex[row], weight[row], income[row])
  })()
  return {
    totals: async ({ by, sums = [], weight: w }) => {
      const products = sums.map((names, k) => `sum(${[w, ...names].join(' * ')}) as s${k}`)
      const sql = `select ${[...by, 'count(*) as n', `sum(${w}) as w`, ...products].join(', ')} from answers group by ${by.join(', ')}`
      return (database.prepare(sql).all() as Record<string, number>[]).map((row) => ({
        key: by.map((name) => row[name]!),
        n: row['n']!,
        weight: row['w']!,
        sums: sums.map((_, k) => row[`s${k}`]!),
      }))
    },
    columns: async () => {
      throw new Error('rows are not asked for')
    },
  }
}

const query = {
  stratum: 'stratum',
  psu: 'psu',
  weight: 'weight',
  categories: ['choice', 'sex'],
  numbers: ['income'],
}
const rows: GroupedSample = {
  design: sampleDesign({ n, clusters: [psu], strata: [stratum], weights: weight }),
  counts: new Float64Array(n).fill(1),
  categories: [choice, sex].map((codes) => Int32Array.from(codes, (code) => (code < 2 ? -1 : code - 2))),
  numbers: [income],
}

function figures({ design, categories, numbers }: GroupedSample): readonly number[] {
  const [choices, sexes] = categories as readonly [Int32Array, Int32Array]
  const asked = domain(
    design,
    Uint8Array.from(choices, (code) => (code < 0 ? 0 : 1)),
  )
  const shares = estimate(
    asked,
    means(
      [0, 1, 2].map((place) => indicator(choices, place).map((value) => (Number.isNaN(value) ? 0 : value))),
    ),
  )
  const mean = estimate(design, means([numbers[0]!]))
  const total = estimate(
    domain(
      design,
      Uint8Array.from(sexes, (code) => (code === 1 ? 1 : 0)),
    ),
    totals([numbers[0]!]),
  )
  const test = surveyAssociation(design, { row: choices, rowLevels: 3, column: sexes, columnLevels: 2 })
  return [
    ...shares.values,
    ...standardErrors(shares.covariance),
    mean.values[0]!,
    standardErrors(mean.covariance)[0]!,
    total.values[0]!,
    standardErrors(total.covariance)[0]!,
    test.f!.statistic,
    test.f!.df1,
    test.f!.df2,
    test.f!.p!,
    test.wald!.statistic,
  ]
}

describe('Estimates of a sample design agree', () => {
  const expected = figures(rows)
  test.each([
    ['from sums in memory', () => frameSource(frame)],
    ['from one GROUP BY in SQLite', databaseSource],
  ])('%s', async (_, source) => {
    const sample = await groupedSample(source(), query)
    expect(sample.design.n).toBeLessThan(n / 2)
    expect(sample.counts.reduce((all, count) => all + count, 0)).toBe(n)
    const found = figures(sample)
    for (const [k, value] of expected.entries())
      expect(Math.abs(found[k]! - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value))
  })
})
