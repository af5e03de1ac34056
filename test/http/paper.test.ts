/** Numbered copies over HTTP: printed, entered once or twice, refused with words, and found again. */

import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest'
import { copyNumber } from '../../server/form/paper/copy-number.ts'
import type { FormSource } from '../../server/form/form.ts'
import { makeWorld, type Role, type SignedInAgent, type World } from '../support/world.ts'

const rows = (cells: readonly Readonly<Record<string, string>>[]) =>
  cells.map((one, i) => ({ row: i + 2, cells: one }))

/** A named questionnaire with a phone number, and a household of people. */
const household: FormSource = {
  survey: rows([
    { type: 'text', name: 'phone', label: '联系电话', personal: 'yes' },
    { type: 'select_one yesno', name: 'lives', label: '常住吗', required: 'yes' },
    { type: 'begin_repeat', name: 'member', label: '家庭成员' },
    { type: 'integer', name: 'years', label: '年龄', constraint: '. < 120' },
    { type: 'end_repeat' },
    { type: 'start', name: 'began' },
  ]),
  choices: rows([
    { list_name: 'yesno', name: 'yes', label: '是' },
    { list_name: 'yesno', name: 'no', label: '否' },
  ]),
  settings: [],
}

let world: World
let lead: SignedInAgent
let investigator: SignedInAgent
let organiser: SignedInAgent
let id: string
let at: string

async function openWorld(anonymous: boolean) {
  world = await makeWorld({ source: household })
  id = await world.store.collections.add({
    topicId: world.topic.id,
    formVersionId: world.versionId,
    title: '入户调查',
    sampleType: 'quota',
    anonymous,
    pilot: false,
    state: 'open',
    asker: '市调研组',
    purpose: '了解家庭情况。',
  })
  at = `/collections/${id}/paper`
  ;[lead, investigator, organiser] = (await Promise.all(
    (['lead', 'investigator', 'organiser'] as Role[]).map((role) => world.signIn(role)),
  )) as [SignedInAgent, SignedInAgent, SignedInAgent]
}

const post = (agent: SignedInAgent, path: string, fields: Readonly<Record<string, string>>) =>
  agent
    .post(path)
    .type('form')
    .send({ _csrf: agent.csrf, ...fields })
/** The words of a page. */
const textOf = (html: string) => html.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ')
const numberOf = (copy: number) => copyNumber(id, copy)

async function begin(agent: SignedInAgent, copy: number) {
  await post(agent, `${at}/entry`, { copy: numberOf(copy) }).expect(303)
  const page = await agent.get(`${at}/entry/${copy}`).expect(200)
  const json =
    /<script type="application\/json" id="paper-island">(.*?)<\/script>/s.exec(page.text)?.[1] ?? '{}'
  return JSON.parse(json) as { readonly pass: number; readonly revision: number }
}

async function enter(agent: SignedInAgent, copy: number, fields: Readonly<Record<string, string>>) {
  const { pass, revision } = await begin(agent, copy)
  return agent
    .post(`${at}/entry/${copy}`)
    .set('x-csrf-token', agent.csrf)
    .send({ pass, revision, fields, finish: true })
}

const whole = {
  phone: '13900000000',
  lives: 'A',
  member: '2',
  'member[1]/years': '40',
  'member[2]/years': '?',
}

describe('a named collection', () => {
  beforeEach(() => openWorld(false))
  afterEach(async () => {
    expect(world.mistakes).toEqual([])
    await world.close()
  })

  test('1 to 500 copies are numbered, printed fifty at a time, each with its number on every page', async () => {
    for (const copies of ['0', '501', 'x', ''])
      expect((await post(lead, at, { action: 'print', copies }).expect(422)).text).toContain(
        '请填写 1 到 500 之间的整数',
      )
    const printed = await post(lead, at, { action: 'print', copies: '120', rows: '4', codes: '1' }).expect(
      303,
    )
    expect(printed.headers['location']).toBe(`${at}/sheets?batch=1`)
    const sheets = await lead.get(`${at}/sheets?batch=1`).expect(200)
    expect(sheets.text.match(/<article /g)).toHaveLength(50)
    expect(textOf(sheets.text)).toContain(`${numberOf(101)} 至 ${numberOf(120)}`)
    const last = await lead.get(`${at}/sheets?batch=1&from=101`).expect(200)
    expect(last.text.match(/<article /g)).toHaveLength(20)
    const text = textOf(last.text)
    for (const words of [
      numberOf(120),
      '市调研组',
      '了解家庭情况。',
      '实名。姓名、电话等个人信息与回答分开存放',
      '请勿填写国家秘密',
    ])
      expect(text).toContain(words)
    // Four rows for people of the household, as was asked.
    expect(last.text.match(/第 4 份/g)?.length).toBe(20)
    expect(last.text.match(/<svg/g)).toHaveLength(20)
    const css = await lead.get(`${at}/pages.css?batch=1&from=101`).expect(200)
    expect(css.headers['content-type']).toContain('text/css')
    expect(css.text).toContain(`content: '${numberOf(101)}'`)
    await lead.get(`${at}/sheets?batch=2`).expect(404)
    await investigator.get(`${at}/sheets?batch=1`).expect(403)
    await post(investigator, at, { action: 'print', copies: '1' }).expect(403)
  })

  test('numbers that are wrong, of another collection, never printed, void or done are refused with words', async () => {
    await post(lead, at, { action: 'print', copies: '3' }).expect(303)
    const refused = async (copy: string) =>
      textOf((await post(investigator, `${at}/entry`, { copy }).expect(422)).text)
    const [digits = '', check] = numberOf(1).split('-')
    expect(await refused(`${digits}-${check === '1' ? '2' : '1'}`)).toContain('卷号不对')
    expect(await refused('000021-X')).toMatch(/卷号不对|没有打印过/)
    expect(await refused(numberOf(4))).toContain('这个卷号没有打印过')
    expect(await refused('DY another 000001-1')).toContain('这是另一次投放的问卷')
    await post(lead, at, { action: 'void', copy: numberOf(2), reason: '写错了' }).expect(303)
    expect(await refused(numberOf(2))).toContain('这一份已经作废')
    await post(lead, at, { action: 'lost', copy: numberOf(3) }).expect(303)
    expect(await refused(numberOf(3))).toContain('已标为丢失')
    // A scanner types the code with the collection; zeros and the hyphen may be left out.
    await post(investigator, `${at}/entry`, { copy: `DY ${id} ${numberOf(1)}` }).expect(303)
    await post(investigator, `${at}/entry`, { copy: numberOf(1).replace(/^0+/, '').replace('-', '') }).expect(
      303,
    )
    expect(textOf((await post(lead, at, { action: 'void', copy: numberOf(9) }).expect(422)).text)).toContain(
      '没有打印过',
    )
  })

  test('the second clerk sees nothing of the first; settled, the copy leads to its answer and stands in files', async () => {
    await post(lead, at, { action: 'print', copies: '1' }).expect(303)
    const first = await enter(investigator, 1, whole)
    expect(first.body).toEqual({ to: `${at}/entry?copy=1&done=first&n=0` })
    await post(organiser, `${at}/entry`, { copy: numberOf(1) }).expect(303)
    const page = await organiser.get(`${at}/entry/1`).expect(200)
    expect(page.text).not.toContain('13900000000')
    const second = await enter(organiser, 1, { ...whole, lives: '2', 'member[1]/years': '41' })
    expect(second.body).toEqual({ to: `${at}/entry?copy=1&done=compare&n=2` })

    const compare = `${at}/compare/1`
    const shown = textOf((await lead.get(compare).expect(200)).text)
    expect(shown).toContain('2. 常住吗')
    expect(shown).toMatch(/1 第一遍.*（方调研）.*A 是/)
    expect(shown).toContain('#1 3. 年龄')
    const half = await post(lead, compare, { 'choice.lives': '1' }).expect(422)
    expect(textOf(half.text)).toContain('请选择一种')
    expect(half.text).toMatch(/name="choice\.lives" value="1" checked/)
    const wrong = { 'choice.lives': '1', 'choice.member[1]/years': '3', 'other.member[1]/years': '四十' }
    expect((await post(lead, compare, wrong).expect(422)).text).toContain('value="四十"')
    const beyond = { ...wrong, 'other.member[1]/years': '400' }
    expect(textOf((await post(lead, compare, beyond).expect(422)).text)).toContain('不符合本题的要求')
    await post(lead, compare, { ...wrong, 'other.member[1]/years': '42' }).expect(303)

    const [row] = await world.store.submissions.rows(id, 0, 10)
    expect(JSON.parse(row?.answers ?? '{}')).toEqual({
      lives: 'yes',
      member: [{ years: 42 }, { years: null }],
      began: null,
    })
    expect(await world.store.submissions.personal(id, [row?.seq ?? 0])).toEqual(
      new Map([[row?.seq, { phone: '13900000000' }]]),
    )
    const analyst = await world.signIn('analyst')
    expect(
      textOf((await analyst.get(`/collections/${id}/records/${row?.instanceId}`).expect(200)).text),
    ).toContain(numberOf(1))
    const csv = (await analyst.get(`/collections/${id}/export.csv`).expect(200)).text
    expect(csv).toContain('paper_copy')
    expect(csv).toContain(`纸质问卷`)
    expect(csv).toContain(numberOf(1))
    expect(await world.store.history.verify('ledger')).toMatchObject({ ok: true })
    const settled = (await world.store.history.list('ledger', {})).filter(
      ({ kind }) => kind === 'paper.settled',
    )
    expect(settled.map(({ detail }) => JSON.parse(detail))).toEqual([{ copy: 1, differences: 2 }])
    const overview = textOf((await lead.get(at).expect(200)).text)
    // Of five fields two differed; both clerks had the age wrong, one the other question.
    expect(overview).toContain('两遍不同：2 / 5，每千字段 400.0')
  })

  test('differences in personal answers are for who typed them and who may read such, and each look is logged', async () => {
    await post(lead, at, { action: 'print', copies: '1' }).expect(303)
    await enter(investigator, 1, whole)
    await enter(lead, 1, { ...whole, phone: '13911111111' })
    await organiser.get(`${at}/compare/1`).expect(303).expect('location', at)
    expect((await investigator.get(`${at}/compare/1`).expect(200)).text).toContain('13911111111')
    const read = (await world.store.history.list('ledger', {})).filter(({ kind }) => kind === 'personal.read')
    expect(read.map(({ actor, subject }) => [actor, subject])).toEqual([
      [world.people.investigator.id, `${id}/paper`],
    ])
  })

  test('one entry is enough where the collection says so; what the form refuses goes back to the clerk', async () => {
    await post(lead, at, { action: 'print', copies: '2' }).expect(303)
    await post(lead, at, { action: 'settings', entries: '1' }).expect(303)
    const refused = await enter(investigator, 1, { ...whole, 'member[2]/years': '300' })
    expect(refused.status).toBe(422)
    expect(refused.body).toMatchObject({ problems: [{ at: 'member[2]/years' }] })
    const missing = await enter(investigator, 1, { lives: 'A' })
    expect(missing.status).toBe(422)
    expect(missing.body.problems).toEqual([
      { at: 'phone', words: '空着没答的请录“-”' },
      { at: 'member', words: '空着没答的请录“-”' },
    ])
    const done = await enter(investigator, 1, { ...whole, lives: '-' })
    expect(done.body).toEqual({ to: `${at}/entry?copy=1&done=settled&n=0` })
    expect(textOf((await investigator.get(done.body.to).expect(200)).text)).toContain(
      `${numberOf(1)}：已入库。`,
    )
    const [row] = await world.store.submissions.rows(id, 0, 10)
    expect(JSON.parse(row?.answers ?? '{}')).toMatchObject({ lives: null })
  })

  test('sheets come in after the end, not into a draft; what is sent in odd ways is refused', async () => {
    await post(lead, at, { action: 'print', copies: '2' }).expect(303)
    await post(lead, at, { action: 'settings', entries: '1' }).expect(303)
    await world.store.collections.change(id, { state: 'closed' })
    expect((await enter(investigator, 1, whole)).body.to).toContain('done=settled')
    await world.store.collections.change(id, { state: 'archived' })
    expect((await enter(investigator, 2, whole)).body.to).toContain('done=closed')
    const send = (json: object) => lead.post(`${at}/entry/2`).set('x-csrf-token', lead.csrf).send(json)
    await send({}).expect(400)
    await send({ fields: { lives: 5 } }).expect(400)
    await send({ pass: 1, revision: 1, fields: {} }).expect(409)
    await lead.post(`${at}/entry/2`).send({ pass: 1, revision: 1, fields: {} }).expect(403)
  })
})

describe('an anonymous collection', () => {
  beforeAll(() => openWorld(true))
  afterAll(async () => {
    expect(world.mistakes).toEqual([])
    await world.close()
  })

  test('no number leads to an answer: not on a page, in a file, in the history or in the database', async () => {
    await post(lead, at, { action: 'print', copies: '2' }).expect(303)
    const sheet = textOf((await lead.get(`${at}/sheets?batch=1`).expect(200)).text)
    expect(sheet).toContain('不登记哪一份发给了谁')
    expect(sheet).toContain('不能凭卷号找出答卷')
    await enter(investigator, 1, whole)
    await enter(organiser, 1, whole)
    const [row] = await world.store.submissions.rows(id, 0, 10)
    expect(row).toMatchObject({ collectorId: null, receivedAt: null })
    expect(await world.store.paper.copy(id, 1)).toMatchObject({ state: 'settled', instanceId: null })
    const analyst = await world.signIn('analyst')
    for (const address of [`/collections/${id}/records/${row?.instanceId}`, `/collections/${id}/export.csv`])
      expect((await analyst.get(address).expect(200)).text).not.toContain('000001-')
    const told = await world.store.history.list('ledger', {})
    const ofCopies = told.filter(({ kind }) => kind === 'paper.entered' || kind === 'paper.settled')
    expect(ofCopies).toHaveLength(3)
    for (const { detail } of ofCopies) expect(JSON.parse(detail)).not.toHaveProperty('copy')
    expect(textOf((await lead.get(at).expect(200)).text)).toContain('不能凭卷号找出答卷')
  })
})
