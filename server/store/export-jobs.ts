/** Files of answers that take a while to make: their states, and the keys of what lies in the data folder. */

import { sql } from 'kysely'
import { newId } from '../ids.ts'
import { truth } from './columns.ts'
import { all, first, run, type Database, type On } from './database.ts'
import type { ExportJob, ExportJobs } from './store.ts'

type Row = Omit<ExportJob, 'personal' | 'bytes'> & {
  readonly personal: number
  readonly bytes: number | string
}

const columns = sql`id, topic_id as "topicId", collection_id as "collectionId", person_id as "personId", format, choices,
  personal, title, state, answers_read as "read", answers_to_read as "toRead", bytes, made_at as "madeAt",
  started_at as "startedAt", ended_at as "endedAt", expires_at as "expiresAt", file_key as "fileKey"`
const unfinished = sql`state in ('waiting', 'running')`
const living = sql`state in ('waiting', 'running', 'done')`
/** Lines about files that are gone are shown for so long. */
const daysShown = 7

/** `process`: a name that no other running process on the same data has. */
export function createExportJobs({ on }: Database, process: string): ExportJobs {
  const changed = async (statement: ReturnType<typeof sql>) => (await run(on, statement)) > 0
  return {
    add: async (job, now) => {
      const id = newId()
      await run(
        on,
        sql`
          insert into export_jobs (id, topic_id, collection_id, person_id, format, choices, personal, title, state,
            process, answers_read, answers_to_read, bytes, made_at, heard_at)
          values (${id}, ${job.topicId}, ${job.collectionId}, ${job.personId}, ${job.format}, ${job.choices},
            ${job.personal ? 1 : 0}, ${job.title}, 'waiting', ${process}, 0, ${job.toRead}, 0, ${now}, ${now})`,
      )
      return id
    },
    find: async (id) => {
      const row = await first(
        on,
        sql<Row>`
          select ${columns}
          from export_jobs
          where id = ${id}`,
      )
      return row && jobOf(row)
    },
    list: async (topicId, personId) => {
      const rows = await all(
        on,
        sql<Row>`
          select ${columns}
          from export_jobs
          where person_id = ${personId}
            and topic_id = ${topicId}
          order by made_at desc, id
          limit 50`,
      )
      return rows.map(jobOf)
    },
    begin: (id, now) =>
      changed(sql`
        update export_jobs
        set state = 'running', started_at = ${now}, heard_at = ${now}
        where id = ${id}
          and state = 'waiting'`),
    heard: (id, { read, bytes }, now) =>
      changed(sql`
        update export_jobs
        set answers_read = ${read}, bytes = ${bytes}, heard_at = ${now}
        where id = ${id}
          and ${unfinished}`),
    finish: (id, { read, bytes, fileKey, expiresAt }, now) =>
      changed(sql`
        update export_jobs
        set state = 'done', answers_read = ${read}, bytes = ${bytes}, file_key = ${fileKey},
          expires_at = ${expiresAt}, ended_at = ${now}, heard_at = ${now}
        where id = ${id}
          and state = 'running'`),
    end: (id, state, now) =>
      changed(sql`
        update export_jobs
        set state = ${state}, file_key = null, ended_at = coalesce(ended_at, ${now})
        where id = ${id}
          and ${living}`),
    interruptOwn: (now) =>
      run(
        on,
        sql`
          update export_jobs
          set state = 'interrupted', file_key = null, ended_at = ${now}
          where process = ${process}
            and ${unfinished}`,
      ),
    sweep: async (before, now) => {
      await run(
        on,
        sql`
          update export_jobs
          set state = 'interrupted', file_key = null, ended_at = ${now}
          where ${unfinished}
            and heard_at < ${before}`,
      )
      await run(
        on,
        sql`
          update export_jobs
          set state = 'removed', file_key = null
          where state = 'done'
            and expires_at <= ${now}`,
      )
      const oldest = new Date(Date.parse(now) - daysShown * 86_400_000).toISOString()
      await run(
        on,
        sql`
          delete from export_jobs
          where made_at < ${oldest}
            and not (${living})`,
      )
    },
    living: async () => {
      const rows = await all(
        on,
        sql<{ id: string }>`
          select id
          from export_jobs
          where ${living}`,
      )
      return new Set(rows.map(({ id }) => id))
    },
  }
}

/** In the transaction that erases answers: no file that may hold one of them can be opened any more. */
export async function forgetExports(on: On, collectionId: string): Promise<void> {
  await run(
    on,
    sql`
      update export_jobs
      set state = 'erased', file_key = null
      where ${living}
        and (
          collection_id = ${collectionId}
          or (
            collection_id is null
            and topic_id = (select topic_id from collections where id = ${collectionId})
          )
        )`,
  )
}

function jobOf(row: Row): ExportJob {
  return { ...row, personal: truth(row.personal), bytes: Number(row.bytes) }
}
