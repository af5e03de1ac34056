/** What stands on the first page of a printed questionnaire: who asks, why, and what is promised; made from what is stored. */

import type { Catalogue } from '../../locale/index.ts'
import type { Collection } from '../../store/store.ts'

export interface PaperTerm {
  readonly name: string
  readonly lines: readonly string[]
}

export function paperTerms(
  { asker, purpose, readers, retainUntil, contact, anonymous, pilot }: Collection,
  w: Catalogue['paper'],
): readonly PaperTerm[] {
  const terms: readonly PaperTerm[] = [
    { name: w.whoAsks, lines: [asker, pilot ? w.pilot : ''] },
    { name: w.why, lines: [purpose] },
    { name: w.identity, lines: [anonymous ? w.anonymous : w.named, w.rights] },
    { name: w.whoSees, lines: [readers || w.readersDefault] },
    { name: w.kept, lines: [retainUntil ?? ''] },
    { name: w.contact, lines: [contact, w.secrets] },
  ]
  return terms
    .map((term) => ({ ...term, lines: term.lines.filter((line) => line !== '') }))
    .filter((term) => term.lines.length > 0)
}
