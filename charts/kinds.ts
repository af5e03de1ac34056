/** Boxes, shaded tables, trends and quadrants: the functions that each needs. */

import type { Chart, ChartConfiguration } from 'chart.js'
import { ink, textOn, type Drawable, type Shared } from './drawn.ts'

interface LabelContext {
  readonly chart: Chart
  readonly dataset: Shared
  readonly dataIndex: number
}

/** Null for the kinds of bars. */
export function dressedKind(chart: Drawable): ChartConfiguration | null {
  switch (chart.kind) {
    case 'box':
      return dress(chart, { display: false })
    case 'heat':
      return heat(chart)
    case 'trend':
      return dress(chart, {
        display: ({ dataset }: LabelContext) => dataset.labelled === true,
        formatter: (value: number) => numberText(value, chart),
        align: 'top',
        offset: 4,
        color: ink,
      })
    case 'quadrant':
      return quadrant(chart)
    default:
      return null
  }
}

function dress(chart: Drawable, datalabels: object, more: object = {}): ChartConfiguration {
  const options = JSON.parse(JSON.stringify(chart.config.options ?? {})) as {
    plugins?: object
    layout?: object
  }
  const plugins = { ...options.plugins, datalabels: { font: { size: 12 }, ...datalabels }, ...more }
  return {
    ...chart.config,
    options: { ...options, plugins, layout: { padding: { right: 16, top: 16 } } } as never,
  }
}

interface Cell {
  readonly v: number
}
interface Grid {
  readonly chartArea?: { readonly width: number; readonly height: number }
}

/** Every cell as wide as its column and as high as its row, with its number in it. */
function heat(chart: Drawable): ChartConfiguration {
  const [dataset] = chart.config.data.datasets as unknown as readonly (Shared & {
    readonly data: readonly Cell[]
    readonly columns: number
    readonly rows: number
    readonly backgroundColor: readonly string[]
  })[]
  const made = dress(
    chart,
    {
      formatter: ({ v }: Cell) => `${v.toFixed(1)}%`,
      color: ({ dataIndex }: LabelContext) => textOn(dataset?.backgroundColor[dataIndex]),
      anchor: 'center',
      align: 'center',
    },
    { tooltip: { callbacks: { label: ({ raw }: { raw: Cell }) => `${raw.v.toFixed(1)}%` } } },
  )
  const size =
    (side: 'width' | 'height', count: number) =>
    ({ chart: { chartArea } }: { chart: Grid }) =>
      Math.max(1, (chartArea?.[side] ?? 0) / Math.max(1, count) - 2)
  return {
    ...made,
    data: {
      ...made.data,
      datasets: [
        {
          ...dataset,
          width: size('width', dataset?.columns ?? 1),
          height: size('height', dataset?.rows ?? 1),
        },
      ],
    } as never,
  }
}

/** Items by number, since names would run into each other; the cross through the middle. */
function quadrant(chart: Drawable): ChartConfiguration {
  const [dataset] = chart.config.data.datasets as unknown as readonly {
    readonly middle: { readonly x: number; readonly y: number }
  }[]
  const names = (chart.config.data.labels ?? []).map((label) => String(label))
  const made = dress(
    chart,
    {
      formatter: (_: unknown, { dataIndex }: LabelContext) => String(dataIndex + 1),
      align: 'right',
      color: ink,
    },
    {
      tooltip: {
        callbacks: {
          label: ({ dataIndex, parsed }: { dataIndex: number; parsed: { x: number; y: number } }) =>
            `${dataIndex + 1} ${names[dataIndex] ?? ''}: ${numberText(parsed.x, chart)}, ${numberText(parsed.y, chart)}`,
        },
      },
    },
  )
  const cross = {
    id: 'cross',
    beforeDatasetsDraw: ({ ctx, chartArea, scales }: Chart) => {
      const x = scales['x']?.getPixelForValue(dataset?.middle.x ?? 0) ?? 0
      const y = scales['y']?.getPixelForValue(dataset?.middle.y ?? 0) ?? 0
      ctx.save()
      ctx.strokeStyle = '#5b6671'
      ctx.setLineDash([5, 4])
      ctx.beginPath()
      ctx.moveTo(x, chartArea.top)
      ctx.lineTo(x, chartArea.bottom)
      ctx.moveTo(chartArea.left, y)
      ctx.lineTo(chartArea.right, y)
      ctx.stroke()
      ctx.restore()
    },
  }
  return { ...made, plugins: [cross] }
}

function numberText(number: number, { unit }: Drawable): string {
  return unit === undefined ? `${number.toFixed(1)}%` : String(Number(number.toFixed(2)))
}
