/** Summaries, frames, exports and backups of collections of several sizes. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { OwnServer } from '../../server/commands/own-server.ts'
import type { Visitor } from '../../server/commands/visitor.ts'
import { serve, type FieldedFolder } from '../support/fieldwork.ts'
import { serverPrograms } from '../support/postgres.ts'
import { backupTimes } from './backups.ts'
import { frameTimes, type FrameTimes } from './frames.ts'
import { durableCluster } from './processes.ts'
import { seedFolder } from './seed.ts'
import { load, memory, print, rate, say, sizes, whole } from './telling.ts'

/** `engine`: what stands before the lines; `place`: where the database is, a file unless it is said. */
export async function measureReading(size: number, engine = '', place?: string): Promise<void> {
  const began = performance.now()
  const seeded = await seedFolder(size, place)
  const perSecond = size / ((performance.now() - began) / 1000)
  say(`${engine}${whole(size)} answers into the store, batches of 2,000`, `${whole(perSecond)}/s`, '–', null)
  const reading = await serve(seeded)
  try {
    const analyst = await reading.signIn('analyst')
    const path = `/collections/${seeded.collectionId}/summary`
    const cold = await timed(analyst, path)
    const warm = await median(analyst, path, 7)
    say(`${engine}summary of ${whole(size)}, the first ever`, `${whole(cold)} ms`, '–', null)
    say(`${engine}summary of ${whole(size)}, warm`, `${whole(warm)} ms`, '100 ms', warm <= 100)
  } finally {
    await reading.server.stop()
  }
  // Under the same port, which on PostgreSQL is the name of the process that owns the column files.
  const restarted = await serve(seeded, reading.server.port)
  try {
    const first = await timed(
      await restarted.signIn('analyst'),
      `/collections/${seeded.collectionId}/summary`,
    )
    say(
      `${engine}summary of ${whole(size)}, the first after a start`,
      `${whole(first)} ms`,
      '1,500 ms',
      first <= 1_500,
    )
  } finally {
    await restarted.server.stop()
  }
  sayFrames(engine, size, await frameTimes(seeded))
  if (size === sizes[1]) await measureBoth(size, engine, seeded)
  // A server of its own, so that the peak is the export's and not the summary's.
  const exporting = await serve(seeded)
  try {
    const analyst = await exporting.signIn('analyst')
    const from = performance.now()
    const bytes = await drained(exporting.server, analyst, `/collections/${seeded.collectionId}/export.csv`)
    const took = (performance.now() - from) / 1000
    const peak = memory(exporting.server, 'VmHWM')
    say(
      `${engine}CSV of ${whole(size)} × 30`,
      `${(bytes / 1e6 / took).toFixed(0)} MB/s, ${whole(size / took)} rows/s`,
      '100,000 rows/s',
      size / took >= 100_000,
    )
    say('… peak memory', `${peak} MB`, '200 MB', peak <= 200)
  } finally {
    await exporting.end()
  }
}

/** Taking in answers while a summary of many is made from the answers, again and again as they come. */
async function measureBoth(size: number, engine: string, seeded: FieldedFolder): Promise<void> {
  rmSync(join(seeded.dataDir, 'columns'), { recursive: true, force: true })
  const serving = await serve(seeded)
  try {
    const analyst = await serving.signIn('analyst')
    const path = `/collections/${seeded.collectionId}/summary`
    const posting = {
      ports: [serving.server.port],
      path: `/f/${seeded.slug}/submissions`,
      as: 'json',
      formVersion: seeded.formVersion,
    } as const
    const alone = await load(posting)
    const loading = load(posting)
    let made = 0
    const state = { done: false }
    void loading.finally(() => (state.done = true))
    while (!state.done) {
      await timed(analyst, path)
      made++
    }
    const both = await loading
    say(
      `${engine}submissions while summaries of ${whole(size)} are made (${made})`,
      `${rate(both)}; alone ${rate(alone)}`,
      'p99 60 ms',
      both.p99 <= 60,
    )
  } finally {
    await serving.server.stop()
  }
}

/** Backup and restore of one size, on both engines. */
export async function measureBackups(size: number): Promise<void> {
  const both = async (engine: string, place?: string, target?: string) => {
    const seeded = await seedFolder(size, place)
    try {
      const { megabytes, backup, restore } = await backupTimes(seeded, target ?? null)
      const of = ({ seconds: took, peak }: typeof backup) =>
        `${took.toFixed(1)} s, ${(megabytes / took).toFixed(0)} MB/s, ${peak} MB of memory`
      say(`${engine}backup of ${whole(size)} answers, ${whole(megabytes)} MB`, of(backup), '–', null)
      say(`${engine}… its restore`, of(restore), '–', null)
    } finally {
      rmSync(seeded.dataDir, { recursive: true, force: true })
    }
  }
  await both('')
  if (serverPrograms() !== null) {
    const { cluster, database } = await durableCluster()
    try {
      await both('PostgreSQL: ', await database('backed_up'), await database('restored'))
    } finally {
      await cluster.remove()
    }
  }
  print()
}

/** Frames alone, of one size on SQLite. */
export async function measureFrames(size: number): Promise<void> {
  const seeded = await seedFolder(size)
  try {
    sayFrames('', size, await frameTimes(seeded))
  } finally {
    rmSync(seeded.dataDir, { recursive: true, force: true })
  }
  print()
}

function sayFrames(
  engine: string,
  size: number,
  { fromAnswers, fromFile, approved, rejected }: FrameTimes,
): void {
  // What was promised is of 200,000 and of 1,000,000.
  const aimed = size === 200_000
  say(
    `${engine}frame of ${whole(size)} × 30 from the answers`,
    `${whole(fromAnswers)} ms`,
    aimed ? '1,500 ms' : '–',
    aimed ? fromAnswers <= 1_500 : null,
  )
  const most = size === 1_000_000
  say(
    `${engine}… from its column file, as after a start`,
    `${whole(fromFile)} ms`,
    most ? '200 ms' : '–',
    most ? fromFile <= 200 : null,
  )
  say(
    `${engine}… after one answer was approved, after one was rejected`,
    `${approved.toFixed(1)} ms, ${whole(rejected)} ms`,
    '–',
    null,
  )
}

async function timed(person: Visitor, path: string): Promise<number> {
  const began = performance.now()
  let { status, text } = await person.get(path)
  // The page of what takes long comes again by itself.
  while (status === 202) {
    await new Promise((done) => setTimeout(done, 50))
    ;({ status, text } = await person.get(path))
  }
  if (status !== 200) throw new Error(`${path} answered ${status}: ${text.slice(0, 300)}`)
  return performance.now() - began
}

async function median(person: Visitor, path: string, times: number): Promise<number> {
  const took: number[] = []
  for (let i = 0; i < times; i++) took.push(await timed(person, path))
  return took.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? 0
}

/** Reads a download to its end without keeping it. */
async function drained(server: OwnServer, person: Visitor, path: string): Promise<number> {
  const response = await fetch(server.origin + path, { headers: { cookie: person.cookies() } })
  if (response.status !== 200 || !response.body) throw new Error(`${path} answered ${response.status}`)
  let bytes = 0
  for await (const chunk of response.body) bytes += (chunk as Uint8Array).length
  return bytes
}
