/**
 * The shape of an hour in the field run through in five minutes: answers and photos rise and fall as phones come back,
 * somebody takes everything home as a file, the same in both halves; readers of the summary where they are asked for. Whether the server's memory is where it was.
 */

import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import sharp from 'sharp'
import type { Answered } from '../../server/commands/visitor.ts'
import { serve, fieldedFolder, type Fieldwork } from '../support/fieldwork.ts'
import { benchAnswers, benchForm, randomSteps } from './form.ts'
import { memory } from './telling.ts'

export interface HourTimes {
  readonly answers: number
  readonly photos: number
  readonly pages: number
  readonly failed: number
  /** What the last refusal was, to see why a run failed. */
  readonly lastFailure: string
  /** Megabytes: before anything came, the median of each half without its first step, and the most at any moment. */
  readonly idle: number
  readonly firstHalf: number
  readonly secondHalf: number
  readonly most: number
  /** The line through all samples after the first step, in megabytes for the whole run. */
  readonly slope: number
}

/** How much comes in each twelfth of the hour. */
const shape = [0.3, 0.7, 1.3, 1.6, 1.1, 0.5, 0.3, 0.7, 1.3, 1.6, 1.1, 0.5]
const tick = 50
const mostUnderWay = 200
/** Milliseconds that a reader looks at a page. */
const reads = 5_000

export interface HourOrder {
  /** Of the whole run; an hour's shape whatever it is. */
  readonly seconds: number
  readonly answersPerSecond: number
  readonly photosPerSecond: number
  /** People who open the topic's summary again and again meanwhile. */
  readonly readers: number
}

export async function hourTimes(order: HourOrder): Promise<HourTimes> {
  const { seconds } = order
  const field = await serve(await fieldedFolder({ source: formWithPhoto(), sampleType: 'probability' }))
  try {
    const { server } = field
    const idle = memory(server, 'VmRSS')
    const samples: { readonly at: number; readonly megabytes: number }[] = []
    const began = performance.now()
    const at = () => (performance.now() - began) / 1000 / seconds
    const sampling = setInterval(() => samples.push({ at: at(), megabytes: memory(server, 'VmRSS') }), 500)
    const counted = await runShape(field, order, at)
    clearInterval(sampling)
    const step = 1 / shape.length
    const after = samples.filter((one) => one.at > step)
    const of = (from: number, to: number) =>
      median(after.filter((one) => one.at > from && one.at <= to).map(({ megabytes }) => megabytes))
    return {
      ...counted,
      idle,
      // The same steps of both halves: the first step of the first is the warm-up.
      firstHalf: of(step, 0.5),
      secondHalf: of(0.5 + step, 1),
      most: Math.max(...samples.map(({ megabytes }) => megabytes)),
      slope: slopeOf(after),
    }
  } finally {
    await field.end()
  }
}

/** Null where it was taken; else why not. */
type Outcome = string | null

type Counted = Pick<HourTimes, 'answers' | 'photos' | 'pages' | 'failed' | 'lastFailure'>

async function runShape(field: Fieldwork, order: HourOrder, at: () => number): Promise<Counted> {
  const counted = { answers: 0, photos: 0, pages: 0, failed: 0, lastFailure: '' }
  const underWay = new Set<Promise<void>>()
  const start = (kind: 'answers' | 'photos' | 'pages', work: Promise<Outcome>): Promise<void> => {
    const one: Promise<void> = work
      .catch((error: unknown) => String(error))
      .then((outcome) => {
        counted[outcome === null ? kind : 'failed'] += 1
        if (outcome !== null) counted.lastFailure = `${kind}: ${outcome}`
        underWay.delete(one)
      })
    underWay.add(one)
    return one
  }
  const photo = await aPhoto()
  const analyst = await field.signIn('analyst')
  const readers = Array.from({ length: order.readers }, () => analyst)
  const random = randomSteps(41)
  const owed = { answers: 0, photos: 0 }
  // Whoever reads looks at a page before opening it again.
  const reading = readers.map(async (reader) => {
    while (at() < 1) {
      await start('pages', opened(reader.get(`/topics/${field.topicId}/summary`)))
      await pause(reads)
    }
  })
  let step = -1
  while (at() < 1) {
    const now = Math.min(shape.length - 1, Math.floor(at() * shape.length))
    const share = (shape[now] ?? 0) * (tick / 1000)
    owed.answers += share * order.answersPerSecond
    owed.photos += share * order.photosPerSecond
    for (; owed.answers >= 1 && underWay.size < mostUnderWay; owed.answers--)
      void start('answers', sendAnswer(field, benchAnswers(random)))
    for (; owed.photos >= 1 && underWay.size < mostUnderWay; owed.photos--)
      void start('photos', sendWithPhoto(field, benchAnswers(random), photo))
    // In the third and the ninth twelfth somebody takes everything home as a file.
    if (now !== step && now % 6 === 2)
      void start('pages', opened(analyst.get(`/collections/${field.collectionId}/export/jsonl`)))
    step = now
    await pause(tick)
  }
  await Promise.all([...reading, ...underWay])
  return counted
}

function formWithPhoto() {
  const form = benchForm()
  const cells = { type: 'image', name: 'photo', label: '照片' }
  return { ...form, survey: [...form.survey, { row: form.survey.length + 2, cells }] }
}

async function aPhoto(): Promise<Buffer> {
  const side = 1160
  return sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })
    .jpeg({ quality: 86 })
    .toBuffer()
}

/** A connection that broke is no answer: the same goes again, as a phone sends it. */
async function again<T>(send: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await send()
    } catch (error) {
      if (tries === 5) throw error
      await pause(50 * tries)
    }
}

async function sendAnswer(
  field: Fieldwork,
  answers: object,
  instanceId: string = randomUUID(),
): Promise<Outcome> {
  const { status, text } = await again(() => field.send(answers, instanceId))
  return status === 201 || status === 200 ? null : `${status} ${text.slice(0, 300)}`
}

async function sendWithPhoto(field: Fieldwork, answers: object, photo: Buffer): Promise<Outcome> {
  const instanceId = randomUUID()
  // Each is another one: what follows the picture does not belong to it.
  const own = new Uint8Array(Buffer.concat([photo, randomBytes(8)]))
  const name = `${createHash('sha256').update(own).digest('hex').slice(0, 32)}.jpg`
  const asked = `instance=${instanceId}&question=photo&name=${name}&as=`
  const kept = await again(() =>
    fetch(`${field.server.origin}/f/${field.slug}/attachments?${asked}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: own,
    }),
  )
  const text = await kept.text()
  if (kept.status !== 201) return `${kept.status} ${text.slice(0, 300)}`
  return sendAnswer(field, { ...answers, photo: name }, instanceId)
}

async function opened(page: Promise<Answered>): Promise<Outcome> {
  const { status, url, text } = await page
  return status === 200 ? null : `${status} ${url} ${text.slice(0, 300)}`
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}

/** Least squares. */
function slopeOf(samples: readonly { readonly at: number; readonly megabytes: number }[]): number {
  const mean = (of: (one: (typeof samples)[number]) => number) =>
    samples.reduce((sum, one) => sum + of(one), 0) / samples.length
  const [middle, level] = [mean(({ at }) => at), mean(({ megabytes }) => megabytes)]
  const across = samples.reduce((sum, { at, megabytes }) => sum + (at - middle) * (megabytes - level), 0)
  return across / samples.reduce((sum, { at }) => sum + (at - middle) ** 2, 0)
}
