/**
 * Estimates from sums alone: one GROUP BY of stratum, sampling unit and categories stands for the rows.
 *
 * Linearised errors of one stage only need what each sampling unit adds up to, so a group of rows of one unit and
 * the same categories counts as a single row of their summed weight, and a number in it as its weighted mean.
 * Means, totals, shares, domains by those categories and their tests are then exact; quantiles and variances of
 * numbers are not, and ask for the rows. In: what `Source.totals` returns, wherever it was grouped. Rows without
 * a weight add nothing. Out: a design over the groups, the categories and the numbers as columns.
 * Source: Särndal et al. 1992, 4.3.
 */

import type { Source, TotalsRow } from '../source.ts'
import type { LinearisedDesign, LonelyPsu } from './design.ts'
import { sampleDesign } from './design.ts'
import { DesignError } from './design-error.ts'
import type { Codes } from './means.ts'

export interface GroupedQuery {
  /** Names of coded variables. */
  readonly stratum: string | null
  readonly psu: string
  readonly weight: string
  /** Coded variables that estimates or domains are made of. */
  readonly categories?: readonly string[]
  /** Number columns without missing values. */
  readonly numbers?: readonly string[]
  readonly lonely?: LonelyPsu
}

export interface GroupedSample {
  readonly design: LinearisedDesign
  /** Rows that each group stands for. */
  readonly counts: Float64Array
  /** Category of each group as a place, -1 skipped or unanswered; in the order asked for. */
  readonly categories: readonly Codes[]
  /** Weighted mean of each number in the group, in the order asked for. */
  readonly numbers: readonly Float64Array[]
}

/** Codes of `Source` below this are skipped or unanswered. */
const firstCategory = 2

export async function groupedSample(source: Source, query: GroupedQuery): Promise<GroupedSample> {
  const { stratum, psu, weight, categories = [], numbers = [] } = query
  const units = stratum === null ? [psu] : [stratum, psu]
  const rows = await source.totals({
    by: [...units, ...categories],
    sums: numbers.map((name) => [name]),
    weight,
  })
  return sampleOfGroups(
    rows.filter((row) => row.weight > 0),
    query,
  )
}

function sampleOfGroups(rows: readonly TotalsRow[], query: GroupedQuery): GroupedSample {
  const { stratum, categories = [], numbers = [], lonely } = query
  const at = stratum === null ? 0 : 1
  const label = (row: TotalsRow, place: number, what: string) => {
    const code = row.key[place]!
    if (code < firstCategory) throw new DesignError('designMissing', { what, row: 0 })
    return code
  }
  const design = sampleDesign({
    n: rows.length,
    clusters: [rows.map((row) => label(row, at, query.psu))],
    ...(stratum === null ? {} : { strata: [rows.map((row) => label(row, 0, stratum))] }),
    weights: Float64Array.from(rows, (row) => row.weight),
    ...(lonely ? { lonely } : {}),
  })
  return {
    design,
    counts: Float64Array.from(rows, (row) => row.n),
    categories: categories.map((_, k) =>
      Int32Array.from(rows, (row) => {
        const code = row.key[at + 1 + k]!
        return code < firstCategory ? -1 : code - firstCategory
      }),
    ),
    numbers: numbers.map((_, k) => Float64Array.from(rows, (row) => row.sums[k]! / row.weight)),
  }
}
