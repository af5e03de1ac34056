/**
 * Group comparisons as one table a grouping: each question's figure in each group, marked where it differs from the
 * other groups together.
 *
 * In: questions and groupings as a reader sees them. Out: means of ordered answers and numbers, and the share of the
 * choice that most took of other questions; a mark where the group and the others together have `rule.base` people or
 * more each, and differ after Holm over all cells of all tables at `rule.level` and by `rule.size`. Groups of fewer
 * people have a figure and no mark. Missing values are outside each base; no weights. Source: as `groups.ts`.
 */

import type { SampleType } from '../cells.ts'
import type { Variable } from '../frame.ts'
import { adjustedP } from '../statistics/adjusted-p.ts'
import { variableOf } from '../totals.ts'
import type { View } from '../view.ts'
import type { Figure, Measure } from './comparison.ts'
import { difference, rule } from './comparison.ts'
import type { Plan } from './findings.ts'
import type { Series } from './groups.ts'
import { seriesOf } from './groups.ts'

export interface MarkedCell extends Figure {
  readonly mark: 'above' | 'below' | null
}
export interface MarkedRow {
  readonly variable: string
  readonly label: string
  readonly choice: string | null
  readonly measure: Measure
  /** One for each group of the table; null where not shown. */
  readonly cells: readonly (MarkedCell | null)[]
}
export interface MarkedTable {
  readonly grouping: string
  readonly label: string
  readonly groups: readonly string[]
  readonly rows: readonly MarkedRow[]
}

/** `test` false: figures without marks, where tests are not for this reader (promise 4). */
export function markedTables(
  view: View,
  plan: Plan,
  { sampleType, test }: { readonly sampleType: SampleType; readonly test: boolean },
): readonly MarkedTable[] {
  const drafts = plan.groupings.flatMap(({ name }) => draftOf(view, plan, name) ?? [])
  const cells = drafts.flatMap(({ rows }) => rows.flatMap(({ series }) => series.figures))
  const tests = new Map(
    drafts.flatMap(({ rows }) =>
      rows.flatMap(({ series }) =>
        series.figures.map(
          (figure) => [figure, test ? againstOthers(figure, series, sampleType) : null] as const,
        ),
      ),
    ),
  )
  const adjusted = adjustedP(
    cells.map((figure) => tests.get(figure)?.p ?? null),
    'holm',
  )
  const p = new Map(cells.map((figure, k) => [figure, adjusted[k] ?? 1]))
  return drafts.map(({ variable, rows }) => ({
    grouping: variable.name,
    label: variable.label,
    groups: groupsOf(variable).map(({ label }) => label),
    rows: rows.map(({ outcome, series }) => ({
      variable: outcome.name,
      label: outcome.label,
      choice: series.choice?.label ?? null,
      measure: series.measure,
      cells: groupsOf(variable).map(({ value }) => {
        const figure = series.figures.find(({ category }) => category === value)
        if (!figure) return null
        const tested = tests.get(figure)
        const marked = tested && p.get(figure)! < rule.level && Math.abs(tested.effect) >= rule.size
        const { label, n, value: at, sd } = figure
        return { label, n, value: at, sd, mark: marked ? (tested.value > 0 ? 'above' : 'below') : null }
      }),
    })),
  }))
}

function draftOf(view: View, plan: Plan, name: string) {
  const variable = variableOf(view.frame, name)
  if (variable.kind !== 'coded' || variable.categories.length > rule.categories) return null
  const wanted = new Set(plan.outcomes)
  const rows = view.frame.variables.flatMap((outcome) => {
    if (!wanted.has(outcome.name) || outcome.name === name || outcome.categories.length > rule.categories)
      return []
    const series = leadingOf(seriesOf(outcome, variable, view))
    return series && series.figures.length > 1 ? [{ outcome, series }] : []
  })
  return rows.length > 0 ? { variable, rows } : null
}

/** Of several choices the one that most people took. */
function leadingOf(all: readonly Series[]): Series | null {
  const taken = ({ figures }: Series) => figures.reduce((sum, { value, n }) => sum + value * n, 0)
  return all.toSorted((a, b) => taken(b) - taken(a))[0] ?? null
}

function groupsOf({ categories }: Variable) {
  return categories.filter(({ missing }) => !missing)
}

function againstOthers(
  figure: Series['figures'][number],
  { figures, measure }: Series,
  sampleType: SampleType,
) {
  const others = figures.filter((other) => other !== figure && other.n > 0)
  const n = others.reduce((sum, other) => sum + other.n, 0)
  if (n === 0) return null
  const value = others.reduce((sum, other) => sum + other.value * other.n, 0) / n
  const squares = others.reduce(
    (sum, other) => sum + other.sd ** 2 * (other.n - 1) + other.n * (other.value - value) ** 2,
    0,
  )
  const sd = measure === 'share' ? Math.sqrt(value * (1 - value)) : Math.sqrt(squares / Math.max(1, n - 1))
  return difference(figure, { label: '', n, value, sd }, measure, sampleType)
}
