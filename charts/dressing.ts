/** What JSON cannot carry of a chart: the words beside its bars and in its tips, and what depends on its size. */

import type { Chart, ChartConfiguration, ChartOptions, TooltipItem } from 'chart.js'
import type { ChartKind } from '../analysis/chart.ts'
import { ink, textOn, white, type Drawable, type Shared } from './drawn.ts'
import { hatched, type NewCanvas } from './hatching.ts'
import { dressedKind } from './kinds.ts'

/** Labels as `chartjs-plugin-datalabels` takes them; its own types would bring the plugin with them. */
interface LabelContext {
  readonly chart: Chart
  readonly dataset: Shared
  readonly dataIndex: number
}

export interface Dressing {
  /** The chart that this is a part of, whose axis it shares. */
  readonly whole?: Drawable | null
  /** Makes the small canvases of hatched areas. */
  readonly newCanvas: NewCanvas
}

/** The configuration with its functions, on options of its own. */
export function dressed(chart: Drawable, { whole = null, newCanvas }: Dressing): ChartConfiguration {
  const special = dressedKind(chart)
  if (special) return special
  const { kind, config, unit = '%' } = chart
  const options = structuredOptions(config)
  const many = (config.data.labels?.length ?? 0) > 24 && kind === 'histogram'
  const datalabels = {
    display: ({ chart, dataset, dataIndex }: LabelContext) =>
      !many && worthALabel(kind, dataset, dataIndex, percentWidth(chart)),
    formatter: (value: unknown, { dataset, dataIndex }: LabelContext) =>
      labelOf(kind, value, dataset, dataIndex, unit),
    color:
      kind === 'errorBars'
        ? white
        : kind === 'diverging'
          ? ({ dataset }: LabelContext) => textOn(dataset.solid ?? dataset.backgroundColor)
          : ink,
    anchor: kind === 'diverging' ? 'center' : kind === 'errorBars' ? 'start' : 'end',
    align: kind === 'diverging' ? 'center' : 'end',
    clamp: true,
    font: { size: 12 },
  }
  const tooltip = { callbacks: { label: (item: TooltipItem<'bar'>) => tipOf(kind, item, unit) } }
  options.plugins = Object.assign({}, options.plugins, { datalabels, tooltip })
  options.layout = { padding: { right: kind === 'bar' ? 44 : 12, top: kind === 'histogram' ? 20 : 4 } }
  if (kind === 'diverging') {
    const x = options.scales?.['x']
    const reach = reachOf((whole ?? { config }).config.data.datasets)
    if (x) Object.assign(x, { min: -reach, max: reach })
    if (x) x.ticks = { callback: (value: number | string) => `${Math.abs(Number(value))}` }
  }
  if (whole && kind !== 'diverging') {
    const x = options.scales?.['x']
    if (x) Object.assign(x, { suggestedMax: largestOf(whole.config.data.datasets) })
  }
  const data = kind === 'diverging' ? hatched(config.data, newCanvas) : config.data
  return { ...config, data, options: options as unknown as NonNullable<ChartConfiguration['options']> }
}

function structuredOptions(config: ChartConfiguration): ChartOptions<'bar'> {
  return JSON.parse(JSON.stringify(config.options ?? {})) as ChartOptions<'bar'>
}

/** Pixels for 100 per cent. */
function percentWidth(chart: Chart): number {
  const x = chart.scales['x']
  return x ? x.getPixelForValue(100) - x.getPixelForValue(0) : 0
}

/** How far diverging bars go to either side, to the next twenty. */
function reachOf(datasets: ChartConfiguration['data']['datasets']): number {
  const ends = datasets.flatMap(({ data }) => (data as unknown as readonly (readonly number[])[]).flat())
  return Math.min(100, Math.max(20, Math.ceil(Math.max(...ends.map(Math.abs)) / 20) * 20))
}

/** The largest value or limit of any series. */
function largestOf(datasets: ChartConfiguration['data']['datasets']): number {
  const ends = datasets.flatMap(({ data }) =>
    (data as readonly unknown[]).map(
      (value) => (value as { xMax?: number } | null)?.xMax ?? numberOf(value) ?? 0,
    ),
  )
  return Math.max(0, ...ends)
}

/** A label that would not fit into its bar is left to the table. */
function worthALabel(kind: ChartKind, dataset: Shared, index: number, width: number): boolean {
  if (kind === 'diverging') return ((dataset.shares?.[index] ?? 0) / 100) * width >= 34
  const value = numberOf(dataset.data[index])
  return value !== null && (kind !== 'errorBars' || value >= 12) && (kind !== 'histogram' || value > 0)
}

function labelOf(kind: ChartKind, value: unknown, dataset: Shared, index: number, unit: string): string {
  if (kind === 'diverging') return `${(dataset.shares?.[index] ?? 0).toFixed(0)}%`
  const number = numberOf(value)
  if (number === null) return ''
  return kind === 'histogram' ? String(number) : numberText(number, unit)
}

function tipOf(kind: ChartKind, item: TooltipItem<'bar'>, unit: string): string {
  const dataset = item.dataset as unknown as Shared
  const name = dataset.label ? `${dataset.label}: ` : ''
  if (kind === 'diverging') return `${name}${(dataset.shares?.[item.dataIndex] ?? 0).toFixed(1)}%`
  const raw = item.raw as { x?: number; xMin?: number; xMax?: number } | number | null
  const number = numberOf(raw)
  if (number === null) return name
  if (kind === 'histogram') return `${name}${number}`
  const limits =
    typeof raw === 'object' && raw !== null && raw.xMin !== undefined && raw.xMax !== undefined
      ? ` (${numberText(raw.xMin, '')}–${numberText(raw.xMax, unit)})`
      : ''
  return `${numberText(number, unit)}${limits}`
}

/** Per cent with one decimal, other numbers with two. */
function numberText(number: number, unit: string): string {
  return unit === '%' ? `${number.toFixed(1)}%` : String(Number(number.toFixed(2)))
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  const x = (value as { x?: unknown } | null | undefined)?.x
  return typeof x === 'number' ? x : null
}
