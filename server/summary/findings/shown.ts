/** A finding in words: the claim, the live figures under it, and what they are figures of. */

import { createHash } from 'node:crypto'
import type { SampleType } from '../../../analysis/cells.ts'
import type { FindingKind } from '../../../analysis/findings/comparison.ts'
import type { Finding } from '../../../analysis/findings/findings.ts'
import type { Note } from '../../../analysis/table.ts'
import { say, type Catalogue, type Locale } from '../../locale/index.ts'
import { formatCount, formatNumber, paramsInWords } from '../shown.ts'

export interface ShownFinding {
  readonly key: string
  readonly kind: FindingKind | 'voices'
  /** What is claimed, without numbers: the product's words, or the organiser's. */
  readonly words: string
  /** The product's own words, where the organiser's stand instead. */
  readonly ownWords: string
  /** The numbers as they are now, with base, interval or kind of sample. */
  readonly figures: string
  readonly edited: { readonly person: string; readonly at: string } | null
  readonly hidden: boolean
  readonly headline: boolean
  readonly collectionId: string
  readonly variable: string
  readonly crossed: Finding['crossed']
  /** Where its table is. */
  readonly href: string
  /** Numbers of the pins that it cites. */
  readonly pins: readonly number[]
  /** How it was tested; for analysts only. */
  readonly test: string | null
}

export interface FindingWording {
  readonly t: Catalogue
  readonly locale: Locale
  readonly analyst: boolean
  /** Comparisons tried on the page. */
  readonly tried: number
}

/** `sampleType`: of the weaker sample, where two are compared. */
export function shownFinding(
  finding: Finding,
  of: { readonly collectionId: string; readonly sampleType: SampleType },
  wording: FindingWording,
): ShownFinding {
  const { key, kind, variable, crossed, headline } = finding
  const words = saying(wording.t.findings.claim, finding.claim, wording.locale)
  return {
    key: keyOf(of.collectionId, key),
    kind,
    words,
    ownWords: words,
    figures: figuresText(
      finding.figures.map((each) => saying(wording.t.findings.figure, each, wording.locale)),
      wording.t.findings.label[of.sampleType],
      wording.t,
    ),
    edited: null,
    hidden: false,
    headline,
    collectionId: of.collectionId,
    variable,
    crossed,
    href: hrefOf(of.collectionId, variable, crossed),
    pins: [],
    test: wording.analyst ? testText(finding, of.sampleType, wording) : null,
  }
}

/** One key for a finding of a topic, short enough to be indexed however long the names in it are. */
function keyOf(collectionId: string, key: string): string {
  const short = key.length <= 200 ? key : createHash('sha256').update(key).digest('base64url')
  return `${collectionId}:${short}`
}

/** The table of one question, or of two crossed. */
export function hrefOf(collectionId: string, variable: string, crossed: Finding['crossed']): string {
  if (crossed === null) return `/collections/${collectionId}/summary#q-${encodeURIComponent(variable)}`
  const query = new URLSearchParams(crossed)
  return `/collections/${collectionId}/crosstab?${query.toString()}`
}

/** Figures as one text, with what they are figures of at the end. */
export function figuresText(figures: readonly string[], label: string, { findings }: Catalogue): string {
  return [...figures, ...(label === '' ? [] : [label])].join(findings.join) + findings.end
}

function saying(group: Parameters<typeof say>[0], { code, params }: Note, locale: Locale): string {
  return say(group, code, paramsInWords(params, locale))
}

function testText(
  { adjusted, effect, measure }: Finding,
  sampleType: SampleType,
  { t, locale, tried }: FindingWording,
): string {
  const said = t.findings.test({
    tried: formatCount(tried, locale),
    p: adjusted < 0.001 ? '< 0.001' : `= ${adjusted.toFixed(3)}`,
    measure: measure === 'mean' ? 'd' : 'h',
    effect: formatNumber(effect, locale),
  })
  if (sampleType === 'complex') return `${said}${t.findings.join}${t.findings.testComplex}`
  return sampleType === 'probability' || sampleType === 'census'
    ? said
    : `${said}${t.findings.join}${t.findings.testAssumes}`
}
