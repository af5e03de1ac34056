/** The unit tree in its official order. */

import { sql } from 'kysely'
import { newId } from '../ids.ts'
import { ledger, lockHead } from './chain.ts'
import { grouped, named } from './columns.ts'
import { all, first, run, transaction, type Database, type On } from './database.ts'
import type { Store, Unit } from './store.ts'

type Import = Parameters<Store['units']['import']>[0][number]

const columns = sql`id, parent_id as "parentId", name, code, position`

export function createUnits({ on }: Database): Store['units'] {
  return {
    tree: async () => inOfficialOrder(await allUnits(on)),
    find: (id) =>
      first(
        on,
        sql<Unit>`
          select ${columns}
          from units
          where id = ${id}`,
      ),
    save: (unit) =>
      transaction(on, async (on) => {
        const saved: Unit = { ...unit, id: unit.id ?? newId() }
        await lockTree(on)
        await write(on, saved)
        await rank(on)
        return saved.id
      }),
    remove: (id) => transaction(on, (on) => remove(on, id)),
    import: (rows) => transaction(on, (on) => importAll(on, rows)),
  }
}

/** The tree is checked as a whole, so it changes one transaction after the other; the ledger's row serves as the lock. */
async function lockTree(on: On): Promise<void> {
  await lockHead(on, ledger)
}

function allUnits(on: On): Promise<readonly Unit[]> {
  return all(
    on,
    sql<Unit>`
      select ${columns}
      from units
      order by position, name, id`,
  )
}

function inOfficialOrder(units: readonly Unit[]): readonly (Unit & { readonly depth: number })[] {
  const children = grouped(units, (unit) => unit.parentId)
  const ordered: (Unit & { readonly depth: number })[] = []
  const walk = (parentId: string | null, depth: number): void => {
    for (const unit of children.get(parentId) ?? []) {
      ordered.push({ ...unit, depth })
      walk(unit.id, depth + 1)
    }
  }
  walk(null, 0)
  return ordered
}

async function write(on: On, unit: Unit): Promise<void> {
  await run(
    on,
    sql`
      insert into units (id, parent_id, name, code, position, official_rank)
      values (${unit.id}, ${unit.parentId}, ${unit.name}, ${unit.code}, ${unit.position}, 0)
      on conflict (id) do update
      set parent_id = excluded.parent_id,
        name = excluded.name,
        code = excluded.code,
        position = excluded.position`,
  )
}

/** Numbers the tree anew. Units that hang below themselves are in no tree: the whole change is refused. */
async function rank(on: On): Promise<void> {
  const units = await allUnits(on)
  const ordered = inOfficialOrder(units)
  if (ordered.length < units.length) throw named('UnitCycle', 'a unit cannot stand below itself')
  const ranks = await all(
    on,
    sql<{ id: string; rank: number }>`
      select id, official_rank as rank
      from units`,
  )
  const stored = new Map(ranks.map(({ id, rank }) => [id, rank]))
  for (const [place, { id }] of ordered.entries()) {
    if (stored.get(id) === place + 1) continue
    await run(
      on,
      sql`
        update units
        set official_rank = ${place + 1}
        where id = ${id}`,
    )
  }
}

async function remove(on: On, id: string): Promise<boolean> {
  await lockTree(on)
  const used = await first(
    on,
    sql<{ n: number }>`
      select 1 as n
      where exists (select 1 from units where parent_id = ${id})
        or exists (select 1 from people where unit_id = ${id})
        or exists (select 1 from topics where unit_id = ${id})`,
  )
  if (used) return false
  await run(
    on,
    sql`
      delete from units
      where id = ${id}`,
  )
  return true
}

/** A row is a unit that stands if code (or, without one, name and parent's name) agree; else it is a new one. */
async function importAll(
  on: On,
  rows: readonly Import[],
): Promise<{ readonly added: number; readonly changed: number }> {
  await lockTree(on)
  const standing = await allUnits(on)
  const nameOf = new Map(standing.map(({ id, name }) => [id, name]))
  const same = (row: Import) => (unit: Unit) =>
    row.code !== ''
      ? unit.code === row.code
      : unit.name === row.name && (row.parent === '' || nameOf.get(unit.parentId ?? '') === row.parent)
  const matched = rows.map((row) => ({ row, unit: standing.find(same(row)) ?? null, id: newId() }))
  const coming = matched.map(({ row, unit, id }) => ({ id: unit?.id ?? id, name: row.name, code: row.code }))
  if (new Set(coming.map(({ id }) => id)).size < coming.length)
    throw named('BadImport', 'a unit stands twice')
  const others = standing.filter(({ id }) => !coming.some((unit) => unit.id === id))
  const known = [...coming, ...others]
  // Parents may come after their children: units go in at the top first, and then find their places.
  for (const { row, unit, id } of matched)
    await write(on, { ...row, id: unit?.id ?? id, parentId: unit?.parentId ?? null })
  for (const { row, unit, id } of matched)
    await write(on, { ...row, id: unit?.id ?? id, parentId: parentOf(row, known) })
  await rank(on)
  const changed = matched.filter(({ row, unit }) => unit && differs(row, unit, parentOf(row, known))).length
  return { added: matched.filter(({ unit }) => !unit).length, changed }
}

function differs(row: Import, unit: Unit, parentId: string | null): boolean {
  return row.name !== unit.name || row.position !== unit.position || parentId !== unit.parentId
}

function parentOf(
  row: Import,
  known: readonly { readonly id: string; readonly name: string; readonly code: string }[],
): string | null {
  if (row.parent === '') return null
  const byCode = known.filter(({ code }) => code === row.parent)
  const found = byCode.length > 0 ? byCode : known.filter(({ name }) => name === row.parent)
  if (found.length !== 1)
    throw named(
      'BadImport',
      `the parent ${row.parent} of ${row.name} is ${found.length > 1 ? 'ambiguous' : 'unknown'}`,
    )
  return found[0]?.id ?? null
}
