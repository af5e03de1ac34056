/** Every template: written whole in both languages, taken to a workbook and back, chosen, answered, and read. */

import { randomUUID } from 'node:crypto'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textOf } from '../../server/commands/html.ts'
import { writeXlsform } from '../../server/exports/xlsform.ts'
import { checkAnswers } from '../../server/form/answers.ts'
import { compileForm } from '../../server/form/definition.ts'
import type { Form } from '../../server/form/form.ts'
import { questionsOf } from '../../server/form/walk.ts'
import { readXlsform } from '../../server/imports/xlsform.ts'
import { formKinds, type Collection, type FormKind } from '../../server/store/store.ts'
import { noteKinds } from '../../server/summary/notes.ts'
import { templates } from '../../server/templates/index.ts'
import type { Template } from '../../server/templates/template.ts'
import { open } from '../support/answers.ts'
import { filled, variantsOf } from '../support/filled.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const now = new Date('2026-06-03T04:00:00.000Z')
const surroundings = {
  today: '2026-06-03',
  now: '2026-06-03T12:00:00.000+08:00',
  matches: (text: string, pattern: string) => new RegExp(pattern).test(text),
}
const cases = templates.map((template) => [template.id, template] as const)

function formOf({ source }: Template): Form {
  const { form, complaints } = compileForm(source)
  expect(complaints).toEqual([])
  if (!form) throw new Error('a template does not compile')
  return form
}

describe('the registry of templates', () => {
  test('has every method, each under a name of its own', () => {
    expect(new Set(templates.map(({ id }) => id)).size).toBe(templates.length)
    expect(new Set(templates.map(({ title }) => title[0])).size).toBe(templates.length)
    expect(new Set<FormKind>(templates.map(({ kind }) => kind))).toEqual(new Set(formKinds))
    expect(templates.map(({ title }) => title[0])).toEqual([
      '群众满意度调查',
      '企业营商环境调查',
      '职工需求调查',
      '培训效果评估',
      '回访满意度',
      '会议座谈记录',
      '个别访谈记录',
      '四不两直走访记录',
      '专家函询',
      '典型案例解剖',
      '亲身体验记录',
      '点单需求',
      '学习研讨记录',
      '读书清单打卡',
      '一个支部一件实事',
    ])
  })

  test.each(cases)('%s says everything in Chinese and in English', (_, template) => {
    const { source, title, when, analysis } = template
    const hasChinese = /\p{Script=Han}/u
    for (const [chinese, english] of [title, when, analysis]) {
      expect(chinese).toMatch(hasChinese)
      expect(english).not.toMatch(hasChinese)
    }
    for (const { row, cells } of [...source.survey, ...source.choices])
      for (const [column, text] of Object.entries(cells)) {
        if (column.endsWith('English (en)')) expect(text, `row ${row}`).not.toMatch(hasChinese)
        if (!column.includes('::')) continue
        const other = column.endsWith('English (en)') ? '中文 (zh)' : 'English (en)'
        expect(cells, `row ${row}, ${column}`).toHaveProperty([`${column.split('::')[0]}::${other}`])
      }
    for (const { cells } of source.survey)
      if (!cells['type']?.startsWith('end_')) expect(cells).toHaveProperty(['label::中文 (zh)'])
  })

  test.each(cases)('%s marks names and phones as personal, and 97 to 99 as missing', (_, template) => {
    const form = formOf(template)
    for (const question of questionsOf(form))
      if (/^(姓名|称呼|电话|联系人|联系电话)/.test(question.label?.['中文 (zh)'] ?? ''))
        expect(question, question.name).toMatchObject({ personal: true })
    for (const [list, choices] of Object.entries(form.lists))
      for (const { value, missing } of choices)
        expect([list, value, missing !== null]).toEqual([list, value, /^9[789]$/.test(value)])
  })

  test.each(cases)('%s has scales with as many steps on either side and a way out', (_, template) => {
    const form = formOf(template)
    const scales = Object.entries(form.lists).filter(([name]) =>
      /^(satisfaction|agreement|importance|feasibility|familiarity|ease|useful)$/.test(name),
    )
    for (const [name, choices] of scales)
      expect([name, choices.filter(({ missing }) => missing === null).map(({ value }) => value)]).toEqual([
        name,
        ['1', '2', '3', '4', '5'],
      ])
    if (template.kind === 'questionnaire') {
      expect(scales.length).toBeGreaterThan(0)
      for (const [, choices] of scales)
        expect(choices.some(({ missing }) => missing === 'dont_know')).toBe(true)
    }
  })

  test.each(cases)('%s is the same form after a workbook', async (_, template) => {
    const read = await readXlsform(writeXlsform(template.source))
    expect(read.ok && read.complaints).toEqual([])
    expect(read.ok && read.source).toMatchObject(template.source)
  })

  test.each(cases)('%s takes answers along every choice of its lists', (_, template) => {
    const form = formOf(template)
    for (let variant = 0; variant < variantsOf(form); variant += 1) {
      const { refusals } = checkAnswers(form, filled(form, variant, surroundings.today), surroundings)
      expect(refusals, `variant ${variant}`).toEqual([])
    }
    const blank = checkAnswers(form, {}, surroundings).refusals
    expect(blank.map(({ code }) => code)).toContain('required')
  })
})

test('alone: “none” goes with no other option, and no more than the limit', () => {
  const form = formOf(templates.find(({ id }) => id === 'public-satisfaction')!)
  const refused = (improve: readonly string[]) =>
    checkAnswers(form, { overall: '3', improve }, surroundings).refusals.map(({ name }) => name)
  expect(refused(['none'])).toEqual([])
  expect(refused(['health', 'school', 'safety'])).toEqual([])
  expect(refused(['none', 'health'])).toEqual(['improve'])
  expect(refused(['health', '98'])).toEqual(['improve'])
  expect(refused(['health', 'school', 'safety', 'counter'])).toEqual(['improve'])
})

describe('on the pages', () => {
  let world: World
  let lead: SignedInAgent
  let analyst: SignedInAgent
  let address: string
  beforeAll(async () => {
    world = await makeWorld({ now: () => now })
    lead = await world.signIn('lead')
    analyst = await world.signIn('analyst')
    address = `/topics/${world.topic.id}/forms/templates`
  })
  afterAll(async () => {
    expect(world.mistakes).toEqual([])
    await world.close()
  })

  const collect = async (formVersionId: string, title: string): Promise<Collection> => {
    const id = await world.store.collections.add({
      topicId: world.topic.id,
      formVersionId,
      title,
      sampleType: 'organised',
      anonymous: false,
      pilot: false,
      state: 'open',
    })
    const collection = await world.store.collections.find(id)
    if (!collection) throw new Error('the collection is not there')
    return collection
  }

  test('the chooser finds by words of the notes and questions, and by kind, in both languages', async () => {
    const titles = async (query: string, locale = 'zh-CN') => {
      const page = await lead.get(`${address}?${query}`).set('Cookie', `diaoyan_locale=${locale}`).expect(200)
      return templates
        .filter(({ title }) => page.text.includes(`<h2>${title[locale === 'en' ? 1 : 0]}</h2>`))
        .map(({ id }) => id)
    }
    expect(await titles('')).toHaveLength(templates.length)
    expect(await titles(`q=${encodeURIComponent('用餐 车辆')}`)).toEqual(['unannounced-visit'])
    expect(await titles('q=KENDALL', 'en')).toEqual(['expert-inquiry'])
    expect(await titles('kind=interview')).toEqual(['symposium', 'interview'])
    expect(await titles('kind=record&q=zzz')).toEqual([])
    const empty = await lead.get(`${address}?q=zzz`).expect(200)
    expect(empty.text).toContain('没有符合条件的模板。')
    const ways = await lead.get(`/topics/${world.topic.id}/forms/new`).expect(200)
    expect(ways.text).toContain(`href="${address}"`)
    await lead.get(`${address}/nothing`).expect(404)
    await lead.post(`${address}/nothing`).type('form').send({ _csrf: lead.csrf }).expect(404)
  })

  test.each(cases)('%s: looked at, chosen, published, answered and read', async (id, template) => {
    const chinese = textOf(await open(lead, `${address}/${id}?l=${encodeURIComponent('中文 (zh)')}`))
    const english = textOf(await open(lead, `${address}/${id}?l=${encodeURIComponent('English (en)')}`))
    for (const [n, text] of [chinese, english].entries())
      for (const words of [template.title, template.when, template.analysis]) expect(text).toContain(words[n])
    for (const { label } of questionsOf(formOf(template))) {
      expect(chinese).toContain(label?.['中文 (zh)']?.replaceAll(/\s+/g, ' '))
      expect(english).toContain(label?.['English (en)']?.replaceAll(/\s+/g, ' '))
    }

    const made = await lead.post(`${address}/${id}`).type('form').send({ _csrf: lead.csrf }).expect(303)
    const draft = await world.store.forms.find(made.headers['location']?.split('/')[2] ?? '')
    expect(draft).toMatchObject({ kind: template.kind, title: template.title[0], source: template.source })
    await lead
      .post(`/forms/${draft?.id}/publish`)
      .type('form')
      .send({ _csrf: lead.csrf, revision: String(draft?.revision) })
      .expect(303)
    const [version] = await world.store.forms.versions(draft?.id ?? '')
    const collection = await collect(version?.id ?? '', template.title[0])
    const { slug } = await world.store.collections.addChannel({
      collectionId: collection.id,
      kind: 'link',
      label: '链接',
    })
    const opened = await request(world.app).get(`/f/${slug}/form`).expect(200)
    expect(opened.text).toContain(template.title[0])

    const form = formOf(template)
    const ids = Array.from({ length: 6 }, () => randomUUID())
    for (const [variant, instanceId] of ids.entries()) {
      const answers = filled(form, variant, surroundings.today)
      const sent = await request(world.app)
        .post(`/f/${slug}/submissions`)
        .send({ instanceId, formVersion: version?.id, locale: '', answers })
      expect(sent.status, sent.text).toBe(201)
    }
    const topic = textOf(await open(analyst, `/topics/${world.topic.id}/summary`))
    expect(topic).toContain(template.title[0])
    const summary = textOf(await open(analyst, `/collections/${collection.id}/summary`))
    expect(summary).not.toMatch(/NaN|undefined|\[object/)
    const records: string[] = []
    for (const instanceId of ids)
      records.push(textOf(await open(analyst, `/collections/${collection.id}/records/${instanceId}`)))
    expect(records.join('\n')).not.toMatch(/NaN|undefined|\[object/)
    const list = textOf(await open(analyst, `/collections/${collection.id}/records`))
    if (noteKinds.has(template.kind)) expect(list).toContain('2026年6月3日')
    for (const question of questionsOf(form))
      if (
        question.type === 'text' &&
        question.relevant === null &&
        !question.personal &&
        !question.name.startsWith('answered')
      )
        expect(records.join('\n'), question.name).toContain(`${question.written} 的内容`)
  })
})
