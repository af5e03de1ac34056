/** An R script of the workbench run by R, and its figures held against those of the page. */

import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { expect } from 'vitest'
import type { Prepared } from '../../analysis/workbench/prepare.ts'
import { runTable } from '../../analysis/workbench/run.ts'
import type { TableStep } from '../../analysis/workbench/script.ts'

/** Columns of R's that a table of the page need not have. */
const left: readonly string[] = ['standardError', 'lower', 'upper', 'adjustedP']

export const hasR = spawnSync('Rscript', ['-e', 'library(survey)']).status === 0

export interface Line {
  readonly step: string
  readonly piece: string
  readonly table: string
  readonly column: string
  readonly times: string
  readonly row: string
  readonly value: string
  readonly text: string
}

/** What analysis.R of a folder writes. */
export function runR(within: string): readonly Line[] {
  execFileSync('Rscript', ['analysis.R'], {
    cwd: within,
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  return Papa.parse<Line>(readFileSync(join(within, 'results.csv'), 'utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data
}

/** Every figure of R stands in the workbench's table at the same place; how many were looked at in each step. */
export function compared(
  prepared: Prepared,
  tables: readonly TableStep[],
  lines: readonly Line[],
): ReadonlyMap<string, number> {
  const pieces = tables.map((step) => runTable(prepared, step))
  const looked = new Map<string, number>()
  for (const line of lines) {
    const piece = pieces[Number(line.step) - 1]![Number(line.piece) - 1]!
    const table = piece.tables.find(
      (each) =>
        (each.caption ?? 'main') === line.table && each.columns.some(({ key }) => key === line.column),
    )
    const columns = (table?.columns ?? []).flatMap(({ key, kind }, k) =>
      key === line.column && (kind !== 'label' || key === 'letters') ? [k] : [],
    )
    const place = columns[Number(line.times) - 1]
    // Errors and limits stand in the page where the sample allows them, p values only where there are several.
    if (!table || place === undefined) {
      expect(left, `${line.table} ${line.column} of step ${line.step}`).toContain(line.column)
      continue
    }
    const own = table.rows.filter(({ role }) => role === 'value')[Number(line.row) - 1]?.cells[place]
    const where = `${line.step}.${line.piece} ${line.table} ${line.column} ${line.times} row ${line.row}: ${piece.title.join(' × ')}`
    if (line.column === 'letters') expect(own, where).toBe(line.text)
    else {
      if (line.value === '' || own === null) continue
      expect(typeof own, where).toBe('number')
      const wanted = Number(line.value)
      const gap = Math.abs((own as number) - wanted)
      expect(gap, `${where}: ${String(own)} is not ${wanted}`).toBeLessThanOrEqual(
        Math.max(1e-12, 1e-9 * Math.abs(wanted)),
      )
    }
    looked.set(line.step, (looked.get(line.step) ?? 0) + 1)
  }
  return looked
}
