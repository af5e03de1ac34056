/** The schema and the queries keep to what a distributed PostgreSQL takes: keys, references, defaults, filters by the shard's key. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../../server/store/open.ts'
import { citusStatements, crossShard, distribution } from '../../../server/store/distribution.ts'
import type { NewCase } from '../../../server/store/store.ts'
import { partition } from '../../bench/partition.ts'
import { rowsOf } from '../../support/raw.ts'
import { dropDatabase, freshDatabase } from '../../support/store.ts'
import { incoming, storeWorld } from '../../support/store-world.ts'

let url = ''
beforeAll(async () => {
  url = await freshDatabase('diaoyan_template')
})
afterAll(() => dropDatabase(url))

const sharded = Object.entries(distribution).flatMap(([table, place]) =>
  place.kind === 'sharded' ? [{ table, by: place.by }] : [],
)
const isSharded = (table: string) => distribution[table]?.kind === 'sharded'

describe('the schema', () => {
  test('has a place for every table, and no place for a table that is not there', async () => {
    const tables = await rowsOf<{ name: string }>(
      url,
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    )
    expect(tables.map(({ name }) => name).toSorted()).toEqual(Object.keys(distribution).toSorted())
  })

  test('has the shard’s key in every primary and unique key of a sharded table', async () => {
    const keys = await rowsOf<{ table: string; name: string; columns: string }>(
      url,
      `select tables.relname as "table", keys.relname as name,
         (select string_agg(attname, ' ') from pg_attribute where attrelid = keys.oid) as columns
       from pg_index
       join pg_class tables on tables.oid = indrelid
       join pg_class keys on keys.oid = indexrelid
       join pg_namespace on pg_namespace.oid = tables.relnamespace and nspname = 'public'
       where indisunique`,
    )
    for (const { table, by } of sharded) {
      const own = keys.filter((key) => key.table === table)
      expect(own.length, table).toBeGreaterThan(0)
      for (const { name, columns } of own) expect(columns.split(' '), name).toContain(by)
    }
  })

  test('refers from a sharded table to reference tables alone, and from no other table to a sharded one', async () => {
    const references = await rowsOf<{ from: string; to: string }>(
      url,
      `select conrelid::regclass::text as "from", confrelid::regclass::text as "to"
       from pg_constraint where contype = 'f'`,
    )
    expect(references.length).toBeGreaterThan(10)
    for (const { from, to } of references) {
      const kinds = `${from} → ${to}`
      if (isSharded(from)) expect([kinds, distribution[to]?.kind]).toEqual([kinds, 'reference'])
      else expect([kinds, isSharded(to)]).toEqual([kinds, false])
      if (distribution[from]?.kind === 'reference')
        expect([kinds, distribution[to]?.kind]).toEqual([kinds, 'reference'])
    }
  })

  test('takes no number from a sequence, and has no trigger, in a sharded table', async () => {
    for (const { table } of sharded) {
      const columns = await rowsOf(
        url,
        `select column_name from information_schema.columns
         where table_schema = 'public' and table_name = '${table}'
           and (is_identity = 'YES' or column_default like '%nextval%')`,
      )
      expect([table, columns]).toEqual([table, []])
      const triggers = await rowsOf(
        url,
        `select tgname from pg_trigger where tgrelid = '${table}'::regclass and not tgisinternal`,
      )
      expect([table, triggers]).toEqual([table, []])
    }
  })

  test('is distributed by the statements that the document shows', () => {
    const document = readFileSync(join(import.meta.dirname, '../../../server/store/DISTRIBUTED.md'), 'utf8')
    for (const statement of citusStatements()) expect(document).toContain(statement)
  })
})

const aCase: NewCase = {
  name: 'x',
  place: '',
  area: '',
  latitude: 30,
  longitude: 120,
  unitId: null,
  note: '',
  investigatorId: null,
  dueOn: null,
  personal: { 电话: '1' },
}

test('every query of a sharded table names the shard’s key, but for those that are known to cross shards', async () => {
  const split = await freshDatabase('diaoyan_template')
  // The same tables in hash partitions, as shards would be: what works here has no need of an index over all.
  await partition(split, 4)
  const heard = new Set<string>()
  const store = await openStore({
    database: split,
    filesDir: '/nonexistent',
    heard: (text) => heard.add(text),
  })
  const world = await storeWorld(store)
  const to = await world.collection({ allowsCorrection: true, anonymous: false, answerLimit: 90 })
  const answers = Array.from({ length: 85 }, (_, age) =>
    incoming(world, to, { age }, { personal: { name: 'x' } }),
  )
  const received = await store.submissions.receive(answers)
  const first = answers[0]
  if (first) await store.submissions.receive([{ ...first, answers: { age: 99 }, contentHash: 'other' }])
  const receipt = (place: number) => {
    const reply = received[place]
    return reply && 'receipt' in reply ? reply.receipt : ''
  }
  await store.submissions.erase(receipt(3), { actor: null, reason: 'asked', right: 'withdrawal' })
  await store.submissions.receive([answers[3] ?? incoming(world, to, {})])
  await store.collections.change(to.id, { title: '改名' })
  await store.collections.bySlug(to.slug)
  await store.collections.stamp(to.id)
  await store.collections.list({})
  expect(await store.submissions.rows(to.id, 0, 100)).toHaveLength(84)
  await store.submissions.rowsByInstance(to.id, '', 100)
  expect(await store.submissions.versions(to.id)).toEqual([world.versionId])
  await store.submissions.erased(to.id)
  await store.submissions.personal(to.id, [1, 2])
  await store.submissions.find(to.id, first?.instanceId ?? '')
  expect((await store.submissions.byReceipt(receipt(5)))?.seq).toBe(6)
  await store.submissions.revisions(to.id, 1)
  await store.submissions.list(to.id, { search: 'x', where: { state: 'received' }, seqs: [1] })
  await store.submissions.instances(to.id, {}, 10)
  await store.submissions.collectors(to.id)
  await store.submissions.states(to.id)
  await store.submissions.heads(to.id)
  await store.quality.setLimits(to.id, { farOut: 4 }, null)
  expect(await store.quality.limits(to.id)).toEqual({ farOut: 4 })
  const decision = { to: 'rejected', reason: 'trial', comment: '', actor: null } as const
  await store.reviews.decide(to.id, { instanceIds: [first?.instanceId ?? ''], ...decision })
  await store.reviews.of(to.id, 1)
  await store.reviews.latest(to.id, [1])
  await store.reviews.rejections(to.id)
  await store.assignments.addCases(to.id, [{ ...aCase, investigatorId: world.personId }], null)
  const [one] = (await store.assignments.cases(to.id, { search: 'x', where: { state: 'open' } })).items
  expect(await store.assignments.caseIds(to.id, {}, 5)).toEqual([one?.id])
  await store.assignments.case(to.id, one?.id ?? '')
  await store.assignments.casesByIds(to.id, [one?.id ?? ''])
  await store.assignments.places(to.id)
  await store.assignments.personal(to.id, [one?.id ?? ''])
  await store.assignments.progress(to.id, 'area')
  await store.assignments.progress(to.id, 'investigator')
  await store.assignments.areas(to.id)
  await store.assignments.visits(to.id, '2026-01-01')
  await store.submissions.since(to.id, '2026-01-01')
  const assigning = { investigatorId: null, dueOn: null, note: 'x', actor: null }
  await store.assignments.assign(to.id, { ids: [one?.id ?? ''], ...assigning })
  await store.assignments.removeCases(to.id, [one?.id ?? ''], null)
  await store.assignments.setTask(to.id, world.personId, { wanted: 5, dueOn: null, note: '' }, null)
  await store.assignments.tasks(to.id)
  expect(await store.assignments.collectionsFor(world.personId)).toEqual([to.id])
  await store.assignments.returnedTo(world.personId)
  await store.assignments.removeTask(to.id, world.personId, null)
  await store.submissions.totals(to.id, { by: [{ name: 'age', as: 'value' }], sums: [['age']], weight: null })
  const printing = { copies: 2, formVersionId: world.versionId, language: '', wishes: {} }
  await store.paper.print(to.id, printing, world.personId)
  await store.paper.setSettings(to.id, { entries: 1, otherPerson: true }, world.personId)
  await store.paper.batches(to.id)
  await store.paper.copyOf(to.id, first?.instanceId ?? '')
  await store.paper.copiesByInstance(to.id)
  await store.paper.mark(to.id, { copy: 2, state: 'lost', reason: '' }, world.personId)
  await store.paper.open(to.id, 1, world.personId)
  const entry = { copy: 1, pass: 1, clerkId: world.personId, fields: {}, personal: { x: 'y' } } as const
  await store.paper.save(to.id, { ...entry, finished: true, revision: 1 })
  await store.paper.discard(to.id, { copy: 1, pass: 1, only: 'finished' }, world.personId)
  await store.paper.save(to.id, { ...entry, finished: true, revision: 2 })
  const settling = {
    copy: 1,
    revisions: [3],
    entered: ['age', 'sex'],
    differences: [],
    marks: [],
    actor: world.personId,
  }
  const settled = await store.paper.settle(to.id, { ...settling, incoming: incoming(world, to, { age: 1 }) })
  expect(settled).toMatchObject({ outcome: 'settled' })
  await store.paper.sums(to.id)
  await store.paper.list(to.id, { wanted: 'all', after: 0 })
  await store.paper.progress(to.id)
  await store.attachments.list(to.id, first?.instanceId ?? '')
  await store.attachments.removeOrphans('2026-01-01')
  await store.system.about()
  await store.system.newest()
  await store.history.list(to.id, {})
  expect(await store.history.verify(to.id)).toMatchObject({ ok: true })
  expect(await store.history.verify('ledger')).toMatchObject({ ok: true })
  await store.collections.change(to.id, { retainUntil: '2026-01-01' })
  expect(await store.submissions.eraseExpired('2026-02-01')).toBe(85)
  await store.close()
  await dropDatabase(split)

  const about = [...heard].filter((text) =>
    sharded.some(({ table }) => new RegExp(`\\b${table}\\b`).test(text)),
  )
  expect(about.length).toBeGreaterThan(25)
  const without = about.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => !namesKey(text))
  const unknown = without.filter((text) => !crossShard.some(({ query }) => query.test(text)))
  expect(unknown).toEqual([])
  // The list holds nothing that never happens.
  for (const { query } of crossShard)
    expect(
      without.some((text) => query.test(text)),
      String(query),
    ).toBe(true)
})

/** True if it is an insert with the key, or filters by it. */
function namesKey(text: string): boolean {
  const inserted = /^insert into \S+ \(([^)]*)\) values/.exec(text)
  if (inserted) return /\b(collection_id|chain)\b/.test(inserted[1] ?? '')
  return /\b(collection_id|chain) = \$\d+/.test(text)
}
