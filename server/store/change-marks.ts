/** Where the changes of a collection's answers stand, out of its counters and its history. */

import { sql } from 'kysely'
import {
  changesSince,
  changingKinds,
  mostChanges,
  type ChangedAnswers,
  type ChangeEntry,
  type ChangeMark,
} from './changed-answers.ts'
import { all, first, type On } from './database.ts'

/** One statement, so that both numbers are of one moment. */
export async function changeMark(on: On, collectionId: string): Promise<ChangeMark | null> {
  return first(
    on,
    sql<ChangeMark>`
      select changes, coalesce((select max(number) from events where chain = ${collectionId}), 0) as event
      from counters
      where collection_id = ${collectionId}`,
  )
}

export async function changedAnswers(
  on: On,
  collectionId: string,
  mark: ChangeMark,
): Promise<ChangedAnswers> {
  const entries = await all(
    on,
    sql<ChangeEntry>`
      select number, kind, subject, detail
      from events
      where chain = ${collectionId}
        and number > ${mark.event}
        and kind in (${sql.join(changingKinds)})
      order by number
      limit ${mostChanges + 1}`,
  )
  return changesSince(mark, entries)
}
