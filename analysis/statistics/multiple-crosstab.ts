/**
 * A multiple-choice question against groups: who ticked what, on respondents, with tests between columns.
 *
 * In: a 0/1 mark for each choice and row, the group of each row (-1: none), which rows answered, and weights where the
 * sample has them (rows of weight 0 or below, or without one, are left out). Out: for each choice its weight in every
 * group and in all, per cent of those who answered, letters of column tests (on effective sample sizes where there are
 * weights), and Pearson's chi-square of the choice against the groups with p adjusted over the choices (unweighted
 * samples only: with weights it is null, and the design's own test is needed). Percentages add up to more than 100.
 * Source: SPSS CTABLES with a multiple-response set; R `chisq.test(correct = FALSE)`, `p.adjust`.
 */

import { sum } from '../sums.ts'
import { adjustedP } from './adjusted-p.ts'
import type { Adjustment } from './adjusted-p.ts'
import { columnProportions } from './column-proportions.ts'
import { chiSquare } from './crosstab.ts'
import { percent } from './result.ts'

export interface MultipleCrosstab {
  /** People, weight and effective size of each group. */
  readonly groups: readonly { readonly n: number; readonly weight: number; readonly effective: number }[]
  readonly choices: readonly {
    readonly counts: readonly number[]
    readonly total: number
    readonly percents: readonly (number | null)[]
    readonly totalPercent: number | null
    readonly letters: readonly string[]
    readonly statistic: number | null
    readonly df: number | null
    readonly p: number | null
    readonly adjusted: number | null
  }[]
}

export function multipleCrosstab(
  input: {
    readonly chosen: readonly Uint8Array[]
    readonly answered: Uint8Array
    readonly groups: ArrayLike<number>
    readonly groupCount: number
    readonly weights?: Float64Array | null
  },
  options: { readonly adjustment: Adjustment; readonly alpha?: number },
): MultipleCrosstab {
  const { chosen, answered, groups, groupCount, weights = null } = input
  const zeros = () => Array.from({ length: groupCount }, () => 0)
  const [people, totals, squares] = [zeros(), zeros(), zeros()]
  const counts = chosen.map(zeros)
  for (let row = 0; row < answered.length; row += 1) {
    const group = groups[row]!
    const w = weights ? weights[row]! : 1
    if (answered[row] === 0 || group < 0 || !(w > 0)) continue
    people[group] = people[group]! + 1
    totals[group] = totals[group]! + w
    squares[group] = squares[group]! + w * w
    chosen.forEach((marks, choice) => {
      if (marks[row] !== 0) counts[choice]![group] = counts[choice]![group]! + w
    })
  }
  const effective = totals.map((total, g) => (squares[g]! > 0 ? total ** 2 / squares[g]! : 0))
  const columns = columnProportions(counts, { ...options, totals, bases: effective })
  const tests = counts.map((line) =>
    weights ? null : chiSquare([line, line.map((count, g) => totals[g]! - count)]),
  )
  const adjusted = adjustedP(
    tests.map((test) => test?.p ?? null),
    options.adjustment,
  )
  const all = sum(totals)
  return {
    groups: people.map((n, g) => ({ n, weight: totals[g]!, effective: effective[g]! })),
    choices: counts.map((line, choice) => ({
      counts: line,
      total: sum(line),
      percents: line.map((count, g) => percent(count, totals[g]!)),
      totalPercent: percent(sum(line), all),
      letters: columns[choice]!.letters,
      statistic: tests[choice]?.statistic ?? null,
      df: tests[choice]?.df ?? null,
      p: tests[choice]?.p ?? null,
      adjusted: adjusted[choice]!,
    })),
  }
}
