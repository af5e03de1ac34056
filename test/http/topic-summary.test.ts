/** The topic's summary: what leaders read, what they write on it, and how organisers arrange it. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { elements, parseHtml, textOf } from '../../server/commands/html.ts'
import type { FormSource } from '../../server/form/form.ts'
import { byId, open } from '../support/answers.ts'
import { put, servicesAnswers, servicesForm } from '../support/services.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const to = ({ collection, versionId, channel }: World) => ({
  collectionId: collection.id,
  formVersionId: versionId,
  channelId: channel.id,
})

describe('the summary of a topic with something to tell', () => {
  let world: World
  let leader: SignedInAgent
  let analyst: SignedInAgent
  let lead: SignedInAgent
  let path: string

  beforeAll(async () => {
    world = await makeWorld({ source: servicesForm })
    await put(world.store, to(world), servicesAnswers(400))
    leader = await world.signIn('leader')
    analyst = await world.signIn('analyst')
    lead = await world.signIn('lead')
    path = `/topics/${world.topic.id}/summary`
  })
  afterAll(async () => {
    expect(world.mistakes).toEqual([])
    await world.close()
  })

  const findings = async (agent: SignedInAgent, at = path) =>
    elements(byId(await open(agent, at), 'headlines')!, 'li').map((each) => textOf(each))

  test('a leader reads the strongest, the weakest and the gap between districts, with base and kind of sample', async () => {
    const said = await findings(leader)
    expect(said.some((each) => each.includes('“公园”得分最高'))).toBe(true)
    expect(said.some((each) => each.includes('“停车”得分最低'))).toBe(true)
    expect(said.some((each) => /“东区”(的平均值)?高于“[西北]区”/.test(each))).toBe(true)
    for (const each of said) {
      expect(each).toMatch(/n = \d/)
      expect(each).toContain('非概率样本')
      // Tests on such a sample are for analysts only (promise 4).
      expect(each).not.toMatch(/Holm|置信区间|p < 0/)
    }
  })

  test('an analyst reads the same findings with how they were tested', async () => {
    const said = await findings(analyst)
    expect(said.some((each) => each.includes('“公园”得分最高') && /Holm 校正，p < 0.001/.test(each))).toBe(
      true,
    )
    expect(said.some((each) => each.includes('假定随机样本'))).toBe(true)
  })

  test('each finding opens its table, which has its figure', async () => {
    const page = await open(leader, path)
    const links = elements(byId(page, 'headlines')!, 'a').map(({ attributes }) => attributes['href'] ?? '')
    expect(links.length).toBeGreaterThan(2)
    for (const link of links) {
      const response = await leader.get(link.split('#')[0]!)
      expect(response.status, link).toBe(200)
      expect(elements(parseHtml(response.text), 'data').length, link).toBeGreaterThan(0)
    }
  })

  test('two charts, coverage, results, groups and method stand on the page, in both languages', async () => {
    for (const language of ['zh-CN', 'en']) {
      const response = await leader.get(path).set('Accept-Language', language)
      const page = parseHtml(response.text)
      const charts = elements(page).filter(({ attributes }) => attributes['data-chart']?.startsWith('lead-'))
      expect(charts.length).toBe(2)
      for (const id of ['headlines', 'coverage', 'results', 'groups', 'methods', 'instructions'])
        expect(byId(page, id), id).toBeDefined()
      expect(response.text).not.toMatch(/NaN|undefined|\[object/)
    }
  })

  test('groups are marked for analysts, and only shown to leaders of this kind of sample', async () => {
    const marks = async (agent: SignedInAgent) =>
      elements(byId(await open(agent, path), 'groups')!, 'td').filter(({ attributes }) =>
        attributes['class']?.includes('marked-'),
      ).length
    expect(await marks(analyst)).toBeGreaterThan(0)
    expect(await marks(leader)).toBe(0)
  })

  test('a leader writes an instruction, which the team reads with who and when, and the history vouches for', async () => {
    const words = '请住建局九月底前拿出错时停车办法。\n先做三个小区 🚗'
    const instruct = (agent: SignedInAgent, text: string) =>
      agent
        .post(`/topics/${world.topic.id}/instructions`)
        .type('form')
        .send({ _csrf: agent.csrf, words: text })
    expect((await instruct(leader, '  ')).status).toBe(422)
    expect((await instruct(analyst, words)).status).toBe(403)
    expect((await instruct(leader, words)).status).toBe(303)
    const investigator = await world.signIn('investigator')
    for (const [agent, at] of [
      [leader, path],
      [analyst, path],
      [investigator, `/topics/${world.topic.id}`],
    ] as const) {
      const text = textOf(byId(await open(agent, at), 'instructions')!)
      expect(text).toContain('错时停车办法')
      expect(text).toContain('陆领题')
      expect(text).not.toContain('内容与历史记录不符')
    }
    const verdict = await world.store.history.verify('ledger')
    expect(verdict.ok).toBe(true)
    const [instruction] = await world.store.instructions.list(world.topic.id)
    expect(instruction).toMatchObject({ words, sound: true, personId: world.people.leader.id })
  })

  test('an organiser rewords, hides and orders findings; figures stay live, and numbers are not typed', async () => {
    const page = await open(lead, `/topics/${world.topic.id}/findings`)
    const keys = elements(page, 'input')
      .filter(({ attributes }) => attributes['name'] === 'key')
      .map(({ attributes }) => attributes['value'] ?? '')
    const parks = keys.findIndex((key) => key.includes('strongest'))
    const parking = keys.findIndex((key) => key.includes('weakest'))
    const arrange = (more: Readonly<Record<string, string>>) =>
      lead
        .post(`/topics/${world.topic.id}/findings`)
        .type('form')
        .send({ _csrf: lead.csrf, key: keys, [`hidden${parks}`]: '1', ...more })
    const typed = await arrange({ [`words${parking}`]: '停车最让人头疼，30.2% 满意' })
    expect(typed.status).toBe(422)
    expect(typed.text).toContain('不要写百分比')
    const done = await arrange({ [`words${parking}`]: '停车最让人头疼', [`place${parking}`]: '1' })
    expect(done.status).toBe(303)
    const [first, ...rest] = await findings(leader)
    expect(first).toContain('停车最让人头疼')
    expect(first).toContain('由梁牵头于')
    expect(rest.some((each) => each.includes('得分最高'))).toBe(false)
    const before = first!.match(/平均 ([\d.]+)/)?.[1]
    await put(world.store, to(world), servicesAnswers(200, 7, -1))
    const [live] = await findings(leader)
    expect(live).toContain('停车最让人头疼')
    expect(live!.match(/平均 ([\d.]+)/)?.[1]).not.toBe(before)
  })
})

describe('a topic with little', () => {
  const only = (survey: FormSource['survey'], choices: FormSource['choices'] = []): FormSource => ({
    survey,
    choices,
    settings: [{ row: 2, cells: { form_title: '一题', form_id: 'one' } }],
  })
  const long = '很'.repeat(400)
  const sixty = Array.from({ length: 60 }, (_, k) => ({
    row: k + 2,
    cells: { list_name: 'many', name: `c${k}`, label: k === 0 ? long : `选项${k} 😀` },
  }))
  const many = only([{ row: 2, cells: { type: 'select_one many', name: 'many', label: long } }], sixty)
  const words = only([{ row: 2, cells: { type: 'text', name: 'wish', label: '建议' } }])

  test.each([
    ['no answers', servicesForm, []],
    ['one answer', servicesForm, servicesAnswers(1)],
    [
      'one question of sixty choices with labels of 400 characters',
      many,
      Array.from({ length: 90 }, (_, k) => ({ many: `c${k % 60}` })),
    ],
    [
      'one open question with 10,000 characters',
      words,
      Array.from({ length: 12 }, () => ({ wish: '停车难😀'.repeat(2_000) })),
    ],
  ] as const)('shows a whole page for %s', async (_, source, answers) => {
    const world = await makeWorld({ source })
    try {
      if (answers.length > 0) await put(world.store, to(world), answers)
      for (const role of ['leader', 'analyst'] as const) {
        const agent = await world.signIn(role)
        const response = await agent.get(`/topics/${world.topic.id}/summary`)
        expect(response.status).toBe(200)
        expect(response.text).not.toMatch(/NaN|undefined|\[object/)
        expect(response.text.length).toBeLessThan(400_000)
      }
      expect(world.mistakes).toEqual([])
    } finally {
      await world.close()
    }
  })
})
