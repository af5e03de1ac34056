/** A record that was sent back, as its own collector may correct it. */

import type { Answers, Rows, Value } from '../form/form.ts'
import { isRows } from '../form/instances.ts'
import type { Store } from '../store/store.ts'

export interface OwnRecord {
  /** Personal answers joined in. */
  readonly answers: Answers
  readonly revision: number
}

/** Null unless it waits for a correction by this person. */
export async function ownRecord(
  store: Store,
  asked: { readonly collectionId: string; readonly instanceId: string; readonly personId: string },
): Promise<OwnRecord | null> {
  const row = await store.submissions.find(asked.collectionId, asked.instanceId)
  if (row?.state !== 'returned' || row.collectorId !== asked.personId) return null
  const personal = (await store.submissions.personal(asked.collectionId, [row.seq])).get(row.seq) ?? {}
  return { answers: together(JSON.parse(row.answers) as Answers, personal), revision: row.revision }
}

/** Personal answers stand apart row by row: put back where they were. */
export function together(answers: Answers, personal: Answers): Answers {
  const joined: Record<string, Value | Rows | null> = { ...answers }
  for (const [name, value] of Object.entries(personal)) {
    const others = Object.hasOwn(answers, name) ? answers[name] : undefined
    joined[name] =
      isRows(value) && isRows(others) ? others.map((row, place) => together(row, value[place] ?? {})) : value
  }
  return joined
}
