/** Instructions (批示) of leaders on a topic: written once, never changed, vouched for by the ledger. */

import { sql } from 'kysely'
import { newId, newSecret } from '../ids.ts'
import { appendEvents, digestOf, ledger, lockHead } from './chain.ts'
import type { Clock } from './clock.ts'
import { all, run, transaction, type Database } from './database.ts'
import type { Store } from './store.ts'
import type { Instruction } from './summary-nouns.ts'

export function createInstructions({ on }: Database, clock: Clock): Store['instructions'] {
  return {
    list: async (topicId) => {
      const rows = await all(
        on,
        sql<Omit<Instruction, 'sound'> & { secret: string; digest: string | null }>`
          select topic_instructions.id, person_id as "personId", people.name as person,
            written_at as "writtenAt", words, entry, secret, events.digest
          from topic_instructions
          join people on people.id = topic_instructions.person_id
          left join events on events.chain = ${ledger} and events.number = topic_instructions.entry
          where topic_id = ${topicId}
          order by written_at desc, entry desc`,
      )
      return rows.map(({ secret, digest, ...row }) => ({
        ...row,
        sound: digest === digestOf(secret, contentOf(row.id, row.words)),
      }))
    },
    add: (topicId, personId, words) =>
      transaction(on, async (on) => {
        const [id, secret, at] = [newId(), newSecret(), clock.now()]
        const entry = (await lockHead(on, ledger)).number + 1
        await appendEvents(on, ledger, [
          {
            actor: personId,
            kind: 'topic.instruction',
            subject: topicId,
            detail: {},
            digest: digestOf(secret, contentOf(id, words)),
            at,
          },
        ])
        await run(
          on,
          sql`
            insert into topic_instructions (id, topic_id, person_id, written_at, words, secret, entry)
            values (${id}, ${topicId}, ${personId}, ${at}, ${words}, ${secret}, ${entry})`,
        )
        return id
      }),
  }
}

function contentOf(id: string, words: string): string {
  return JSON.stringify([id, words])
}
