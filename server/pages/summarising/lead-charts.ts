/** The two charts on the first screens of a summary. */

import type { ShownFinding } from '../../summary/findings/shown.ts'
import type { ShownSection } from '../../summary/shown.ts'
import type { ContentCollection } from '../../summary/topic-content.ts'

export interface LeadChart {
  readonly collectionId: string
  readonly section: ShownSection
}

/** Of what the first findings are about, then of whatever has a chart. */
export function leadCharts(
  findings: readonly ShownFinding[],
  collections: readonly Pick<ContentCollection, 'id' | 'pilot' | 'sections'>[],
): readonly LeadChart[] {
  const all = collections
    .filter(({ pilot }) => !pilot)
    .flatMap(({ id, sections }) => sections.map((section) => ({ collectionId: id, section })))
    .filter(({ section }) => section.chart !== null)
  const about = findings.flatMap(({ collectionId, variable }) =>
    all.filter((each) => each.collectionId === collectionId && each.section.variable === variable),
  )
  // A matrix says most in one picture; where answers came from says least.
  const ranked = [...about, ...all.filter(({ section }) => section.kind === 'matrix'), ...all]
  return [...new Set(ranked)].slice(0, 2)
}
