/** Draws the charts of a report as pictures, by the same configurations as the pages. Loaded in the report's thread only. */

import { createCanvas, GlobalFonts, type Canvas } from '@napi-rs/canvas'
import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale } from 'chart.js'
import { BarWithErrorBar, BarWithErrorBarsController } from 'chartjs-chart-error-bars'
import labels from 'chartjs-plugin-datalabels'
import sharp from 'sharp'
import type { Chart as ChartData } from '../../analysis/chart.ts'
import { ink, white, type Drawable } from '../../charts/drawn.ts'
import { dressed } from '../../charts/dressing.ts'
import { heightOf, partsOf } from '../../charts/size.ts'
import { lettering } from './lettering.ts'

export interface Picture {
  readonly png: Buffer
  /** In pixels of CSS, 96 to the inch. */
  readonly width: number
  readonly height: number
}

/** The width of the text on A4 as official documents set it: 156 mm. */
export const pictureWidth = 590
/** Dots for a pixel: 240 to the inch, which is what offices print. */
const sharpness = 2.5
/** No picture may be higher than a page leaves room for. */
const highest = 760

Chart.register(
  BarController,
  BarElement,
  BarWithErrorBarsController,
  BarWithErrorBar,
  CategoryScale,
  LinearScale,
  Legend,
  labels,
)
Chart.defaults.color = ink
Chart.defaults.font.size = 13

const letters = lettering((file, family) => {
  if (!GlobalFonts.registerFromPath(file, family)) throw new Error(`drawing: ${file} cannot be read`)
})

/** One picture, or several of a chart that is longer than a page. */
export async function draw(chart: ChartData): Promise<readonly Picture[]> {
  const whole = settableChart(chart as unknown as Drawable)
  Chart.defaults.font.family = letters.familiesFor(textsOf(whole.config))
  const perRow = heightOf(whole) / Math.max(1, whole.config.data.labels?.length ?? 1)
  const parts = partsOf(whole, Math.max(4, Math.floor(highest / perRow)))
  return Promise.all(parts.map((part) => picture(part, parts.length > 1 ? whole : null)))
}

function picture(part: Drawable, whole: Drawable | null): Promise<Picture> {
  const height = Math.min(highest, heightOf(part))
  const canvas = createCanvas(pictureWidth, height)
  const config = dressed(part, { whole, newCanvas: createCanvas })
  const drawn = new Chart(canvas, {
    ...config,
    options: { ...config.options, responsive: false, animation: false, devicePixelRatio: sharpness },
    plugins: [onWhite],
  })
  try {
    return encoded(canvas, height)
  } finally {
    drawn.destroy()
  }
}

/** Several times faster than the canvas's own encoder, and beside this thread. */
async function encoded(canvas: Canvas, height: number): Promise<Picture> {
  const raw = { width: canvas.width, height: canvas.height, channels: 4 } as const
  const png = await sharp(canvas.data(), { raw }).removeAlpha().png({ compressionLevel: 4 }).toBuffer()
  return { png, width: pictureWidth, height }
}

const onWhite = {
  id: 'onWhite',
  beforeDraw: ({ ctx, width, height }: Chart) => {
    ctx.save()
    ctx.fillStyle = white
    ctx.fillRect(0, 0, width, height)
    ctx.restore()
  },
}

/** All strings of labels and series as they can be set. */
function settableChart(chart: Drawable): Drawable {
  return JSON.parse(JSON.stringify(chart), (_, value: unknown) =>
    typeof value === 'string' ? letters.settable(value) : value,
  ) as Drawable
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}
