/** The sample programme: seeded through the real doors, quickly, and labelled. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoAccounts } from '../../server/demo/accounts.ts'
import { seedDemo } from '../../server/demo/seed.ts'
import { temporaryStore, type TemporaryStore } from '../support/store.ts'
import { effort } from '../support/effort.ts'

describe('The demo', () => {
  let temporary: TemporaryStore
  let took: number
  beforeAll(async () => {
    temporary = await temporaryStore({ onDisk: true })
    const spent = effort()
    await seedDemo(temporary.store, async (password) => `hash of ${password}`)
    took = spent()
  })
  afterAll(() => temporary.close())

  it('is there before a person grows impatient', () => {
    expect(took).toBeLessThan(10_000)
  })

  it('has a person for every role and a unit for every person', async () => {
    const people = await temporary.store.people.all()
    expect(people.map(({ login }) => login).toSorted()).toEqual(
      demoAccounts.map(({ login }) => login).toSorted(),
    )
    expect(people.every(({ unitId }) => unitId !== null)).toBe(true)
  })

  it('has topics in five states', async () => {
    const { items } = await temporary.store.topics.list({})
    expect(new Set(items.map(({ state }) => state)).size).toBe(5)
  })

  it('holds 1,200 answers of the city survey, six notes and an open link, all labelled as sample data', async () => {
    const { items } = await temporary.store.collections.list({})
    for (const { title } of items) expect(title).toContain('示例数据')
    const survey = items.find(({ sampleType }) => sampleType === 'complex')
    const notes = items.find(({ kind }) => kind === 'interview')
    const link = items.find(({ sampleType }) => sampleType === 'open')
    expect(survey?.received).toBe(1200)
    expect(survey?.state).toBe('closed')
    expect(notes?.received).toBe(6)
    expect(link?.received).toBeGreaterThan(100)
    expect(link?.state).toBe('open')
    for (const { id } of items) expect((await temporary.store.history.verify(id)).ok).toBe(true)
  })
})
