/** The questions and lists that a programme keeps for later, and how often each of the library was used. */

import { sql } from 'kysely'
import { newId } from '../ids.ts'
import type { Clock } from './clock.ts'
import { json } from './columns.ts'
import { all, first, run, transaction, type Database } from './database.ts'

export interface KeptItem {
  readonly id: string
  readonly kind: 'list' | 'question'
  readonly title: Readonly<Record<string, string>>
  readonly tags: readonly string[]
  readonly content: {
    readonly survey: readonly Readonly<Record<string, string>>[]
    readonly choices: readonly Readonly<Record<string, string>>[]
  }
  readonly authorId: string
  readonly author: string
  readonly addedAt: string
}

export interface Library {
  /** All that the programme keeps, the newest first; at most `libraryLimit`. */
  items(programmeId: string): Promise<readonly KeptItem[]>
  /** Keeps an item; its id, or null where the programme keeps as many as it may. */
  keep(
    item: Pick<KeptItem, 'kind' | 'title' | 'tags' | 'content' | 'authorId'> & {
      readonly programmeId: string
    },
  ): Promise<string | null>
  /** False if the programme has no such item. */
  remove(programmeId: string, id: string): Promise<boolean>
  /** How often each item was put into a form of the programme; what never was is not there. */
  uses(programmeId: string): Promise<ReadonlyMap<string, number>>
  /** Counts one use. */
  used(programmeId: string, item: string): Promise<void>
}

export const libraryLimit = 2000

export function createLibrary({ on }: Database, clock: Clock): Library {
  return {
    items: async (programmeId) => {
      const rows = await all(
        on,
        sql<Omit<KeptItem, 'title' | 'tags' | 'content'> & Record<'title' | 'tags' | 'content', string>>`
          select library_items.id, library_items.kind, library_items.title, library_items.tags,
            library_items.content, library_items.author_id as "authorId", people.name as author,
            library_items.added_at as "addedAt"
          from library_items
          join people on people.id = library_items.author_id
          where library_items.programme_id = ${programmeId}
          order by library_items.added_at desc, library_items.id
          limit ${libraryLimit}`,
      )
      return rows.map(({ title, tags, content, ...row }) => ({
        ...row,
        title: json(title),
        tags: tags.split(' ').filter((tag) => tag !== ''),
        content: json(content),
      }))
    },
    keep: ({ programmeId, kind, title, tags, content, authorId }) =>
      transaction(on, async (on) => {
        const counted = await first(
          on,
          sql<{ n: number }>`
            select count(*) as n
            from library_items
            where programme_id = ${programmeId}`,
        )
        if ((counted?.n ?? 0) >= libraryLimit) return null
        const id = newId()
        await run(
          on,
          sql`
            insert into library_items (id, programme_id, kind, title, tags, content, author_id, added_at)
            values (${id}, ${programmeId}, ${kind}, ${JSON.stringify(title)}, ${tags.join(' ')},
              ${JSON.stringify(content)}, ${authorId}, ${clock.now()})`,
        )
        return id
      }),
    remove: async (programmeId, id) => {
      const removed = await run(
        on,
        sql`
          delete from library_items
          where programme_id = ${programmeId}
            and id = ${id}`,
      )
      return removed === 1
    },
    uses: async (programmeId) => {
      const rows = await all(
        on,
        sql<{ item: string; uses: number }>`
          select item, uses
          from library_uses
          where programme_id = ${programmeId}`,
      )
      return new Map(rows.map(({ item, uses }) => [item, uses]))
    },
    used: async (programmeId, item) => {
      await run(
        on,
        sql`
          insert into library_uses (programme_id, item, uses)
          values (${programmeId}, ${item}, 1)
          on conflict (programme_id, item) do update
          set uses = library_uses.uses + 1`,
      )
    },
  }
}
