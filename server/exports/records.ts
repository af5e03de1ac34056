/** Single answers as programs and pages read them: those of a selection, a page at a time, with the columns that are wanted. */

import type { Answers } from '../form/form.ts'
import type { Store, Submission } from '../store/store.ts'
import type { CsvSubject } from './csv.ts'
import { versionIds, type Selection } from './selection.ts'

export interface RecordsAsked {
  readonly selection: Selection
  readonly search: string
  readonly after: string
  readonly limit: number
}

/** By their random ids where they are anonymous, so that nothing tells in which order they came. */
export function recordsOf(
  store: Store,
  subject: CsvSubject,
  { selection, search, after, limit }: RecordsAsked,
): Promise<{ readonly rows: readonly Submission[]; readonly next: string | null }> {
  const { states, versions, channels, from, to } = selection
  return store.submissions.scan(subject.collection.id, {
    order: subject.collection.anonymous ? 'instance' : 'seq',
    after,
    limit,
    states: states ?? ['received', 'returned', 'approved'],
    ...(versions ? { versions: versionIds(versions, subject) } : {}),
    ...(channels ? { channels } : {}),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(search === '' ? {} : { search }),
  })
}

/** Answers to these questions alone; all where none are named. */
export function pickedAnswers(answers: Answers, columns: ReadonlySet<string> | null): Answers {
  if (columns === null) return answers
  return Object.fromEntries(Object.entries(answers).filter(([name]) => columns.has(name)))
}
