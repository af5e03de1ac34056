/**
 * A multiple-choice question with weights, on three bases.
 *
 * In: a set column and a weight a row (null: each row counts once). Out: rows that answered, their weight, the
 * weight of those who ticked something, the weight of all ticks, and for each choice its weight with per cent of
 * ticks, of those who ticked something (SPSS) and of those who answered. Null where a base is empty.
 * Source: SPSS MULT RESPONSE.
 */

import { answered } from '../frame.ts'
import type { SetColumn } from '../frame.ts'
import { sum } from '../sums.ts'
import { percent } from './result.ts'

export interface MultipleResponse {
  readonly rows: number
  readonly answered: number
  readonly cases: number
  readonly ticks: number
  readonly choices: readonly {
    readonly count: number
    readonly percentTicks: number | null
    readonly percentCases: number | null
    readonly percentAnswered: number | null
  }[]
}

/** Ticks of a set column on three bases. */
export function multipleResponse(column: SetColumn, weights: Float64Array | null): MultipleResponse {
  const rows = Array.from(column.status.keys()).filter((row) => column.status[row] === answered)
  const weigh = (of: readonly number[]) => (weights ? sum(of.map((row) => weights[row]!)) : of.length)
  const counts = column.chosen.map((marks) => weigh(rows.filter((row) => marks[row] !== 0)))
  const base = weigh(rows)
  const cases = weigh(rows.filter((row) => column.chosen.some((marks) => marks[row] !== 0)))
  const ticks = sum(counts)
  return {
    rows: rows.length,
    answered: base,
    cases,
    ticks,
    choices: counts.map((count) => ({
      count,
      percentTicks: percent(count, ticks),
      percentCases: percent(count, cases),
      percentAnswered: percent(count, base),
    })),
  }
}
