/** How much was entered and corrected: sums only, so that nothing of them belongs to one copy or to one answer (promise 1). */

import { sql } from 'kysely'
import { all, run, type On } from './database.ts'
import type { EntrySums, Settling } from './store.ts'

export function sumsOf(on: On, collectionId: string): Promise<readonly EntrySums[]> {
  return all(
    on,
    sql<EntrySums>`
      select kind, name, entered, corrected, illegible, beyond
      from paper_sums
      where collection_id = ${collectionId}
      order by kind, name`,
  )
}

type Sum = Pick<EntrySums, 'kind' | 'name'> & Record<'entered' | 'corrected' | 'illegible' | 'beyond', number>

/** `clerks`: who made the two entries that were compared; null where one was enough. */
export async function addSums(
  on: On,
  collectionId: string,
  { entered, differences, marks }: Pick<Settling, 'entered' | 'differences' | 'marks'>,
  clerks: readonly [string, string] | null,
): Promise<void> {
  const sums = new Map<string, Sum>()
  const count = (
    kind: Sum['kind'],
    name: string,
    what: 'entered' | 'corrected' | 'illegible' | 'beyond',
    n: number,
  ) => {
    const key = `${kind} ${name}`
    const sum = sums.get(key) ?? { kind, name, entered: 0, corrected: 0, illegible: 0, beyond: 0 }
    sums.set(key, { ...sum, [what]: sum[what] + n })
  }
  for (const { name, mark } of marks) count('question', name, mark, 1)
  if (clerks) {
    count('all', '', 'entered', entered.length)
    count('all', '', 'corrected', differences.length)
    for (const name of entered) count('question', name, 'entered', 1)
    for (const { name } of differences) count('question', name, 'corrected', 1)
    const [first, second] = clerks
    count('clerk', first, 'entered', entered.length)
    count('clerk', second, 'entered', entered.length)
    count('clerk', first, 'corrected', differences.filter((each) => each.first).length)
    count('clerk', second, 'corrected', differences.filter((each) => each.second).length)
  }
  for (const { kind, name, ...n } of sums.values())
    await run(
      on,
      sql`
        insert into paper_sums (collection_id, kind, name, entered, corrected, illegible, beyond)
        values (${collectionId}, ${kind}, ${name}, ${n.entered}, ${n.corrected}, ${n.illegible}, ${n.beyond})
        on conflict (collection_id, kind, name) do update
        set entered = paper_sums.entered + excluded.entered,
          corrected = paper_sums.corrected + excluded.corrected,
          illegible = paper_sums.illegible + excluded.illegible,
          beyond = paper_sums.beyond + excluded.beyond`,
    )
}
