/** Collections (投放), their channels, and the counters that every commit of answers moves. */

import { sql } from 'kysely'
import { newId } from '../ids.ts'
import type { Changes } from './changes.ts'
import type { Clock } from './clock.ts'
import { flag, named, orderKey, truth } from './columns.ts'
import { all, first, run, transaction, type Database, type On } from './database.ts'
import { appendEvents, ledger } from './chain.ts'
import { listed, type ListShape } from './list.ts'
import {
  collectionStates,
  type Channel,
  type Collection,
  type CollectionChange,
  type Store,
} from './store.ts'

type Flags = 'anonymous' | 'pilot' | 'allowsCorrection'
type Row = Omit<Collection, Flags> & { readonly [F in Flags]: number } & { readonly everOpened: number }

const columns = sql`collections.id, collections.topic_id as "topicId", collections.form_id as "formId",
  collections.form_version_id as "formVersionId", collections.kind, collections.title,
  collections.sample_type as "sampleType", collections.anonymous, collections.state, collections.pilot,
  collections.paradata, collections.ever_opened as "everOpened", collections.opens_at as "opensAt", collections.closes_at as "closesAt",
  collections.answer_limit as "answerLimit", collections.allows_correction as "allowsCorrection",
  collections.retain_until as "retainUntil", collections.asker, collections.purpose, collections.minutes,
  collections.readers, collections.contact, counters.received, counters.last_seq as last, counters.changes`
const tables = sql`collections join counters on counters.collection_id = collections.id`
const channelColumns = sql`id, collection_id as "collectionId", kind, label, slug`

const shape: ListShape = {
  columns,
  from: tables,
  id: sql`collections.id`,
  searched: [sql`collections.title`, sql`collections.asker`],
  filters: {
    topicId: (id) => sql`collections.topic_id = ${id}`,
    state: (state) => sql`collections.state = ${state}`,
    kind: (kind) => sql`collections.kind = ${kind}`,
  },
  sorts: {
    title: sql`collections.title_order`,
    state: sql`case collections.state ${sql.join(
      collectionStates.map((state, place) => sql`when ${sql.lit(state)} then ${sql.lit(place)}`),
      sql` `,
    )} else 99 end`,
    opensAt: sql`coalesce(collections.opens_at, '')`,
  },
  numeric: ['state'],
  ownOrder: 'title',
}

export function createCollections(
  { on, others }: Database,
  clock: Clock,
  changes: Changes,
): Store['collections'] {
  const cache = createCache(on, changes, others)
  /** Channels by slug. A channel never changes, so nothing invalidates it; unknown slugs are not kept. */
  const slugs = new Map<string, Channel>()
  return {
    list: async (query) => {
      const page = await listed<Row>(on, shape, query)
      return { ...page, items: page.items.map(collectionOf) }
    },
    // Where others may change it, only the hot path takes what is held.
    find: others ? (id) => read(on, id) : cache.find,
    add: (collection) => transaction(on, (on) => add(on, collection, clock)),
    change: async (id, change, actor = null) => {
      await transaction(on, (on) => changeCollection(on, id, change, { actor, at: clock.now() }))
      changes.announce([id])
    },
    channels: (collectionId) =>
      all(
        on,
        sql<Channel>`
          select ${channelColumns}
          from channels
          where collection_id = ${collectionId}
          order by position, id`,
      ),
    addChannel: (channel) => transaction(on, (on) => addChannel(on, channel)),
    bySlug: async (slug) => {
      const channel = slugs.get(slug) ?? (await channelBySlug(on, slug))
      if (!channel) return null
      if (slugs.size >= cached) slugs.clear()
      slugs.set(slug, channel)
      const collection = await cache.find(channel.collectionId)
      return collection && { collection, channel }
    },
    stamp: async (id) => {
      if (others) return first(on, stampOf(id))
      const collection = await cache.find(id)
      return collection && { last: collection.last, changes: collection.changes }
    },
  }
}

function stampOf(id: string) {
  return sql<{ last: number; changes: number }>`
    select last_seq as last, changes
    from counters
    where collection_id = ${id}`
}

const cached = 1_000

/** Should word from another process ever be lost, a collection is read again after so many milliseconds. */
const longestHeld = 5_000

/**
 * Collections held in memory by id, with their counters. `changes` invalidates: every process announces each change
 * and each commit of answers, and while no word arrives from the others nothing is held. A row that was read before
 * such word and arrives after it is not kept.
 */
function createCache(on: On, changes: Changes, others: Database['others']) {
  const known = new Map<string, { readonly collection: Collection; readonly since: number }>()
  let age = 0
  changes.listen((changed) => {
    age++
    if (changed === 'all') known.clear()
    else for (const id of changed) known.delete(id)
  })
  const fresh = (since: number) => !others || (others.hearing() && performance.now() - since < longestHeld)
  const reading = new Map<string, { readonly age: number; readonly row: Promise<Collection | null> }>()
  const readOnce = async (id: string): Promise<Collection | null> => {
    const asked = age
    const since = performance.now()
    const collection = await read(on, id)
    if (!collection || asked !== age) return collection
    if (known.size >= cached) known.clear()
    known.set(id, { collection, since })
    return collection
  }
  const find = (id: string): Promise<Collection | null> => {
    const held = known.get(id)
    if (held && fresh(held.since)) return Promise.resolve(held.collection)
    // Each commit of answers empties the place: who comes before it is filled again waits for one reading.
    const running = reading.get(id)
    if (running?.age === age) return running.row
    const row = readOnce(id).finally(() => {
      if (reading.get(id)?.row === row) reading.delete(id)
    })
    reading.set(id, { age, row })
    return row
  }
  return { find }
}

async function read(on: On, id: string): Promise<Collection | null> {
  const row = await readRow(on, id)
  return row && collectionOf(row)
}

function readRow(on: On, id: string): Promise<Row | null> {
  return first(
    on,
    sql<Row>`
      select ${columns}
      from ${tables}
      where collections.id = ${id}
        and counters.collection_id = ${id}`,
  )
}

function collectionOf(row: Row): Collection {
  const { everOpened: _, ...rest } = row
  return {
    ...rest,
    anonymous: truth(row.anonymous),
    pilot: truth(row.pilot),
    allowsCorrection: truth(row.allowsCorrection),
  }
}

function channelBySlug(on: On, slug: string): Promise<Channel | null> {
  return first(
    on,
    sql<Channel>`
      select ${channelColumns}
      from channels
      where slug = ${slug}`,
  )
}

type Addition = Parameters<Store['collections']['add']>[0]

async function add(on: On, addition: Addition, clock: Clock): Promise<string> {
  const form = await formOf(on, addition.formVersionId)
  if (!form) throw named('NotFound', `no form version ${addition.formVersionId}`)
  const collection: Collection = {
    ...blank,
    ...addition,
    id: newId(),
    formId: form.formId,
    kind: form.kind,
    received: 0,
    last: 0,
    changes: 0,
  }
  await write(on, collection, collection.state !== 'draft')
  await run(
    on,
    sql`
      insert into counters (collection_id, received, last_seq, changes)
      values (${collection.id}, 0, 0, 0)`,
  )
  if (collection.state !== 'draft')
    await appendEvents(on, ledger, [
      stateEvent(collection.id, 'draft', collection.state, { actor: null, at: clock.now() }),
    ])
  return collection.id
}

const blank = {
  state: 'draft',
  paradata: 'off',
  opensAt: null,
  closesAt: null,
  answerLimit: null,
  allowsCorrection: false,
  retainUntil: null,
  asker: '',
  purpose: '',
  minutes: null,
  readers: '',
  contact: '',
} as const

function formOf(on: On, versionId: string) {
  return first(
    on,
    sql<{ formId: string; kind: Collection['kind'] }>`
      select forms.id as "formId", forms.kind
      from form_versions
      join forms on forms.id = form_versions.form_id
      where form_versions.id = ${versionId}`,
  )
}

interface By {
  readonly actor: string | null
  readonly at: string
}

async function changeCollection(on: On, id: string, change: CollectionChange, by: By): Promise<void> {
  // The same lock as a group commit's: what was open for an answer stays so until it is in.
  await run(
    on,
    sql`
      update counters
      set received = received
      where collection_id = ${id}`,
  )
  const row = await readRow(on, id)
  if (!row) throw named('NotFound', `no collection ${id}`)
  const before = collectionOf(row)
  const after: Collection = { ...before, ...change }
  const everOpened = truth(row.everOpened)
  if (everOpened) refuseFrozen(before, after)
  if (before.formVersionId !== after.formVersionId) {
    const form = await formOf(on, after.formVersionId)
    if (form?.formId !== before.formId)
      throw named('NotFound', `no version ${after.formVersionId} of the form`)
  }
  await write(on, after, everOpened || after.state !== 'draft')
  if (before.state !== after.state)
    await appendEvents(on, ledger, [stateEvent(id, before.state, after.state, by)])
}

function refuseFrozen(before: Collection, after: Collection): void {
  const frozen = (['anonymous', 'sampleType', 'pilot', 'paradata'] as const).find(
    (field) => before[field] !== after[field],
  )
  if (frozen) throw named('Frozen', `${frozen} is frozen since the collection first opened`)
  if (after.state === 'draft') throw named('Frozen', 'a collection that was opened is no draft again')
}

function stateEvent(subject: string, from: string, to: string, by: By) {
  return { ...by, kind: 'collection.state', subject, detail: { from, to } }
}

async function write(on: On, collection: Collection, everOpened: boolean): Promise<void> {
  const c = collection
  await run(
    on,
    sql`
      insert into collections (id, topic_id, form_id, form_version_id, kind, title, title_order, sample_type,
        anonymous, pilot, paradata, state, ever_opened, opens_at, closes_at, answer_limit, allows_correction, retain_until,
        asker, purpose, minutes, readers, contact)
      values (${c.id}, ${c.topicId}, ${c.formId}, ${c.formVersionId}, ${c.kind}, ${c.title}, ${orderKey(c.title)},
        ${c.sampleType}, ${flag(c.anonymous)}, ${flag(c.pilot)}, ${c.paradata}, ${c.state}, ${flag(everOpened)}, ${c.opensAt},
        ${c.closesAt}, ${c.answerLimit}, ${flag(c.allowsCorrection)}, ${c.retainUntil}, ${c.asker}, ${c.purpose},
        ${c.minutes}, ${c.readers}, ${c.contact})
      on conflict (id) do update
      set form_version_id = excluded.form_version_id,
        title = excluded.title,
        title_order = excluded.title_order,
        sample_type = excluded.sample_type,
        anonymous = excluded.anonymous,
        pilot = excluded.pilot,
        paradata = excluded.paradata,
        state = excluded.state,
        ever_opened = excluded.ever_opened,
        opens_at = excluded.opens_at,
        closes_at = excluded.closes_at,
        answer_limit = excluded.answer_limit,
        allows_correction = excluded.allows_correction,
        retain_until = excluded.retain_until,
        asker = excluded.asker,
        purpose = excluded.purpose,
        minutes = excluded.minutes,
        readers = excluded.readers,
        contact = excluded.contact`,
  )
}

type NewChannel = Parameters<Store['collections']['addChannel']>[0]

/** Links and QR codes get a slug; the other channels need a signed-in person. */
async function addChannel(on: On, { collectionId, kind, label }: NewChannel): Promise<Channel> {
  const slug = kind === 'link' || kind === 'qr' ? newId(10) : null
  const channel: Channel = { id: newId(), collectionId, kind, label, slug }
  const last = await first(
    on,
    sql<{ position: number | null }>`
      select max(position) as position
      from channels
      where collection_id = ${collectionId}`,
  )
  await run(
    on,
    sql`
      insert into channels (id, collection_id, position, kind, label, slug)
      values (${channel.id}, ${collectionId}, ${(last?.position ?? 0) + 1}, ${kind}, ${label}, ${slug})`,
  )
  return channel
}
