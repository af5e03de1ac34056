/** What a page shows of one question: its base, tables, chart, readings and remarks. */

import type { Base, Cell, SampleType } from './cells.ts'
import type { Chart } from './chart.ts'
import type { Result } from './statistics/result.ts'
import { note } from './statistics/result.ts'
import type { Note, Table } from './table.ts'
import type { View } from './view.ts'

export interface Section {
  /** Name of the variable, or of the matrix. */
  readonly variable: string
  readonly title: string
  readonly kind: 'frequencies' | 'multiple' | 'scale' | 'matrix' | 'numbers' | 'ranks' | 'texts' | 'dates'
  readonly base: Base
  readonly tables: readonly Table[]
  readonly chart: Chart | null
  readonly findings: readonly Note[]
  readonly notes: readonly Note[]
}

/** What a section is made from. */
export interface Making {
  readonly view: View
  readonly sampleType: SampleType
}

/** Puts a statistic's result under its heading. */
export function section(
  head: Pick<Section, 'variable' | 'title' | 'kind' | 'base'>,
  result: Result,
  chart: Chart | null,
  more: readonly Note[] = [],
): Section {
  return {
    ...head,
    tables: result.tables,
    chart,
    findings: result.findings,
    notes: [...result.notes, ...more],
  }
}

/** A section that shows nothing, and says so. */
export function withheld(head: Pick<Section, 'variable' | 'title' | 'kind'>, view: View): Section {
  return {
    ...head,
    base: { ...hiddenBase, n: view.filtered ? null : view.frame.n },
    tables: [],
    chart: null,
    findings: [],
    notes: [note('tooFewToShow')],
  }
}

const hiddenBase: Base = {
  n: null,
  valid: null,
  skipped: null,
  unanswered: null,
  dontKnow: null,
  refused: null,
  notApplicable: null,
}

/** A remark where cells were merged for this reader. */
export function mergeNotes(cells: readonly Cell[]): readonly Note[] {
  return cells.some((cell) => cell.codes.length > 1) ? [note('merged')] : []
}
