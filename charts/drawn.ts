/** The kinds of charts as they are drawn: by the browser in a page, by the server in a report. */

import type { ChartConfiguration, ChartDataset } from 'chart.js'
import type { ChartKind } from '../analysis/chart.ts'

/** A chart of `analysis/chart.ts` as Chart.js takes it. */
export interface Drawable {
  readonly kind: ChartKind
  readonly lines: number
  /** What stands behind a number: per cent where nothing is said. */
  readonly unit?: ''
  readonly config: ChartConfiguration
}

/** A series that carries the true values beside the places of its bars. */
export type Shared = ChartDataset & {
  readonly shares?: readonly number[]
  readonly labelled?: boolean
  /** The colour under a hatching. */
  readonly solid?: string
}

/** Text and lines on white. */
export const ink = '#1c2530'
export const white = '#ffffff'

/** White or ink, whichever is told apart better from the colour (relative luminance of WCAG). */
export function textOn(colour: unknown): string {
  const parts = typeof colour === 'string' ? /^#(..)(..)(..)$/.exec(colour) : null
  if (!parts) return ink
  const [r = 0, g = 0, b = 0] = parts.slice(1).map((part) => {
    const share = parseInt(part, 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.2 ? white : ink
}
