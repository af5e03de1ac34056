/**
 * Which form versions the answers of a collection are of, without reading all answers each time: those of its form that
 * some answer has. What was found holds while the collection's counters stand; where answers only came, these alone are
 * looked at for versions that were not in use before.
 */

import { sql } from 'kysely'
import { all, first, type Database } from './database.ts'

interface Known {
  readonly last: number
  readonly changes: number
  readonly used: ReadonlySet<string>
}

/** Collections whose versions are held. */
const mostHeld = 500

export function createUsedVersions({ on }: Database): (collectionId: string) => Promise<readonly string[]> {
  const held = new Map<string, Known>()
  return async (collectionId) => {
    const stamp = await first(
      on,
      sql<{ last: number; changes: number }>`
        select last_seq as last, changes
        from counters
        where collection_id = ${collectionId}`,
    )
    if (!stamp) return []
    const versions = await all(
      on,
      sql<{ id: string }>`
        select form_versions.id
        from form_versions
        join collections on collections.form_id = form_versions.form_id
        where collections.id = ${collectionId}
        order by form_versions.number`,
    )
    const before = held.get(collectionId)
    const known = before?.changes === stamp.changes ? before : null
    const used = new Set(known?.used)
    if (known?.last !== stamp.last)
      for (const { id } of versions)
        if (!used.has(id) && (await isUsed(collectionId, id, known?.last ?? 0))) used.add(id)
    held.delete(collectionId)
    held.set(collectionId, { ...stamp, used })
    if (held.size > mostHeld) held.delete(held.keys().next().value!)
    return versions.flatMap(({ id }) => (used.has(id) ? [id] : []))
  }

  async function isUsed(collectionId: string, version: string, after: number): Promise<boolean> {
    const row = await first(
      on,
      sql<{ seq: number }>`
        select seq
        from submissions
        where collection_id = ${collectionId}
          and seq > ${after}
          and form_version_id = ${version}
        order by seq
        limit 1`,
    )
    return row !== null
  }
}
