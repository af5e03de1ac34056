/** Every template, answered along all its branches through the public link, and what the summaries make of it. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { elements, textOf } from '../../server/commands/html.ts'
import { compileForm } from '../../server/form/definition.ts'
import type { Answers, Form, Question } from '../../server/form/form.ts'
import { mainQuestionsOf, questionsOf } from '../../server/form/walk.ts'
import { templates } from '../../server/templates/index.ts'
import { open } from '../support/answers.ts'
import { collected, isFile, now } from '../support/template-answers.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const cases = templates.map((template) => [template.id, template] as const)

let world: World
let analyst: SignedInAgent
beforeAll(async () => {
  world = await makeWorld({ now: () => now })
  analyst = await world.signIn('analyst')
})
afterAll(async () => {
  expect(world.mistakes).toEqual([])
  await world.close()
})

/** Of how many answers a figure about a question is: 不清楚 and the like are none. */
function answered(form: Form, question: Question, all: readonly Answers[]): number {
  const missing = new Set(
    (form.lists[question.list ?? ''] ?? []).flatMap(({ value, missing: kind }) => (kind ? [value] : [])),
  )
  return all.filter((answers) => {
    const values = [answers[question.name] ?? []].flat()
    return values.some((value) => value !== '' && !(typeof value === 'string' && missing.has(value)))
  }).length
}

test.each(cases)('%s: every question is in the summary with its n', async (id, template) => {
  const { form } = compileForm(template.source)
  if (!form) throw new Error(`${id} does not compile`)
  const { collectionId, all } = await collected(world, template, form)
  const page = await open(analyst, `/collections/${collectionId}/summary`)
  const text = textOf(page)
  expect(text).not.toMatch(/NaN|undefined|\[object|Infinity/)
  const sections = new Map(
    elements(page, 'section').map((section) => [section.attributes['data-variable'] ?? '', section]),
  )
  expect(text).toContain(`计入统计 ${all.length} 份`)

  const groups = form.nodes.flatMap((node) => (node.kind === 'group' ? [node] : []))
  const main = new Set(mainQuestionsOf(form).map(({ name }) => name))
  let compared = 0
  for (const question of questionsOf(form)) {
    const label = question.label?.['中文 (zh)'] ?? ''
    // A name in its own spelling is for computers.
    if (/[_]/.test(question.name)) expect(text).not.toMatch(new RegExp(`(?<![\\w])${question.name}(?![\\w])`))
    if (question.personal) expect(sections.has(question.name), question.name).toBe(false)
    if (question.personal || question.type === 'note' || isFile(question.type)) continue
    expect(text, question.name).toContain(label)
    // What is asked once for each of several has its own count of rows.
    if (!main.has(question.name)) continue
    const own = sections.get(question.name)
    const matrix = groups.find(
      ({ matrix: is, nodes }) => is && nodes.some(({ name }) => name === question.name),
    )
    const n = answered(form, question, all)
    if (own) {
      expect([question.name, /有效回答 ([\d,]+)/.exec(textOf(own))?.[1] ?? '0']).toEqual([
        question.name,
        String(n),
      ])
      compared += 1
    } else if (matrix) {
      const section = sections.get(matrix.name)
      const row = section && elements(section, 'tr').find((one) => elements(one, 'th').some((head) => textOf(head).trim() === label)) // prettier-ignore
      const [first] = row ? elements(row, 'data') : []
      expect([question.name, first?.attributes['value']]).toEqual([question.name, String(n)])
      compared += 1
    } else expect([question.name, 'has no figure']).toEqual([question.name, ''])
  }
  expect(compared).toBeGreaterThan(4)
})

test('the topic joins them all, and a leader reads it without any figure that falls short', async () => {
  const page = await open(analyst, `/topics/${world.topic.id}/summary`)
  const text = textOf(page)
  expect(text).not.toMatch(/NaN|undefined|\[object|Infinity/)
  for (const { title } of templates) expect(text).toContain(title[0])
  const leader = await world.signIn('leader')
  const released = textOf(await open(leader, `/topics/${world.topic.id}/summary`))
  expect(released).not.toMatch(/NaN|undefined|\[object|Infinity/)
})
