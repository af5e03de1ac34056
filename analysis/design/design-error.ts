/** What a sample design or an adjustment of weights cannot do, as a code with numbers: pages say it in words. */

/** Codes of the catalogues (`note.*`) that name the cause. */
export type DesignProblem =
  | 'designEmpty'
  | 'designMissing'
  | 'designLength'
  | 'weightsMissing'
  | 'weightsNegative'
  | 'weightsZero'
  | 'weightsInfinite'
  | 'onePsu'
  | 'clustersNotNested'
  | 'fpcMixed'
  | 'fpcTooSmall'
  | 'fpcStages'
  | 'ppsFractions'
  | 'ppsStages'
  | 'lonelyPsu'
  | 'jackknifeStrata'
  | 'jackknifeFpc'
  | 'replicatesNone'
  | 'replicatesMany'
  | 'replicateScale'
  | 'pairsNeeded'
  | 'marginMissing'
  | 'marginUnobserved'
  | 'marginUnknown'
  | 'marginZero'
  | 'rakingFailed'
  | 'rakingContradiction'
  | 'calibrationMissing'
  | 'calibrationTotals'
  | 'calibrationDependent'
  | 'calibrationBounds'
  | 'calibrationFailed'
  | 'trimImpossible'
  | 'classWithoutResponse'
  | 'infiniteValue'
  | 'termUnknown'
  | 'termsDependent'
  | 'outcomeNotBinary'
  | 'separation'
  | 'regressionFailed'
  | 'needsTwoLevels'
  | 'wavesDiffer'

export class DesignError extends Error {
  readonly code: DesignProblem
  readonly params: Readonly<Record<string, string | number>>

  constructor(code: DesignProblem, params: Readonly<Record<string, string | number>> = {}) {
    const said = Object.entries(params).map(([key, value]) => `${key} ${value}`)
    super(said.length === 0 ? code : `${code}: ${said.join(', ')}`)
    this.name = 'DesignError'
    this.code = code
    this.params = params
  }
}
