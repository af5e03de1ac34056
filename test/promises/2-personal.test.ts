/** Promise 2: personal answers are kept apart, left out unless someone entitled asks, and each reading is logged. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { elements } from '../../server/commands/html.ts'
import { fieldwork, type Fieldwork, type Staff } from '../support/fieldwork.ts'
import { rowsOf } from '../support/raw.ts'
import { namedForm } from './form.ts'

const fullName = '欧阳示例'
const telephone = '13900007731'

describe('Personal answers of a named collection', () => {
  let field: Fieldwork
  beforeAll(async () => {
    field = await fieldwork({ source: namedForm, anonymous: false })
    for (let i = 0; i < 12; i++) {
      const answers = { sex: 'f', satisfied: '3', age: `${20 + i}`, full_name: fullName, telephone }
      const { status, text } = await field.send(answers)
      expect(status, text).toBeLessThan(300)
    }
  })
  afterAll(() => field.end())

  const csv = (query = '') => `/collections/${field.collectionId}/export.csv${query}`

  it('stand in a table of their own, not among the answers', async () => {
    const texts = async (table: string) =>
      (await rowsOf<{ answers: string }>(field.database, `select answers from ${table}`)).map(
        ({ answers }) => answers,
      )
    const answers = await texts('submissions')
    const personal = await texts('submission_personal')
    expect(answers).toHaveLength(12)
    expect(answers.join('')).not.toContain(fullName)
    expect(answers.join('')).not.toContain(telephone)
    expect(personal.join('')).toContain(telephone)
  })

  it('are left out of the export that an analyst gets, though the rest is there', async () => {
    const { status, text } = await (await field.signIn('analyst')).get(csv())
    expect(status).toBe(200)
    expect(text.trim().split('\r\n')).toHaveLength(13)
    expect(text).not.toContain(fullName)
    expect(text).not.toContain(telephone)
  })

  it('are handed to an analyst who asks, and that reading is in the history', async () => {
    const before = await readings()
    const { status, text } = await (await field.signIn('analyst')).get(csv('?personal=1'))
    expect(status).toBe(200)
    expect(text).toContain(fullName)
    expect(text).toContain(telephone)
    expect(await readings()).toBe(before + 1)
  })

  it('are refused to an organiser, who may read the answers', async () => {
    const organiser = await field.signIn('organiser')
    expect((await organiser.get(csv())).status).toBe(200)
    const { text } = await organiser.get(csv('?personal=1'))
    expect(text).not.toContain(fullName)
    expect(text).not.toContain(telephone)
  })

  it.each(['admin', 'organiser', 'guidance', 'lead', 'investigator', 'analyst', 'leader'] as const)(
    'are on no page that links lead %s to',
    async (role: Staff) => {
      const person = await field.signIn(role)
      const waiting = ['/', `/topics/${field.topicId}`, `/collections/${field.collectionId}`]
      waiting.push(`/collections/${field.collectionId}/summary`)
      const visited = new Set<string>()
      while (waiting.length > 0 && visited.size < 60) {
        const path = waiting.shift() ?? '/'
        if (visited.has(path) || /sign-out|\/live$|personal=/.test(path)) continue
        visited.add(path)
        const answered = await person.get(path)
        expect(answered.text, path).not.toContain(telephone)
        for (const { attributes } of elements(answered.page, 'a')) {
          const url = new URL(attributes['href'] ?? '', answered.url)
          if (url.origin === field.server.origin) waiting.push(url.pathname + url.search)
        }
      }
    },
  )

  async function readings(): Promise<number> {
    const rows = await rowsOf(field.database, `select number from events where kind like 'personal%'`)
    return rows.length
  }
})
