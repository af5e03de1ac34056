/** A published form is changed: the view names each change and the answers it touches, and summary and CSV join the versions by name. */

import Papa from 'papaparse'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smallQuestionnaire, makeWorld, type SignedInAgent, type World } from '../support/world.ts'
import { send } from '../support/answers.ts'
import { elements, parseHtml, textOf } from '../../server/commands/html.ts'

let world: World
let lead: SignedInAgent
const survey = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const changed = {
  ...smallQuestionnaire,
  survey: [
    survey(2, { type: 'select_one yesno', name: 'owns_car', label: '您家有几辆汽车？', required: 'yes' }),
    survey(3, { type: 'select_multiple places', name: 'parks', label: '平时停在哪里？' }),
    survey(4, { type: 'text', name: 'age', label: '您的年龄' }),
    survey(5, { type: 'text', name: 'advice', label: '您还有什么建议？', appearance: 'multiline' }),
    survey(6, { type: 'integer', name: 'floor', label: '您住几楼？' }),
  ],
  choices: [
    survey(2, { list_name: 'yesno', name: 'yes', label: '有' }),
    survey(3, { list_name: 'yesno', name: 'no', label: '没有' }),
    survey(4, { list_name: 'places', name: 'street', label: '路边' }),
    survey(5, { list_name: 'places', name: 'yard', label: '小区里面' }),
    survey(6, { list_name: 'places', name: 'mall', label: '商场' }),
  ],
}

beforeAll(async () => {
  world = await makeWorld()
  lead = await world.signIn('lead')
  await send(world, { owns_car: 'yes', parks: ['street', 'garage'], age: '40', wish: '多划车位' })
  await send(world, { owns_car: 'yes', parks: ['garage'], age: '51' })
  await send(world, { owns_car: 'no', wish: '公交' })
  const draft = await world.store.forms.find(world.formId)
  await world.store.forms.save(world.formId, draft!.revision, {
    title: draft!.title,
    kind: draft!.kind,
    source: changed,
  })
})
afterAll(async () => {
  await world.close()
  expect(world.mistakes).toEqual([])
})

async function lines(query = ''): Promise<readonly (readonly string[])[]> {
  const { text, status } = await lead.get(`/forms/${world.formId}/changes${query}`)
  expect(status).toBe(200)
  return elements(parseHtml(text), 'tr')
    .slice(1)
    .map((row) => row.children.flatMap((cell) => (typeof cell === 'string' ? [] : [textOf(cell).trim()])))
}

test('the view names what is added, removed, renamed and changed, with the answers it touches', async () => {
  const found = (await lines()).map(([question = '', what = '', touched = '']) =>
    [question.split(/\s+/).at(-1), what.replace(/\s+/g, ' '), touched].join(' | '),
  )
  expect(found).toEqual([
    'owns_car | 题目文字有改动，原为“您家有汽车吗？” | 3',
    'parks | 选项 yard 的文字由“小区院内”改为“小区里面” | 0',
    'parks | 新增选项“商场”（mall） | —',
    'parks | 影响统计 删去选项“地下车库”（garage） | 2',
    'parks | 修改了显示条件 | —',
    'age | 影响统计 题型由 integer 改为 text | 2',
    'age | 修改了校验条件 | —',
    'advice | 影响统计 可能由 wish 改名 | 2',
    'floor | 新增题目 | —',
  ])
  expect(await lines('?from=1&to=1')).toEqual([])
})

test('after publishing, summary and CSV hold both versions, joined by name, and say so', async () => {
  const { id } = await world.store.forms.publish(world.formId)
  await world.store.collections.change(world.collection.id, { formVersionId: id }, null)
  await send({ ...world, versionId: id }, { owns_car: 'yes', parks: ['mall'], age: '四十', floor: '3' })
  const analyst = await world.signIn('analyst')
  const at = `/collections/${world.collection.id}`
  const { text } = await analyst.get(`${at}/summary`)
  expect(text).toContain('第 1、2 版，按题目名称（name）对齐')
  for (const name of ['wish', 'advice', 'floor']) expect(text).toContain(`data-variable="${name}"`)
  const csv = await analyst.get(`${at}/export.csv?encoding=plain`)
  const rows = Papa.parse<Record<string, string>>(csv.text, { header: true, skipEmptyLines: true }).data
  expect(
    rows
      .map((row) => [row['form_version'], row['age'], row['parks/garage'], row['floor']].join(','))
      .toSorted((a, b) => a.localeCompare(b)),
  ).toEqual(['1,,,', '1,40,1,', '1,51,1,', '2,四十,0,3'])
})

test('a number that older answers gave in words is unanswered there, and nothing hangs', async () => {
  const draft = await world.store.forms.find(world.formId)
  await world.store.forms.save(world.formId, draft!.revision, {
    title: draft!.title,
    kind: draft!.kind,
    source: smallQuestionnaire,
  })
  const { id } = await world.store.forms.publish(world.formId)
  await world.store.collections.change(world.collection.id, { formVersionId: id }, null)
  const analyst = await world.signIn('analyst')
  const { text } = await analyst.get(`/collections/${world.collection.id}/summary`)
  const section = elements(parseHtml(text), 'section').find(({ attributes }) => attributes['id'] === 'q-age')
  expect(textOf(section!)).toContain('有效回答 2')
})
