/** What a server notices of itself: counts in steps, logs by day, a clock that is set, and text for Prometheus. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createClockWatch } from '../../../server/watching/clock.ts'
import { createCounts } from '../../../server/watching/counts.ts'
import { bytesText } from '../../../server/watching/disk.ts'
import { oldFiles, openLog } from '../../../server/watching/log.ts'
import { prometheusText } from '../../../server/watching/prometheus.ts'

describe('counts', () => {
  test('of respondents move on in steps of five, so that none tells when one answer came', () => {
    const counts = createCounts(() => 0)
    const seen: (readonly unknown[])[] = []
    for (let n = 1; n <= 11; n++) {
      counts.served({ kind: 'respondent', status: 201, milliseconds: n })
      counts.answered('stored')
      seen.push([counts.requests('respondent').total, counts.answers()['stored'], counts.lastHour().answers])
    }
    expect(seen.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => [0, 0, 0]))
    expect(seen.slice(4, 9)).toEqual(Array.from({ length: 5 }, () => [5, 5, 5]))
    expect(seen.slice(9)).toEqual(Array.from({ length: 2 }, () => [10, 10, 10]))
  })

  test('of staff are exact, by status and duration', () => {
    const counts = createCounts(() => 0)
    for (const [status, milliseconds] of [
      [200, 3],
      [303, 30],
      [500, 3_000],
    ] as const)
      counts.served({ kind: 'staff', status, milliseconds })
    const { total, byStatus, within, seconds } = counts.requests('staff')
    expect([total, byStatus]).toEqual([3, { '2xx': 1, '3xx': 1, '5xx': 1 }])
    expect(seconds).toBeCloseTo(3.033)
    expect(within).toEqual([1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3])
  })

  test('forget what is older than an hour', () => {
    let now = 0
    const counts = createCounts(() => now)
    for (let n = 0; n < 7; n++) counts.served({ kind: 'staff', status: 200, milliseconds: 1 })
    now = 59 * 60_000
    counts.served({ kind: 'staff', status: 200, milliseconds: 1 })
    expect(counts.lastHour().staff).toBe(8)
    now = 61 * 60_000
    expect(counts.lastHour().staff).toBe(1)
  })
})

describe('the log', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'diaoyan-log-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('is one JSON object a line, a file a day', () => {
    const log = openLog({ folder, keepDays: 366, now: () => new Date('2026-11-25T13:00:00Z') })
    log.write({ event: 'request', method: 'GET', route: '/topics/:topic', status: 200, ms: 4, person: 'p1' })
    log.write({ event: 'mistake', level: 'error', what: 'two\nlines' })
    log.close()
    expect(readdirSync(folder)).toEqual(['2026-11-25.jsonl'])
    const lines = readFileSync(join(folder, '2026-11-25.jsonl'), 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        time: '2026-11-25T13:00:00.000Z',
        level: 'info',
        event: 'request',
        method: 'GET',
        route: '/topics/:topic',
        status: 200,
        ms: 4,
        person: 'p1',
      },
      { time: '2026-11-25T13:00:00.000Z', level: 'error', event: 'mistake', what: 'two\nlines' },
    ])
  })

  test('loses lines, and says how many, where it cannot be written', () => {
    writeFileSync(join(folder, 'file'), '')
    const log = openLog({ folder: join(folder, 'file'), keepDays: 366, now: () => new Date() })
    log.write({ event: 'start' })
    log.close()
    expect(log.dropped()).toBe(1)
  })

  test('removes days that are older than it keeps, and nothing else', () => {
    const names = ['2026-05-24.jsonl', '2026-05-25.jsonl', '2026-11-25.jsonl', 'notes.txt', '2020-01-01.txt']
    expect(oldFiles(names, '2026-11-25', 184)).toEqual(['2026-05-24.jsonl'])
  })
})

test('a clock that is set is noticed, and one that drifts is not', () => {
  let wall = Date.parse('2026-11-25T00:00:00Z')
  let steady = 0
  const watch = createClockWatch(
    () => new Date(wall),
    () => steady,
  )
  const pass = (wallSeconds: number, steadySeconds: number) => {
    wall += wallSeconds * 1000
    steady += steadySeconds * 1000
    return watch.look()?.seconds ?? 0
  }
  expect([pass(60, 60), pass(60.9, 60), pass(86_400, 60), pass(-3_600, 60), pass(60, 60)]).toEqual([
    0, 0, 86_340, -3_660, 0,
  ])
  expect(watch.jumps().map(({ seconds }) => seconds)).toEqual([86_340, -3_660])
  watch.stop()
})

test('measures are written as Prometheus reads them', () => {
  const text = prometheusText([
    { name: 'a_total', help: 'One\\two\nthree', type: 'counter', samples: [{ value: 3 }] },
    {
      name: 'b',
      help: 'Labels',
      type: 'gauge',
      samples: [
        { labels: { what: 'a "quoted" \\ word' }, value: 0.5 },
        { labels: { what: 'none', le: '+Inf' }, suffix: '_bucket', value: Infinity },
      ],
    },
    { name: 'empty', help: 'Nothing', type: 'gauge', samples: [] },
  ])
  expect(text).toBe(`# HELP a_total One\\\\two\\nthree
# TYPE a_total counter
a_total 3
# HELP b Labels
# TYPE b gauge
b{what="a \\"quoted\\" \\\\ word"} 0.5
b_bucket{what="none",le="+Inf"} +Inf
`)
})

test('bytes are written as people read them', () => {
  expect([0, 1023, 1024, 10_240, 5_368_709_120].map(bytesText)).toEqual([
    '0 B',
    '1023 B',
    '1.0 KB',
    '10 KB',
    '5.0 GB',
  ])
})
