/** When backups are made, and which are kept. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assert, date, property, uniqueArray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backupName, keptBackups, momentOf } from '../../../server/upkeep/backups.ts'
import { begunByAnother, isDue } from '../../../server/upkeep/schedule.ts'

const zone = 'Asia/Shanghai'
const at = (text: string) => new Date(`${text}+08:00`)

describe('the hour of a backup', () => {
  test.each([
    ['2026-11-25T02:29:40', '2026-11-25T02:30:10', true],
    ['2026-11-25T02:30:10', '2026-11-25T02:30:40', false],
    ['2026-11-25T01:00:00', '2026-11-25T02:00:00', false],
    ['2026-11-25T23:59:50', '2026-11-26T00:00:20', false],
    // A machine that slept through the hour makes up for it.
    ['2026-11-25T01:00:00', '2026-11-25T09:00:00', true],
    ['2026-11-25T22:00:00', '2026-11-26T09:00:00', true],
    ['2026-11-25T03:00:00', '2026-11-27T01:00:00', true],
    // A clock that is set back brings nothing.
    ['2026-11-25T02:31:00', '2026-11-25T02:20:00', false],
  ])('from %s to %s: %s', (before, moment, due) => {
    expect(isDue(at(before), at(moment), '02:30', zone)).toBe(due)
  })
})

test('a server leaves the backup to another that has begun it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'diaoyan-schedule-'))
  const now = new Date('2026-11-25T18:30:10Z')
  expect(await begunByAnother(folder, now)).toBe(false)
  mkdirSync(join(folder, '20261124T183000Z'))
  expect(await begunByAnother(folder, now)).toBe(false)
  mkdirSync(join(folder, '.20261125T183001Z.other.12.part'))
  expect(await begunByAnother(folder, now)).toBe(true)
  rmSync(folder, { recursive: true })
})

describe('the rule', () => {
  const rule = { daily: 7, weekly: 4, monthly: 12 }
  const daily = (days: number) =>
    Array.from({ length: days }, (_, n) =>
      backupName(new Date(Date.parse('2026-11-25T18:30:00Z') - n * 86_400_000)),
    )

  test('keeps 7 days, 4 weeks and 12 months of two years of daily backups', () => {
    const kept = [...keptBackups(daily(730), rule, zone)].toSorted().toReversed()
    // Seven days, then last days of weeks (a Sunday's backup bears Saturday's name: it is of the night, in UTC), then
    // the last of each month before.
    const days = '20261125 20261124 20261123 20261122 20261121 20261120 20261119'
    const weeks = '20261114 20261107'
    const months =
      '20261030 20260929 20260830 20260730 20260629 20260530 20260429 20260330 20260227 20260130 20251230'
    expect(kept.map((name) => name.slice(0, 8)).join(' ')).toBe(`${days} ${weeks} ${months}`)
  })

  test('keeps all of the last day, so that a backup of damage does not take the place of the one before', () => {
    const names = ['20261125T010000Z', '20261125T020000Z', '20261126T010000Z', '20261126T005959Z']
    expect([...keptBackups(names, { daily: 1, weekly: 0, monthly: 0 }, zone)].toSorted()).toEqual([
      '20261125T020000Z',
      '20261126T005959Z',
      '20261126T010000Z',
    ])
  })

  test('always keeps the newest, no more older ones than it says, and is content with its own choice', () => {
    const moments = date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    assert(
      property(uniqueArray(moments.map(backupName), { maxLength: 80 }), (names) => {
        const kept = keptBackups(names, rule, zone)
        const newest = names.toSorted().at(-1)
        if (newest) expect(kept.has(newest)).toBe(true)
        const day = (momentOf(newest ?? '')?.getTime() ?? 0) - 86_400_000
        const older = [...kept].filter((name) => (momentOf(name)?.getTime() ?? 0) <= day)
        expect(older.length).toBeLessThanOrEqual(23)
        expect(keptBackups([...kept], rule, zone)).toEqual(kept)
      }),
    )
  })

  test('knows its own names and no others', () => {
    const now = new Date('2026-11-25T13:00:01Z')
    expect(momentOf(backupName(now))).toEqual(now)
    for (const name of ['.20261125T130001Z.host.1.part', 'notes', '20261325T130001Z', ''])
      expect(momentOf(name)).toBe(null)
  })
})
