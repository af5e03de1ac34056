/** Who is to collect what: listed cases with their places, whole collections, and how far each has come. */

import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '../ids.ts'
import { appendEvents, ledger } from './chain.ts'
import type { Clock } from './clock.ts'
import { json, named, truth } from './columns.ts'
import { all, first, run, transaction, type Database, type On } from './database.ts'
import { idsListed, listed, type ListShape } from './list.ts'
import { addDraw, drawsOf } from './case-draws.ts'
import { joined, progressOf } from './case-progress.ts'
import { outlineOf, setOutline } from './outlines.ts'
import type { Assigning, Case, CollectionTask, NewCase, NewDraw, Store } from './store.ts'

type Assignments = Store['assignments']

const columns = sql`cases.collection_id as "collectionId", cases.id, cases.position, cases.name, cases.place, cases.area,
  cases.latitude, cases.longitude, cases.unit_id as "unitId", cases.note, cases.instance_id as "instanceId",
  cases.investigator_id as "investigatorId", cases.due_on as "dueOn", cases.assigned_on as "assignedOn",
  cases.draw_number as "drawNumber", cases.probability,
  submissions.state as "state"`

const shape: ListShape = {
  columns,
  from: sql`${joined} left join people on people.id = cases.investigator_id`,
  id: sql`cases.id`,
  searched: [sql`cases.name`, sql`cases.place`, sql`cases.area`, sql`coalesce(people.name, '')`],
  filters: {
    investigatorId: (id) =>
      id === 'none' ? sql`cases.investigator_id is null` : sql`cases.investigator_id = ${id}`,
    area: (area) => sql`cases.area = ${area}`,
    state: (state) => (state === 'open' ? sql`submissions.state is null` : sql`submissions.state = ${state}`),
  },
  sorts: { position: sql`cases.position` },
  numeric: ['position'],
  ownOrder: 'position',
}

export function createAssignments({ on }: Database, clock: Clock): Assignments {
  const of = (collectionId: string) => sql`cases.collection_id = ${collectionId}`
  return {
    cases: (collectionId, query) => listed<Case>(on, shape, query, of(collectionId)),
    caseIds: (collectionId, query, limit) => idsListed(on, shape, query, limit, of(collectionId)),
    case: (collectionId, id) =>
      first(
        on,
        sql<Case>`
          select ${columns}
          from ${joined}
          where cases.collection_id = ${collectionId}
            and cases.id = ${id}`,
      ),
    casesByIds: async (collectionId, ids) => {
      const found: Case[] = []
      for (let start = 0; start < ids.length; start += 500)
        found.push(
          ...(await all(
            on,
            sql<Case>`
              select ${columns}
              from ${joined}
              where cases.collection_id = ${collectionId}
                and cases.id in (${sql.join(ids.slice(start, start + 500))})
              order by cases.position`,
          )),
        )
      return found
    },
    places: (collectionId) =>
      all(
        on,
        sql<{ instanceId: string; latitude: number; longitude: number }>`
          select instance_id as "instanceId", latitude, longitude
          from cases
          where collection_id = ${collectionId}
            and latitude is not null
            and longitude is not null`,
      ),
    visits: (collectionId, since) =>
      all(
        on,
        sql<Awaited<ReturnType<Assignments['visits']>>[number]>`
          select cases.id, cases.name, cases.place, cases.unit_id as "unitId", cases.due_on as "dueOn",
            cases.assigned_on as "assignedOn", submissions.received_on as "receivedOn"
          from ${joined}
          where cases.collection_id = ${collectionId}
            and (submissions.received_on >= ${since}
              or (submissions.received_on is null and cases.investigator_id is not null))`,
      ),
    addCases: (collectionId, cases, actor, draw) =>
      transaction(on, (on) =>
        addCases(on, collectionId, {
          cases,
          by: { actor, at: clock.now() },
          clock,
          ...(draw ? { draw } : {}),
        }),
      ),
    draws: (collectionId) => drawsOf(on, collectionId),
    outline: (collectionId) => outlineOf(on, collectionId),
    setOutline: (collectionId, content) => setOutline(on, collectionId, content),
    removeCases: (collectionId, ids, actor) =>
      transaction(on, (on) => removeCases(on, collectionId, { ids, by: { actor, at: clock.now() } })),
    assign: (collectionId, assigning) =>
      transaction(on, (on) => assign(on, collectionId, { assigning, clock })),
    personal: async (collectionId, ids) => {
      const found = new Map<string, Readonly<Record<string, string>>>()
      for (let start = 0; start < ids.length; start += 500) {
        const rows = await all(
          on,
          sql<{ id: string; content: string }>`
            select case_id as id, content
            from case_personal
            where collection_id = ${collectionId}
              and case_id in (${sql.join(ids.slice(start, start + 500))})`,
        )
        for (const { id, content } of rows) found.set(id, json(content))
      }
      return found
    },
    progress: (collectionId, by) => progressOf(on, collectionId, by),
    areas: async (collectionId) => {
      const rows = await all(
        on,
        sql<{ area: string }>`
          select distinct area
          from cases
          where collection_id = ${collectionId}
          order by area`,
      )
      return rows.map(({ area }) => area)
    },
    tasks: async (collectionId) => {
      const rows = await all(
        on,
        sql<Omit<CollectionTask, 'sent' | 'places'> & { sent: number | string; places: string }>`
          select collection_tasks.collection_id as "collectionId", collection_tasks.person_id as "personId",
            people.name, collection_tasks.wanted, collection_tasks.due_on as "dueOn", collection_tasks.note,
            collection_tasks.places, collection_tasks.assigned_on as "assignedOn",
            (
              select count(*)
              from submissions
              where submissions.collection_id = collection_tasks.collection_id
                and submissions.collector_id = collection_tasks.person_id
                and submissions.state <> 'rejected'
            ) as sent
          from collection_tasks
          join people on people.id = collection_tasks.person_id
          where collection_tasks.collection_id = ${collectionId}
          order by people.name_order, people.id`,
      )
      return rows.map((row) => ({
        ...row,
        sent: Number(row.sent),
        places: placesIn(row.places),
      }))
    },
    taskPlaces: async (collectionId) => {
      const rows = await all(
        on,
        sql<{ personId: string; places: string; dueOn: string | null; assignedOn: string }>`
          select person_id as "personId", places, due_on as "dueOn", assigned_on as "assignedOn"
          from collection_tasks
          where collection_id = ${collectionId}
            and places <> ''`,
      )
      return rows.map((row) => ({ ...row, places: placesIn(row.places) }))
    },
    setTask: (collectionId, personId, task, actor) =>
      transaction(on, async (on) => {
        await run(
          on,
          sql`
            insert into collection_tasks (collection_id, person_id, wanted, due_on, note, places, assigned_on)
            values (${collectionId}, ${personId}, ${task.wanted}, ${task.dueOn}, ${task.note},
              ${(task.places ?? []).join('\n')}, ${clock.today()})
            on conflict (collection_id, person_id) do update
            set wanted = excluded.wanted,
              due_on = excluded.due_on,
              note = excluded.note,
              places = excluded.places`,
        )
        await tell(on, collectionId, { actor, at: clock.now() }, { to: personId })
      }),
    removeTask: (collectionId, personId, actor) =>
      transaction(on, async (on) => {
        await run(
          on,
          sql`
            delete from collection_tasks
            where collection_id = ${collectionId}
              and person_id = ${personId}`,
        )
        await tell(on, collectionId, { actor, at: clock.now() }, { from: personId, to: null })
      }),
    collectionsFor: async (personId) => {
      const rows = await all(
        on,
        sql<{ id: string }>`
          select collection_id as id
          from cases
          where investigator_id = ${personId}
          union
          select collection_id
          from collection_tasks
          where person_id = ${personId}`,
      )
      return rows.map(({ id }) => id)
    },
    returnedTo: async (personId) => {
      const rows = await all(
        on,
        sql<{ collectionId: string; instanceId: string }>`
          select collection_id as "collectionId", instance_id as "instanceId"
          from submissions
          where state = 'returned'
            and state <> 'received'
            and collector_id = ${personId}`,
      )
      return rows
    },
  }
}

/** Written a line each. */
function placesIn(text: string): readonly string[] {
  return text.split('\n').filter((place) => place !== '')
}

interface By {
  readonly actor: string | null
  readonly at: string
}

function tell(on: On, collectionId: string, by: By, detail: Readonly<Record<string, unknown>>) {
  return appendEvents(on, ledger, [{ ...by, kind: 'collection.assigned', subject: collectionId, detail }])
}

interface Adding {
  readonly cases: readonly NewCase[]
  readonly draw?: NewDraw
  readonly by: By
  readonly clock: Clock
}

/** An anonymous answer cannot be tied to a case. */
async function addCases(on: On, collectionId: string, { cases, draw, by, clock }: Adding): Promise<void> {
  const collection = await first(
    on,
    sql<{ anonymous: number }>`
      select anonymous
      from collections
      where id = ${collectionId}`,
  )
  if (!collection) throw named('NotFound', `no collection ${collectionId}`)
  if (truth(collection.anonymous)) throw named('Anonymous', 'an anonymous collection has no cases')
  const last = await first(
    on,
    sql<{ position: number | null }>`
      select max(position) as position
      from cases
      where collection_id = ${collectionId}`,
  )
  const start = last?.position ?? 0
  const drawNumber = draw ? await addDraw(on, collectionId, { draw, by, today: clock.today() }) : null
  const rows = cases.map((one, place) => ({ id: newId(), ...one, position: start + place + 1 }))
  for (let at = 0; at < rows.length; at += 100) {
    const part = rows.slice(at, at + 100)
    await run(
      on,
      sql`
        insert into cases (collection_id, id, position, name, place, area, latitude, longitude, unit_id, note,
          instance_id, investigator_id, due_on, assigned_on, draw_number, probability)
        values ${sql.join(
          part.map(
            (one) =>
              sql`(${collectionId}, ${one.id}, ${one.position}, ${one.name}, ${one.place}, ${one.area}, ${one.latitude},
                ${one.longitude}, ${one.unitId}, ${one.note}, ${randomUUID()}, ${one.investigatorId}, ${one.dueOn},
                ${one.investigatorId === null ? null : clock.today()}, ${drawNumber},
                ${one.probability ?? null})`,
          ),
        )}`,
    )
    const personal = part.filter(({ personal }) => Object.keys(personal).length > 0)
    if (personal.length > 0)
      await run(
        on,
        sql`
          insert into case_personal (collection_id, case_id, content)
          values ${sql.join(
            personal.map((one) => sql`(${collectionId}, ${one.id}, ${JSON.stringify(one.personal)})`),
          )}`,
      )
  }
  await tell(on, collectionId, by, {
    added: cases.length,
    ...(draw ? { draw: drawNumber, seed: draw.seed, frame: draw.frameHash } : {}),
  })
}

async function removeCases(
  on: On,
  collectionId: string,
  { ids, by }: { readonly ids: readonly string[]; readonly by: By },
): Promise<number> {
  let removed = 0
  for (let start = 0; start < ids.length; start += 500) {
    const part = sql.join(ids.slice(start, start + 500))
    removed += await run(
      on,
      sql`
        delete from cases
        where collection_id = ${collectionId}
          and id in (${part})
          and not exists (
            select 1
            from submissions
            where submissions.collection_id = cases.collection_id
              and submissions.instance_id = cases.instance_id
          )`,
    )
  }
  await run(
    on,
    sql`
      delete from case_personal
      where collection_id = ${collectionId}
        and not exists (
          select 1
          from cases
          where cases.collection_id = case_personal.collection_id
            and cases.id = case_personal.case_id
        )`,
  )
  await tell(on, collectionId, by, { removed })
  return removed
}

interface Issuing {
  readonly assigning: Assigning
  readonly clock: Clock
}

/**
 * Cases that have a record keep its link. One without gets a new instance id with its new investigator, so that what
 * the one before may still hold on a phone comes in as a record of its own and is not lost.
 */
async function assign(on: On, collectionId: string, { assigning, clock }: Issuing): Promise<number> {
  const { ids, investigatorId, dueOn, note, actor } = assigning
  let assigned = 0
  for (const id of ids) {
    const standing = await first(
      on,
      sql<{ investigatorId: string | null; done: number | string }>`
        select investigator_id as "investigatorId",
          (
            select count(*)
            from submissions
            where submissions.collection_id = cases.collection_id
              and submissions.instance_id = cases.instance_id
          ) as done
        from cases
        where collection_id = ${collectionId}
          and id = ${id}`,
    )
    if (!standing) continue
    const another = standing.investigatorId !== investigatorId
    const fresh = another && standing.investigatorId !== null && Number(standing.done) === 0
    await run(
      on,
      sql`
        update cases
        set investigator_id = ${investigatorId},
          due_on = ${dueOn},
          ${note === null ? sql`` : sql`note = ${note},`}
          ${fresh ? sql`instance_id = ${randomUUID()},` : sql``}
          assigned_on = ${investigatorId === null ? null : clock.today()}
        where collection_id = ${collectionId}
          and id = ${id}`,
    )
    assigned += 1
  }
  await tell(on, collectionId, { actor, at: clock.now() }, { to: investigatorId, cases: assigned })
  return assigned
}
