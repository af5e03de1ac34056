/** What this machine can do without the product: the figures that the product's own are ratios to. */

import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import express from 'express'
import { benchAnswers, randomSteps } from './form.ts'

/** Express that parses the same body and does nothing; answers until the process ends. */
export function serveNothing(port: number): void {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.post('/nothing', express.json({ limit: '1mb' }), (_req, res) => {
    res.status(201).json({ receipt: 'AAAA-BBBB-CCCC-DDDD' })
  })
  app.get('/sign-in', (_req, res) => void res.end('here'))
  app.listen(port, '127.0.0.1')
}

/** Rows a second of better-sqlite3 with `synchronous=FULL`, `group` rows to a transaction, with a unique random id. */
export function groupCommits(group: number, seconds: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'diaoyan-bench-'))
  const database = new Database(join(folder, 'raw.sqlite'))
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.exec(
      'create table answers (seq integer primary key, instance text not null unique, answers text not null)',
    )
    const insert = database.prepare('insert into answers (instance, answers) values (?, ?)')
    const random = randomSteps(3)
    const texts = Array.from({ length: 200 }, () => JSON.stringify(benchAnswers(random)))
    const commit = database.transaction((from: number) => {
      for (let i = 0; i < group; i++) insert.run(randomUUID(), texts[(from + i) % texts.length])
    })
    const end = performance.now() + seconds * 1000
    let rows = 0
    while (performance.now() < end) {
      commit(rows)
      rows += group
    }
    return rows / seconds
  } finally {
    database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Median milliseconds of a 4 kB write that is on disk when it returns. */
export function fsyncLatency(times: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'diaoyan-bench-'))
  const file = openSync(join(folder, 'fsync'), 'w')
  try {
    const block = Buffer.alloc(4096, 7)
    const took = Array.from({ length: times }, () => {
      const began = performance.now()
      writeSync(file, block)
      fsyncSync(file)
      return performance.now() - began
    })
    return took.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? 0
  } finally {
    closeSync(file)
    rmSync(folder, { recursive: true, force: true })
  }
}
