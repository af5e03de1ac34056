/** Pictures and lists beside a form: attached, frozen with a version, shown to respondents from our own address. */

import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import { camera, photo } from '../support/attachments.ts'
import { makeWorld, type World } from '../support/world.ts'

const row = (n: number, cells: Readonly<Record<string, string>>) => ({ row: n, cells })
const source: FormSource = {
  survey: [
    row(2, { type: 'note', name: 'look', label: '请看 **图**', image: '路口.jpg' }),
    row(3, { type: 'select_one_from_file towns.csv', name: 'town', label: '村镇' }),
  ],
  choices: [],
  settings: [],
}

let world: World
beforeAll(async () => {
  world = await makeWorld({ source: { ...source, survey: source.survey.slice(0, 1) } })
})
afterAll(() => world.close())

test('a list is brought along inside the designer, whoever saved meanwhile, and nothing else is', async () => {
  const id = await world.store.forms.add({
    topicId: world.topic.id,
    kind: 'questionnaire',
    title: '名单',
    source,
  })
  const lead = await world.signIn('lead')
  const send = (name: string, text: string, agent = lead) =>
    agent.post(`/forms/${id}/design/files`).field('_csrf', agent.csrf).attach('file', Buffer.from(text), name)
  const sent = await send('乡 镇.csv', 'code,town\nt1,东山镇\n').expect(200)
  const files = [{ name: '乡_镇.csv', columns: ['code', 'town'], rows: [] }]
  expect(sent.body).toEqual({ name: '乡_镇.csv', files })
  expect((await world.store.forms.find(id))?.source.files?.[0]?.rows).toEqual([['t1', '东山镇']])
  expect((await send('乡 镇.csv', '').expect(422)).body).toMatchObject({ error: 'unread' })
  await send('坏.exe', 'code').expect(400)
  await send('乡镇.csv', 'a\n1\n', await world.signIn('leader')).expect(403)
})

describe('the files of a form', () => {
  test('are attached, shown in the preview, and frozen with the version that is fielded', async () => {
    const id = await world.store.forms.add({
      topicId: world.topic.id,
      kind: 'questionnaire',
      title: '看图',
      source,
    })
    const lead = await world.signIn('lead')
    const page = await lead.get(`/forms/${id}/files`)
    expect(page.text).toContain('路口.jpg')
    expect(page.text).toContain('缺少')
    const sent = await lead
      .post(`/forms/${id}/files`)
      .field('_csrf', lead.csrf)
      .field('revision', '1')
      .attach('file.路口.jpg', await photo(), '随便.jpg')
      .attach('file.towns.csv', Buffer.from('name,label\nt1,东山镇\nt2,西山镇\n'), 'x.csv')
    expect(sent.status).toBe(303)
    expect((await lead.get(`/forms/${id}/files`)).text).toContain('2 行')
    const preview = await lead.get(`/forms/${id}/preview`)
    expect(preview.text).toContain('东山镇')
    const [, address = ''] = /<img src="([^"]+)"/.exec(preview.text) ?? []
    const shown = await lead.get(address)
    expect(shown.status).toBe(200)
    expect(shown.headers['content-type']).toBe('image/jpeg')
    expect((shown.body as Buffer).includes(camera)).toBe(false)

    const version = await world.store.forms.publish(id)
    const collection = await world.store.collections.add({
      topicId: world.topic.id,
      formVersionId: version.id,
      title: '看图',
      sampleType: 'open',
      anonymous: true,
      pilot: false,
      state: 'open',
    })
    const { slug } = await world.store.collections.addChannel({
      collectionId: collection,
      kind: 'link',
      label: '链接',
    })
    const form = await request(world.app).get(`/f/${slug}/form`)
    expect(form.text).toContain('<strong>图</strong>')
    const [, picture = ''] = /<img src="([^"]+)"/.exec(form.text) ?? []
    expect(picture).toMatch(new RegExp(`^/f/${slug}/media/${version.id}/`))
    const seen = await request(world.app).get(picture)
    expect(seen.headers).toMatchObject({ 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' })
    const other = picture.replace(version.id, world.versionId)
    expect((await request(world.app).get(other)).status).toBe(404)
    expect((await request(world.app).get(`${picture}x`)).status).toBe(404)
  })

  test('that no browser shows are refused with a sentence, and one can be removed', async () => {
    const lead = await world.signIn('lead')
    const id = await world.store.forms.add({
      topicId: world.topic.id,
      kind: 'questionnaire',
      title: '看图',
      source,
    })
    const send = (name: string, bytes: Buffer) =>
      lead
        .post(`/forms/${id}/files`)
        .field('_csrf', lead.csrf)
        .field('revision', '1')
        .attach('file.路口.jpg', bytes, name)
    const refused = await send('x.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('这不是浏览器能显示的图片')
    expect((await send('x.jpg', await photo())).status).toBe(303)
    const removed = await lead
      .post(`/forms/${id}/files`)
      .field('_csrf', lead.csrf)
      .field('revision', '2')
      .field('remove', '路口.jpg')
    expect(removed.status).toBe(303)
    expect((await world.store.forms.find(id))?.source.media).toEqual({})
  })

  test('no page has made a mistake on the way', () => {
    expect(world.mistakes).toEqual([])
  })
})
