/**
 * Simulates a distributed installation on one machine: tables of answers in hash partitions, filled to a hundredth, a
 * tenth and the whole of a size; intake, totals, export and the queries that cross shards, measured at each.
 */

import { rmSync } from 'node:fs'
import { Client } from 'pg'
import { databaseSource } from '../../server/summary/source.ts'
import { openStore } from '../../server/store/open.ts'
import type { Incoming, Store } from '../../server/store/store.ts'
import { onServer } from '../support/postgres.ts'
import { fieldedFolder, type FieldedFolder } from '../support/fieldwork.ts'
import { incoming } from '../support/store-world.ts'
import { benchForm } from './form.ts'
import { partition } from './partition.ts'
import { durableCluster } from './processes.ts'
import { checkedAnswers } from './seed.ts'

const shards = 16
const collections = 10

export async function measureDistributed(rows: number, seconds: number): Promise<void> {
  const { cluster, database } = await durableCluster()
  try {
    const url = await database('wide')
    const first = await fieldedFolder({ source: benchForm(), sampleType: 'probability' }, url)
    const store = await openStore({ database: url, filesDir: first.dataDir })
    try {
      const ids = await moreCollections(store, first)
      // The rows of counters and chains are there before the split: they are carried over.
      await carried(url, () => partition(url, shards))
      console.log(
        `\n${shards} partitions, ${collections} collections, Node ${process.version}, PostgreSQL on the same machine\n`,
      )
      console.log(
        '| submissions | fill | intake, batches of 64 | frequencies of one question | crosstab | export rows | one receipt | list of collections | size |',
      )
      console.log('|---|---|---|---|---|---|---|---|---|')
      let stand = 0
      for (const size of [rows / 100, rows / 10, rows].map(Math.round)) {
        const filled = await fill(url, ids, Math.max(0, size - stand))
        stand = size
        await onServer(url, 'vacuum analyze')
        console.log(`| ${(await measured({ store, url, first, ids, seconds }, size, filled)).join(' | ')} |`)
      }
    } finally {
      await store.close()
      rmSync(first.dataDir, { recursive: true, force: true })
    }
  } finally {
    await cluster.remove()
  }
}

async function moreCollections(store: Store, first: FieldedFolder): Promise<readonly Place[]> {
  const standing = await store.collections.find(first.collectionId)
  if (!standing) throw new Error('distributed: the first collection is not there')
  const places: Place[] = []
  for (let n = 0; n < collections; n++) {
    const { topicId, formVersionId, sampleType, anonymous, pilot } = standing
    const id = await store.collections.add({
      topicId,
      formVersionId,
      sampleType,
      anonymous,
      pilot,
      title: `第 ${n + 1} 县`,
      state: 'open',
    })
    const channel = await store.collections.addChannel({ collectionId: id, kind: 'link', label: '链接' })
    places.push({ id, channelId: channel.id, formVersionId })
  }
  return places
}

interface Place {
  readonly id: string
  readonly channelId: string
  readonly formVersionId: string
}

async function carried(url: string, work: () => Promise<void>): Promise<void> {
  const kept = ['counters', 'chains', 'events']
  for (const table of kept) await onServer(url, `create table kept_${table} as table ${table}`)
  await work()
  for (const table of kept)
    await onServer(url, `insert into ${table} table kept_${table}; drop table kept_${table}`)
}

/** Adds rows inside the server, spread over the collections; what stands in them is of a survey, their chain is only as long as a real one. */
async function fill(url: string, places: readonly Place[], rows: number): Promise<number> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const began = performance.now()
  try {
    const texts = checkedAnswers(200).map((answers) => JSON.stringify(answers))
    await client.query("set synchronous_commit = off; set default_toast_compression = 'lz4'")
    await client.query('create temporary table samples (n integer primary key, answers text not null)')
    await client.query(
      `insert into samples select ordinality - 1, value from unnest($1::text[]) with ordinality as t (value, ordinality)`,
      [texts],
    )
    const each = Math.ceil(rows / places.length)
    for (const { id, channelId, formVersionId } of places)
      for (let start = 0; start < each; start += 100_000) {
        const count = Math.min(100_000, each - start)
        await client.query('begin')
        await client.query(
          `insert into submissions (collection_id, seq, instance_id, form_version_id, channel_id, revision, receipt,
             state, received_on, locale, content_hash, digest_key, answers)
           select $1, last_seq + series.i, gen_random_uuid()::text, $2, $3, 1,
             upper(substr(md5(random()::text), 1, 19)), 'received', '2026-06-01', 'zh-CN',
             md5(random()::text) || md5(series.i::text), md5(random()::text), samples.answers
           from counters
           cross join generate_series(1, $4::integer) as series (i)
           join samples on samples.n = series.i % 200
           where counters.collection_id = $1`,
          [id, formVersionId, channelId, count],
        )
        await client.query(
          `insert into events (chain, number, at, kind, subject, detail, digest, hash)
           select $1, number + i, '2026-06-01', 'answer.received', i::text, '{"revision":1}',
             md5(random()::text) || md5(i::text), md5(random()::text) || md5(i::text)
           from chains
           cross join generate_series(1, $2::integer) as series (i)
           where chain = $1`,
          [id, count],
        )
        await client.query(
          'update counters set received = received + $2, last_seq = last_seq + $2 where collection_id = $1',
          [id, count],
        )
        await client.query('update chains set number = number + $2 where chain = $1', [id, count])
        await client.query('commit')
      }
  } finally {
    await client.end()
  }
  return rows / ((performance.now() - began) / 1000)
}

interface Measuring {
  readonly store: Store
  readonly url: string
  readonly first: FieldedFolder
  readonly ids: readonly Place[]
  readonly seconds: number
}

async function measured(
  { store, url, ids, seconds }: Measuring,
  size: number,
  filled: number,
): Promise<readonly string[]> {
  const [place] = ids
  if (!place) throw new Error('distributed: no collection')
  // The chains of filled collections are only long; a live one begins where it ends.
  const intake = await intakeRate(store, ids, seconds)
  const source = await databaseSource(store, place.id)
  const frequencies = await took(() => source.totals({ by: ['single_1'] }))
  const crosstab = await took(() => source.totals({ by: ['single_1', 'rating_1'], sums: [['age']] }))
  const exported = await exportRate(store, place.id, seconds)
  const [row] = await store.submissions.rows(place.id, 0, 1)
  const receipt = await took(() => store.submissions.byReceipt(row?.receipt ?? ''))
  const list = await took(() => store.collections.list({}))
  const { rows } = await onServer<{ size: string }>(
    url,
    'select pg_size_pretty(pg_database_size(current_database())) as size',
  )
  return [
    size.toLocaleString('en'),
    `${thousands(filled)}/s`,
    `${thousands(intake)}/s`,
    `${seconds1(frequencies)} of ${thousands(size / collections)}`,
    seconds1(crosstab),
    `${thousands(exported)}/s`,
    `${receipt.toFixed(1)} ms`,
    `${list.toFixed(1)} ms`,
    rows[0]?.size ?? '',
  ]
}

async function intakeRate(store: Store, places: readonly Place[], seconds: number): Promise<number> {
  const answers = checkedAnswers(200)
  const ends = performance.now() + seconds * 1000
  let stored = 0
  const began = performance.now()
  for (let n = 0; performance.now() < ends; n++) {
    const to = places[n % places.length]
    if (!to) break
    const world = { versionId: to.formVersionId } as Parameters<typeof incoming>[0]
    const batch: Incoming[] = Array.from({ length: 64 }, (_, k) => incoming(world, to, answers[k] ?? {}))
    const received = await store.submissions.receive(batch)
    stored += received.filter(({ outcome }) => outcome === 'stored').length
  }
  return stored / ((performance.now() - began) / 1000)
}

async function exportRate(store: Store, collectionId: string, seconds: number): Promise<number> {
  const began = performance.now()
  let seen = 0
  let after = 0
  while (performance.now() - began < seconds * 1000) {
    const rows = await store.submissions.rows(collectionId, after, 2_000)
    after = rows.at(-1)?.seq ?? 0
    seen += rows.length
  }
  return seen / ((performance.now() - began) / 1000)
}

async function took(work: () => Promise<unknown>): Promise<number> {
  await work()
  const began = performance.now()
  await work()
  return performance.now() - began
}

function seconds1(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}

function thousands(n: number): string {
  return Math.round(n).toLocaleString('en')
}
