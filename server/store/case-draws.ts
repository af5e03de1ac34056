/** Draws that cases came from: written once, with what it takes to draw them again. */

import { sql } from 'kysely'
import { json } from './columns.ts'
import { all, first, run, type On } from './database.ts'
import type { CaseDraw, Day, NewDraw } from './store.ts'

interface Drawing {
  readonly draw: NewDraw
  readonly by: { readonly actor: string | null }
  readonly today: Day
}

/** Returns the number of the draw, one more than that of the last. */
export async function addDraw(on: On, collectionId: string, { draw, by, today }: Drawing): Promise<number> {
  const last = await first(
    on,
    sql<{ number: number | null }>`
      select max(number) as number
      from case_draws
      where collection_id = ${collectionId}`,
  )
  const number = (last?.number ?? 0) + 1
  await run(
    on,
    sql`
      insert into case_draws (collection_id, number, method, population, size, strata, seed, frame_hash, actor_id,
        drawn_on)
      values (${collectionId}, ${number}, ${draw.method}, ${draw.population}, ${draw.size},
        ${JSON.stringify(draw.strata)}, ${draw.seed}, ${draw.frameHash}, ${by.actor}, ${today})`,
  )
  return number
}

export async function drawsOf(on: On, collectionId: string): Promise<readonly CaseDraw[]> {
  const rows = await all(
    on,
    sql<Omit<CaseDraw, 'strata'> & { strata: string }>`
      select number, method, population, size, strata, seed, frame_hash as "frameHash", actor_id as "actorId",
        drawn_on as "drawnOn"
      from case_draws
      where collection_id = ${collectionId}
      order by number`,
  )
  return rows.map((row) => ({ ...row, strata: json(row.strata) }))
}
