/** What has happened to answers since a copy of them was made: so that only what changed is read again. */

/** A state of a collection's answers: the last entry of its history, and how often anything but appending had happened. */
export interface ChangeMark {
  readonly event: number
  readonly changes: number
}

export interface ChangedAnswers {
  /** The state after these changes. */
  readonly mark: ChangeMark
  /**
   * Numbers of the answers that were corrected, rejected, or are no longer rejected, ascending; what else review decides
   * changes no figure. Null where answers were erased, or where it is not known: then all has to be read again.
   */
  readonly seqs: readonly number[] | null
}

/** An entry of the history that counts as a change. */
export interface ChangeEntry {
  readonly number: number
  readonly kind: string
  readonly subject: string
  readonly detail: string
}

/** Kinds of the entries that raise a collection's `changes`, each by one. */
export const changingKinds = ['answer.corrected', 'answer.reviewed', 'answer.erased'] as const

/** More changes than these are not told apart. */
export const mostChanges = 20_000

/** What the entries after a mark mean; `entries` ascending, at most one more than `mostChanges`. */
export function changesSince(mark: ChangeMark, entries: readonly ChangeEntry[]): ChangedAnswers {
  const after = {
    event: Math.max(mark.event, entries.at(-1)?.number ?? 0),
    changes: mark.changes + entries.length,
  }
  if (entries.length > mostChanges || entries.some(({ kind }) => kind === 'answer.erased'))
    return { mark: after, seqs: null }
  const seqs = new Set(entries.filter(changesFigures).map(({ subject }) => Number(subject)))
  return { mark: after, seqs: [...seqs].toSorted((a, b) => a - b) }
}

function changesFigures({ kind, detail }: ChangeEntry): boolean {
  if (kind !== 'answer.reviewed') return true
  const { from, to } = JSON.parse(detail) as { readonly from?: unknown; readonly to?: unknown }
  return from === 'rejected' || to === 'rejected'
}
