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
} from 'chart.js'
import labels from 'chartjs-plugin-datalabels'
import { ink, type Drawable } from '../../charts/drawn.ts'
import { dressed } from '../../charts/dressing.ts'
import { fitted, heightOf } from '../../charts/size.ts'
import { mayCopy } from './taking.ts'

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Legend, Tooltip, labels)
Chart.defaults.font.family = getComputedStyle(document.body).fontFamily
Chart.defaults.font.size = 13
Chart.defaults.color = ink

const drawn = new Map<HTMLElement, Chart<'bar'>>()
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
    box.style.height = `${heightOf(fitted(island, figure.clientWidth))}px`
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

/** What seldom charts need comes when there is one. */
const further: Readonly<Record<string, () => Promise<unknown>>> = {
  errorBars: async () => {
    const { BarWithErrorBarsController, BarWithErrorBar } = await import('chartjs-chart-error-bars')
    Chart.register(BarWithErrorBarsController, BarWithErrorBar)
  },
  box: async () => {
    const { BoxPlotController, BoxAndWiskers } = await import('@sgratzl/chartjs-chart-boxplot')
    Chart.register(BoxPlotController, BoxAndWiskers)
  },
  heat: async () => {
    const { MatrixController, MatrixElement } = await import('chartjs-chart-matrix')
    Chart.register(MatrixController, MatrixElement)
  },
  trend: () => import('./points.ts'),
  quadrant: () => import('./points.ts'),
}

function newCanvas(width: number, height: number): HTMLCanvasElement {
  return Object.assign(document.createElement('canvas'), { width, height })
}

async function draw(figure: HTMLElement): Promise<void> {
  seen?.unobserve(figure)
  const canvas = figure.querySelector('canvas')
  const island = read(figure)
  if (!canvas || !island || drawn.has(figure) || drawing.has(figure)) return
  const parts = further[island.kind]
  if (parts) {
    drawing.add(figure)
    await parts()
    drawing.delete(figure)
    if (!figure.isConnected) return
  }
  const config: unknown = dressed(fitted(island, figure.clientWidth), { newCanvas })
  drawn.set(figure, new Chart(canvas, config as ChartConfiguration<'bar'>))
  figure.classList.add('drawn')
  const actions = figure.querySelector<HTMLElement>('.chart-actions')
  if (actions) actions.hidden = false
  const copying = actions?.querySelector<HTMLElement>('[data-copy-picture]')
  if (copying) copying.hidden = !mayCopy()
}

function read(figure: HTMLElement): Drawable | null {
  const text = document.getElementById(figure.dataset['chart'] ?? '')?.textContent
  return text ? (JSON.parse(text) as Drawable) : null
}
