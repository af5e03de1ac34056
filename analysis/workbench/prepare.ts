/** A frame made ready for the tables of a script: recodes added, rows chosen, weights and design worked out once. */

import type { SampleType } from '../cells.ts'
import { DesignError } from '../design/design-error.ts'
import type { LinearisedDesign } from '../design/design.ts'
import { domain } from '../design/domain.ts'
import { framePart } from '../filter.ts'
import type { Frame } from '../frame.ts'
import { designWeights } from '../statistics/design-estimates.ts'
import { note } from '../statistics/result.ts'
import type { Note, Table } from '../table.ts'
import type { Words } from '../words.ts'
import { withRecodes } from './recode.ts'
import { rowsKept } from './rules.ts'
import type { Script } from './script.ts'
import { Unprepared, weighting } from './weighting.ts'

export interface Preparing {
  readonly sampleType: SampleType
  readonly words: Words
  /** For rows of a repeat the answer that each belongs to. */
  readonly owners?: Uint32Array | null
}

export interface Prepared {
  /** All rows, recodes included. */
  readonly frame: Frame
  /** 1 for rows that the filter keeps; null: all. */
  readonly kept: Uint8Array | null
  readonly n: number
  /** The design with only the kept rows counting; null for an unweighted simple sample. */
  readonly design: LinearisedDesign | null
  /** Weights are given and not all alike. */
  readonly weighted: boolean
  /** Strata, clusters or population sizes are on. */
  readonly designed: boolean
  readonly sampleType: SampleType
  readonly words: Words
  /** What must be said of the whole: recodes and conditions that failed, what weighting did. */
  readonly notes: readonly Note[]
  /** Margins and what the weights cost. */
  readonly tables: readonly Table[]
  readonly findings: readonly Note[]
  /** Why no figure can be had: weights or design that cannot be made. */
  readonly failure: Note | null
  /** The kept rows of some variables, as a frame of their own. */
  part(names: readonly string[]): Frame
}

export function prepare(given: Frame, script: Script, options: Preparing): Prepared {
  const { frame, notes: recodeNotes } = withRecodes(given, script.recodes, options.words)
  const { kept, notes: filterNotes } = rowsKept(frame, script.filter)
  const rows = kept && rowNumbers(kept)
  const base = {
    frame,
    kept,
    n: rows ? rows.length : frame.n,
    sampleType: options.sampleType,
    words: options.words,
    part: (names: readonly string[]) => partOf(frame, rows, names),
  }
  const notes = [...recodeNotes, ...filterNotes]
  const none = { design: null, weighted: false, designed: false, tables: [], findings: [], failure: null }
  try {
    const made = weighting(frame, script, { words: options.words, kept, owners: options.owners ?? null })
    if (!made) return { ...base, ...none, notes }
    const design = kept ? domain(made.design, kept) : made.design
    const cost = designWeights(design)
    return {
      ...base,
      design,
      weighted: script.weights !== null,
      designed:
        design.stratified ||
        design.stages[0]!.population !== null ||
        (script.design?.clusters.length ?? 0) > 0,
      notes: [...notes, ...made.notes, ...(script.weights ? cost.notes : [])],
      tables: [...made.tables, ...(script.weights ? cost.tables : [])],
      findings: script.weights ? cost.findings : [],
      failure: null,
    }
  } catch (error) {
    if (error instanceof Unprepared) return { ...base, ...none, notes, failure: error.note }
    if (!(error instanceof DesignError)) throw error
    return { ...base, ...none, notes, failure: note(error.code, error.params) }
  }
}

function rowNumbers(kept: Uint8Array): Uint32Array {
  let count = 0
  for (let row = 0; row < kept.length; row += 1) count += kept[row]!
  const rows = new Uint32Array(count)
  let next = 0
  for (let row = 0; row < kept.length; row += 1) if (kept[row] === 1) rows[next++] = row
  return rows
}

function partOf(frame: Frame, rows: Uint32Array | null, names: readonly string[]): Frame {
  const variables = frame.variables.filter(({ name }) => names.includes(name))
  const columns = new Map(variables.map(({ name }) => [name, frame.columns.get(name)!]))
  const part = { n: frame.n, variables, columns }
  return rows ? framePart(part, rows) : part
}
