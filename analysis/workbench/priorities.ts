/**
 * Importance and performance: what to improve first.
 *
 * In: scored items and one overall number. Out: for each item n, its mean (performance) and Pearson's correlation with
 * the overall number (derived importance), over the rows that have both, and a chart of four quadrants parted at the
 * means of both. Items of fewer than 30 rows, or that do not vary, are left out, and a remark says so. Unweighted; no
 * test: a correlation is not a cause. Source: Martilla and James 1977; R `cor(x, y)`, `mean(x)`.
 */

import { quadrantChart } from '../chart-kinds.ts'
import { correlation as pearson } from '../statistics/correlation.ts'
import { column, note, row } from '../statistics/result.ts'
import { moments } from '../sums.ts'
import { scoreNotes } from './means.ts'
import type { Prepared } from './prepare.ts'
import { unweightedNotes } from './same-people.ts'
import { numbersOfName, type Numbers } from './sides.ts'
import { emptyPiece, labelOf, smallBase, type Chosen, type Piece, type Statistic } from './statistic.ts'

export const priorities: Statistic = {
  name: 'priorities',
  rows: { least: 3, most: 30 },
  columns: { least: 1, most: 1 },
  options: {},
  run: (data, chosen) => [prioritiesOf(data, chosen)],
}

interface Priority {
  readonly label: string
  readonly n: number
  readonly performance: number
  readonly importance: number
}

function prioritiesOf(data: Prepared, chosen: Chosen): Piece {
  const { frame, words, n } = data
  const title = [...chosen.columns, ...chosen.rows].map((name) => labelOf(frame, name))
  const [overall, ...items] = [...chosen.columns, ...chosen.rows].map((name) =>
    numbersOfName(frame, name, words),
  )
  const wrong = [...chosen.columns, ...chosen.rows].find((_, k) => [overall, ...items][k] === null)
  if (wrong !== undefined || !overall)
    return emptyPiece(title, n, note('needsNumber', { variable: labelOf(frame, wrong ?? '') }))
  const known = items.flatMap((item) => (item ? [item] : []))
  const found = known.flatMap((item) => priorityOf(data, item, overall) ?? [])
  const left = known.length - found.length
  const notes = [
    ...scoreNotes([overall, ...known]),
    ...unweightedNotes(data),
    ...(left > 0 ? [note('itemsLeftOut', { count: left, limit: smallBase })] : []),
    note('prioritiesRule'),
    note('noCause'),
  ]
  if (found.length < 3) return { ...emptyPiece(title, n, note('needsRows', { count: 3 })), notes }
  const middle = {
    performance: moments(found.map(({ performance }) => performance)).mean,
    importance: moments(found.map(({ importance }) => importance)).mean,
  }
  const first = found.filter(
    ({ performance, importance }) => performance < middle.performance && importance >= middle.importance,
  )
  return {
    title,
    n,
    tables: [
      {
        columns: [
          column('item', 'label'),
          column('n', 'count'),
          column('mean', 'number'),
          column('correlation', 'number'),
        ],
        // The numbers are those of the points in the chart.
        rows: found.map((each, place) =>
          row([`${place + 1} ${each.label}`, each.n, each.performance, each.importance]),
        ),
        notes: [],
      },
    ],
    findings: first.length > 0 ? [note('improveFirst', { labels: labelsOf(first, words.separator) })] : [],
    notes,
    chart: quadrantChart(found, middle, { performance: words.mean, importance: words.correlation }),
  }
}

function labelsOf(items: readonly Priority[], separator: string): string {
  return items.map(({ label }) => label).join(separator)
}

function priorityOf({ kept }: Prepared, item: Numbers, overall: Numbers): Priority | null {
  const rows: number[] = []
  for (let place = 0; place < item.values.length; place += 1)
    if (
      Number.isFinite(item.values[place]!) &&
      Number.isFinite(overall.values[place]!) &&
      (!kept || kept[place] === 1)
    )
      rows.push(place)
  if (rows.length < smallBase) return null
  const x = Float64Array.from(rows, (place) => item.values[place]!)
  const importance = pearson(
    x,
    Float64Array.from(rows, (place) => overall.values[place]!),
  )
  return importance === null
    ? null
    : { label: item.label, n: rows.length, performance: moments(x).mean, importance }
}
