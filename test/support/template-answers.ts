/** A template published, collected, and answered along every branch of it. */

import { randomUUID } from 'node:crypto'
import request from 'supertest'
import { expect } from 'vitest'
import { openTestRun } from '../../server/form/design/test-run.ts'
import type { Answers, Form } from '../../server/form/form.ts'
import { questionsOf } from '../../server/form/walk.ts'
import type { Template } from '../../server/templates/template.ts'
import type { World } from './world.ts'

/** The world has to stand at this moment. */
export const now = new Date('2026-06-03T04:00:00.000Z')
const surroundings = {
  today: '2026-06-03',
  now: '2026-06-03T12:00:00.000+08:00',
  matches: (text: string, pattern: string) => new RegExp(pattern).test(text),
}

export const isFile = (type: string) => ['image', 'audio', 'video', 'file'].includes(type)

/** Answers along every branch, as a test run of the designer makes them; files are left out, they are sent apart. */
function answersAlong(form: Form): readonly Answers[] {
  const run = openTestRun(form, surroundings, 7)
  while (run.tries() < 600 && run.attempt());
  expect(run.missed()).toEqual([])
  expect(run.cases().flatMap(({ refusals }) => refusals)).toEqual([])
  const files = new Set(questionsOf(form).flatMap(({ type, name }) => (isFile(type) ? [name] : [])))
  return run
    .cases()
    .map(({ answers }) => Object.fromEntries(Object.entries(answers).filter(([name]) => !files.has(name))))
}

export async function collected(world: World, template: Template, form: Form) {
  const lead = await world.signIn('lead')
  const { kind, source, title } = template
  const formId = await world.store.forms.add({ topicId: world.topic.id, kind, title: title[0], source })
  const publish = lead.post(`/forms/${formId}/publish`).type('form')
  await publish.send({ _csrf: lead.csrf, revision: '1' }).expect(303)
  const [version] = await world.store.forms.versions(formId)
  const formVersionId = version?.id ?? ''
  const collectionId = await world.store.collections.add({
    topicId: world.topic.id,
    formVersionId,
    title: title[0],
    sampleType: 'organised',
    anonymous: false,
    pilot: false,
    state: 'open',
  })
  const { slug } = await world.store.collections.addChannel({ collectionId, kind: 'link', label: '链接' })
  const all = answersAlong(form)
  for (const answers of all) {
    const sent = await request(world.app)
      .post(`/f/${slug}/submissions`)
      .send({ instanceId: randomUUID(), formVersion: formVersionId, locale: '', answers })
    expect(sent.status, sent.text).toBe(201)
  }
  return { collectionId, slug, all }
}
