/** Topics (课题) and who has which role on them. */

import { sql } from 'kysely'
import { newId } from '../ids.ts'
import type { TopicRole } from '../access/rights.ts'
import type { Clock } from './clock.ts'
import { json, orderKey } from './columns.ts'
import { all, first, run, transaction, type Database, type On } from './database.ts'
import { appendEvents, ledger } from './chain.ts'
import { listed, type ListShape } from './list.ts'
import { topicStates, type Store, type Topic } from './store.ts'

type Row = Omit<Topic, 'methods'> & { readonly methods: string }
type Member = { readonly personId: string; readonly role: TopicRole }

const columns = sql`id, programme_id as "programmeId", code, title, leader_id as "leaderId", unit_id as "unitId",
  questions, methods, starts_on as "startsOn", ends_on as "endsOn", state, plan_text as "planText",
  plan_file_id as "planFileId"`

const shape: ListShape = {
  columns,
  from: sql`topics`,
  id: sql`id`,
  searched: [sql`title`, sql`code`, sql`questions`],
  filters: {
    programmeId: (id) => sql`programme_id = ${id}`,
    unitId: (id) => sql`unit_id = ${id}`,
    state: (state) => sql`state = ${state}`,
    leaderId: (id) => sql`leader_id = ${id}`,
  },
  sorts: {
    code: sql`code`,
    title: sql`title_order`,
    state: sql`case state ${sql.join(
      topicStates.map((state, place) => sql`when ${sql.lit(state)} then ${sql.lit(place)}`),
      sql` `,
    )} else 99 end`,
    startsOn: sql`coalesce(starts_on, '')`,
    endsOn: sql`coalesce(ends_on, '')`,
  },
  numeric: ['state'],
  ownOrder: 'code',
}

export function createTopics({ on }: Database, clock: Clock): Store['topics'] {
  return {
    list: async ({ seenBy, ...query }) => {
      const page = await listed<Row>(on, shape, query, ...(seenBy === undefined ? [] : [seen(seenBy)]))
      return { ...page, items: page.items.map(topicOf) }
    },
    find: (id) => find(on, id),
    save: (topic, actor = null) => transaction(on, (on) => save(on, topic, { actor, at: clock.now() })),
    team: (topicId) =>
      all(
        on,
        sql<{ personId: string; name: string; role: TopicRole }>`
          select topic_roles.person_id as "personId", people.name, topic_roles.role
          from topic_roles
          join people on people.id = topic_roles.person_id
          where topic_roles.topic_id = ${topicId}
          order by people.name_order, people.id, topic_roles.role`,
      ),
    setTeam: (topicId, team, actor = null) =>
      transaction(on, (on) => setTeam(on, topicId, team, { actor, at: clock.now() })),
    rolesOf: async (topicId, personId) => {
      const rows = await all(
        on,
        sql<{ role: TopicRole }>`
          select role
          from topic_roles
          where topic_id = ${topicId}
            and person_id = ${personId}
          union
          select 'leader'
          from topics
          where id = ${topicId}
            and leader_id = ${personId}`,
      )
      return rows.map(({ role }) => role)
    },
  }
}

/** Topics that the person leads or has a role on. */
function seen(personId: string) {
  return sql`(topics.leader_id = ${personId}
    or exists (
      select 1
      from topic_roles
      where topic_roles.topic_id = topics.id
        and topic_roles.person_id = ${personId}))`
}

function topicOf(row: Row): Topic {
  return {
    id: row.id,
    programmeId: row.programmeId,
    code: row.code,
    title: row.title,
    leaderId: row.leaderId,
    unitId: row.unitId,
    questions: row.questions,
    methods: json<readonly string[]>(row.methods),
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    state: row.state,
    planText: row.planText,
    planFileId: row.planFileId,
  }
}

async function find(on: On, id: string): Promise<Topic | null> {
  const row = await first(
    on,
    sql<Row>`
      select ${columns}
      from topics
      where id = ${id}`,
  )
  return row && topicOf(row)
}

interface By {
  readonly actor: string | null
  readonly at: string
}

/** Touching the row locks it: what is read afterwards stands until the change is in. */
async function lock(on: On, id: string): Promise<void> {
  await run(on, sql`update topics set code = code where id = ${id}`)
}

async function save(on: On, topic: Omit<Topic, 'id'> & { readonly id?: string }, by: By): Promise<string> {
  const id = topic.id ?? newId()
  await lock(on, id)
  const before = await find(on, id)
  await run(
    on,
    sql`
      insert into topics (id, programme_id, code, title, title_order, leader_id, unit_id, questions, methods,
        starts_on, ends_on, state, plan_text, plan_file_id)
      values (${id}, ${topic.programmeId}, ${topic.code}, ${topic.title}, ${orderKey(topic.title)},
        ${topic.leaderId}, ${topic.unitId}, ${topic.questions}, ${JSON.stringify(topic.methods)},
        ${topic.startsOn}, ${topic.endsOn}, ${topic.state}, ${topic.planText}, ${topic.planFileId})
      on conflict (id) do update
      set programme_id = excluded.programme_id,
        code = excluded.code,
        title = excluded.title,
        title_order = excluded.title_order,
        leader_id = excluded.leader_id,
        unit_id = excluded.unit_id,
        questions = excluded.questions,
        methods = excluded.methods,
        starts_on = excluded.starts_on,
        ends_on = excluded.ends_on,
        state = excluded.state,
        plan_text = excluded.plan_text,
        plan_file_id = excluded.plan_file_id`,
  )
  const from = before?.leaderId ?? null
  if (from !== topic.leaderId)
    await appendEvents(on, ledger, [
      { ...by, kind: 'topic.leader', subject: id, detail: { from, to: topic.leaderId } },
    ])
  return id
}

async function setTeam(on: On, topicId: string, team: readonly Member[], by: By): Promise<void> {
  await lock(on, topicId)
  const key = ({ personId, role }: Member) => `${personId} ${role}`
  const before = await all(
    on,
    sql<Member>`
      select person_id as "personId", role
      from topic_roles
      where topic_id = ${topicId}
      order by person_id, role`,
  )
  const after = [...new Map(team.map((member) => [key(member), member])).values()]
  const had = new Set(before.map(key))
  const has = new Set(after.map(key))
  const removed = before.filter((member) => !has.has(key(member)))
  const added = after.filter((member) => !had.has(key(member)))
  for (const { personId, role } of removed)
    await run(
      on,
      sql`
        delete from topic_roles
        where topic_id = ${topicId}
          and person_id = ${personId}
          and role = ${role}`,
    )
  for (const { personId, role } of added)
    await run(
      on,
      sql`
        insert into topic_roles (topic_id, person_id, role)
        values (${topicId}, ${personId}, ${role})`,
    )
  if (added.length + removed.length > 0)
    await appendEvents(on, ledger, [
      {
        ...by,
        kind: 'topic.team',
        subject: topicId,
        detail: { added: added.map(key), removed: removed.map(key) },
      },
    ])
}
