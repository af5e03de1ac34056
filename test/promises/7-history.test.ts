/** Promise 7: the history shows tampering; a withdrawn answer is gone to the last byte and the chain still holds. */

import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { visitor } from '../../server/commands/visitor.ts'
import { openStore } from '../../server/store/open.ts'
import type { Store } from '../../server/store/store.ts'
import { fieldwork, type FieldedFolder, type Fieldwork, type Fielding } from '../support/fieldwork.ts'
import { everyByte, tamper } from '../support/raw.ts'
import { plainForm } from './form.ts'

async function collected(
  wishes: readonly string[],
  fielding: Partial<Fielding> = {},
): Promise<{ field: Fieldwork; receipts: string[] }> {
  const field = await fieldwork({ source: plainForm, ...fielding })
  const receipts: string[] = []
  for (const wish of wishes) {
    const { text } = await field.send({ sex: 'f', satisfied: '2', age: '61', wish }, randomUUID())
    receipts.push((JSON.parse(text) as { receipt: string }).receipt)
  }
  return { field, receipts }
}

async function inStore<T>(
  { dataDir, database }: FieldedFolder,
  use: (store: Store) => Promise<T>,
  now?: () => Date,
): Promise<T> {
  const store = await openStore({
    database,
    filesDir: join(dataDir, 'files'),
    ...(now ? { now } : {}),
  })
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

describe('The chain of a collection', () => {
  it('verifies after answers have come in over HTTP', async () => {
    const { field } = await collected(['一', '二', '三'])
    await field.server.stop()
    const verdict = await inStore(field, (store) => store.history.verify(field.collectionId))
    expect(verdict).toMatchObject({ ok: true, brokenAt: null })
    expect(verdict.events).toBeGreaterThanOrEqual(3)
    field.server.remove()
  })

  it.each([
    ['an answer is changed', `update submissions set answers = replace(answers, '二', '两') where seq = 2`],
    ['an answer is removed', 'delete from submissions where seq = 2'],
    [
      'an event is changed',
      `update events set detail = '{"forged":true}' where number = 2 and chain <> 'ledger'`,
    ],
    ['an event is removed', `delete from events where number = 2 and chain <> 'ledger'`],
    [
      'the last event is removed',
      `delete from events where chain <> 'ledger' and number = (select max(number) from events where chain <> 'ledger')`,
    ],
    ['a date is moved', `update submissions set received_on = '2020-01-01' where seq = 1`],
  ])('says so when %s behind its back', async (_what, statement) => {
    const { field } = await collected(['一', '二', '三'])
    await field.server.stop()
    expect(await tamper(field.database, statement)).toBeGreaterThan(0)
    const verdict = await inStore(field, (store) => store.history.verify(field.collectionId))
    expect(verdict.ok).toBe(false)
    expect(verdict.brokenAt).not.toBeNull()
    field.server.remove()
  })
})

describe('A respondent who withdraws by receipt number', () => {
  it('leaves no byte of the answer in any file, a tombstone, and a chain that verifies', async () => {
    const { field, receipts } = await collected(['留下的意见', '会被彻底销毁的意见', '另一个意见'])
    const receipt = receipts[1] ?? ''
    const respondent = visitor(field.server.origin, { 'accept-language': 'zh-CN' })
    const found = await respondent.submit(
      await respondent.get('/withdraw'),
      { receipt: receipt.toLowerCase() },
      'step',
    )
    expect(found.text).toContain(receipt)
    const done = await respondent.submit(found, {}, 'step')
    expect(done.status).toBe(200)
    expect(done.text).toContain('已撤回')
    const again = await respondent.submit(await respondent.get('/withdraw'), { receipt }, 'step')
    expect(again.text).toContain('没有找到这个回执号')
    await field.server.stop()

    const bytes = await everyByte(field.database)
    expect(bytes.includes('会被彻底销毁的意见')).toBe(false)
    expect(bytes.includes('留下的意见')).toBe(true)
    await inStore(field, async (store) => {
      expect(await store.history.verify(field.collectionId)).toMatchObject({ ok: true })
      expect(await store.submissions.erased(field.collectionId)).toHaveLength(1)
      expect(await store.submissions.byReceipt(receipt)).toBeNull()
      expect(await store.submissions.rows(field.collectionId, 0, 100)).toHaveLength(2)
    })
    field.server.remove()
  })

  it('leaves no byte in the columns that a large survey’s summary is made of', async () => {
    const stored = Array.from({ length: 4_000 }, (_, n) => ({
      sex: 'f',
      satisfied: '2',
      age: 61,
      wish: `第${n}条。`,
    }))
    const { field, receipts } = await collected(['从列文件里也要消失的意见'], { stored })
    const copies = () =>
      Buffer.concat(
        readdirSync(join(field.dataDir, 'columns'), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => readFileSync(join(parentPath, name))),
      )
    const analyst = await field.signIn('analyst')
    const path = `/collections/${field.collectionId}/summary`
    expect((await analyst.get(path)).text).toContain('4,001')
    expect(copies().includes('从列文件里也要消失的意见')).toBe(true)
    const respondent = visitor(field.server.origin, { 'accept-language': 'zh-CN' })
    const found = await respondent.submit(
      await respondent.get('/withdraw'),
      { receipt: receipts[0] ?? '' },
      'step',
    )
    expect((await respondent.submit(found, {}, 'step')).text).toContain('已撤回')
    expect(copies().length).toBe(0)
    expect((await analyst.get(path)).text).toContain('4,000')
    expect(copies().includes('第7条。')).toBe(true)
    expect(copies().includes('从列文件里也要消失的意见')).toBe(false)
    await field.end()
  })

  it('cannot guess another’s number', async () => {
    const { field } = await collected(['一'])
    const respondent = visitor(field.server.origin, { 'accept-language': 'zh-CN' })
    for (const receipt of ['', 'AAAA-AAAA-AAAA-AAAA', "' or 1=1 --", '%', '../../etc/passwd']) {
      const answered = await respondent.submit(await respondent.get('/withdraw'), { receipt }, 'step')
      expect(answered.status).toBeLessThan(500)
      expect(answered.text).not.toContain('确认撤回')
    }
    await field.end()
  })
})

describe('A retention date', () => {
  it('erases all answers of the collection when it has passed, and the chain still verifies', async () => {
    const { field } = await collected(['到期的意见一', '到期的意见二'], {
      change: { retainUntil: '2100-01-31' },
    })
    await field.server.stop()
    await inStore(
      field,
      async (store) => {
        expect(await store.submissions.eraseExpired('2100-01-31')).toBe(0)
        expect(await store.submissions.eraseExpired('2100-02-01')).toBe(2)
        expect(await store.submissions.rows(field.collectionId, 0, 100)).toHaveLength(0)
        expect(await store.history.verify(field.collectionId)).toMatchObject({ ok: true })
      },
      () => new Date('2100-02-01T03:00:00Z'),
    )
    expect((await everyByte(field.database)).includes('到期的意见')).toBe(false)
    field.server.remove()
  })
})
