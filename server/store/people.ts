/** People with an account: who they are, their programme roles, and what sign-in needs. */

import { sql } from 'kysely'
import { newId } from '../ids.ts'
import type { ProgrammeRole } from '../access/rights.ts'
import type { Clock } from './clock.ts'
import { flag, grouped, named, orderKey, truth } from './columns.ts'
import { all, first, isDuplicate, run, transaction, type Database, type On } from './database.ts'
import { appendEvents, ledger } from './chain.ts'
import { listed, type ListShape } from './list.ts'
import type { Credentials, Person, Store } from './store.ts'

interface Row {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly unitId: string | null
  readonly jobTitle: string
  readonly phone: string
  readonly active: number
  readonly mustChangePassword: number
}

const columns = sql`people.id, people.login, people.name, people.unit_id as "unitId", people.job_title as "jobTitle",
  people.phone, people.active, people.must_change_password as "mustChangePassword"`

const shape: ListShape = {
  columns,
  from: sql`people left join units on units.id = people.unit_id`,
  id: sql`people.id`,
  searched: [sql`people.name`, sql`people.login`, sql`people.job_title`, sql`people.phone`],
  filters: {
    unitId: (id) => sql`people.unit_id = ${id}`,
    active: (claim) => sql`people.active = ${flag(claim === 'true' || claim === '1')}`,
    role: (role) =>
      sql`exists (select 1 from person_roles where person_roles.person_id = people.id and person_roles.role = ${role})`,
  },
  sorts: {
    name: sql`people.name_order`,
    login: sql`people.login_key`,
    unit: sql`coalesce(units.official_rank, 1000000000)`,
  },
  numeric: ['unit'],
  ownOrder: 'name',
}

export function createPeople({ on }: Database, clock: Clock): Store['people'] {
  const find = async (id: string): Promise<Person | null> =>
    (
      await withRoles(on, await all(on, sql<Row>`select ${columns} from people where people.id = ${id}`))
    )[0] ?? null
  return {
    list: async (query) => {
      const page = await listed<Row>(on, shape, query)
      return { ...page, items: await withRoles(on, page.items) }
    },
    all: async () =>
      withRoles(
        on,
        await all(on, sql<Row>`select ${columns} from people order by people.name_order, people.id`),
      ),
    find,
    count: async () => {
      const row = await first(on, sql<{ n: number | string }>`select count(*) as n from people`)
      return Number(row?.n ?? 0)
    },
    add: (person, passwordHash, actor = null) =>
      transaction(on, (on) => add(on, { person, passwordHash, actor, at: clock.now() })),
    change: (id, change, actor = null) =>
      transaction(on, async (on) => {
        // Touching the row locks it: what is read here stands until the change is in.
        await run(on, sql`update people set active = active where id = ${id}`)
        const [before] = await withRoles(
          on,
          await all(on, sql<Row>`select ${columns} from people where people.id = ${id}`),
        )
        if (!before) throw named('NotFound', `no person ${id}`)
        await changePerson(on, before, { ...before, ...change }, { actor, at: clock.now() })
      }),
    import: (people, actor = null) =>
      transaction(on, async (on) => {
        for (const { person, passwordHash } of people)
          await add(on, { person, passwordHash, actor, at: clock.now() })
        return people.length
      }),
    credentials: (login) =>
      first(
        on,
        sql<Credentials>`
          select id as "personId", password_hash as "passwordHash", failures, locked_until as "lockedUntil"
          from people
          where login_key = ${loginKey(login)}
            and active = 1`,
      ),
    setPassword: async (id, hash, mustChange) => {
      await run(
        on,
        sql`
          update people
          set password_hash = ${hash},
            must_change_password = ${flag(mustChange)},
            failures = 0,
            locked_until = null
          where id = ${id}`,
      )
    },
    countFailure: async (id, limit, until) => {
      // After the lock the count begins anew.
      await run(
        on,
        sql`
          update people
          set locked_until = case when failures + 1 >= ${limit} then ${until} else locked_until end,
            failures = case when failures + 1 >= ${limit} then 0 else failures + 1 end
          where id = ${id}`,
      )
    },
    clearFailures: async (id) => {
      await run(
        on,
        sql`
          update people
          set failures = 0,
            locked_until = null
          where id = ${id}`,
      )
    },
  }
}

/** Logins are told apart without case and width: ＺＨＡＮＧ signs in as zhang. */
function loginKey(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase()
}

async function withRoles(on: On, rows: readonly Row[]): Promise<readonly Person[]> {
  if (rows.length === 0) return []
  // All roles are fewer than a long list of ids would be text.
  const roles = await all(
    on,
    sql<{ personId: string; role: ProgrammeRole }>`
      select person_id as "personId", role
      from person_roles
      ${rows.length <= 200 ? sql`where person_id in (${sql.join(rows.map(({ id }) => id))})` : sql``}
      order by person_id, role`,
  )
  const byPerson = grouped(roles, ({ personId }) => personId)
  return rows.map((row) => ({
    id: row.id,
    login: row.login,
    name: row.name,
    unitId: row.unitId,
    jobTitle: row.jobTitle,
    phone: row.phone,
    roles: (byPerson.get(row.id) ?? []).map(({ role }) => role),
    active: truth(row.active),
    mustChangePassword: truth(row.mustChangePassword),
  }))
}

interface Addition {
  readonly person: Omit<Person, 'id'>
  readonly passwordHash: string
  readonly actor: string | null
  readonly at: string
}

async function add(on: On, { person, passwordHash, actor, at }: Addition): Promise<string> {
  const id = newId()
  await refusingDuplicates(person.login, () =>
    run(
      on,
      sql`
        insert into people (id, login, login_key, name, name_order, unit_id, job_title, phone, active,
          must_change_password, password_hash, failures, locked_until)
        values (${id}, ${person.login}, ${loginKey(person.login)}, ${person.name}, ${orderKey(person.name)},
          ${person.unitId}, ${person.jobTitle}, ${person.phone}, ${flag(person.active)},
          ${flag(person.mustChangePassword)}, ${passwordHash}, 0, null)`,
    ),
  )
  await setRoles(on, id, person.roles)
  await appendEvents(on, ledger, [
    { actor, kind: 'person.added', subject: id, detail: { roles: person.roles }, at },
  ])
  return id
}

async function changePerson(
  on: On,
  before: Person,
  after: Person,
  { actor, at }: { readonly actor: string | null; readonly at: string },
): Promise<void> {
  await refusingDuplicates(after.login, () =>
    run(
      on,
      sql`
        update people
        set login = ${after.login},
          login_key = ${loginKey(after.login)},
          name = ${after.name},
          name_order = ${orderKey(after.name)},
          unit_id = ${after.unitId},
          job_title = ${after.jobTitle},
          phone = ${after.phone},
          active = ${flag(after.active)},
          must_change_password = ${flag(after.mustChangePassword)}
        where id = ${before.id}`,
    ),
  )
  const from = before.roles.toSorted()
  const to = after.roles.toSorted()
  if (from.join() !== to.join()) {
    await setRoles(on, before.id, after.roles)
    await appendEvents(on, ledger, [
      { actor, kind: 'person.roles', subject: before.id, detail: { from, to }, at },
    ])
  }
  if (before.active === after.active) return
  if (!after.active) await run(on, sql`delete from sessions where person_id = ${before.id}`)
  await appendEvents(on, ledger, [
    { actor, kind: 'person.active', subject: before.id, detail: { active: after.active }, at },
  ])
}

async function setRoles(on: On, id: string, roles: readonly ProgrammeRole[]): Promise<void> {
  await run(on, sql`delete from person_roles where person_id = ${id}`)
  for (const role of new Set(roles))
    await run(
      on,
      sql`
        insert into person_roles (person_id, role)
        values (${id}, ${role})`,
    )
}

async function refusingDuplicates(login: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    if (!isDuplicate(cause)) throw cause
    const error = new Error(`the login ${login} is taken`, { cause })
    error.name = 'DuplicateLogin'
    throw error
  }
}
