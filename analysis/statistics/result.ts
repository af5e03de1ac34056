/** What every statistic hands back, and the small parts that their tables share. */

import type { SampleType } from '../cells.ts'
import { wilson } from '../intervals.ts'
import type { Note, Table, TableColumn, TableRow } from '../table.ts'
import type { HeadingKey } from '../words.ts'

/** Tables with plain-language readings (`finding.*`) and remarks (`note.*`). */
export interface Result {
  readonly tables: readonly Table[]
  readonly findings: readonly Note[]
  readonly notes: readonly Note[]
}

/** A sentence of the catalogues with its numbers. */
export function note(code: string, params: Note['params'] = {}): Note {
  return { code, params }
}

/** A column whose heading stands in the catalogues. */
export function column(key: HeadingKey, kind: TableColumn['kind']): TableColumn {
  return { key, label: null, kind }
}

/** A column headed by a category of the data. */
export function labelled(label: string, kind: TableColumn['kind']): TableColumn {
  return { key: 'choice', label, kind }
}

export function row(cells: TableRow['cells'], role: TableRow['role'] = 'value'): TableRow {
  return { cells, role }
}

/** Share in per cent; null of an empty or unknown base. */
export function percent(count: number | null, base: number | null): number | null {
  return count === null || base === null || base === 0 ? null : (100 * count) / base
}

/** Lower and upper limit in per cent where the sample type allows an interval (promise 4), else no cells. */
export function limits(
  count: number | null,
  base: number | null,
  sampleType: SampleType,
): readonly (number | null)[] {
  if (sampleType !== 'probability') return []
  const interval = count === null || base === null ? null : wilson(count, base)
  return interval ? [100 * interval.lower, 100 * interval.upper] : [null, null]
}

/** Headings of the interval, where the sample type allows one. */
export function limitColumns(sampleType: SampleType): readonly TableColumn[] {
  return sampleType === 'probability' ? [column('lower', 'percent'), column('upper', 'percent')] : []
}

/** What must be said of the sample: intervals only for probability samples, and what others are (promise 4). */
export function sampleNotes(sampleType: SampleType): readonly Note[] {
  if (sampleType === 'probability') return [note('wilsonInterval')]
  if (sampleType === 'complex') return [note('complexSample')]
  return [note(sampleType === 'census' ? 'census' : 'nonProbability')]
}

/** What must be said of a test on this sample, or nothing for a probability sample. */
export function testNotes(sampleType: SampleType): readonly Note[] {
  if (sampleType === 'probability') return []
  if (sampleType === 'complex') return [note('complexTest')]
  return [note(sampleType === 'census' ? 'censusTest' : 'assumesRandomSample')]
}
