/** The page of advice on a form: what was found with its reason, nothing of it for those who may not manage the form. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { draftOf } from '../../server/form/design/draft.ts'
import { withCell } from '../../server/form/design/editing.ts'
import { patchOf } from '../../server/form/design/patch.ts'
import { makeWorld, type World } from '../support/world.ts'

let world: World
let keys = 0
beforeAll(async () => {
  world = await makeWorld({ now: () => new Date('2026-05-04T02:00:00.000Z') })
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

test('advice that is understood is hidden with its reason for everybody, moves with its question, and comes back', async () => {
  const lead = await world.signIn('lead')
  const organiser = await world.signIn('organiser')
  const source = {
    survey: [
      { row: 2, cells: { type: 'text', name: 'phone', label: '您的联系电话' } },
      { row: 3, cells: { type: 'text', name: 'wish', label: '您的意见' } },
    ],
    choices: [],
    settings: [],
  }
  const id = await world.store.forms.add({
    topicId: world.topic.id,
    kind: 'questionnaire',
    title: '问卷',
    source,
  })
  const post = (agent: typeof lead, value: object) =>
    agent.post(`/forms/${id}/design/advice`).set('X-CSRF-Token', agent.csrf).send(value)
  const settled = await post(lead, {
    question: 'phone',
    code: 'personalUnmarked',
    reason: ' 单位总机 <b> ',
  }).expect(200)
  const hidden = {
    question: 'phone',
    code: 'personalUnmarked',
    reason: '单位总机 <b>',
    person: '梁牵头',
    on: '2026-05-04',
  }
  expect(settled.body).toEqual({ settled: [hidden] })
  const page = await organiser.get(`/forms/${id}/advice`).expect(200)
  expect(page.text).toContain('已了解、不再提示的 1 条')
  expect(page.text).toContain('单位总机 &lt;b&gt;')
  expect(page.text).toContain('没有发现常见的问题')
  // A new reason takes the place of the old one.
  const again = await post(organiser, { question: 'phone', code: 'personalUnmarked', reason: '' }).expect(200)
  expect(again.body).toMatchObject({ settled: [{ reason: '', person: '谭组织' }] })
  // The question under another name keeps it.
  const draft = draftOf(source, () => `k${++keys}`)
  const renamed = withCell(draft, 'survey', draft.survey[0]!.key, 'name', 'tel')
  const patch = patchOf(draft, renamed)
  await lead.post(`/forms/${id}/design`).set('X-CSRF-Token', lead.csrf).send({ revision: 1, patch, kind: 'questionnaire' }).expect(200) // prettier-ignore
  expect((await lead.get(`/forms/${id}/advice`).expect(200)).text).toContain('已了解、不再提示的 1 条')
  const back = await post(lead, { question: 'tel', code: 'personalUnmarked', reopen: true }).expect(200)
  expect(back.body).toEqual({ settled: [] })
  expect((await lead.get(`/forms/${id}/advice`).expect(200)).text).toContain('1 条建议')
  await post(lead, { question: 'tel', code: 'nosuch' }).expect(400)
  await post(lead, { question: 7, code: 'leading' }).expect(400)
  await post(await world.signIn('leader'), { question: 'tel', code: 'leading' }).expect(403)
})
