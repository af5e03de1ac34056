/** Adapters of the kinds `code.*`. */

import { codeCooccurrence } from '../../../analysis/text/code-cooccurrence.ts'
import { codeFrequencies } from '../../../analysis/text/code-frequencies.ts'
import { coderAgreement } from '../../../analysis/text/coder-agreement.ts'
import type { Adapter } from './adapters.ts'
import type { ReferenceData } from './cases.ts'
import { column, numbersOf } from './cases.ts'

function named(data: ReferenceData, list: unknown): readonly Float64Array[] {
  return (list as readonly string[]).map((name) => numbersOf(data, name))
}

export const cooccurrence: Adapter = ({ codes }, data) => {
  const of = codeCooccurrence(named(data, codes))
  return {
    segments: of.segments,
    codes,
    counts: of.counts,
    jaccard: of.jaccard,
    expected: of.expected,
    lift: of.lift,
  }
}

export const frequency: Adapter = ({ codes, document: name }, data) => {
  const documents = column(data.columns, String(name))
  const places = new Map([...new Set(documents)].map((document, place) => [document, place]))
  const of = codeFrequencies(
    named(data, codes),
    documents.map((document) => places.get(document)!),
  )
  return {
    codes: of.map(({ segments, percent, documents: found }, k) => ({
      code: (codes as readonly string[])[k],
      segments,
      pct_segments: percent,
      documents: found,
    })),
  }
}

export const agreement: Adapter = ({ coder_a, coder_b, codes }, data) => {
  const of = coderAgreement(named(data, coder_a), named(data, coder_b))
  return {
    codes: of.codes.map((each, k) => ({
      code: (codes as readonly string[])[k],
      a_n: each.first,
      b_n: each.second,
      both: each.both,
      percent_agreement: each.percent,
      expected: each.expected,
      kappa: each.kappa,
      se: each.error,
    })),
    pooled_observed: of.pooledObserved,
    pooled_expected: of.pooledExpected,
    pooled_kappa: of.pooledKappa,
    mean_kappa: of.meanKappa,
    holsti: of.holsti,
  }
}
