/** The library: what it has is sound, goes into any form, and what a programme keeps is there for all of it. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adviseOn } from '../../server/form/advice/advice.ts'
import { checkAnswers } from '../../server/form/answers.ts'
import { compileForm } from '../../server/form/definition.ts'
import type { FormSource } from '../../server/form/form.ts'
import { withItem } from '../../server/library/adding.ts'
import { builtIn } from '../../server/library/built-in.ts'
import { itemOf, questionsIn } from '../../server/library/taking.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const rows = (list: readonly Readonly<Record<string, string>>[]) =>
  list.map((cells, index) => ({ row: index + 2, cells }))
const plain: FormSource = {
  survey: rows([{ type: 'text', name: 'overall', label: '您的意见' }]),
  choices: [],
  settings: [],
}

describe('what comes with the program', () => {
  test('every item goes into a form without a language and into one with two, and compiles there', () => {
    const both: FormSource = {
      survey: rows([{ type: 'text', name: 'a', 'label::中文 (zh)': '甲', 'label::English (en)': 'A' }]),
      choices: [],
      settings: [],
    }
    expect(builtIn.length).toBeGreaterThan(70)
    expect(new Set(builtIn.map(({ id }) => id)).size).toBe(builtIn.length)
    for (const { id, content } of builtIn)
      for (const source of [plain, both]) {
        const filled = withItem(source, content, 'zh-CN').source
        const { complaints } = compileForm(filled)
        expect([id, complaints.filter(({ level }) => level === 'error')]).toEqual([id, []])
        const columns = filled.survey.flatMap(({ cells }) => Object.keys(cells))
        if (source === plain) expect(columns.filter((column) => column.includes('::'))).toEqual([])
      }
  })

  test('scales are balanced, bands have neither gaps nor overlaps', () => {
    for (const { id, content } of builtIn.filter(({ kind }) => kind === 'list')) {
      const list = content.choices[0]?.['list_name'] ?? ''
      const source = withItem(plain, content, 'zh-CN').source
      const { form } = compileForm({ ...source, survey: rows([{ type: `select_one ${list}`, name: 'q', label: '问' }]) }) // prettier-ignore
      const said = form ? adviseOn(form).filter(({ code }) => /bands|unbalanced/.test(code)) : null
      expect([id, said]).toEqual([id, []])
    }
  })
})

test('names that are taken are changed, an equal list is used again, and a matrix stays whole', () => {
  const overall = builtIn.find(({ id }) => id === 'template:public-satisfaction/overall')!
  const matrix = builtIn.find(({ id }) => id === 'template:public-satisfaction/services')!
  const once = withItem(plain, overall.content, 'zh-CN')
  expect(once.source.survey.map(({ cells }) => cells['name'])).toEqual(['overall', 'overall_2'])
  const twice = withItem(once.source, matrix.content, 'zh-CN')
  expect(twice.list).toBe(once.list)
  expect(twice.source.choices).toHaveLength(once.source.choices.length)
  const { form } = compileForm(twice.source)
  expect(form?.nodes.map((node) => [node.kind, node.name])).toEqual([
    ['question', 'overall'],
    ['question', 'overall_2'],
    ['group', 'services'],
  ])
  const other = withItem({ ...plain, choices: rows([{ list_name: 'satisfaction', name: '1', label: '别的' }]) }, overall.content, 'zh-CN') // prettier-ignore
  expect(other.list).toBe('satisfaction_2')
  expect(other.source.survey[1]?.cells['type']).toBe('select_one satisfaction_2')
})

test('a question is taken with its list and its own check, without what speaks of others', () => {
  const source: FormSource = {
    survey: rows([
      { type: 'note', name: 'n', label: '说明' },
      { type: 'select_one yn', name: 'been', label: '来过吗' },
      { type: 'integer', name: 'age', label: '年龄', relevant: "${been} = 'y'", constraint: '. > 0', constraint_message: '大于 0' }, // prettier-ignore
      { type: 'integer', name: 'kids', label: '孩子', constraint: '. < ${age}', constraint_message: '太多' },
      { type: 'select_one_from_file towns.csv', name: 'town', label: '乡镇' },
    ]),
    choices: rows([
      { list_name: 'yn', name: 'y', label: '是' },
      { list_name: 'zz', name: 'z', label: '不相干' },
    ]),
    settings: [],
  }
  const items = questionsIn(source).map((place) => itemOf(source, place))
  expect(items.map(({ survey }) => survey[0]?.['name'])).toEqual(['been', 'age', 'kids'])
  expect(items[0]?.choices).toEqual([{ list_name: 'yn', name: 'y', label: '是' }])
  expect(items[1]?.survey[0]).toEqual({ type: 'integer', name: 'age', label: '年龄', constraint: '. > 0', constraint_message: '大于 0' }) // prettier-ignore
  expect(items[2]?.survey[0]).toEqual({ type: 'integer', name: 'kids', label: '孩子' })
})

describe('the pages', () => {
  let world: World
  let lead: SignedInAgent
  let formId = ''
  beforeAll(async () => {
    world = await makeWorld()
    lead = await world.signIn('lead')
    formId = await world.store.forms.add({ topicId: world.topic.id, kind: 'questionnaire', title: '养老问卷', source: plain }) // prettier-ignore
  })
  afterAll(async () => {
    expect(world.mistakes).toEqual([])
    await world.close()
  })
  const post = (path: string, fields: Readonly<Record<string, string>>, agent = lead) =>
    agent
      .post(`/forms/${formId}/library${path}`)
      .type('form')
      .send({ _csrf: agent.csrf, ...fields })

  test('a search finds by the words of choices, and what is added can be answered', async () => {
    const { text } = await lead.get(`/forms/${formId}/library`).query({ q: '总是' }).expect(200)
    expect(text).toContain('频率五级')
    expect(text).not.toContain('满意度五级')
    expect((await lead.get(`/forms/${formId}/library`).query({ q: '没有这样的词' })).text).toContain(
      '没有找到',
    )
    const { headers } = await post('', { do: 'add', item: 'template:public-satisfaction/overall' }).expect(
      303,
    )
    expect(headers['location']).toBe(`/forms/${formId}/design`)
    const form = await world.store.forms.find(formId)
    const compiled = form && compileForm(form.source).form
    if (!compiled) throw new Error('the form does not compile')
    const surroundings = { today: '2026-11-25', now: '2026-11-25T08:00:00+08:00', matches: () => true }
    expect(checkAnswers(compiled, { overall: 'x', overall_2: '5' }, surroundings).refusals).toEqual([])
    expect((await lead.get(`/forms/${formId}/library`).query({ q: '总的来说' })).text).toContain('用过 1 次')
    await post('', { do: 'add', item: 'nosuch' }).expect(404)
  })

  test('kept questions are there for the programme, and are removed by who kept them or an organiser', async () => {
    const none = await post('/keep', { tags: '养老' }).expect(422)
    expect(none.text).toContain('请至少选择一道题')
    expect(none.text).toContain('value="养老"')
    await post('/keep', { question: 'overall', tags: '养老 <b>，居家' }).expect(303)
    const own = await lead.get(`/forms/${formId}/library`).query({ from: 'own' }).expect(200)
    expect(own.text).toContain('您的意见')
    expect(own.text).toContain('&lt;b&gt;')
    const [item] = await world.store.library.items(world.topic.programmeId)
    if (!item) throw new Error('nothing was kept')
    expect(item).toMatchObject({ kind: 'question', tags: ['养老', '<b>', '居家'], title: { '': '您的意见' } })
    await post('', { do: 'add', item: item.id }).expect(303)
    const organiser = await world.signIn('organiser')
    await post('', { do: 'remove', item: item.id }, organiser).expect(303)
    expect(await world.store.library.items(world.topic.programmeId)).toEqual([])
    await post('', { do: 'remove', item: item.id }).expect(404)
    await post('', { do: 'nosuch' }).expect(400)
  })

  test('the designer finds, counts and keeps questions and lists without leaving', async () => {
    const id = await world.store.forms.add({
      topicId: world.topic.id,
      kind: 'questionnaire',
      title: '便民问卷',
      source: {
        survey: rows([{ type: 'select_one ways', name: 'way', label: '您怎样办事？' }]),
        choices: rows([
          { list_name: 'ways', name: '1', label: '大厅' },
          { list_name: 'ways', name: '2', label: '手机' },
        ]),
        settings: [],
      },
    })
    const send = (value: object, agent = lead) =>
      agent.post(`/forms/${id}/design/library`).set('X-CSRF-Token', agent.csrf).send(value)
    const find = async (query: Readonly<Record<string, string>>) =>
      (await lead.get(`/forms/${id}/design/library`).query(query).expect(200)).body as {
        total: number
        items: { id: string; title: string; uses: number; content: { survey: object[]; choices: object[] } }[]
      }
    const { items } = await find({ q: '满意度五级', kind: 'list' })
    expect(items[0]).toMatchObject({ id: 'list:satisfaction', uses: 0 })
    expect(items[0]?.content.survey).toEqual([])
    expect((await send({ do: 'used', item: items[0]?.id }).expect(200)).body).toEqual({ uses: 1 })
    await send({ do: 'used', item: 'nosuch' }).expect(404)
    await send({ do: 'keepList', list: 'ways', title: '办事渠道', tags: '便民' }).expect(200)
    await send({ do: 'keepQuestion', name: 'way', tags: '便民 渠道' }).expect(200)
    await send({ do: 'keepList', list: 'nosuch' }).expect(404)
    await send({ do: 'keepQuestion', name: 'nosuch' }).expect(404)
    await send({ do: 'nosuch' }).expect(400)
    const own = await find({ q: '便民', from: 'own' })
    expect(own.items.map(({ title }) => title).toSorted()).toEqual(['办事渠道', '您怎样办事？'].toSorted())
    const list = own.items.find(({ title }) => title === '办事渠道')
    expect(list?.content.choices).toHaveLength(2)
    await send({ do: 'keepList', list: 'ways' }, await world.signIn('leader')).expect(403)
    for (const one of own.items) await send({ do: 'remove', item: one.id }).expect(200)
    expect((await find({ from: 'own' })).total).toBe(0)
  })
})
