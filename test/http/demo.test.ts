/** The sample programme: seeded through the real doors, quickly, and labelled. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readScript } from '../../analysis/workbench/read-script.ts'
import { demoAccounts } from '../../server/demo/accounts.ts'
import { seedDemo } from '../../server/demo/seed.ts'
import { burdenNow } from '../../server/fieldwork/burden.ts'
import { receptionsOf } from '../../server/fieldwork/reception.ts'
import { shownPin } from '../../server/summary/pins.ts'
import { temporaryStore, type TemporaryStore } from '../support/store.ts'
import { effort } from '../support/effort.ts'

describe('The demo', () => {
  let temporary: TemporaryStore
  let took: number
  beforeAll(async () => {
    temporary = await temporaryStore({ onDisk: true })
    const spent = effort()
    await seedDemo(temporary.store, async (password) => `hash of ${password}`, '2026-11-25')
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

  it('has fieldwork that goes on: a drawn sample, assignments, reviews, records that were sent back, and burden', async () => {
    const { store } = temporary
    const { items } = await store.collections.list({})
    const households = items.find(({ title, pilot }) => title.includes('入户') && !pilot)!
    const [draw] = await store.assignments.draws(households.id)
    expect(draw).toMatchObject({ method: 'simple', population: 240, size: 60 })
    const progress = await store.assignments.progress(households.id, 'investigator')
    expect(progress.map(({ all }) => all).toSorted((a, b) => a - b)).toEqual([6, 24, 30])
    const states = await store.submissions.states(households.id)
    for (const state of ['received', 'returned', 'approved', 'rejected'] as const)
      expect(states.get(state), state).toBeGreaterThan(0)
    const people = new Map((await store.people.all()).map(({ login, id }) => [login, id]))
    expect(await store.assignments.returnedTo(people.get('investigator')!)).toHaveLength(3)
    const { limits, of } = await burdenNow(store, { today: '2026-11-25', locale: 'zh-CN' })
    const most = [...of.values()][0]!
    expect(most.times).toBeGreaterThan(limits.times)
    expect(most.topics.size).toBe(2)
    const visits = items.filter(({ kind }) => kind === 'visit')
    const receptions = await receptionsOf(store, visits, { since: '2026-10-01', locale: 'zh-CN' })
    expect(receptions).toHaveLength(10)
    expect(receptions.filter(({ remarks }) => remarks.includes('costly'))).toHaveLength(1)
    expect(items.filter(({ pilot }) => pilot)).toHaveLength(1)
  })

  it('has what people keep: waves, pins, an instruction, a snapshot, a saved set, the library and a draft', async () => {
    const { store } = temporary
    const topics = new Map((await store.topics.list({})).items.map(({ code, id }) => [code, id]))
    const [satisfaction, clinics, elderly] = ['KT-01', 'KT-05', 'KT-03'].map((code) => topics.get(code)!)
    expect(await store.waves.list(clinics!)).toHaveLength(2)
    expect(await store.instructions.list(clinics!)).toMatchObject([{ person: '陆领题', sound: true }])
    expect(await store.snapshots.list(clinics!)).toHaveLength(1)
    const pins = await store.pins.list(satisfaction!)
    for (const pin of pins) {
      const shown = await shownPin(store, pin, { reader: 'full', locale: 'zh-CN' })
      expect(shown.state, `pin ${pin.number}`).toBe('open')
    }
    expect(pins.map(({ kind }) => kind)).toEqual(['statistic', 'record', 'quote'])
    const [programme] = await store.programmes.list()
    expect(await store.library.items(programme!.id)).toHaveLength(2)
    const survey = (await store.collections.list({})).items.find(({ sampleType }) => sampleType === 'complex')
    const [set] = await store.workbench.list(survey!.id)
    const read = readScript(JSON.parse(set!.script))
    expect('script' in read && read.script.tables).toHaveLength(2)
    expect((await store.forms.list({ where: { topicId: elderly! } })).items).toMatchObject([
      { latestVersion: null },
    ])
  })
})
