/** Forms as they are edited, and their versions, which never change. */

import { sql } from 'kysely'
import { newId } from '../ids.ts'
import type { FormSource } from '../form/form.ts'
import type { Clock } from './clock.ts'
import { json, named, orderKey } from './columns.ts'
import { all, first, run, transaction, type Database, type On } from './database.ts'
import { appendEvents, ledger } from './chain.ts'
import { listed, type ListShape } from './list.ts'
import type { FormDraft, FormVersion, Store } from './store.ts'

type DraftRow = Omit<FormDraft, 'source'> & { readonly source: string }
type VersionRow = Omit<FormVersion, 'source'> & { readonly source: string }

const columns = sql`id, topic_id as "topicId", kind, title, source, revision, latest_version as "latestVersion",
  updated_at as "updatedAt"`
const versionColumns = sql`id, form_id as "formId", number, title, source, published_at as "publishedAt"`

const shape: ListShape = {
  columns,
  from: sql`forms`,
  id: sql`id`,
  searched: [sql`title`],
  filters: {
    topicId: (id) => sql`topic_id = ${id}`,
    kind: (kind) => sql`kind = ${kind}`,
  },
  sorts: { title: sql`title_order`, updatedAt: sql`updated_at` },
  ownOrder: 'title',
}

/** Versions held in memory. A version never changes, so nothing invalidates it; the oldest goes when there are more. */
const cachedVersions = 200

export function createForms({ on }: Database, clock: Clock): Store['forms'] {
  const versions = new Map<string, FormVersion>()
  return {
    list: async (query) => {
      const page = await listed<DraftRow>(on, shape, query)
      return { ...page, items: page.items.map(draftOf) }
    },
    find: (id) => find(on, id),
    add: async ({ topicId, kind, title, source }) => {
      const id = newId()
      await run(
        on,
        sql`
          insert into forms (id, topic_id, kind, title, title_order, source, revision, latest_version, updated_at)
          values (${id}, ${topicId}, ${kind}, ${title}, ${orderKey(title)}, ${JSON.stringify(source)}, 1, null,
            ${clock.now()})`,
      )
      return id
    },
    save: async (id, revision, { title, source, kind }) => {
      const saved = await run(
        on,
        sql`
          update forms
          set title = ${title},
            title_order = ${orderKey(title)},
            source = ${JSON.stringify(source)},
            kind = ${kind},
            revision = revision + 1,
            updated_at = ${clock.now()}
          where id = ${id}
            and revision = ${revision}`,
      )
      return saved === 1
    },
    publish: (id, actor = null) => transaction(on, (on) => publish(on, id, { actor, at: clock.now() })),
    versions: async (formId) => {
      const rows = await all(
        on,
        sql<VersionRow>`
          select ${versionColumns}
          from form_versions
          where form_id = ${formId}
          order by number`,
      )
      return rows.map(versionOf)
    },
    version: async (id) => {
      const known = versions.get(id)
      if (known) return known
      const row = await first(
        on,
        sql<VersionRow>`
          select ${versionColumns}
          from form_versions
          where id = ${id}`,
      )
      if (!row) return null
      const version = versionOf(row)
      const oldest = versions.size >= cachedVersions ? versions.keys().next().value : undefined
      if (oldest !== undefined) versions.delete(oldest)
      versions.set(id, version)
      return version
    },
  }
}

function draftOf(row: DraftRow): FormDraft {
  return {
    id: row.id,
    topicId: row.topicId,
    kind: row.kind,
    title: row.title,
    source: json<FormSource>(row.source),
    revision: row.revision,
    latestVersion: row.latestVersion,
    updatedAt: row.updatedAt,
  }
}

function versionOf(row: VersionRow): FormVersion {
  return { ...row, source: json<FormSource>(row.source) }
}

async function find(on: On, id: string): Promise<FormDraft | null> {
  const row = await first(
    on,
    sql<DraftRow>`
      select ${columns}
      from forms
      where id = ${id}`,
  )
  return row && draftOf(row)
}

async function publish(
  on: On,
  id: string,
  by: { readonly actor: string | null; readonly at: string },
): Promise<FormVersion> {
  // Touching the row locks it, so that two publishings make one version after the other.
  const draft = await first(
    on,
    sql<DraftRow>`
      update forms
      set revision = revision
      where id = ${id}
      returning ${columns}`,
  )
  if (!draft) throw named('NotFound', `no form ${id}`)
  const latest = await first(
    on,
    sql<VersionRow>`
      select ${versionColumns}
      from form_versions
      where form_id = ${id}
      order by number desc
      limit 1`,
  )
  if (latest && latest.source === draft.source && latest.title === draft.title) return versionOf(latest)
  const { title, source } = draft
  const version = {
    id: newId(),
    formId: id,
    number: (latest?.number ?? 0) + 1,
    title,
    source,
    publishedAt: by.at,
  }
  await run(
    on,
    sql`
      insert into form_versions (id, form_id, number, title, source, published_at)
      values (${version.id}, ${id}, ${version.number}, ${title}, ${source}, ${by.at})`,
  )
  await run(
    on,
    sql`
      update forms
      set latest_version = ${version.number}
      where id = ${id}`,
  )
  await appendEvents(on, ledger, [
    { ...by, kind: 'form.published', subject: id, detail: { version: version.id, number: version.number } },
  ])
  return versionOf(version)
}
