import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filledIn } from '../../server/commands/corpus/answers.ts'
import { outcomeOf } from '../../server/commands/corpus/outcome.ts'
import { writeXlsform } from '../../server/exports/xlsform.ts'
import type { Form, FormSource, ListFile } from '../../server/form/form.ts'
import { isMedia, questionsOf } from '../../server/form/walk.ts'
import { readXlsform } from '../../server/imports/xlsform.ts'
import { makeWorld, type World } from '../support/world.ts'

interface Listed {
  readonly file: string
  readonly accepted: boolean
}

const listed = JSON.parse(
  readFileSync(new URL('../corpus.json', import.meta.url), 'utf8'),
) as readonly Listed[]
const bytesOf = (file: string) => readFileSync(new URL(`../corpus/${file}`, import.meta.url))

let world: World
beforeAll(async () => {
  // One after the other they come from one address.
  world = await makeWorld({ env: { ANSWERS_PER_MINUTE: '60000' } })
})
afterAll(async () => {
  expect(world.mistakes).toEqual([])
  await world.close()
})

/** A collection of the form that everybody may answer: its address and version. */
async function field(file: string) {
  const read = await readXlsform(bytesOf(file))
  if (!read.ok) throw new Error(`${file}: ${read.complaint.code}`)
  const plain = { ...read.source, lenient: true }
  const source = { ...plain, files: listsFor(plain, outcomeOf(plain).form) }
  const { form, complaints } = outcomeOf(source)
  if (!form) throw new Error(`${file}: ${complaints.join('; ')}`)
  const written = await readXlsform(writeXlsform(read.source))
  expect(written.ok && isDeepStrictEqual(written.source, read.source), `${file} written out again`).toBe(true)
  const { store, topic } = world
  const formId = await store.forms.add({ topicId: topic.id, kind: 'questionnaire', title: file, source })
  const { id: formVersionId } = await store.forms.publish(formId)
  const collectionId = await store.collections.add({
    topicId: topic.id,
    formVersionId,
    title: file,
    sampleType: 'open',
    anonymous: false,
    pilot: false,
    state: 'open',
  })
  const { slug } = await store.collections.addChannel({ collectionId, kind: 'link', label: file })
  return { form, formVersionId, path: `/f/${slug}` }
}

/** A list for each file that the form takes choices from, so that each question has something to choose whatever was chosen before. */
function listsFor(source: FormSource, form: Form | null): readonly ListFile[] {
  const filters = source.survey.map(({ cells }) => cells['choice_filter'] ?? '').join(' ')
  const words = filters.replace(/\$\{[^}]*\}/g, ' ').match(/[a-z_]\w*/gi) ?? []
  const columns = [...new Set(['name', 'label', ...words])]
  const values = ['x', ...new Set(source.choices.map(({ cells }) => cells['name'] ?? ''))]
  const fromFiles = source.survey.filter(({ cells }) => cells['type']?.includes('from_file'))
  const own = new Set(['name', 'label', ...fromFiles.map(({ cells }) => cells['name'] ?? '')])
  return (form?.files ?? [])
    .filter((name) => /\.(csv|xml|geojson)$/.test(name))
    .map((name) => ({
      name,
      columns,
      rows: values.map((value) => columns.map((column) => (own.has(column) ? 'x' : value))),
    }))
}

/** What may be wanting: a file that a form requires is sent beside the answer, and this test sends none. */
function isForFile(form: Form, name: string): boolean {
  return questionsOf(form).some((question) => question.name === name && isMedia(question.type))
}

// What a form asks is not the engine's business: once is enough.
describe.skipIf(process.env['DIAOYAN_TEST_ENGINE'] === 'postgres')('every real form', () => {
  test.each(listed.filter(({ accepted }) => accepted).map(({ file }) => file))(
    '%s is opened, answered along its branches and submitted',
    async (file) => {
      const { form, formVersionId, path } = await field(file)
      const page = await request(world.app).get(`${path}/form`)
      expect(page.status).toBe(200)
      for (const round of [0, 1]) {
        const { raw, refused } = filledIn(form, round, 'none')
        expect(refused.filter((words) => !isForFile(form, words.replace(/^.*\/|\s.*$/g, '')))).toEqual([])
        const reply = await request(world.app)
          .post(`${path}/submissions`)
          .send({ instanceId: randomUUID(), formVersion: formVersionId, locale: 'zh-CN', answers: raw })
        const refusals = (reply.body.refusals ?? []) as readonly {
          readonly name: string
          readonly message: string
        }[]
        if (reply.status === 422) {
          // A constraint that no generated answer meets is the form's own matter.
          const rules = refusals.filter(({ name }) => !isForFile(form, name) && !hasRule(form, name))
          expect(rules).toEqual([])
        } else expect(reply.status, JSON.stringify(reply.body)).toBe(201)
      }
    },
  )
  test.each(listed.filter(({ accepted }) => !accepted).map(({ file }) => file))(
    '%s is refused with a reason',
    async (file) => {
      const read = await readXlsform(bytesOf(file))
      if (!read.ok) return expect(read.complaint.code).toBe('duplicateHeader')
      const { form, complaints } = outcomeOf(read.source)
      expect(form).toBeNull()
      expect(complaints.some((words) => words.startsWith('error'))).toBe(true)
    },
  )
})

function hasRule(form: Form, name: string): boolean {
  return questionsOf(form).some((question) => question.name === name && question.constraint !== null)
}
