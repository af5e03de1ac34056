/** Promise 1: an anonymous collection stores no address, device or exact time. */

import { randomUUID } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { visitor } from '../../server/commands/visitor.ts'
import { fieldwork, type Fieldwork } from '../support/fieldwork.ts'
import { everyByte, rowsOf } from '../support/raw.ts'
import { plainForm } from './form.ts'

const agent = 'PeculiarPhone/77.3 (attack of the first promise)'
const forwarded = '203.0.113.77'
const deviceId = 'device-6f1d2c9e'

function bytesBelow(folder: string): Buffer {
  const parts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path))
  return Buffer.concat(parts)
}

describe('An anonymous collection', () => {
  let field: Fieldwork
  let bytes: Buffer
  let began: string
  let receipts: string[]

  beforeAll(async () => {
    field = await fieldwork({ source: plainForm, anonymous: true })
    // The end of a second, so that a stored time would stand out from the times of the set-up.
    await new Promise((done) => setTimeout(done, 1500))
    began = new Date().toISOString()
    const headers = {
      'user-agent': agent,
      'x-forwarded-for': forwarded,
      'accept-language': 'zh-CN;q=0.7',
      cookie: `deviceid=${deviceId}`,
    }
    const answers = { sex: 'f', satisfied: '3', age: '40', wish: '加一盏路灯' }
    receipts = []
    for (let i = 0; i < 12; i++) {
      const { status, text } = await field.send(answers, randomUUID(), headers)
      expect(status, text).toBeLessThan(300)
      receipts.push((JSON.parse(text) as { receipt: string }).receipt)
    }
    await visitor(field.server.origin, headers).get(`/f/${field.slug}`)
    await visitor(field.server.origin, headers).get(`/f/${field.slug}/form`)
    await field.server.stop()
    bytes = Buffer.concat([bytesBelow(field.dataDir), await everyByte(field.database)])
  })
  afterAll(() => field.end())

  it('is really in the files that are searched', () => {
    expect(bytes.includes('加一盏路灯')).toBe(true)
  })

  it.each([
    ['the browser’s name', agent],
    ['an address that a proxy forwarded', forwarded],
    ['the address of the connection', '127.0.0.1'],
    ['a device id that came as a cookie', deviceId],
  ])('keeps no trace of %s in any file or line of the log', (_what, trace) => {
    expect(bytes.includes(trace)).toBe(false)
    expect(
      field.server
        .printed()
        .split('\n')
        .filter((line) => line.includes(trace) && !/https?:\/\//.test(line)),
    ).toEqual([])
  })

  it('keeps the day and no time of day in the rows of answers and in their chain', async () => {
    const rows = await rowsOf<Record<string, unknown>>(field.database, 'select * from submissions')
    const events = await rowsOf<Record<string, unknown>>(
      field.database,
      `select * from events where chain = '${field.collectionId}'`,
    )
    expect(rows).toHaveLength(12)
    expect(events.length).toBeGreaterThanOrEqual(12)
    const minute = began.slice(11, 16)
    for (const value of [...rows, ...events].flatMap((row) => Object.values(row))) {
      if (typeof value === 'string') expect(value).not.toMatch(/\d{4}-\d\d-\d\dT\d\d:\d\d/)
      if (typeof value === 'string') expect(value).not.toContain(`T${minute}`)
      // Neither seconds nor milliseconds since 1970.
      if (typeof value === 'number') expect(value).toBeLessThan(1_000_000)
    }
  })

  it('drops start, end and deviceid even if a browser sends them', async () => {
    const stored = await rowsOf<{ answers: string }>(field.database, 'select answers from submissions')
    expect(stored).toHaveLength(12)
    for (const { answers } of stored) {
      expect(Object.keys(JSON.parse(answers) as object).toSorted()).toEqual([
        'age',
        'satisfied',
        'sex',
        'wish',
      ])
    }
  })

  it('gives receipts that tell no order', () => {
    expect(new Set(receipts).size).toBe(12)
    const order = receipts.toSorted()
    expect(receipts).not.toEqual(order)
    expect(receipts).not.toEqual(order.toReversed())
    for (const receipt of receipts) expect(receipt).toMatch(/^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}$/)
  })
})

describe('The first page of a collection', () => {
  it('says anonymous only where it is, and what is kept', async () => {
    const anonymous = await fieldwork({ source: plainForm, anonymous: true })
    const named = await fieldwork({ source: plainForm, anonymous: false })
    try {
      const first = await visitor(anonymous.server.origin, { 'accept-language': 'zh-CN' }).get(
        `/f/${anonymous.slug}`,
      )
      const second = await visitor(named.server.origin, { 'accept-language': 'zh-CN' }).get(
        `/f/${named.slug}`,
      )
      expect(first.text).toContain('匿名')
      expect(first.text).toContain('不保存')
      expect(second.text).toContain('实名')
      expect(second.text).not.toContain('也不保存具体提交时刻')
    } finally {
      await anonymous.end()
      await named.end()
    }
  })
})
