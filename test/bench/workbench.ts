/** Times of a table of the workbench at 200,000 answers, its script made ready before: recode, filter, weights. */

import { seededRandom } from '../../analysis/random.ts'
import type { Column, Frame, Variable } from '../../analysis/frame.ts'
import { prepare } from '../../analysis/workbench/prepare.ts'
import { runTable } from '../../analysis/workbench/run.ts'
import { emptyScript, emptyTable } from '../../analysis/workbench/script.ts'
import { en } from '../../server/locale/en.ts'

export interface WorkbenchTimes {
  /** A crosstab of 5 by 7 answers with letters and tests. */
  readonly crosstab: number
  /** The same with weights: shares, effective sizes, letters, Rao and Scott's test. */
  readonly weighted: number
}

const n = 200_000

/** Milliseconds, the median of seven runs each. */
export function workbenchTimes(): WorkbenchTimes {
  const random = seededRandom(9)
  const coded = (name: string, answers: number): [Variable, Column] => [
    {
      name,
      label: name,
      kind: 'coded',
      categories: Array.from({ length: answers }, (_, k) => ({
        value: String(k),
        label: `${k}`,
        missing: null,
      })),
      ordered: false,
      group: null,
    },
    { kind: 'coded', codes: Uint8Array.from({ length: n }, () => 2 + Math.floor(random() * answers)) },
  ]
  const weight: [Variable, Column] = [
    { name: 'w', label: 'w', kind: 'number', categories: [], ordered: false, group: null },
    {
      kind: 'number',
      values: Float64Array.from({ length: n }, () => 0.5 + random()),
      status: new Uint8Array(n).fill(2),
    },
  ]
  const parts = [coded('a', 5), coded('b', 7), weight]
  const frame: Frame = {
    n,
    variables: parts.map(([variable]) => variable),
    columns: new Map(parts.map(([variable, column]) => [variable.name, column])),
  }
  const options = { sampleType: 'complex', words: en.summary.heading } as const
  const step = { ...emptyTable, rows: ['a'], columns: ['b'] }
  const weights = { column: 'w', rake: [], population: null, lower: null, upper: null }
  const plain = prepare(frame, emptyScript, options)
  const weighted = prepare(frame, { ...emptyScript, weights }, options)
  return { crosstab: median(() => runTable(plain, step)), weighted: median(() => runTable(weighted, step)) }
}

function median(work: () => unknown): number {
  const took = Array.from({ length: 7 }, () => {
    const from = performance.now()
    work()
    return performance.now() - from
  })
  return took.toSorted((x, y) => x - y)[3]!
}
