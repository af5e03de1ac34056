/** How organisers arranged a topic's findings: order, hidden ones, their own words, what they cite. */

import { sql } from 'kysely'
import { appendEvents, ledger } from './chain.ts'
import type { Clock } from './clock.ts'
import { flag, json, truth } from './columns.ts'
import { all, run, transaction, type Database, type On } from './database.ts'
import type { Store } from './store.ts'
import type { ArrangedFinding } from './summary-nouns.ts'

export function createFindings({ on }: Database, clock: Clock): Store['findings'] {
  return {
    arranged: (topicId) => arranged(on, topicId),
    arrange: (topicId, findings, actor) =>
      transaction(on, async (on) => {
        const before = new Map((await arranged(on, topicId)).map((each) => [each.key, each]))
        const at = clock.now()
        await run(on, sql`delete from topic_findings where topic_id = ${topicId}`)
        for (const { key, position, hidden, words, pins } of findings) {
          const held = before.get(key)
          const same = held && held.words === words && held.hidden === hidden
          await run(
            on,
            sql`
              insert into topic_findings (topic_id, key, position, hidden, words, pins, changed_by, changed_at)
              values (${topicId}, ${key}, ${position}, ${flag(hidden)}, ${words}, ${JSON.stringify(pins)},
                ${same ? held.changedBy : actor}, ${same ? held.changedAt : at})`,
          )
        }
        const detail = {
          hidden: findings.filter(({ hidden }) => hidden).map(({ key }) => key),
          edited: findings.filter(({ words }) => words !== '').map(({ key }) => key),
        }
        await appendEvents(on, ledger, [{ actor, kind: 'topic.findings', subject: topicId, detail, at }])
      }),
  }
}

async function arranged(on: On, topicId: string): Promise<readonly ArrangedFinding[]> {
  const rows = await all(
    on,
    sql<Omit<ArrangedFinding, 'hidden' | 'pins'> & { hidden: number; pins: string }>`
      select key, position, hidden, words, pins, changed_by as "changedBy", changed_at as "changedAt"
      from topic_findings
      where topic_id = ${topicId}
      order by coalesce(position, 1000000), key`,
  )
  return rows.map((row) => ({ ...row, hidden: truth(row.hidden), pins: json(row.pins) }))
}
