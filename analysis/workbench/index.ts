/** The statistics of the workbench, in the order in which they are offered. */

import { crosstab } from './crosstab.ts'
import { frequencies } from './frequencies.ts'
import { means } from './means.ts'
import type { Statistic } from './statistic.ts'

export const statistics: readonly Statistic[] = [frequencies, crosstab, means]

export function statisticNamed(name: string): Statistic | null {
  return statistics.find((each) => each.name === name) ?? null
}
