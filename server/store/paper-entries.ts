/** First and second entries of printed copies: taken, saved, thrown away, and made into one answer. */

import { sql } from 'kysely'
import { isAnonymous } from './anonymous.ts'
import type { Clock } from './clock.ts'
import { flag } from './columns.ts'
import { run, type On } from './database.ts'
import { copyOf, deleteOf, entriesOf, lock, settingsOf, tell } from './paper-rows.ts'
import { addSums } from './paper-sums.ts'
import type { Statements } from './receive-statements.ts'
import { add, beginWork, finishWork, openGate } from './receive.ts'
import type { Opened, Paper, Settled, Settling } from './store.ts'

interface Opening {
  readonly collectionId: string
  readonly copy: number
  readonly clerkId: string
}

export async function openEntry(on: On, { collectionId, copy, clerkId }: Opening): Promise<Opened> {
  await lock(on, collectionId)
  const standing = await copyOf(on, collectionId, copy)
  if (!standing) return { outcome: 'missing' }
  if (standing.state !== 'issued') return { outcome: standing.state }
  const entries = await entriesOf(on, collectionId, copy)
  const own = entries.find((entry) => !entry.finished && entry.clerkId === clerkId)
  if (own) return { outcome: 'opened', pass: own.pass }
  const settings = await settingsOf(on, collectionId)
  const pass = ([1, 2] as const).find(
    (each) => each <= settings.entries && !entries.some((entry) => entry.pass === each),
  )
  if (pass === undefined) {
    const busy = entries.find(({ finished }) => !finished)
    return busy ? { outcome: 'busy', by: busy.clerk } : { outcome: 'entered' }
  }
  const mine = entries.some((entry) => entry.clerkId === clerkId)
  if (mine && settings.otherPerson) return { outcome: 'otherPerson' }
  await run(
    on,
    sql`
      insert into paper_entries (collection_id, copy, pass, clerk_id, fields, finished, revision)
      values (${collectionId}, ${copy}, ${pass}, ${clerkId}, '{}', 0, 1)`,
  )
  return { outcome: 'opened', pass }
}

export async function saveEntry(
  on: On,
  clock: Clock,
  collectionId: string,
  { copy, pass, clerkId, fields, personal, finished, revision }: Parameters<Paper['save']>[1],
): Promise<number | null> {
  const saved = await run(
    on,
    sql`
      update paper_entries
      set fields = ${JSON.stringify(fields)}, finished = ${flag(finished)}, revision = ${revision + 1}
      where collection_id = ${collectionId}
        and copy = ${copy}
        and pass = ${pass}
        and clerk_id = ${clerkId}
        and revision = ${revision}
        and finished = 0`,
  )
  if (saved === 0) return null
  await deleteOf(on, 'paper_entry_personal', collectionId, copy, sql`and pass = ${pass}`)
  if (Object.keys(personal).length > 0)
    await run(
      on,
      sql`
        insert into paper_entry_personal (collection_id, copy, pass, fields)
        values (${collectionId}, ${copy}, ${pass}, ${JSON.stringify(personal)})`,
    )
  if (finished)
    await tell(on, clock, {
      kind: 'paper.entered',
      collectionId,
      actor: clerkId,
      // The order of numbers must not be that of anonymous answers (promise 1).
      detail: (await isAnonymous(on, collectionId)) ? { pass } : { copy, pass },
    })
  return revision + 1
}

interface Discarding {
  readonly collectionId: string
  readonly copy: number
  readonly pass: number
  readonly only: 'finished' | 'all'
  readonly actor: string
}

export async function discardEntry(
  on: On,
  clock: Clock,
  { collectionId, copy, pass, only, actor }: Discarding,
): Promise<boolean> {
  await lock(on, collectionId)
  if (only === 'finished') {
    const opened = await run(
      on,
      sql`
        update paper_entries
        set finished = 0
        where collection_id = ${collectionId}
          and copy = ${copy}
          and pass = ${pass}
          and finished = 1`,
    )
    return opened > 0
  }
  await deleteOf(on, 'paper_entry_personal', collectionId, copy, sql`and pass = ${pass}`)
  const gone = await deleteOf(on, 'paper_entries', collectionId, copy, sql`and pass = ${pass}`)
  if (gone === 0) return false
  const detail = (await isAnonymous(on, collectionId)) ? { pass } : { copy, pass }
  await tell(on, clock, { kind: 'paper.discarded', collectionId, actor, detail })
  return true
}

export async function settle(
  on: On,
  statements: Statements,
  clock: Clock,
  settling: Settling & { readonly collectionId: string },
): Promise<Settled> {
  const { collectionId, copy, incoming, revisions, differences, actor } = settling
  const gate = await openGate(on, statements, collectionId)
  const standing = await copyOf(on, collectionId, copy)
  if (standing?.state !== 'issued') return { outcome: 'missing' }
  const entries = await entriesOf(on, collectionId, copy)
  const [one, two] = entries
  const same =
    entries.length === revisions.length && entries.every(({ revision }, at) => revision === revisions[at])
  if (!one || !same || entries.some(({ finished }) => !finished)) return { outcome: 'changed' }
  // Sheets come in after the closing day; a draft has none, and what is archived stays as it is.
  if (gate.state === 'draft' || gate.state === 'archived') return { outcome: 'closed' }
  if (gate.answerLimit !== null && gate.received >= gate.answerLimit) return { outcome: 'full' }
  const work = await beginWork(on, statements, gate, [{ incoming }])
  const received = await add(work, incoming)
  await finishWork(work)
  await run(
    on,
    sql`
      update paper_copies
      set state = 'settled', instance_id = ${gate.anonymous ? null : incoming.instanceId}
      where collection_id = ${collectionId}
        and copy = ${copy}`,
  )
  await addSums(on, collectionId, settling, two ? [one.clerkId, two.clerkId] : null)
  await deleteOf(on, 'paper_entry_personal', collectionId, copy)
  await deleteOf(on, 'paper_entries', collectionId, copy)
  await tell(on, clock, {
    kind: 'paper.settled',
    collectionId,
    actor,
    detail: gate.anonymous ? {} : { copy, differences: differences.length },
  })
  return { outcome: 'settled', receipt: 'receipt' in received ? received.receipt : '' }
}
