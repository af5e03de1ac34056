/** Tables of the workbench on the city survey, as its tests ask for them. */

import { expect } from 'vitest'
import type { Frame } from '../../analysis/frame.ts'
import type { Table } from '../../analysis/table.ts'
import { prepare } from '../../analysis/workbench/prepare.ts'
import { runTable } from '../../analysis/workbench/run.ts'
import type { Script, TableStep } from '../../analysis/workbench/script.ts'
import { emptyScript, emptyTable } from '../../analysis/workbench/script.ts'
import { cityFrame } from '../support/city-survey.ts'
import { words } from './frames.ts'

export const city = cityFrame()
export const twoStage: Partial<Script> = {
  weights: { column: 'w_final', rake: [], population: null, lower: null, upper: null },
  design: {
    strata: ['district'],
    clusters: ['street', 'community'],
    populations: ['fpc_street', 'fpc_comm'],
    lonely: 'fail',
  },
}
export const oneStage: Partial<Script> = {
  ...twoStage,
  design: { strata: ['district'], clusters: ['street'], populations: [], lonely: 'fail' },
}

export function run(
  data: Frame,
  script: Partial<Script>,
  step: Partial<TableStep>,
  sampleType = 'complex' as const,
) {
  const prepared = prepare(data, { ...emptyScript, ...script }, { sampleType, words })
  return runTable(prepared, { ...emptyTable, ...step })
}
export const tableOf = (tables: readonly Table[], caption: string) =>
  tables.find((table) => table.caption === caption)!
export const place = (table: Table, key: string) => table.columns.findIndex((column) => column.key === key)
/** Equal to a part in a million. */
export function close(actual: unknown, wanted: number) {
  expect(typeof actual).toBe('number')
  expect(Math.abs((actual as number) - wanted)).toBeLessThanOrEqual(Math.max(1e-12, 1e-6 * Math.abs(wanted)))
}
