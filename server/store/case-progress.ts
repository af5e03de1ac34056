/** Cases with the states of their records, and how far each investigator and area has come. */

import { sql } from 'kysely'
import { all, type On } from './database.ts'
import type { Progress } from './store.ts'

export const joined = sql`cases left join submissions on submissions.collection_id = cases.collection_id
  and submissions.instance_id = cases.instance_id`

/** Every case counts once: as open, or by the state of its record. */
export async function progressOf(
  on: On,
  collectionId: string,
  by: 'investigator' | 'area',
): Promise<readonly Progress[]> {
  const key = by === 'area' ? sql`cases.area` : sql`coalesce(people.name, '')`
  const id = by === 'area' ? sql`cases.area` : sql`coalesce(cases.investigator_id, '')`
  const rows = await all(
    on,
    sql<{ id: string; name: string; state: string; n: number | string }>`
      select ${id} as id, ${key} as name, coalesce(submissions.state, 'open') as state, count(*) as n
      from ${joined}
      left join people on people.id = cases.investigator_id
      where cases.collection_id = ${collectionId}
      group by ${id}, ${key}, coalesce(submissions.state, 'open')
      order by ${key}, ${id}`,
  )
  const found = new Map<string, { id: string; name: string; counts: Map<string, number> }>()
  for (const { id, name, state, n } of rows) {
    const line = found.get(id) ?? { id, name, counts: new Map<string, number>() }
    line.counts.set(state, Number(n))
    found.set(id, line)
  }
  return [...found.values()].map(({ id, name, counts }) => {
    const count = (state: string) => counts.get(state) ?? 0
    const done = count('received') + count('approved')
    const all = [...counts.values()].reduce((sum, n) => sum + n, 0)
    return {
      id,
      name,
      all,
      done,
      returned: count('returned'),
      rejected: count('rejected'),
      open: count('open'),
    }
  })
}
