/**
 * `npm run devices -- --devices 500`: so many phones come back to the network in the same moment and each send a form of
 * 250 questions, then again with a photo of 1 MB; every one must be there once.
 */

import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { redraw } from '../../server/intake/attachments/picture.ts'
import { openStore } from '../../server/store/open.ts'
import { fieldedFolder, serve, type Fieldwork } from '../support/fieldwork.ts'

const { values } = parseArgs({
  options: { devices: { type: 'string', default: '500' }, questions: { type: 'string', default: '250' } },
})
const devices = Number(values.devices)
const questions = Number(values.questions)
if (![devices, questions].every((n) => Number.isInteger(n) && n >= 1)) {
  console.error('Usage: npm run devices -- --devices N [--questions N]')
  process.exit(1)
}

const row = (number: number, cells: Readonly<Record<string, string>>) => ({ row: number, cells })
const kinds = ['select_one five', 'integer', 'text', 'select_multiple five'] as const
const source = {
  survey: [
    ...Array.from({ length: questions }, (_, n) =>
      row(n + 2, { type: kinds[n % kinds.length] ?? 'text', name: `q${n}`, label: `第 ${n + 1} 题` }),
    ),
    row(questions + 2, { type: 'image', name: 'photo', label: '照片' }),
  ],
  choices: Array.from({ length: 5 }, (_, n) =>
    row(n + 2, { list_name: 'five', name: `c${n}`, label: `选项 ${n + 1}` }),
  ),
  settings: [],
}

function answersOf(device: number): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: questions }, (_, n) => {
      const choice = `c${(device + n) % 5}`
      const given = [choice, String((device * 7 + n) % 100), `第 ${device} 台的回答 ${n}`, [choice]]
      return [`q${n}`, given[n % given.length]]
    }),
  )
}

/** One phone has one connection. */
function phone(field: Fieldwork) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const { port } = field.server
  const post = (path: string, type: string, body: Buffer) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const headers = { 'Content-Type': type, 'Content-Length': body.length }
      const asked = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (reply) => {
        let text = ''
        reply.on('data', (chunk: Buffer) => (text += chunk.toString()))
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text }))
      })
      asked.on('error', reject)
      asked.end(body)
    })
  return { post, end: () => agent.destroy() }
}

async function round(field: Fieldwork, title: string, photo: Buffer | null): Promise<void> {
  const phones = Array.from({ length: devices }, () => phone(field))
  const times: number[] = []
  const base = `/f/${field.slug}`
  const began = performance.now()
  await Promise.all(
    phones.map(async ({ post }, device) => {
      const start = performance.now()
      const instanceId = randomUUID()
      const answers = answersOf(device)
      if (photo) {
        // Each photo is another one: what follows the picture does not belong to it.
        const own = Buffer.concat([photo, randomBytes(8)])
        const name = `${createHash('sha256').update(own).digest('hex').slice(0, 32)}.jpg`
        answers['photo'] = name
        const asked = `instance=${instanceId}&question=photo&name=${name}&as=`
        const sent = await post(`${base}/attachments?${asked}`, 'application/octet-stream', own)
        if (sent.status !== 201) throw new Error(`devices: a photo gives ${sent.status} ${sent.text}`)
      }
      const body = JSON.stringify({
        instanceId,
        formVersion: field.formVersion,
        locale: 'zh-CN',
        answers,
      })
      const sent = await post(`${base}/submissions`, 'application/json', Buffer.from(body))
      if (sent.status !== 201) throw new Error(`devices: a record gives ${sent.status} ${sent.text}`)
      times.push(performance.now() - start)
    }),
  )
  const seconds = (performance.now() - began) / 1000
  for (const one of phones) one.end()
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
  console.log(
    `${title}: ${devices} devices in ${seconds.toFixed(1)} s, ${(devices / seconds).toFixed(1)}/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
  )
}

/** What this machine can do with such photos alone, without server, network and store. */
async function redrawnPerSecond(photo: Buffer): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'diaoyan-redraw-'))
  const each = 20
  try {
    const began = performance.now()
    await Promise.all(
      Array.from({ length: availableParallelism() }, async (_, n) => {
        for (let k = 0; k < each; k++) {
          const path = join(folder, `${n}-${k}`)
          writeFileSync(path, photo)
          if ((await redraw(path, 'image/jpeg', null)) === null) throw new Error('devices: not redrawn')
        }
      }),
    )
    return (each * availableParallelism() * 1000) / (performance.now() - began)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const side = 1160
const noise = await sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })
  .jpeg({ quality: 86 })
  .toBuffer()
console.log(`a form of ${questions} questions; a photo of ${(noise.length / 1e6).toFixed(2)} MB`)
const ceiling = await redrawnPerSecond(noise)
console.log(`ceiling: ${ceiling.toFixed(1)} such photos a second drawn anew, nothing else done`)
const field = await serve(await fieldedFolder({ source }))
try {
  await round(field, 'records alone', null)
  await round(field, 'records with a photo', noise)
} finally {
  await field.server.stop()
}
const store = await openStore({ database: field.database, filesDir: join(field.dataDir, 'files') })
const { received = 0 } = (await store.collections.find(field.collectionId)) ?? {}
await store.close()
console.log(`${received} records are there of ${2 * devices}`)
field.server.remove()
process.exit(received === 2 * devices ? 0 : 1)
