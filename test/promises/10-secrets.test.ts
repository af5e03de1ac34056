/** Promise 10: where data are entered, the page says that nothing classified may be stored. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { elements } from '../../server/commands/html.ts'
import { visitor } from '../../server/commands/visitor.ts'
import { fieldwork, type Fieldwork } from '../support/fieldwork.ts'
import { plainForm } from './form.ts'

describe('A page on which data are entered', () => {
  let field: Fieldwork
  beforeAll(async () => {
    field = await fieldwork({ source: plainForm, anonymous: false })
  })
  afterAll(() => field.end())

  it.each([
    ['the questionnaire of a respondent', () => `/f/${field.slug}/form`],
    ['its welcome page', () => `/f/${field.slug}`],
  ])('says it to a respondent on %s', async (_what, path) => {
    const { status, text } = await visitor(field.server.origin, { 'accept-language': 'zh-CN' }).get(path())
    expect(status).toBe(200)
    expect(text).toContain('涉密')
  })

  it.each([
    ['a new topic', () => '/topics/new'],
    ['the plan of a topic', () => `/topics/${field.topicId}/plan`],
    ['a new form', () => `/topics/${field.topicId}/forms/new`],
    ['a new collection', () => `/topics/${field.topicId}/collections/new`],
  ])('says it to an organiser on %s', async (_what, path) => {
    const organiser = await field.signIn('organiser')
    const { status, text, page } = await organiser.get(path())
    expect(status).toBe(200)
    expect(elements(page, 'form').length).toBeGreaterThan(0)
    expect(text).toContain('涉密')
  })

  it('says it to an investigator who fills a record', async () => {
    const investigator = await field.signIn('investigator')
    const { status, text } = await investigator.get(`/collections/${field.collectionId}/fill`)
    expect(status).toBe(200)
    expect(text).toContain('涉密')
  })
})
