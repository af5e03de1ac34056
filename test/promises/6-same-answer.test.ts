/** Promise 6: sent twice is stored once; another content under the same id never replaces what was acknowledged. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fieldwork, type Fieldwork } from '../support/fieldwork.ts'
import { plainForm } from './form.ts'

interface Reply {
  readonly receipt: string
}
const answers = { sex: 'f', satisfied: '3', age: '29', wish: '' }

describe('Where the collection allows no correction', () => {
  let field: Fieldwork
  beforeAll(async () => {
    field = await fieldwork({ source: plainForm, change: { allowsCorrection: false } })
  })
  afterAll(() => field.end())

  it('gives twenty simultaneous posts of one answer the same receipt', async () => {
    const instanceId = randomUUID()
    const replies = await Promise.all(Array.from({ length: 20 }, () => field.send(answers, instanceId)))
    const receipts = new Set(replies.map(({ text }) => (JSON.parse(text) as Reply).receipt))
    expect(receipts.size).toBe(1)
    expect(await countOf(field)).toBe(1)
  })

  it('takes the same answer with its fields in another order and full-width digits for the same', async () => {
    const instanceId = randomUUID()
    const first = await field.send(answers, instanceId)
    const second = await field.send({ wish: '', age: '２９ ', satisfied: '3', sex: 'f' }, instanceId)
    expect((JSON.parse(second.text) as Reply).receipt).toBe((JSON.parse(first.text) as Reply).receipt)
  })

  it('answers 409 with the number of the first answer, which stands', async () => {
    const instanceId = randomUUID()
    const first = JSON.parse((await field.send(answers, instanceId)).text) as Reply
    const other = await field.send({ ...answers, satisfied: '1' }, instanceId)
    expect(other.status).toBe(409)
    expect(other.text).toContain(first.receipt)
    const once = await field.send(answers, instanceId)
    expect((JSON.parse(once.text) as Reply).receipt).toBe(first.receipt)
    expect(await cellsOf(field, instanceId)).toContain('3')
  })
})

describe('Where the collection allows correction', () => {
  let field: Fieldwork
  beforeAll(async () => {
    field = await fieldwork({ source: plainForm, change: { allowsCorrection: true } })
  })
  afterAll(() => field.end())

  it('keeps the receipt, counts one answer and shows the new one', async () => {
    const instanceId = randomUUID()
    const first = JSON.parse((await field.send(answers, instanceId)).text) as Reply
    const second = await field.send({ ...answers, wish: '改过的意见' }, instanceId)
    expect(second.status).toBeLessThan(300)
    expect((JSON.parse(second.text) as Reply).receipt).toBe(first.receipt)
    expect(await countOf(field)).toBe(1)
    expect(await cellsOf(field, instanceId)).toContain('改过的意见')
  })
})

async function csvOf(field: Fieldwork): Promise<readonly string[]> {
  const analyst = await field.signIn('analyst')
  const { status, text } = await analyst.get(`/collections/${field.collectionId}/export.csv`)
  expect(status).toBe(200)
  return text.trim().split(/\r\n/)
}

async function countOf(field: Fieldwork): Promise<number> {
  return (await csvOf(field)).length - 1
}

async function cellsOf(field: Fieldwork, instanceId: string): Promise<readonly string[]> {
  return (await csvOf(field)).find((line) => line.includes(instanceId))?.split(',') ?? []
}
