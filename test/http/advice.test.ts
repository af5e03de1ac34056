/** The page of advice on a form: what was found with its reason, nothing of it for those who may not manage the form. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(async () => {
  expect(world.mistakes).toEqual([])
  await world.close()
})

async function formWith(rows: readonly Readonly<Record<string, string>>[]): Promise<string> {
  return world.store.forms.add({
    topicId: world.topic.id,
    kind: 'questionnaire',
    title: '停车问卷',
    source: { survey: rows.map((cells, index) => ({ row: index + 2, cells })), choices: [], settings: [] },
  })
}

test('says what was found, where, why, and leads to the row', async () => {
  const lead = await world.signIn('lead')
  const id = await formWith([
    { type: 'note', name: 'hello', label: '本次调查不记名' },
    { type: 'text', name: 'phone', label: '您的联系电话 <b>' },
  ])
  const { text } = await lead.get(`/forms/${id}/advice`).expect(200)
  expect(text).toContain('2 条建议')
  expect(text).toContain('您的联系电话 &lt;b&gt;')
  expect(text).toContain('但没有标为个人信息')
  expect(text).toContain('问卷里写着“不记名”，却又问到能认出本人的信息')
  expect(text).toContain(`href="/forms/${id}#survey-3-0"`)
  const editor = await lead.get(`/forms/${id}`).expect(200)
  expect(editor.text).toContain(`href="/forms/${id}/advice"`)
  expect(editor.text).toContain('id="survey-3-0"')
})

test('a sound form gets a sentence, a broken one says so, and others are turned away', async () => {
  const lead = await world.signIn('lead')
  const sound = await formWith([{ type: 'text', name: 'a', label: '您的意见' }])
  expect((await lead.get(`/forms/${sound}/advice`).expect(200)).text).toContain('没有发现常见的问题')
  const broken = await formWith([{ type: 'nosuch', name: 'a', label: '甲' }])
  expect((await lead.get(`/forms/${broken}/advice`).expect(200)).text).toContain('表单还有错误')
  const leader = await world.signIn('leader')
  await leader.get(`/forms/${sound}/advice`).expect(403)
})
