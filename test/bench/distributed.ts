/**
 * Simulates a distributed installation on one machine: tables of answers in hash partitions, filled to a hundredth, a
 * tenth and the whole of a size; intake through the server, summaries, totals, export and the queries that cross shards,
 * measured at each.
 */

import { rmSync } from 'node:fs'
import { Client } from 'pg'
import { databaseSource } from '../../server/summary/source.ts'
import { openStore } from '../../server/store/open.ts'
import type { Store } from '../../server/store/store.ts'
import { onServer } from '../support/postgres.ts'
import { fieldedFolder, serve, type FieldedFolder } from '../support/fieldwork.ts'
import { benchForm } from './form.ts'
import type { LoadOrder, LoadResult } from './load.ts'
import { partition } from './partition.ts'
import { durableCluster } from './processes.ts'
import { checkedAnswers } from './seed.ts'

const shards = 16
const collections = 10

type Load = (order: Pick<LoadOrder, 'ports' | 'path' | 'as' | 'formVersion'>) => Promise<LoadResult>

export async function measureDistributed(rows: number, seconds: number, load: Load): Promise<void> {
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
        '| submissions | fill | intake, 64 connections | first summary of one collection | the next | frequencies in SQL | crosstab in SQL | export rows | one receipt | list of collections | size |',
      )
      console.log('|---|---|---|---|---|---|---|---|---|---|---|')
      let stand = 0
      for (const size of [rows / 100, rows / 10, rows].map(Math.round)) {
        const filled = await fill(url, ids, Math.max(0, size - stand))
        stand = size
        await onServer(url, 'vacuum analyze')
        const line = await measured({ store, url, first, ids, seconds, load }, size, filled)
        console.log(`| ${line.join(' | ')} |`)
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
    places.push({ id, channelId: channel.id, slug: channel.slug ?? '', formVersionId })
  }
  return places
}

interface Place {
  readonly id: string
  readonly channelId: string
  readonly slug: string
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
  const began = performance.now()
  const each = Math.ceil(rows / places.length)
  const waiting = [...places]
  // Two at a time: the server works on as many processors.
  const worker = async () => {
    for (let place = waiting.shift(); place; place = waiting.shift()) await fillOne(url, place, each)
  }
  await Promise.all([worker(), worker()])
  return rows / ((performance.now() - began) / 1000)
}

async function fillOne(url: string, { id, channelId, formVersionId }: Place, each: number): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const texts = checkedAnswers(200).map((answers) => JSON.stringify(answers))
    await client.query("set synchronous_commit = off; set default_toast_compression = 'lz4'")
    await client.query('create temporary table samples (n integer primary key, answers text not null)')
    await client.query(
      `insert into samples select ordinality - 1, value from unnest($1::text[]) with ordinality as t (value, ordinality)`,
      [texts],
    )
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
}

interface Measuring {
  readonly store: Store
  readonly url: string
  readonly first: FieldedFolder
  readonly ids: readonly Place[]
  readonly seconds: number
  readonly load: Load
}

async function measured(
  { store, url, first, ids, seconds, load }: Measuring,
  size: number,
  filled: number,
): Promise<readonly string[]> {
  const [place] = ids
  if (!place) throw new Error('distributed: no collection')
  // The chains of filled collections are only long; a live one begins where it ends.
  const { intake, firstSummary, nextSummary } = await served(first, place, load)
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
    `${thousands(intake.perSecond)}/s, p99 ${intake.p99.toFixed(0)} ms`,
    `${seconds1(firstSummary)} of ${thousands((await store.collections.find(place.id))?.received ?? 0)}`,
    seconds1(nextSummary),
    seconds1(frequencies),
    seconds1(crosstab),
    `${thousands(exported)}/s`,
    `${receipt.toFixed(1)} ms`,
    `${list.toFixed(1)} ms`,
    rows[0]?.size ?? '',
  ]
}

/** Through the built server, at its own address, on one of the collections. */
async function served(folder: FieldedFolder, { id, slug }: Place, load: Load) {
  const serving = await serve(folder)
  try {
    const intake = await load({
      ports: [serving.server.port],
      path: `/f/${slug}/submissions`,
      as: 'json',
      formVersion: folder.formVersion,
    })
    const analyst = await serving.signIn('analyst')
    const summary = async () => {
      const began = performance.now()
      // The page of what takes long comes again by itself.
      for (;;) {
        const { status } = await analyst.get(`/collections/${id}/summary`)
        if (status === 200) return performance.now() - began
        if (status !== 202) throw new Error(`distributed: the summary answered ${status}`)
        await new Promise((done) => setTimeout(done, 100))
      }
    }
    return { intake, firstSummary: await summary(), nextSummary: await summary() }
  } finally {
    await serving.server.stop()
  }
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
