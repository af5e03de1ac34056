/** The answers of a collection on PostgreSQL, read by a thread of its own. */

import { sql } from 'kysely'
import { rowsInPage, type AnswerPages, type AnswerRow } from './answer-pages.ts'
import { changedAnswers, changeMark } from './change-marks.ts'
import { all } from './database.ts'
import { oneConnection } from './postgres.ts'

/** Rows in pages, each on its way while the one before is worked on. */
export async function pagesOfPostgres(url: string, collectionId: string): Promise<AnswerPages> {
  const { on, close } = await oneConnection(url)
  const page = (after: number, through: number) =>
    all(
      on,
      sql<AnswerRow>`
        select seq, form_version_id as "formVersionId", channel_id as "channelId", revision,
          state = 'rejected' as rejected, received_on as "receivedOn", answers
        from submissions
        where collection_id = ${collectionId}
          and seq > ${after}
          and seq <= ${through}
        order by seq
        limit ${rowsInPage}`,
    )
  return {
    mark: () => changeMark(on, collectionId),
    changedSince: (mark) => changedAnswers(on, collectionId, mark),
    async *pages(after, through) {
      // The next page is on its way while this one is worked on.
      let coming = page(after, through)
      for (;;) {
        const rows = await coming
        const last = rows.at(-1)
        if (!last) return
        coming = page(last.seq, through)
        coming.catch(() => undefined)
        yield rows
      }
    },
    close,
  }
}
