/** How high a chart must be for its bars, and how its labels fit a narrow place. */

import type { Drawable } from './drawn.ts'

/** Room for every bar and, where a legend stands below, for its lines; in pixels of CSS. */
export function heightOf({ kind, lines, config }: Drawable): number {
  if (kind === 'histogram') return 260
  if (kind === 'trend') return 300
  if (kind === 'quadrant') return 420
  if (kind === 'heat') return Math.max(140, lines * 40 + 70)
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

const upright: ReadonlySet<string> = new Set(['histogram', 'trend', 'quadrant', 'heat'])

/** In a narrow place long labels take more lines instead of half the picture. */
export function fitted(chart: Drawable, width: number): Drawable {
  const { config, kind } = chart
  if (upright.has(kind) || width >= 480) return chart
  const labels = (config.data.labels ?? []).map(narrowed)
  return { ...chart, config: { ...config, data: { ...config.data, labels } } }
}

function narrowed(label: unknown): unknown {
  if (!Array.isArray(label)) return label
  const lines = (label as string[]).flatMap(
    (line) => line.match(/[\u0020-\u024f]{1,14}(?=\s|$)|.{1,7}/gu) ?? [line],
  )
  return lines.length > 4 ? [...lines.slice(0, 3), `${lines[3]}…`] : lines
}

/** A chart of lying bars in parts of at most so many rows; one that is not longer, or stands upright, is its only part. */
export function partsOf(chart: Drawable, rows: number): readonly Drawable[] {
  const labels = chart.config.data.labels ?? []
  const lying = (chart.config.options as { readonly indexAxis?: string } | undefined)?.indexAxis === 'y'
  if (!lying || labels.length <= rows) return [chart]
  const parts = Math.ceil(labels.length / rows)
  const perPart = Math.ceil(labels.length / parts)
  return Array.from({ length: parts }, (_, part) => {
    const cut = (value: unknown) =>
      Array.isArray(value) && value.length === labels.length
        ? value.slice(part * perPart, (part + 1) * perPart)
        : value
    const datasets = chart.config.data.datasets.map(
      (dataset) =>
        Object.fromEntries(Object.entries(dataset).map(([name, value]) => [name, cut(value)])) as unknown,
    )
    const data = { ...chart.config.data, labels: cut(labels), datasets } as Drawable['config']['data']
    return { ...chart, config: { ...chart.config, data } }
  })
}
