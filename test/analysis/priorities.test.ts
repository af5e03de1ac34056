/** Importance and performance against R, and the charts of spread, change and shares as plain data. */

import { expect, test } from 'vitest'
import { barChart, divergingChart } from '../../analysis/chart.ts'
import { boxChart, heatChart, quadrantChart, trendChart } from '../../analysis/chart-kinds.ts'
import { crossing } from '../../analysis/summarise.ts'
import { prepare } from '../../analysis/workbench/prepare.ts'
import { runTable } from '../../analysis/workbench/run.ts'
import { emptyScript, emptyTable } from '../../analysis/workbench/script.ts'
import { catalogues } from '../../server/locale/index.ts'
import { coded, frame, number } from './frames.ts'

const words = catalogues.en.summary.heading
const i = Array.from({ length: 40 }, (_, row) => row)
const a = i.map((row) => ((row * 3) % 5) + 1)
const b = i.map((row) => ((row * 7 + Math.floor(row / 4)) % 5) + 1)
const c = i.map((row) => ((row * 2 + Math.floor(row / 3)) % 5) + 1)
const overall = i.map((row, k) => a[k]! + 2 * b[k]! + (row % 3))

test('mean and correlation with the overall rating are those of R', () => {
  const data = frame(40, number('a', a), number('b', b), number('c', c), number('o', overall))
  const prepared = prepare(data, emptyScript, { sampleType: 'open', words })
  const [piece] = runTable(prepared, {
    ...emptyTable,
    statistic: 'priorities',
    rows: ['a', 'b', 'c'],
    columns: ['o'],
  })
  // i <- 0:39; a <- (i*3)%%5+1; b <- (i*7+i%/%4)%%5+1; c <- (i*2+i%/%3)%%5+1; o <- a+2*b+i%%3; mean(x); cor(x, o)
  const expected = [
    [40, 3, 0.50274262276483],
    [40, 3, 0.887494629982812],
    [40, 3.05, 0.000256661801932143],
  ] as const
  expected.forEach(([n, mean, r], place) => {
    const [, shownN, shownMean, shownR] = piece!.tables[0]!.rows[place]!.cells
    expect(shownN).toBe(n)
    expect(shownMean).toBeCloseTo(mean, 12)
    expect(shownR).toBeCloseTo(r, 12)
  })
  expect(piece!.chart?.kind).toBe('quadrant')
  // Both a and b are rated a little below the middle, b alone is tied to the whole more than the average item.
  expect(piece!.findings[0]?.params['labels']).toBe(['a', 'b'].join(words.separator))
})

test('a number between groups has boxes whose quartiles stand in the table, for analysts only', () => {
  const values = [2, 3, 5, 8, 13, 21]
  const data = frame(
    12,
    number('n', [...values, ...values.map((value) => value * 2)]),
    coded('g', ['x', 'y'], [...values.map(() => 'x'), ...values.map(() => 'y')]),
  )
  const full = crossing(data, 'n', 'g', { sampleType: 'open', viewer: 'full', words })
  // quantile(c(2, 3, 5, 8, 13, 21), c(0, .25, .5, .75, 1))
  expect(full.tables.at(-1)?.rows[0]?.cells.slice(1)).toEqual([2, 3.5, 6.5, 11.75, 21])
  expect(full.chart?.kind).toBe('box')
  const leader = crossing(data, 'n', 'g', { sampleType: 'open', viewer: 'protected', words })
  expect(leader.chart).toBeNull()
})

test('bars begin at 0, and no chart has a function, a third dimension or an interval that was not given', () => {
  const rows = [
    { label: '甲', value: 40, muted: false },
    { label: '乙', value: 60, muted: false },
  ]
  const limited = rows.map((row) => ({ ...row, lower: row.value - 5, upper: row.value + 5 }))
  const box = { label: 'x', min: 1, lowerQuartile: 2, median: 3, upperQuartile: 4, max: 9, mean: 3.3 }
  const points = [1, 2, 3].map((k) => ({ label: `${k}`, performance: k, importance: k / 10 }))
  const all = [
    barChart(rows, '%'),
    barChart(limited, '%'),
    divergingChart(['低', '中', '高'], [{ label: '甲', shares: [20, 30, 50] }], '%'),
    boxChart([box], 'n'),
    heatChart(
      ['甲', '甲'],
      ['x', 'y'],
      [
        [10, null],
        [0, 100],
      ],
      '%',
    ),
    trendChart(rows, '%'),
    trendChart(limited, '%'),
    quadrantChart(points, { performance: 2, importance: 0.2 }, { performance: 'p', importance: 'i' }),
  ]
  for (const chart of all) {
    expect(chart).not.toBeNull()
    expect(JSON.parse(JSON.stringify(chart))).toEqual(chart)
    expect(JSON.stringify(chart)).not.toMatch(/NaN|3d/i)
  }
  const [bars, errorBars, diverging, , heat, line, band] = all
  for (const chart of [bars, errorBars, diverging])
    expect(chart!.config.options).toMatchObject({ scales: { x: { beginAtZero: true } } })
  expect(line!.config.options).toMatchObject({ scales: { y: { beginAtZero: true } } })
  expect(JSON.stringify(bars)).not.toContain('xMin')
  expect(line!.config.data.datasets).toHaveLength(1)
  expect(band!.config.data.datasets).toHaveLength(3)
  // Rows that are called alike stay two rows; a cell that is not shown is not drawn.
  expect((heat!.config.data.datasets[0] as { data: unknown[] }).data).toEqual([
    { x: 'x', y: '甲', v: 10 },
    { x: 'x', y: '甲 (2)', v: 0 },
    { x: 'y', y: '甲 (2)', v: 100 },
  ])
})
