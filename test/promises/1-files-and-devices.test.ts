/** Promise 1: photos lose their metadata, and nothing that a device tells of itself is kept where answers are anonymous. */

import { randomUUID } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attachmentName, camera, photo, recorder, recording } from '../support/attachments.ts'
import { fieldwork, type Fieldwork } from '../support/fieldwork.ts'

const rows = [
  { type: 'start', name: 'begun' },
  { type: 'end', name: 'ended' },
  { type: 'deviceid', name: 'device' },
  { type: 'username', name: 'user' },
  { type: 'image', name: 'shot', label: '照片' },
  { type: 'video', name: 'film', label: '录像' },
]
const source = { survey: rows.map((cells, i) => ({ row: i + 2, cells })), choices: [], settings: [] }
const told = {
  begun: '2026-11-25T03:04:05.678+08:00',
  ended: '2026-11-25T03:14:15.678+08:00',
  device: 'device-77-of-zhang-san',
  user: 'user-zhang-san',
}
const fileName = '张三家门口.jpg'

function everyByte(folder: string): Buffer {
  const parts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path))
  return Buffer.concat(parts)
}

describe('An anonymous answer with a photo and a recording', () => {
  let field: Fieldwork
  let bytes: Buffer
  let answers: Record<string, unknown>

  beforeAll(async () => {
    field = await fieldwork({ source, anonymous: true })
    const instance = randomUUID()
    const files = { shot: await photo(90, 70), film: recording() }
    const names = { shot: attachmentName(files.shot, 'jpg'), film: attachmentName(files.film, 'mp4') }
    for (const question of ['shot', 'film'] as const) {
      const query = new URLSearchParams({ instance, question, name: names[question], as: fileName })
      const reply = await fetch(`${field.server.origin}/f/${field.slug}/attachments?${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: new Uint8Array(files[question]),
      })
      expect(reply.status, await reply.text()).toBe(201)
    }
    const { status, text } = await field.send({ ...told, ...names }, instance)
    expect(status, text).toBe(201)
    const analyst = await field.signIn('analyst')
    answers = { csv: (await analyst.get(`/collections/${field.collectionId}/export.csv`)).text }
    await field.server.stop()
    bytes = everyByte(field.dataDir)
  })
  afterAll(() => field.end())

  it('has its files in the folder that is searched', () => {
    expect(bytes.includes('the media themselves stay as they are')).toBe(true)
    expect(bytes.includes(Buffer.from([0xff, 0xd8, 0xff]))).toBe(true)
  })

  it.each([
    ['the camera', camera],
    ['the owner in the picture’s metadata', '张三'],
    ['the place of the recording', recorder],
    ['the name that the file had', fileName],
    ['when the form was opened', told.begun],
    ['when it was ended', told.ended],
    ['the device', told.device],
    ['the user', told.user],
  ])('keeps nowhere %s', (_, trace) => {
    expect(bytes.includes(trace)).toBe(false)
    expect(String(answers['csv']).includes(trace)).toBe(false)
  })

  it('tells no hour by the time of the files either', () => {
    const folder = join(field.dataDir, 'files', 'attachments', field.collectionId)
    const times = readdirSync(folder).map((name) => statSync(join(folder, name)).mtime.toISOString())
    expect(times).toHaveLength(2)
    for (const time of times) expect(time).toMatch(/T00:00:00\.000Z$/)
  })
})
