/** Files of answers and rows of repeats over HTTP: as the script sends them, and by round trips without it. */

import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fieldsOf, elements } from '../../server/commands/html.ts'
import { visitor, type Answered } from '../../server/commands/visitor.ts'
import type { FormSource } from '../../server/form/form.ts'
import { attachmentName, camera, photo, recording } from '../support/attachments.ts'
import { makeWorld, type World } from '../support/world.ts'

const row = (n: number, cells: Readonly<Record<string, string>>) => ({ row: n, cells })
const source: FormSource = {
  survey: [
    row(2, { type: 'text', name: 'wish', label: '您的建议' }),
    row(3, { type: 'image', name: 'shot', label: '现场照片' }),
    row(4, { type: 'image', name: 'card', label: '证件照片', personal: 'yes' }),
    row(5, { type: 'video', name: 'film', label: '录像' }),
    row(6, { type: 'file', name: 'paper', label: '材料' }),
    row(7, { type: 'begin_repeat', name: 'member', label: '家庭成员' }),
    row(8, { type: 'text', name: 'member_name', label: '姓名', required: 'yes' }),
    row(9, { type: 'image', name: 'portrait', label: '照片' }),
    row(10, { type: 'end_repeat' }),
  ],
  choices: [],
  settings: [],
}

let world: World
let server: Server
let origin: string
let base: string

beforeAll(async () => {
  world = await makeWorld({ source, env: { ATTACHMENT_LIMIT_MB: '1', ATTACHMENTS_PER_ANSWER: '3' } })
  server = createServer(world.app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  base = `/f/${world.channel.slug}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await world.close()
})

interface Upload {
  readonly instance: string
  readonly question: string
  readonly bytes: Buffer
  readonly name?: string
  readonly to?: string
}

async function upload({ instance, question, bytes, name, to = `${base}/attachments` }: Upload) {
  const query = new URLSearchParams({
    instance,
    question,
    name: name ?? attachmentName(bytes, 'jpg'),
    as: '我的照片.jpg',
  })
  const reply = await fetch(`${origin}${to}?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  })
  return { status: reply.status, body: (await reply.json()) as { outcome?: string; error?: string } }
}

async function send(instanceId: string, answers: object) {
  const { status, text } = await visitor(origin).postJson(`${base}/submissions`, {
    instanceId,
    formVersion: world.versionId,
    locale: 'zh-CN',
    answers,
  })
  return { status, body: JSON.parse(text) as { outcome: string; receipt?: string; missing?: string[] } }
}

async function get(path: string, role: Parameters<World['session']>[0]) {
  const { cookie } = await world.session(role)
  return fetch(`${origin}${path}`, { headers: { cookie } })
}

describe('a form that asks for the place of a photo', () => {
  const asking: FormSource = {
    ...source,
    survey: source.survey.map((one) =>
      one.cells['name'] === 'shot'
        ? { ...one, cells: { ...one.cells, parameters: 'keep-location=true' } }
        : one,
    ),
  }

  test.each([true, false])('gets it only where answers are not anonymous (%s)', async (anonymous) => {
    const { store } = world
    const title = '走访'
    const formId = await store.forms.add({ topicId: world.topic.id, kind: 'visit', title, source: asking })
    const { id: formVersionId } = await store.forms.publish(formId)
    const common = { topicId: world.topic.id, formVersionId, title, sampleType: 'organised' } as const
    const id = await store.collections.add({ ...common, anonymous, pilot: false, state: 'open' })
    const { slug } = await store.collections.addChannel({ collectionId: id, kind: 'link', label: '' })
    const page = await (await fetch(`${origin}/f/${slug}/form`)).text()
    expect(page.includes('照片会连同拍摄地点')).toBe(!anonymous)
    const bytes = await photo(60, 40)
    const to = `/f/${slug}/attachments`
    for (const question of ['shot', 'card']) {
      const instance = randomUUID()
      expect(await upload({ instance, question, bytes, to })).toMatchObject({ status: 201 })
      const kept = await store.attachments.open(id, instance, attachmentName(bytes, 'jpg'))
      const { exif, orientation, width } = await sharp(kept?.path).metadata()
      const knows = question === 'shot' && !anonymous
      expect(exif?.includes(camera) ?? false).toBe(knows)
      // Upright in any case, and not turned a second time by what is kept.
      expect(width).toBe(40)
      expect([undefined, 1]).toContain(orientation)
    }
  })
})

describe('files that the script sends', () => {
  test('come before their answer, which is refused without them, and again keep nothing', async () => {
    const instance = randomUUID()
    const bytes = await photo(80, 60)
    const name = attachmentName(bytes, 'jpg')
    const answers = { wish: '加灯', shot: name }
    expect(await send(instance, answers)).toMatchObject({
      status: 409,
      body: { outcome: 'filesMissing', missing: [name] },
    })
    for (let i = 0; i < 2; i++)
      expect(await upload({ instance, question: 'shot', bytes })).toMatchObject({ status: 201 })
    const stored = await send(instance, answers)
    expect(stored).toMatchObject({ status: 201, body: { outcome: 'stored' } })
    expect(await send(instance, answers)).toMatchObject({
      body: { outcome: 'duplicate', receipt: stored.body.receipt },
    })
    expect(await world.store.history.verify(world.collection.id)).toMatchObject({ ok: true })
  })

  test.each([
    ['a picture where a film is asked for', 'film', 'jpg', async () => photo(), 422, 'wrongKind'],
    [
      'a page under the name of a picture',
      'shot',
      'jpg',
      async () => Buffer.from('<svg onload=alert(1)>'),
      422,
      'wrongKind',
    ],
    [
      'a picture that is cut off',
      'shot',
      'jpg',
      async () => (await photo(200, 200)).subarray(0, 300),
      422,
      'wrongKind',
    ],
    ['nothing at all', 'shot', 'jpg', async () => Buffer.alloc(0), 422, 'damaged'],
    ['more than the limit', 'paper', 'txt', async () => Buffer.alloc(1_200_000, 'x'), 413, undefined],
    ['a file for a question that takes none', 'wish', 'jpg', async () => photo(), 400, undefined],
  ] as const)('%s is not taken', async (_, question, ending, make, status, outcome) => {
    const bytes = await make()
    const reply = await upload({
      instance: randomUUID(),
      question,
      bytes,
      name: attachmentName(bytes, ending),
    })
    expect([reply.status, reply.body.outcome]).toEqual([status, outcome])
  })

  test('other bytes than the name says are not taken, nor a name of another kind', async () => {
    const bytes = await photo()
    const instance = randomUUID()
    const wrong = `${'0'.repeat(32)}.jpg`
    expect((await upload({ instance, question: 'shot', bytes, name: wrong })).body.outcome).toBe('damaged')
    for (const name of ['../../etc/passwd', 'a.html', `${attachmentName(bytes, 'jpg')}.exe`])
      expect((await upload({ instance, question: 'shot', bytes, name })).status).toBe(422)
  })

  test('only so many for an answer, and none for a collection that takes no answers', async () => {
    const instance = randomUUID()
    const statuses: number[] = []
    for (let side = 20; side < 24; side++)
      statuses.push((await upload({ instance, question: 'shot', bytes: await photo(side, 20) })).status)
    expect(statuses).toEqual([201, 201, 201, 422])
    await world.store.collections.change(world.collection.id, { state: 'paused' })
    const late = await upload({ instance: randomUUID(), question: 'shot', bytes: await photo() })
    await world.store.collections.change(world.collection.id, { state: 'open' })
    expect(late.status).toBe(410)
  })

  test('are given to those entitled, as a download, without metadata; personal ones are logged', async () => {
    const instance = randomUUID()
    const [shot, card, film] = [await photo(64, 48), await photo(65, 48), recording()]
    const names = {
      shot: attachmentName(shot, 'jpg'),
      card: attachmentName(card, 'jpg'),
      film: attachmentName(film, 'mp4'),
    }
    await upload({ instance, question: 'shot', bytes: shot })
    await upload({ instance, question: 'card', bytes: card })
    await upload({ instance, question: 'film', bytes: film, name: names.film })
    expect((await send(instance, names)).status).toBe(201)
    const address = (name: string) => `/collections/${world.collection.id}/attachments/${instance}/${name}`
    for (const [role, status] of [
      ['analyst', 200],
      ['lead', 200],
      ['organiser', 200],
      ['leader', 403],
      ['investigator', 403],
      ['guidance', 403],
      ['otherLead', 404],
      ['admin', 404],
    ] as const)
      expect([role, (await get(address(names.shot), role)).status]).toEqual([role, status])
    expect((await fetch(origin + address(names.shot), { redirect: 'manual' })).status).toBe(303)

    const reply = await get(address(names.shot), 'analyst')
    expect(reply.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
    expect(reply.headers.get('content-security-policy')).toContain('sandbox')
    const bytes = Buffer.from(await reply.arrayBuffer())
    expect(bytes.includes(camera)).toBe(false)
    expect((await sharp(bytes).metadata()).exif).toBeUndefined()
    const played = Buffer.from(await (await get(address(names.film), 'analyst')).arrayBuffer())
    expect(played.includes('Peculiar')).toBe(false)

    const read = async () =>
      (await world.store.history.list('ledger', { limit: 500 })).filter(
        ({ kind }) => kind === 'personal.read',
      ).length
    const before = await read()
    expect((await get(address(names.card), 'organiser')).status).toBe(403)
    expect(await read()).toBe(before)
    expect((await get(address(names.card), 'analyst')).status).toBe(200)
    expect(await read()).toBe(before + 1)
    expect((await get(address(`${'f'.repeat(32)}.jpg`), 'analyst')).status).toBe(404)
  })

  test('go with the answer when it is withdrawn', async () => {
    const instance = randomUUID()
    const bytes = await photo(33, 44)
    await upload({ instance, question: 'shot', bytes })
    const { body } = await send(instance, { shot: attachmentName(bytes, 'jpg') })
    const here = async () => world.store.attachments.list(world.collection.id, instance)
    expect(await here()).toHaveLength(1)
    await world.store.submissions.erase(body.receipt ?? '', {
      actor: null,
      reason: 'withdrawn',
      right: 'receipt',
    })
    expect(await here()).toEqual([])
  })
})

function fieldsIn(page: Answered): Readonly<Record<string, string>> {
  const [form] = elements(page.page, 'form')
  if (!form) throw new Error('no form on the page')
  return Object.fromEntries(
    Object.entries(fieldsOf(form)).map(([name, value]) => [name, [value].flat().join()]),
  )
}

describe('without JavaScript', () => {
  const press = (
    page: Answered,
    values: Parameters<ReturnType<typeof visitor>['submit']>[1],
    action: string,
  ) => visitor(origin).submit(page, { ...values, _do: action })

  test('rows are added, removed and brought back, and files go with the form', async () => {
    const bytes = await photo(50, 30)
    const picture = { file: new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), name: '门口.jpg' }
    let page = await visitor(origin).get(`${base}/form`)
    page = await press(page, { 'q.member[1]/member_name': '甲' }, 'add:member')
    expect(page.status).toBe(200)
    page = await press(
      page,
      { 'q.member[2]/member_name': '乙', 'f.member[2]/portrait': picture },
      'add:member',
    )
    page = await press(page, { 'q.member[3]/member_name': '丙' }, 'remove:member[1]')
    const after = fieldsIn(page)
    expect(after).toMatchObject({
      'n.member': '2',
      'q.member[1]/member_name': '乙',
      'q.member[2]/member_name': '丙',
    })
    page = await press(page, {}, 'undo')
    const back = fieldsIn(page)
    expect(back).toMatchObject({ 'n.member': '3', 'q.member[1]/member_name': '甲' })
    expect(back['q.member[2]/portrait']).toBe(attachmentName(bytes, 'jpg'))
    page = await press(page, { 'q.member[1]/member_name': '' }, 'next')
    expect(page.status).toBe(422)
    expect(page.text).toContain('href="#q-member[1]/member_name"')
    page = await press(page, { 'q.member[1]/member_name': '甲甲' }, 'next')
    expect(page.text).toContain('家庭成员 3')
    page = await press(page, {}, 'submit')
    const [, receipt = ''] = /id="receipt-number">([2-9A-Z-]{19})</.exec(page.text) ?? []
    const submission = await world.store.submissions.byReceipt(receipt)
    expect(JSON.parse(submission?.answers ?? '{}')).toMatchObject({
      member: [
        { member_name: '甲甲', portrait: null },
        { member_name: '乙', portrait: attachmentName(bytes, 'jpg') },
        { member_name: '丙' },
      ],
    })
    expect(
      await world.store.attachments.list(world.collection.id, submission?.instanceId ?? ''),
    ).toHaveLength(1)
  })

  test('a file that is not taken is said at its question, and one can be taken back', async () => {
    const page = { file: new Blob(['<html>'], { type: 'image/jpeg' }), name: 'x.jpg' }
    const first = await visitor(origin).get(`${base}/form`)
    const refused = await press(first, { 'f.shot': page, 'q.wish': '建议' }, 'next')
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('href="#q-shot"')
    const bytes = await photo(41, 31)
    const picture = { file: new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), name: 'x.jpg' }
    const taken = await press(refused, { 'f.shot': picture }, 'add:member')
    expect(fieldsIn(taken)['q.shot']).toBe(attachmentName(bytes, 'jpg'))
    const cleared = await press(taken, {}, 'clear:shot')
    expect(fieldsIn(cleared)).toMatchObject({ 'q.shot': '', 'q.wish': '建议' })
  })

  test('no page has made a mistake on the way', () => {
    expect(world.mistakes).toEqual([])
  })
})
