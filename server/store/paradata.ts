/** How answers came about, one row for each filling in of an answer; only of collections that say so. */

import { sql } from 'kysely'
import type { Paradata } from '../form/paradata.ts'
import { json } from './columns.ts'
import { all, type Database } from './database.ts'

export interface Filling {
  readonly seq: number
  readonly revision: number
  readonly paradata: Paradata
}

export interface ParadataOfAnswers {
  /** All fillings in of these answers, by number, the first first. */
  many(collectionId: string, seqs: readonly number[]): Promise<ReadonlyMap<number, readonly Paradata[]>>
  /** Of one answer, the first filling in first. */
  of(collectionId: string, seq: number): Promise<readonly Filling[]>
  /** Of the answers with numbers after `after` up to `upTo`, in order of number and revision; at most 5,000 numbers. */
  between(collectionId: string, after: number, upTo: number): Promise<readonly Filling[]>
}

export function createParadata({ on }: Database): ParadataOfAnswers {
  const between = async (collectionId: string, after: number, upTo: number): Promise<readonly Filling[]> => {
    if (upTo - after > 5_000)
      throw new Error(`paradata.between: ${upTo - after} answers at once are too many`)
    const rows = await all(
      on,
      sql<{ seq: number; revision: number; content: string }>`
        select seq, revision, content
        from submission_paradata
        where collection_id = ${collectionId}
          and seq > ${after}
          and seq <= ${upTo}
        order by seq, revision`,
    )
    return rows.map(({ seq, revision, content }) => ({ seq, revision, paradata: json<Paradata>(content) }))
  }
  return {
    many: async (collectionId, seqs) => {
      const found = new Map<number, Paradata[]>()
      for (let start = 0; start < seqs.length; start += 500) {
        const rows = await all(
          on,
          sql<{ seq: number; content: string }>`
            select seq, content
            from submission_paradata
            where collection_id = ${collectionId}
              and seq in (${sql.join(seqs.slice(start, start + 500))})
            order by seq, revision`,
        )
        for (const { seq, content } of rows)
          found.set(seq, [...(found.get(seq) ?? []), json<Paradata>(content)])
      }
      return found
    },
    between,
    of: (collectionId, seq) => between(collectionId, seq - 1, seq),
  }
}
