/** Charts as plain data: Chart.js v4 configurations without functions, drawn by the browser, ignored where there is none. */

/** What the drawing script must know beyond the configuration. */
export type ChartKind =
  'bar' | 'diverging' | 'histogram' | 'errorBars' | 'box' | 'heat' | 'trend' | 'quadrant'

export interface Chart {
  readonly kind: ChartKind
  /** Rows to be drawn, so that the script can give the canvas its height. */
  readonly lines: number
  /** What stands behind a number: per cent where nothing is said. */
  readonly unit?: ''
  readonly config: {
    readonly type: 'bar' | 'barWithErrorBars' | 'boxplot' | 'matrix' | 'line' | 'scatter'
    readonly data: { readonly labels: readonly (readonly string[])[]; readonly datasets: readonly object[] }
    readonly options: object
  }
}

/** Blue of Okabe and Ito (2008), told apart by all readers, also in grey. */
export const blue = '#0072B2'
const grey = '#8C8C8C'
/** ColorBrewer BrBG: low brown, middle light grey, high blue-green. */
const low = ['#8C510A', '#BF812D', '#DFC27D']
const high = ['#01665E', '#35978F', '#80CDC1']
const middle = '#D0D0D0'

export interface BarRow {
  readonly label: string
  readonly value: number
  readonly lower?: number
  readonly upper?: number
  /** Merged and missing rows are drawn in grey. */
  readonly muted: boolean
}

/** Horizontal bars from 0, in per cent or (`unit` '') in the unit of the numbers; with error bars where rows carry limits. */
export function barChart(rows: readonly BarRow[], axisTitle: string, unit: '' | '%' = '%'): Chart | null {
  if (rows.length === 0) return null
  const withLimits = rows.every((row) => row.lower !== undefined && row.upper !== undefined)
  const data = withLimits
    ? rows.map((row) => ({ x: row.value, xMin: row.lower, xMax: row.upper }))
    : rows.map((row) => row.value)
  return {
    kind: withLimits ? 'errorBars' : 'bar',
    lines: rows.length,
    ...(unit === '' ? { unit } : {}),
    config: {
      type: withLimits ? 'barWithErrorBars' : 'bar',
      data: {
        labels: rows.map((row) => wrapped(row.label)),
        datasets: [
          {
            label: axisTitle,
            data,
            backgroundColor: rows.map((row) => (row.muted ? grey : blue)),
            maxBarThickness: 28,
          },
        ],
      },
      options: options({ indexAxis: 'y', legend: false, value: axisTitle }),
    },
  }
}

/** Upright bars without gaps, counts from 0. */
export function histogramChart(
  labels: readonly string[],
  counts: readonly number[],
  axisTitle: string,
): Chart | null {
  if (labels.length === 0) return null
  return {
    kind: 'histogram',
    lines: labels.length,
    config: {
      type: 'bar',
      data: {
        labels: labels.map((label) => [label]),
        datasets: [
          {
            label: axisTitle,
            data: counts,
            backgroundColor: blue,
            categoryPercentage: 1,
            barPercentage: 0.96,
          },
        ],
      },
      options: options({ indexAxis: 'x', legend: false, value: axisTitle }),
    },
  }
}

export interface DivergingRow {
  readonly label: string
  /** Per cent of each answer, low to high; null where not shown. Rows with a null are left out. */
  readonly shares: readonly (number | null)[]
}

/**
 * Diverging stacked bars: answers below the middle to the left of 0, above it to the right, the middle one half
 * and half. Floating bars [from, to] in one lane keep the order of the legend; `shares` carry the true values.
 */
export function divergingChart(
  categories: readonly string[],
  rows: readonly DivergingRow[],
  axisTitle: string,
): Chart | null {
  const complete = rows.filter((row) => row.shares.every((share) => share !== null))
  if (complete.length === 0 || categories.length < 2) return null
  const k = categories.length
  const starts = complete.map((row) => {
    const shares = row.shares as readonly number[]
    const left = shares.slice(0, Math.floor(k / 2)).reduce((total, share) => total + share, 0)
    return k % 2 === 1 ? -(left + shares[(k - 1) / 2]! / 2) : -left
  })
  const datasets = categories.map((label, c) => ({
    label,
    data: complete.map((row, r) => {
      const shares = row.shares as readonly number[]
      const from = starts[r]! + shares.slice(0, c).reduce((total, share) => total + share, 0)
      return [from, from + shares[c]!]
    }),
    shares: complete.map((row) => row.shares[c]),
    backgroundColor: divergingColour(c, k),
    grouped: false,
    maxBarThickness: 28,
  }))
  return {
    kind: 'diverging',
    lines: complete.length,
    config: {
      type: 'bar',
      data: { labels: complete.map((row) => wrapped(row.label)), datasets },
      options: options({ indexAxis: 'y', legend: true, value: axisTitle, symmetric: true }),
    },
  }
}

/** One bar a group, with a legend: shares of a crosstab's rows. */
export function groupedChart(
  labels: readonly string[],
  series: readonly { readonly label: string; readonly values: readonly (number | null)[] }[],
  axisTitle: string,
): Chart | null {
  if (labels.length === 0 || series.length === 0 || series.length > palette.length) return null
  return {
    kind: 'bar',
    lines: labels.length * series.length,
    config: {
      type: 'bar',
      data: {
        labels: labels.map((label) => wrapped(label)),
        datasets: series.map(({ label, values }, k) => ({
          label,
          data: values,
          backgroundColor: palette[k],
          maxBarThickness: 24,
        })),
      },
      options: options({ indexAxis: 'y', legend: true, value: axisTitle }),
    },
  }
}

/** Okabe and Ito without the yellow that paper swallows. */
export const palette = [
  '#0072B2',
  '#E69F00',
  '#009E73',
  '#CC79A7',
  '#56B4E9',
  '#D55E00',
  '#000000',
  '#8C8C8C',
]

function divergingColour(place: number, k: number): string {
  if (k % 2 === 1 && place === (k - 1) / 2) return middle
  const half = Math.floor(k / 2)
  const distance = place < half ? place : k - 1 - place
  const shades = place < half ? low : high
  return shades[half === 1 ? 1 : Math.round((distance * (shades.length - 1)) / (half - 1))] ?? middle
}

function options(of: { indexAxis: 'x' | 'y'; legend: boolean; value: string; symmetric?: boolean }): object {
  const value = {
    beginAtZero: true,
    title: { display: true, text: of.value },
    ...(of.symmetric ? { min: -100, max: 100 } : {}),
  }
  const labels = { ticks: { autoSkip: of.indexAxis === 'x' }, grid: { display: false } }
  return {
    indexAxis: of.indexAxis,
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    plugins: { legend: { display: of.legend, position: 'bottom' } },
    scales: of.indexAxis === 'y' ? { x: value, y: labels } : { y: value, x: labels },
  }
}

/** Lines of at most about 14 Chinese or 28 Latin characters, at most three; the last ends in an ellipsis if cut. */
export function wrapped(label: string, width = 28): readonly string[] {
  const pieces = label.match(/[\u0020-\u024f]+?(?:\s+|$)|[\u0021-\u024f]+|[^\u0020-\u024f]/gu) ?? [label]
  const lines: string[] = ['']
  let used = 0
  for (const piece of pieces) {
    const size = [...piece].reduce((total, character) => total + (character > '\u024f' ? 2 : 1), 0)
    if (used > 0 && used + size > width) {
      lines.push('')
      used = 0
    }
    lines[lines.length - 1] += piece
    used += size
  }
  const trimmed = lines.map((line) => line.trim()).filter((line) => line !== '')
  return trimmed.length <= 3 ? trimmed : [...trimmed.slice(0, 2), `${trimmed[2]}…`]
}
