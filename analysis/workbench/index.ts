/** The statistics of the workbench, in the order in which they are offered. */

import { crosstab } from './crosstab.ts'
import { describe, totals, waves } from './describe.ts'
import { frequencies } from './frequencies.ts'
import { agreement, experts } from './judges.ts'
import { means } from './means.ts'
import { priorities } from './priorities.ts'
import { correlation, regression } from './relations.ts'
import { samePeople } from './same-people.ts'
import { scales } from './scales.ts'
import type { Statistic } from './statistic.ts'
import { texts } from './texts.ts'

export const statistics: readonly Statistic[] = [
  frequencies,
  crosstab,
  means,
  describe,
  samePeople,
  correlation,
  regression,
  priorities,
  scales,
  agreement,
  experts,
  totals,
  waves,
  texts,
]

export function statisticNamed(name: string): Statistic | null {
  return statistics.find((each) => each.name === name) ?? null
}
