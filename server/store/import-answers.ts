/** Answers out of a file: all of it in one transaction under the collection's lock, or nothing. */

import { sql } from 'kysely'
import { setImmediate as breath } from 'node:timers/promises'
import { appendEvents, ledger } from './chain.ts'
import type { Changes } from './changes.ts'
import type { Clock } from './clock.ts'
import { all, first, run, transaction, type Database, type On } from './database.ts'
import { prepareReceive, type Statements } from './receive-statements.ts'
import { hashOfInstance } from './record.ts'
import { add, beginWork, finishWork, openGate } from './receive.ts'
import type { AnswerImport, Imported, Incoming, ImportBy, Store } from './store.ts'

export function createImportAnswers(
  database: Database,
  clock: Clock,
  changes: Changes,
): Pick<Store['submissions'], 'import' | 'imports' | 'known'> {
  const statements = prepareReceive(database)
  return {
    import: async (collectionId, answers, by) => {
      const imported = await transaction(database.on, (on) =>
        importAll(on, statements, { collectionId, answers, by, at: clock.now() }),
      )
      if (imported.outcome === 'imported') changes.announce([collectionId])
      return imported
    },
    imports: (collectionId) => importsOf(database.on, collectionId),
    known: async (collectionId, hashes) => {
      const found = new Set<string>()
      // A hash may stand anywhere: the heads of all answers are walked, page by page.
      for (let after = 0; ;) {
        const page = await all(
          database.on,
          sql<{ seq: number; hash: string }>`
            select seq, content_hash as hash
            from submissions
            where collection_id = ${collectionId}
              and seq > ${after}
            order by seq
            limit 5000`,
        )
        for (const { hash } of page) if (hashes.has(hash)) found.add(hash)
        const last = page.at(-1)
        if (!last) return found
        after = last.seq
        await breath()
      }
    },
  }
}

interface Importing {
  readonly collectionId: string
  readonly answers: readonly Incoming[]
  readonly by: ImportBy
  readonly at: string
}

async function importAll(
  on: On,
  statements: Statements,
  { collectionId, answers, by, at }: Importing,
): Promise<Imported> {
  const gate = await openGate(on, statements, collectionId)
  if (gate.state === 'draft' || gate.state === 'archived') return { outcome: 'closed' }
  const before = (await importsOf(on, collectionId)).find(({ fileHash }) => fileHash === by.fileHash)
  if (before && !by.again) return { outcome: 'again', importedOn: before.importedOn }
  const work = await beginWork(
    on,
    statements,
    gate,
    answers.map((incoming) => ({ incoming })),
  )
  const different: string[] = []
  let added = 0
  let duplicates = 0
  let withdrawn = 0
  for (const incoming of answers) {
    const standing = work.standing.get(incoming.instanceId)
    if (standing?.contentHash === incoming.contentHash) duplicates++
    else if (standing) different.push(incoming.instanceId)
    // Who withdrew an answer is not brought back by a file that still has it.
    else if (work.erased.has(hashOfInstance(incoming.instanceId))) withdrawn++
    else {
      await add(work, incoming)
      added++
    }
  }
  // Nothing was written yet: what `add` gathers goes to the database at the end.
  if (different.length > 0) return { outcome: 'different', instanceIds: different }
  if (gate.answerLimit !== null && gate.received > gate.answerLimit)
    return { outcome: 'full', limit: gate.answerLimit }
  if (added === 0) return { outcome: 'imported', added, duplicates, withdrawn }
  await finishWork(work)
  const last = await first(
    on,
    sql<{ number: number | null }>`
      select max(number) as number
      from answer_imports
      where collection_id = ${collectionId}`,
  )
  await run(
    on,
    sql`
      insert into answer_imports (collection_id, number, file_hash, answers, imported_on, actor)
      values (${collectionId}, ${(last?.number ?? 0) + 1}, ${by.fileHash}, ${added}, ${by.on}, ${by.actor})`,
  )
  await appendEvents(on, ledger, [
    {
      at,
      actor: by.actor,
      kind: 'answers.imported',
      subject: collectionId,
      detail: { added, duplicates, withdrawn },
    },
  ])
  return { outcome: 'imported', added, duplicates, withdrawn }
}

function importsOf(on: On, collectionId: string): Promise<readonly AnswerImport[]> {
  return all(
    on,
    sql<AnswerImport>`
      select number, file_hash as "fileHash", answers, imported_on as "importedOn", actor
      from answer_imports
      where collection_id = ${collectionId}
      order by number`,
  )
}
