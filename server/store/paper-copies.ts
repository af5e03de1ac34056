/** Numbers of printed copies: given out, marked, listed and counted. */

import { sql, type RawBuilder } from 'kysely'
import type { Clock } from './clock.ts'
import { named, truth } from './columns.ts'
import { all, run, type On } from './database.ts'
import { batchesOf, deleteOf, lock, settingsOf, tell } from './paper-rows.ts'
import {
  mostCopies,
  type CopyState,
  type ListedCopy,
  type Paper,
  type PaperBatch,
  type PaperProgress,
} from './store.ts'

type Printing = Parameters<Paper['print']>[1] & { readonly collectionId: string; readonly actor: string }

export async function print(on: On, clock: Clock, printing: Printing): Promise<PaperBatch> {
  const { collectionId, copies, formVersionId, language, wishes, actor } = printing
  await lock(on, collectionId)
  const last = (await batchesOf(on, collectionId)).at(-1)
  const from = (last?.last ?? 0) + 1
  const to = from + copies - 1
  if (copies < 1 || to > mostCopies) throw named('TooMany', `at most ${mostCopies} copies of a collection`)
  const number = (last?.number ?? 0) + 1
  const printedOn = clock.today()
  await run(
    on,
    sql`
      insert into paper_batches (collection_id, number, first_copy, last_copy, form_version_id, language, wishes,
        printed_by, printed_on)
      values (${collectionId}, ${number}, ${from}, ${to}, ${formVersionId}, ${language}, ${JSON.stringify(wishes)},
        ${actor}, ${printedOn})`,
  )
  const rows = Array.from(
    { length: copies },
    (_, n) => sql`(${collectionId}, ${from + n}, ${number}, 'issued', '')`,
  )
  for (let start = 0; start < rows.length; start += 100)
    await run(
      on,
      sql`
        insert into paper_copies (collection_id, copy, batch, state, reason)
        values ${sql.join(rows.slice(start, start + 100))}`,
    )
  await tell(on, clock, {
    kind: 'paper.printed',
    collectionId,
    actor,
    detail: { first: from, last: to, version: formVersionId },
  })
  return { number, first: from, last: to, formVersionId, language, wishes, printedBy: '', printedOn }
}

interface Marking {
  readonly collectionId: string
  readonly copy: number
  readonly state: Exclude<CopyState, 'settled'>
  readonly reason: string
  readonly actor: string
}

export async function mark(on: On, clock: Clock, marking: Marking): Promise<boolean> {
  const { collectionId, copy, state, reason, actor } = marking
  await lock(on, collectionId)
  const marked = await run(
    on,
    sql`
      update paper_copies
      set state = ${state}, reason = ${reason}
      where collection_id = ${collectionId}
        and copy = ${copy}
        and state <> 'settled'`,
  )
  if (marked === 0) return false
  if (state !== 'issued') {
    await deleteOf(on, 'paper_entry_personal', collectionId, copy)
    await deleteOf(on, 'paper_entries', collectionId, copy)
  }
  await tell(on, clock, { kind: `paper.${state}`, collectionId, actor, detail: { copy } })
  return true
}

interface Tally {
  readonly state: CopyState
  readonly begun: number | string | null
  readonly finished: number | string | null
  readonly n: number | string
}

/** Every copy by its state and by how many entries it has. */
export async function progressOf(on: On, collectionId: string): Promise<PaperProgress> {
  const { entries } = await settingsOf(on, collectionId)
  const rows = await all(
    on,
    sql<Tally>`
      select state, begun, finished, count(*) as n
      from ${counted(collectionId)}
      group by state, begun, finished`,
  )
  const count = (holds: (tally: { state: CopyState; begun: number; finished: number }) => boolean) =>
    rows
      .filter(({ state, begun, finished }) =>
        holds({ state, begun: Number(begun), finished: Number(finished) }),
      )
      .reduce((sum, { n }) => sum + Number(n), 0)
  const issued = (holds: (begun: number, finished: number) => boolean) =>
    count(({ state, begun, finished }) => state === 'issued' && holds(begun, finished))
  return {
    printed: count(() => true),
    void: count(({ state }) => state === 'void'),
    lost: count(({ state }) => state === 'lost'),
    settled: count(({ state }) => state === 'settled'),
    untouched: issued((begun) => begun === 0),
    underWay: issued((begun, finished) => begun > finished),
    once: issued((begun, finished) => begun === finished && finished > 0 && finished < entries),
    twice: issued((begun, finished) => begun === finished && finished >= entries),
  }
}

/** Each copy with the number of its entries, and of those that are finished. */
export function counted(collectionId: string): RawBuilder<unknown> {
  return sql`(
    select paper_copies.copy, paper_copies.state, paper_copies.reason, paper_copies.instance_id,
      coalesce(sums.begun, 0) as begun, coalesce(sums.finished, 0) as finished
    from paper_copies
    left join (
      select copy, count(*) as begun, sum(finished) as finished
      from paper_entries
      where collection_id = ${collectionId}
      group by copy
    ) as sums on sums.copy = paper_copies.copy
    where paper_copies.collection_id = ${collectionId}
  ) as counted`
}

export async function listCopies(
  on: On,
  collectionId: string,
  { wanted, after }: Parameters<Paper['list']>[1],
): Promise<readonly ListedCopy[]> {
  const { entries } = await settingsOf(on, collectionId)
  const narrowing = {
    all: sql``,
    compare: sql`and state = 'issued' and begun = finished and finished >= ${entries}`,
    once: sql`and state = 'issued' and begun = finished and finished > 0 and finished < ${entries}`,
    underWay: sql`and state = 'issued' and begun > finished`,
    issued: sql`and state = 'issued'`,
    void: sql`and state = 'void'`,
    lost: sql`and state = 'lost'`,
    settled: sql`and state = 'settled'`,
  }[wanted]
  const copies = await all(
    on,
    sql<Omit<ListedCopy, 'entries'>>`
      select copy, state, reason, instance_id as "instanceId"
      from ${counted(collectionId)}
      where copy > ${after} ${narrowing}
      order by copy
      limit 200`,
  )
  const [from, to] = [copies[0]?.copy ?? 0, copies.at(-1)?.copy ?? 0]
  const rows = await all(
    on,
    sql<{ copy: number; pass: number; clerk: string; finished: number }>`
      select paper_entries.copy, paper_entries.pass, coalesce(people.name, '') as clerk, paper_entries.finished
      from paper_entries
      left join people on people.id = paper_entries.clerk_id
      where paper_entries.collection_id = ${collectionId}
        and paper_entries.copy between ${from} and ${to}
      order by paper_entries.copy, paper_entries.pass`,
  )
  return copies.map((each) => ({
    ...each,
    entries: rows
      .filter(({ copy }) => copy === each.copy)
      .map(({ pass, clerk, finished }) => ({ pass, clerk, finished: truth(finished) })),
  }))
}
