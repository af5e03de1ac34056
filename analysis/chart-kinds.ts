/** Charts of spread, of two variables together, of change and of priorities, as plain data like those of `chart.ts`. */

import { blue, palette, wrapped, type Chart } from './chart.ts'

const ink = '#1C2530'

export interface BoxRow {
  readonly label: string
  readonly min: number
  readonly lowerQuartile: number
  readonly median: number
  readonly upperQuartile: number
  readonly max: number
  readonly mean: number
}

/** A lying box for each group: quartiles, whiskers to the outermost values within one and a half of the box's length, the mean as a point. */
export function boxChart(rows: readonly BoxRow[], axisTitle: string): Chart | null {
  if (rows.length === 0 || rows.length > 40) return null
  const data = rows.map(({ min, lowerQuartile, median, upperQuartile, max, mean }) => ({
    min,
    q1: lowerQuartile,
    median,
    q3: upperQuartile,
    max,
    mean,
    whiskerMin: Math.max(min, lowerQuartile - 1.5 * (upperQuartile - lowerQuartile)),
    whiskerMax: Math.min(max, upperQuartile + 1.5 * (upperQuartile - lowerQuartile)),
    items: [],
    outliers: [],
  }))
  return {
    kind: 'box',
    lines: rows.length,
    unit: '',
    config: {
      type: 'boxplot',
      data: {
        labels: rows.map(({ label }) => wrapped(label)),
        datasets: [
          {
            label: axisTitle,
            data,
            backgroundColor: '#A9CCE3',
            borderColor: ink,
            borderWidth: 1,
            medianColor: ink,
            meanBackgroundColor: '#D55E00',
            meanBorderColor: '#D55E00',
            meanRadius: 3,
          },
        ],
      },
      options: plain({
        indexAxis: 'y',
        scales: { x: { title: { display: true, text: axisTitle } }, y: { grid: { display: false } } },
      }),
    },
  }
}

/** Shades of one blue from white, by the share in each cell; every cell says its number. */
export function heatChart(
  rows: readonly string[],
  columns: readonly string[],
  shares: readonly (readonly (number | null)[])[],
  axisTitle: string,
): Chart | null {
  if (rows.length === 0 || columns.length === 0 || rows.length > 40 || columns.length > 16) return null
  const names = unique(rows)
  const heads = unique(columns)
  const known = shares.flatMap((line) => line.filter((share) => share !== null))
  const most = Math.max(1, ...known)
  const cells = names.flatMap((y, r) =>
    heads.flatMap((x, c) => {
      const v = shares[r]?.[c] ?? null
      return v === null ? [] : [{ x, y, v }]
    }),
  )
  return {
    kind: 'heat',
    lines: rows.length,
    config: {
      type: 'matrix',
      data: {
        labels: names.map((label) => wrapped(label)),
        datasets: [
          {
            label: axisTitle,
            data: cells,
            backgroundColor: cells.map(({ v }) => shade(v / most)),
            columns: heads.length,
            rows: names.length,
          },
        ],
      },
      options: plain({
        scales: {
          x: { type: 'category', labels: heads, position: 'top', offset: true, grid: { display: false } },
          y: { type: 'category', labels: names, offset: true, reverse: false, grid: { display: false } },
        },
      }),
    },
  }
}

export interface TrendPoint {
  readonly label: string
  readonly value: number
  readonly lower?: number
  readonly upper?: number
}

/** One line over the waves; the band of its limits where they may be shown. Per cent from 0, means as they are. */
export function trendChart(
  points: readonly TrendPoint[],
  axisTitle: string,
  unit: '' | '%' = '%',
): Chart | null {
  if (points.length < 2) return null
  const banded = points.every(({ lower, upper }) => lower !== undefined && upper !== undefined)
  const edge = { pointRadius: 0, borderWidth: 0, borderColor: 'transparent', labelled: false }
  const line = {
    label: axisTitle,
    data: points.map(({ value }) => value),
    borderColor: blue,
    backgroundColor: blue,
    pointRadius: 4,
    fill: false,
    labelled: true,
  }
  const band = banded
    ? [
        {
          ...edge,
          label: '',
          data: points.map(({ upper }) => upper),
          fill: '+1',
          backgroundColor: '#0072B233',
        },
        { ...edge, label: '', data: points.map(({ lower }) => lower), fill: false },
      ]
    : []
  return {
    kind: 'trend',
    lines: points.length,
    ...(unit === '' ? { unit } : {}),
    config: {
      type: 'line',
      data: { labels: points.map(({ label }) => wrapped(label, 16)), datasets: [line, ...band] },
      options: plain({
        scales: {
          y: { beginAtZero: unit === '%', grace: '15%', title: { display: true, text: axisTitle } },
          x: { offset: true, grid: { display: false } },
        },
      }),
    },
  }
}

export interface QuadrantPoint {
  readonly label: string
  readonly performance: number
  readonly importance: number
}

/** Each item at its performance (across) and importance (up), numbered; the cross stands at the middle of both. */
export function quadrantChart(
  points: readonly QuadrantPoint[],
  middle: { readonly performance: number; readonly importance: number },
  titles: { readonly performance: string; readonly importance: string },
): Chart | null {
  if (points.length < 3) return null
  const data = points.map(({ performance, importance }) => ({ x: performance, y: importance }))
  return {
    kind: 'quadrant',
    lines: points.length,
    unit: '',
    config: {
      type: 'scatter',
      data: {
        labels: points.map(({ label }) => [label]),
        datasets: [
          {
            label: titles.importance,
            data,
            pointRadius: 6,
            backgroundColor: points.map(({ performance, importance }) =>
              performance < middle.performance && importance >= middle.importance ? palette[5] : blue,
            ),
            middle: { x: middle.performance, y: middle.importance },
          },
        ],
      },
      options: plain({
        scales: {
          x: { grace: '12%', title: { display: true, text: titles.performance } },
          y: { grace: '12%', title: { display: true, text: titles.importance } },
        },
      }),
    },
  }
}

function plain(options: object): object {
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    plugins: { legend: { display: false } },
    ...options,
  }
}

/** From white to the blue of Okabe and Ito. */
function shade(part: number): string {
  const at = Math.min(1, Math.max(0, part))
  const mixed = [0x00, 0x72, 0xb2].map((full) => Math.round(255 - at * 0.92 * (255 - full)))
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

/** Labels that are alike would fall on one line of the chart. */
function unique(labels: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  return labels.map((label) => {
    const times = (seen.get(label) ?? 0) + 1
    seen.set(label, times)
    return times === 1 ? label : `${label} (${times})`
  })
}
