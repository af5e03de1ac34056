/** Draws charts from the JSON beside each canvas, once it comes into view; the table in the page has the same figures. */

import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  Tooltip,
  type ChartConfiguration,
  type ChartDataset,
  type ChartOptions,
  type TooltipItem,
} from 'chart.js'
import labels from 'chartjs-plugin-datalabels'

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Legend, Tooltip, labels)
Chart.defaults.font.family = getComputedStyle(document.body).fontFamily
Chart.defaults.font.size = 13
Chart.defaults.color = '#1c2530'

type Kind = 'bar' | 'diverging' | 'histogram' | 'errorBars'
interface Island {
  readonly kind: Kind
  readonly lines: number
  readonly config: ChartConfiguration
}
type Shared = ChartDataset & { readonly shares?: readonly number[] }

const drawn = new Map<HTMLElement, Chart>()
const drawing = new Set<HTMLElement>()

const seen =
  'IntersectionObserver' in window
    ? new IntersectionObserver(
        (entries) => {
          for (const entry of entries) if (entry.isIntersecting) void draw(entry.target as HTMLElement)
        },
        { rootMargin: '300px' },
      )
    : null

/** Makes room for every chart inside and draws each when it comes near the window. */
export function prepareCharts(within: ParentNode): void {
  for (const figure of Array.from(within.querySelectorAll<HTMLElement>('[data-chart]'))) {
    const island = read(figure)
    const box = figure.querySelector<HTMLElement>('.chart-box')
    if (!island || !box) continue
    box.style.height = `${heightOf(fitted(island, figure))}px`
    if (seen) seen.observe(figure)
    else void draw(figure)
  }
}

/** Lets go of the charts inside, before their place in the page is taken by others. */
export function dropCharts(within: Element): void {
  for (const [figure, chart] of Array.from(drawn)) {
    if (!within.contains(figure)) continue
    chart.destroy()
    drawn.delete(figure)
  }
}

/** Widths of charts on A4, in pixels of CSS. */
const paper = { whole: 660, beside: 350 }

/** Draws all that have not been seen yet and fits every chart to the paper. */
export function chartsForPrint(): void {
  for (const figure of Array.from(document.querySelectorAll<HTMLElement>('[data-chart]'))) void draw(figure)
  drawn.forEach((chart, figure) => {
    const beside = figure.closest('.beside') !== null && figure.clientWidth > 0
    chart.resize(beside ? paper.beside : paper.whole, chart.height)
  })
}

export function chartsAfterPrint(): void {
  drawn.forEach((chart) => chart.resize())
}

async function draw(figure: HTMLElement): Promise<void> {
  seen?.unobserve(figure)
  const canvas = figure.querySelector('canvas')
  const island = read(figure)
  if (!canvas || !island || drawn.has(figure) || drawing.has(figure)) return
  if (island.kind === 'errorBars') {
    drawing.add(figure)
    const { BarWithErrorBarsController, BarWithErrorBar } = await import('chartjs-chart-error-bars')
    Chart.register(BarWithErrorBarsController, BarWithErrorBar)
    drawing.delete(figure)
    if (!figure.isConnected) return
  }
  drawn.set(figure, new Chart(canvas, dressed(fitted(island, figure))))
  figure.classList.add('drawn')
  const actions = figure.querySelector<HTMLElement>('.chart-actions')
  if (actions) actions.hidden = false
}

function fitted(island: Island, figure: HTMLElement): Island {
  const { config, kind } = island
  if (kind === 'histogram' || figure.clientWidth >= 480) return island
  return {
    ...island,
    config: { ...config, data: { ...config.data, labels: (config.data.labels ?? []).map(narrowed) } },
  }
}

function read(figure: HTMLElement): Island | null {
  const text = document.getElementById(figure.dataset['chart'] ?? '')?.textContent
  return text ? (JSON.parse(text) as Island) : null
}

/** Room for every bar and, where a legend stands below, for its lines. */
function heightOf({ kind, lines, config }: Island): number {
  if (kind === 'histogram') return 260
  const sets = config.data.datasets.length
  const rows = config.data.labels?.length ?? lines
  const labelLines = (config.data.labels ?? []).reduce<number>(
    (most, label) => Math.max(most, Array.isArray(label) ? label.length : 1),
    1,
  )
  const perRow = Math.max(
    kind === 'diverging' ? 44 : 34,
    labelLines * 18 + 10,
    kind === 'bar' && sets > 1 ? sets * 20 + 14 : 0,
  )
  return rows * perRow + 64 + (sets > 1 ? 30 + Math.ceil(sets / 3) * 22 : 0)
}

const white = '#ffffff'
const ink = '#1c2530'

/** What JSON cannot carry: the words of labels and tooltips. */
function dressed({ kind, config }: Island): ChartConfiguration {
  const options = (config.options ?? {}) as ChartOptions<'bar'>
  const many = (config.data.labels?.length ?? 0) > 24 && kind === 'histogram'
  options.plugins = {
    ...options.plugins,
    datalabels: {
      display: (context) =>
        !many && worthALabel(kind, context.dataset, context.dataIndex, percentWidth(context.chart)),
      formatter: (value: unknown, context) => labelOf(kind, value, context.dataset, context.dataIndex),
      color:
        kind === 'diverging' ? (context) => (isDark(context.dataset.backgroundColor) ? white : ink) : ink,
      anchor: kind === 'diverging' ? 'center' : kind === 'errorBars' ? 'start' : 'end',
      align: kind === 'diverging' ? 'center' : kind === 'errorBars' ? 'end' : 'end',
      ...(kind === 'errorBars' ? { color: white } : {}),
      clamp: true,
      font: { size: 12 },
    },
    tooltip: { callbacks: { label: (item: TooltipItem<'bar'>) => tooltip(kind, item) } },
  }
  options.layout = { padding: { right: kind === 'bar' ? 44 : 12, top: kind === 'histogram' ? 20 : 4 } }
  if (kind === 'diverging') {
    const x = options.scales?.['x']
    const reach = reachOf(config.data.datasets)
    if (x) Object.assign(x, { min: -reach, max: reach })
    if (x) x.ticks = { callback: (value: number | string) => `${Math.abs(Number(value))}` }
  }
  return { ...config, options }
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

/** On a phone long labels take more lines instead of half the picture. */
function narrowed(label: unknown): unknown {
  if (!Array.isArray(label)) return label
  const lines = (label as string[]).flatMap(
    (line) => line.match(/[\u0020-\u024f]{1,14}(?=\s|$)|.{1,7}/gu) ?? [line],
  )
  return lines.length > 4 ? [...lines.slice(0, 3), `${lines[3]}…`] : lines
}

/** A label that would not fit into its bar is left to the table. */
function worthALabel(kind: Kind, dataset: Shared, index: number, width: number): boolean {
  if (kind === 'diverging') return ((dataset.shares?.[index] ?? 0) / 100) * width >= 34
  const value = numberOf(dataset.data[index])
  return value !== null && (kind !== 'errorBars' || value >= 12) && (kind !== 'histogram' || value > 0)
}

function labelOf(kind: Kind, value: unknown, dataset: Shared, index: number): string {
  if (kind === 'diverging') return `${(dataset.shares?.[index] ?? 0).toFixed(0)}%`
  const number = numberOf(value)
  if (number === null) return ''
  return kind === 'histogram' ? String(number) : `${number.toFixed(1)}%`
}

function tooltip(kind: Kind, item: TooltipItem<'bar'>): string {
  const dataset = item.dataset as unknown as Shared
  const name = dataset.label ? `${dataset.label}: ` : ''
  if (kind === 'diverging') return `${name}${(dataset.shares?.[item.dataIndex] ?? 0).toFixed(1)}%`
  const raw = item.raw as { x?: number; xMin?: number; xMax?: number } | number | null
  const number = numberOf(raw)
  if (number === null) return name
  if (kind === 'histogram') return `${name}${number}`
  const limits =
    typeof raw === 'object' && raw !== null && raw.xMin !== undefined && raw.xMax !== undefined
      ? ` (${raw.xMin.toFixed(1)}–${raw.xMax.toFixed(1)}%)`
      : ''
  return `${number.toFixed(1)}%${limits}`
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  const x = (value as { x?: unknown } | null | undefined)?.x
  return typeof x === 'number' ? x : null
}

function isDark(colour: unknown): boolean {
  const parts = typeof colour === 'string' ? /^#(..)(..)(..)$/.exec(colour) : null
  if (!parts) return false
  const [r, g, b] = parts.slice(1).map((part) => parseInt(part, 16))
  return 0.299 * (r ?? 0) + 0.587 * (g ?? 0) + 0.114 * (b ?? 0) < 140
}

/** The chart as a PNG on white, under the title of its question. */
export function savePicture(button: HTMLElement): void {
  const canvas = button.closest<HTMLElement>('[data-chart]')?.querySelector('canvas')
  if (!canvas) return
  const copy = document.createElement('canvas')
  copy.width = canvas.width
  copy.height = canvas.height
  const pen = copy.getContext('2d')
  if (!pen) return
  pen.fillStyle = white
  pen.fillRect(0, 0, copy.width, copy.height)
  pen.drawImage(canvas, 0, 0)
  const link = document.createElement('a')
  link.href = copy.toDataURL('image/png')
  link.download = `${(button.dataset['png'] ?? 'chart').replace(/[\\/:*?"<>|]/g, ' ').slice(0, 80)}.png`
  link.click()
}
