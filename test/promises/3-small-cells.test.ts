/** Promise 3: a reader who is no analyst cannot find out about fewer than five people. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attackAsLeader } from '../../server/commands/real/attack.ts'
import { Checks } from '../../server/commands/real/checks.ts'
import { cellAt, partOf, tablesIn } from '../../server/commands/real/reading.ts'
import type { Visitor } from '../../server/commands/visitor.ts'
import { compileForm } from '../../server/form/definition.ts'
import { fieldwork, type Fieldwork } from '../support/fieldwork.ts'
import { plainForm } from './form.ts'

const oldest = '119'
const secret = '只有我一个人这样想'

/** 48 people; one man is not satisfied, three people do not know, one is by far the oldest. */
const people = Array.from({ length: 48 }, (_, i) => ({
  sex: i % 4 === 0 ? 'm' : 'f',
  satisfied: i === 4 ? '1' : i % 17 === 3 ? '99' : i % 3 === 0 ? '2' : i % 9 === 1 ? '97' : '3',
  age: i === 7 ? oldest : String(30 + (i % 20)),
  wish: i === 9 ? secret : '',
}))

describe('Small groups', () => {
  let field: Fieldwork
  let leader: Visitor
  let analyst: Visitor

  beforeAll(async () => {
    field = await fieldwork({ source: plainForm, sampleType: 'census' })
    for (const person of people) expect((await field.send(person)).status).toBe(201)
    leader = await field.signIn('leader')
    analyst = await field.signIn('analyst')
  })
  afterAll(() => field.end())

  const summary = () => `/collections/${field.collectionId}/summary`

  it('are there, and an analyst sees them', async () => {
    const { page, text } = await analyst.get(summary())
    const [table] = tablesIn(partOf(page, 'q-satisfied'))
    expect(cellAt(table, '不满意', 'count')).toBe(1)
    expect(text).toContain(oldest)
  })

  it('give way to no attack by totals, crosstabs, filters, other pages and waiting', async () => {
    const { form } = compileForm(plainForm)
    if (!form) throw new Error('the form does not compile')
    const checks = new Checks()
    const { topicId, collectionId, slug, formVersion, server } = field
    const organiser = await field.signIn('organiser')
    const fielded = {
      origin: server.origin,
      organiser,
      analyst,
      leader,
      topicId,
      collectionId,
      slug,
      form,
      formVersion,
    }
    const answer = { sex: 'f', satisfied: '3', age: '35', wish: '' }
    await attackAsLeader(checks, fielded, { answers: [answer] })
    expect(checks.failed()).toEqual([])
    expect(checks.all.length).toBeGreaterThan(20)
  })

  it.each(['leader', 'guidance'] as const)('show %s no extreme value and no single text', async (role) => {
    const reader = await field.signIn(role)
    const visited = new Set<string>()
    const waiting = [
      summary(),
      `/topics/${field.topicId}/summary`,
      `/collections/${field.collectionId}/texts/wish`,
    ]
    for (const columns of ['sex', 'satisfied']) {
      waiting.push(`/collections/${field.collectionId}/crosstab?rows=age&columns=${columns}`)
    }
    for (const path of waiting) {
      visited.add(path)
      const { text, status } = await reader.get(path)
      expect(status, path).toBeLessThan(500)
      expect(text.includes(secret), path).toBe(false)
      expect(new RegExp(`>\\s*${oldest}\\s*<|value="${oldest}"`).test(text), path).toBe(false)
    }
    expect(visited.size).toBe(waiting.length)
  })

  it('are not given away by the chart data of the page', async () => {
    const { text } = await leader.get(summary())
    const islands = [...text.matchAll(/<script type="application\/json"[^>]*>([\s\S]*?)<\/script>/g)]
    expect(islands.length).toBeGreaterThan(0)
    for (const [, json = ''] of islands) {
      expect(json).not.toContain(secret)
      expect(json).not.toMatch(new RegExp(`[[,:]${oldest}[\\],}]`))
    }
  })

  it('are not given away by a question about a filter that leaves fewer than five', async () => {
    const { page } = await leader.get(`${summary()}?where=${encodeURIComponent('satisfied=1')}`)
    for (const name of ['sex', 'satisfied', 'age']) expect(tablesIn(partOf(page, `q-${name}`))).toEqual([])
  })
})
