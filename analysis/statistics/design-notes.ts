/** What must be said beside every estimate from a sample design: how it was drawn, what is missing, what is thin. */

import { degreesOfFreedom, designCounts } from '../design/degrees-of-freedom.ts'
import { DesignError } from '../design/design-error.ts'
import type { Design } from '../design/design.ts'
import type { SampleType } from '../cells.ts'
import type { Note } from '../table.ts'
import type { Result } from './result.ts'
import { note } from './result.ts'

/** Fewer degrees of freedom than this make standard errors themselves uncertain. */
const fewDegrees = 10

/** Whether errors, intervals and tests mean anything for the sample (promise 4). */
export function infers(sampleType: SampleType): boolean {
  return sampleType === 'probability' || sampleType === 'complex'
}

/** The design in words, and what readers must bear in mind. */
export function designNotes(
  design: Design,
  { sampleType, missing = 0 }: { readonly sampleType: SampleType; readonly missing?: number },
): readonly Note[] {
  const notes: Note[] = []
  if (missing > 0) notes.push(note('designMissingRows', { n: missing }))
  if (!infers(sampleType)) {
    notes.push(note(sampleType === 'census' ? 'census' : 'designNonProbability'))
    return notes
  }
  const df = degreesOfFreedom(design)
  if (design.kind === 'replicates')
    notes.push(note('designReplicates', { type: design.type, count: design.replicates.length, df }))
  else {
    const { psus, strata } = designCounts(design)!
    const stages = design.firstStageOnly || !design.stages[0]!.population ? 1 : design.stages.length
    if (design.stratified) notes.push(note('designStratified', { psus, strata, df }))
    else notes.push(note('designUnstratified', { psus, df }))
    if (stages > 1) notes.push(note('designStages', { stages }))
    notes.push(note(design.stages[0]!.population ? 'designCorrected' : 'designWithReplacement'))
    if (design.adjustments.length > 0) notes.push(note('designAdjusted'))
    if (design.lonely !== 'fail' && lonelyStrata(design) > 0)
      notes.push(note(`designLonely_${design.lonely}`, { strata: lonelyStrata(design) }))
  }
  if (df <= 0) notes.push(note('designNoDegrees'))
  else if (df < fewDegrees) notes.push(note('designFewDegrees', { df }))
  return notes
}

function lonelyStrata(design: Design): number {
  if (design.kind !== 'linearised') return 0
  const { sampled, population } = design.stages[0]!
  return population ? 0 : sampled.filter((units) => units === 1).length
}

/** A result, or where the design cannot give one a remark that names the cause. */
export function orExplained(make: () => Result): Result {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof DesignError)) throw error
    return { tables: [], findings: [], notes: [note(error.code, error.params)] }
  }
}

/** A number that a table can show. */
export function shown(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : value
}
