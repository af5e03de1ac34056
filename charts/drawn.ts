/** The kinds of charts as they are drawn: by the browser in a page, by the server in a report. */

import type { ChartConfiguration, ChartDataset } from 'chart.js'
import type { ChartKind } from '../analysis/chart.ts'

/** A chart of `analysis/chart.ts` as Chart.js takes it. */
export interface Drawable {
  readonly kind: ChartKind
  readonly lines: number
  readonly config: ChartConfiguration
}

/** A series that carries the true values beside the places of its bars. */
export type Shared = ChartDataset & { readonly shares?: readonly number[] }

/** Text and lines on white. */
export const ink = '#1c2530'
export const white = '#ffffff'
