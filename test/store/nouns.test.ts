/** Settings, programmes, units, people, sessions, topics, files and forms, on every engine. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../server/store/store.ts'
import { engines, type TemporaryStore } from '../support/store.ts'
import { person, source, storeWorld, type StoreWorld } from '../support/store-world.ts'

describe.each(engines)('on $name', ({ open }) => {
  let held: TemporaryStore
  let store: Store
  let world: StoreWorld
  beforeEach(async () => {
    held = await open({ now: () => new Date('2026-03-05T02:00:00.000Z') })
    store = held.store
    world = await storeWorld(store)
  })
  afterEach(() => held.close())

  test('a setting is what was last set', async () => {
    expect(await store.settings.get('mark')).toBeNull()
    await store.settings.set('mark', '内部资料')
    await store.settings.set('mark', '公开')
    expect(await store.settings.get('mark')).toBe('公开')
    await store.settings.add('mark', '另一个')
    await store.settings.add('other', '第一个')
    expect(await store.settings.get('mark')).toBe('公开')
    expect(await store.settings.get('other')).toBe('第一个')
  })

  test('a programme is found, listed and changed', async () => {
    const [programme] = await store.programmes.list()
    if (!programme) throw new Error('no programme')
    await store.programmes.save({ ...programme, purpose: '摸清情况', endsOn: '2026-12-31' })
    expect(await store.programmes.find(programme.id)).toEqual({
      ...programme,
      purpose: '摸清情况',
      endsOn: '2026-12-31',
    })
  })

  test('the unit tree stands in official order, parents first', async () => {
    const office = await store.units.save({ parentId: null, name: '办公室', code: 'B', position: 2 })
    const county = await store.units.save({ parentId: null, name: '县教育局', code: 'A', position: 1 })
    await store.units.save({ parentId: county, name: '基础教育科', code: 'A2', position: 2 })
    await store.units.save({ parentId: county, name: '职业教育科', code: 'A1', position: 1 })
    const tree = await store.units.tree()
    expect(tree.map(({ name, depth }) => `${depth} ${name}`)).toEqual([
      '0 县教育局',
      '1 职业教育科',
      '1 基础教育科',
      '0 办公室',
    ])
    await expect(
      store.units.save({ id: county, parentId: county, name: '县教育局', code: 'A', position: 1 }),
    ).rejects.toThrow(expect.objectContaining({ name: 'UnitCycle' }))
    expect(await store.units.remove(county)).toBe(false)
    expect(await store.units.remove(office)).toBe(true)
  })

  test('units are imported whole or not at all, children before parents too', async () => {
    const rows = [
      { name: '一科', code: 'A1', parent: 'A', position: 1 },
      { name: '县局', code: 'A', parent: '', position: 1 },
    ]
    expect(await store.units.import(rows)).toEqual({ added: 2, changed: 0 })
    const again = rows.map((row) => (row.code === 'A1' ? { ...row, name: '第一科' } : row))
    expect(await store.units.import(again)).toEqual({ added: 0, changed: 1 })
    const bad = [...rows, { name: '二科', code: 'A2', parent: '没有的单位', position: 2 }]
    await expect(store.units.import(bad)).rejects.toThrow(expect.objectContaining({ name: 'BadImport' }))
    expect((await store.units.tree()).map(({ name }) => name)).toEqual(['县局', '第一科'])
  })

  test('a thousand people are listed by keyset, each once, in the order of pinyin', async () => {
    const surnames = ['赵', '阿', '李', '王', '周', '陈', '高', '欧']
    const many = Array.from({ length: 1_000 }, (_, n) => ({
      person: person(`p${n}`, `${surnames[n % surnames.length] ?? ''}某`),
      passwordHash: 'x',
    }))
    expect(await store.people.import(many)).toBe(1_000)
    const seen: { readonly id: string; readonly name: string }[] = []
    let after: string | null = null
    do {
      const page = await store.people.list({ sort: 'name', limit: 150, ...(after === null ? {} : { after }) })
      expect(page.total).toBe(1_001)
      seen.push(...page.items)
      after = page.next
    } while (after !== null)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1_001)
    expect([...new Set(seen.map(({ name }) => name))].join()).toBe(
      '阿某,陈某,高某,李某,欧某,王芳,王某,赵某,周某',
    )
    const down = await store.people.list({ sort: 'name', descending: true, limit: 1 })
    expect(down.items[0]?.name).toBe('周某')
  })

  test('search takes wildcards as themselves, and every word must be found', async () => {
    await store.people.add(person('a', '百分之百', { jobTitle: '100% 到位_组长' }), 'x')
    await store.people.add(person('b', '百分', { jobTitle: '100 到位组长' }), 'x')
    const found = async (search: string) =>
      (await store.people.list({ search })).items.map(({ login }) => login)
    expect(await found('100%')).toEqual(['a'])
    expect(await found('位_组')).toEqual(['a'])
    expect(await found('%')).toEqual(['a'])
    expect(await found('!')).toEqual([])
    expect((await found('百分 组长')).toSorted()).toEqual(['a', 'b'])
    expect(await found("' or 1=1 --")).toEqual([])
  })

  test('lists filter by the fields they name and refuse any other', async () => {
    await store.people.add(person('o', '组织者', { roles: ['organiser'] }), 'x')
    await store.people.add(person('g', '离职', { active: false }), 'x')
    expect(
      (await store.people.list({ where: { role: 'organiser' } })).items.map(({ login }) => login),
    ).toEqual(['o'])
    expect((await store.people.list({ where: { active: 'false' } })).items.map(({ login }) => login)).toEqual(
      ['g'],
    )
    await expect(store.people.list({ where: { passwordHash: 'x' } })).rejects.toThrow('cannot be filtered')
  })

  test('a made-up cursor gives the first page', async () => {
    for (const after of ['x', 'W10', Buffer.from('[{},"a"]').toString('base64url'), 'a'.repeat(5_000)])
      expect((await store.people.list({ after })).items).toHaveLength(1)
  })

  test('a login is taken once, whatever its case and width', async () => {
    await expect(store.people.add(person('ＷＡＮＧ', '另一人'), 'x')).rejects.toThrow(
      expect.objectContaining({ name: 'DuplicateLogin' }),
    )
    expect((await store.people.credentials('Wang'))?.personId).toBe(world.personId)
  })

  test('an import of people with one taken login adds nobody', async () => {
    const people = [person('new', '新人'), person('wang', '重名')].map((person) => ({
      person,
      passwordHash: 'x',
    }))
    await expect(store.people.import(people)).rejects.toThrow(
      expect.objectContaining({ name: 'DuplicateLogin' }),
    )
    expect(await store.people.count()).toBe(1)
  })

  test('the third of three failures locks, and a new password unlocks', async () => {
    const until = '2026-03-05T03:00:00.000Z'
    for (let n = 0; n < 2; n++) await store.people.countFailure(world.personId, 3, until)
    expect(await store.people.credentials('wang')).toMatchObject({ failures: 2, lockedUntil: null })
    await store.people.countFailure(world.personId, 3, until)
    expect(await store.people.credentials('wang')).toMatchObject({ lockedUntil: until })
    await store.people.setPassword(world.personId, 'new', true)
    expect(await store.people.credentials('wang')).toMatchObject({
      passwordHash: 'new',
      failures: 0,
      lockedUntil: null,
    })
    expect((await store.people.find(world.personId))?.mustChangePassword).toBe(true)
  })

  test('a session lives until it expires, is closed, or its person is made inactive', async () => {
    const session = {
      personId: world.personId,
      csrf: 'c',
      createdAt: '2026-03-05T00:00:00.000Z',
      expiresAt: '2026-03-05T08:00:00.000Z',
    }
    await store.sessions.open('h1', session)
    await store.sessions.open('h2', session)
    expect(await store.sessions.find('h1', '2026-03-05T07:59:59.000Z')).toEqual(session)
    expect(await store.sessions.find('h1', '2026-03-05T08:00:00.000Z')).toBeNull()
    await store.sessions.close('h1')
    expect(await store.sessions.find('h1', '2026-03-05T01:00:00.000Z')).toBeNull()
    await store.people.change(world.personId, { active: false })
    expect(await store.sessions.find('h2', '2026-03-05T01:00:00.000Z')).toBeNull()
    expect(await store.people.credentials('wang')).toBeNull()
  })

  test('roles on a topic are those of the team, and leader for its leader', async () => {
    const other = await store.people.add(person('li', '李明'), 'x')
    await store.topics.setTeam(world.topicId, [
      { personId: other, role: 'analyst' },
      { personId: other, role: 'lead' },
    ])
    expect(await store.topics.rolesOf(world.topicId, world.personId)).toEqual(['leader'])
    expect([...(await store.topics.rolesOf(world.topicId, other))].toSorted()).toEqual(['analyst', 'lead'])
    expect((await store.topics.list({ seenBy: other })).total).toBe(1)
    await store.topics.setTeam(world.topicId, [])
    expect((await store.topics.list({ seenBy: other })).total).toBe(0)
    expect((await store.topics.list({ seenBy: world.personId })).total).toBe(1)
  })

  test('changes of rights are in the ledger, which verifies', async () => {
    const other = await store.people.add(person('li', '李明', { roles: ['organiser'] }), 'x', world.personId)
    await store.people.change(other, { roles: ['admin'] }, world.personId)
    await store.topics.setTeam(world.topicId, [{ personId: other, role: 'lead' }], world.personId)
    await store.history.append(
      { actor: other, kind: 'personal.read', subject: 'c1' },
      '2026-03-05T02:00:00.000Z',
    )
    const kinds = (await store.history.list('ledger', {})).map(({ kind }) => kind)
    expect(kinds).toEqual([
      'person.added',
      'topic.leader',
      'form.published',
      'person.added',
      'person.roles',
      'topic.team',
      'personal.read',
    ])
    expect(await store.history.verify('ledger')).toEqual({ ok: true, events: 7, brokenAt: null })
  })

  test('text keeps every sign but NUL, and half a surrogate pair does no harm', async () => {
    const id = await store.people.add(person('x', 'a\0b\ud800c 😀 \u200b<b>\'"'), 'x')
    expect((await store.people.find(id))?.name).toBe('ab\ufffdc 😀 \u200b<b>\'"')
  })

  test('a file comes back byte for byte, and the same bytes are kept once', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 0])
    const first = await store.files.save({ name: '方案.docx', type: 'application/x', bytes })
    const second = await store.files.save({ name: '副本.docx', type: 'application/x', bytes })
    expect(await store.files.find(first)).toEqual({
      name: '方案.docx',
      type: 'application/x',
      size: 5,
      bytes,
    })
    expect((await store.files.find(second))?.name).toBe('副本.docx')
    expect(await store.files.find('none')).toBeNull()
  })

  test('a form saved over somebody else’s save is refused', async () => {
    const change = { title: '新题目', source, kind: 'questionnaire' as const }
    expect(await store.forms.save(world.formId, 1, change)).toBe(true)
    expect(await store.forms.save(world.formId, 1, change)).toBe(false)
    expect(await store.forms.find(world.formId)).toMatchObject({
      revision: 2,
      title: '新题目',
      latestVersion: 1,
    })
  })

  test('publishing freezes a version; an unchanged draft gives the one that stands', async () => {
    expect((await store.forms.publish(world.formId)).id).toBe(world.versionId)
    await store.forms.save(world.formId, 1, { title: '第二版', source, kind: 'questionnaire' })
    const second = await store.forms.publish(world.formId)
    expect(second).toMatchObject({ number: 2, title: '第二版' })
    expect((await store.forms.versions(world.formId)).map(({ number }) => number)).toEqual([1, 2])
    expect(await store.forms.version(world.versionId)).toMatchObject({ number: 1, title: '学生问卷' })
  })
})
