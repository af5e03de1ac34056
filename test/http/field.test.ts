/** What the field app asks of the server: forms without a person in them, pieces of files, earlier versions, imports. */

import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson } from '../../server/form/canonical.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const row = (number: number, cells: Readonly<Record<string, string>>) => ({ row: number, cells })
const source = (label: string) => ({
  survey: [
    row(2, { type: 'username', name: 'who' }),
    row(3, { type: 'text', name: 'place', label, required: 'yes' }),
    row(4, { type: 'file', name: 'paper', label: '附件' }),
  ],
  choices: [],
  settings: [row(2, { form_title: '走访记录' })],
})

let world: World
let fang: SignedInAgent
let fill: string

beforeAll(async () => {
  world = await makeWorld({ source: source('地点') })
  fang = await world.signIn('investigator')
  fill = `/collections/${world.collection.id}/fill`
})
afterAll(() => world.close())

interface Sending {
  readonly place: string
  readonly paper?: string
}

function post(agent: SignedInAgent, path: string, body: object) {
  return agent.post(path).set('x-csrf-token', agent.csrf).send(body)
}

function record(answers: Sending, instanceId = randomUUID(), formVersion = world.versionId) {
  return { instanceId, formVersion, locale: 'zh-CN', answers }
}

function piece(instance: string, name: string, whole: Buffer, from: number, size: number) {
  const query = `instance=${instance}&question=paper&name=${name}&as=&version=${world.versionId}`
  return fang
    .post(`${fill}/attachments?${query}&from=${from}&of=${whole.length}`)
    .set('x-csrf-token', fang.csrf)
    .set('content-type', 'application/octet-stream')
    .send(whole.subarray(from, from + size))
}

const nameOf = (bytes: Buffer) => `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.txt`

describe('the field app’s server side', () => {
  test('the form and the app have nothing of a person in them', async () => {
    const { csrf } = await world.session('investigator')
    for (const path of [`/field/fill/${world.collection.id}`, '/field']) {
      const { text, status, headers } = await fang.get(path)
      expect(status).toBe(200)
      for (const secret of [world.people.investigator.name, 'fang', fang.csrf, csrf])
        expect(text, path).not.toContain(secret)
      expect(text).not.toMatch(/name="_csrf"/)
      expect(headers['set-cookie'] ?? [], path).toEqual([])
    }
  })

  test('work names open collections of one’s topics, and gives the same key to each device of a person', async () => {
    const first = await fang.get('/field/work').set('host', 'localhost')
    expect(first.body).toMatchObject({
      person: { login: 'fang' },
      collections: [{ id: world.collection.id, door: 'open', version: world.versionId }],
    })
    const again = await (await world.signIn('investigator')).get('/field/work').set('host', 'localhost')
    const other = await (await world.signIn('lead')).get('/field/work').set('host', 'localhost')
    expect(again.body).toMatchObject({ key: (first.body as { key: string }).key })
    expect((other.body as { key: string }).key).not.toBe((first.body as { key: string }).key)
    expect(Buffer.from((first.body as { key: string }).key, 'base64').length).toBe(32)
    // Over plain http it would be read on the way.
    expect((await fang.get('/field/work').set('host', '10.1.2.3')).body).toMatchObject({ key: '' })
    expect((await (await world.signIn('analyst')).get('/field/work')).body).toMatchObject({ collections: [] })
  })

  test('a receipt says by its hash what is stored', async () => {
    const sent = record({ place: '张家湾' })
    const expected = createHash('sha256')
      .update(canonicalJson({ place: '张家湾', paper: null }))
      .digest('hex')
    const stored = await post(fang, `${fill}/submissions`, sent)
    expect(stored.status).toBe(201)
    expect(stored.body).toMatchObject({ outcome: 'stored', contentHash: expected })
    const again = await post(fang, `${fill}/submissions`, sent)
    expect(again.body).toMatchObject({
      outcome: 'duplicate',
      contentHash: expected,
      receipt: (stored.body as { receipt: string }).receipt,
    })
  })

  test('a file in pieces goes on where it stopped, in any order of tries', async () => {
    const whole = Buffer.from('笔录一页\n'.repeat(20_000))
    const name = nameOf(whole)
    const id = randomUUID()
    const step = 100_000
    expect((await piece(id, name, whole, 0, 0)).body).toEqual({ have: 0 })
    expect((await piece(id, name, whole, 0, step)).body).toEqual({ have: step })
    // What begins beyond is not taken, and what came already is only written again.
    expect((await piece(id, name, whole, 2 * step, step)).body).toEqual({ have: step })
    expect((await piece(id, name, whole, 0, step)).body).toEqual({ have: step })
    expect((await piece(id, name, whole, step, step)).body).toEqual({ have: 2 * step })
    expect((await piece(id, name, whole, 2 * step, step)).status).toBe(201)
    const sent = await post(fang, `${fill}/submissions`, record({ place: '李庄', paper: name }, id))
    expect(sent.status).toBe(201)
    const file = await world.store.attachments.open(world.collection.id, id, name)
    expect(file?.size).toBe(whole.length)
  })

  test('pieces that are not the file they say they are, or too many, are refused', async () => {
    const whole = Buffer.from('别的内容'.repeat(1000))
    const id = randomUUID()
    const refused = await piece(id, `${'0'.repeat(32)}.txt`, whole, 0, whole.length)
    expect(refused.status).toBe(422)
    expect(refused.body).toMatchObject({ outcome: 'damaged' })
    const query = `instance=${id}&question=paper&name=${nameOf(whole)}&as=`
    const huge = await fang
      .post(`${fill}/attachments?${query}&from=0&of=${world.config.attachmentLimitBytes + 1}`)
      .set('x-csrf-token', fang.csrf)
      .set('content-type', 'application/octet-stream')
      .send(Buffer.from('x'))
    expect(huge.status).toBe(413)
    const backwards = await fang
      .post(`${fill}/attachments?${query}&from=-1&of=10`)
      .set('x-csrf-token', fang.csrf)
      .set('content-type', 'application/octet-stream')
      .send(Buffer.from('x'))
    expect(backwards.status).toBe(400)
  })

  test('an import by an organiser is the investigator’s record, once, and is logged', async () => {
    const tan = await world.signIn('organiser')
    const path = `/collections/${world.collection.id}/field-import/submissions`
    const collector = world.people.investigator.id
    const sent = record({ place: '没有信号的山村' })
    const first = await post(tan, path, { collector, record: sent })
    expect(first.status).toBe(201)
    expect((await post(tan, path, { collector, record: sent })).body).toMatchObject({ outcome: 'duplicate' })
    // The phone finds network after all.
    const late = await post(fang, `${fill}/submissions`, sent)
    expect(late.body).toMatchObject({
      outcome: 'duplicate',
      receipt: (first.body as { receipt: string }).receipt,
    })
    const events = await world.store.history.list('ledger', { limit: 5000 })
    const logged = events.filter(({ kind }) => kind === 'field.imported')
    // An anonymous collection: which record it was, and when, stays out of the log.
    expect(logged.map(({ subject }) => subject)).toEqual([world.collection.id, world.collection.id])
    for (const { at } of logged) expect(at).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect((await world.store.history.verify('ledger')).ok).toBe(true)
  })

  test('what was filled in with an earlier version of the form is stored with that version', async () => {
    const draft = await world.store.forms.find(world.formId)
    await world.store.forms.save(world.formId, draft?.revision ?? 0, {
      title: '走访记录',
      kind: 'questionnaire',
      source: { ...source('走访地点'), survey: source('走访地点').survey.slice(0, 2) },
    })
    const later = await world.store.forms.publish(world.formId)
    await world.store.collections.change(world.collection.id, { formVersionId: later.id })
    const id = randomUUID()
    const sent = await post(fang, `${fill}/submissions`, record({ place: '王庄' }, id))
    expect(sent.status).toBe(201)
    const stored = await world.store.submissions.find(world.collection.id, id)
    expect(stored?.formVersionId).toBe(world.versionId)
    // Any other version is none of this form's.
    const wrong = await post(
      fang,
      `${fill}/submissions`,
      record({ place: '王庄' }, randomUUID(), 'x'.repeat(16)),
    )
    expect(wrong.body).toMatchObject({ outcome: 'version' })
  })
})
