/** Files that come with answers: where the answering script sends them, and how those entitled get them. */

import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { allowed } from '../../access/rights.ts'
import type { Form, Question } from '../../form/form.ts'
import { questionsOf } from '../../form/walk.ts'
import { downloadName, isAttachmentName, type FileQuestion } from '../../intake/attachments/kinds.ts'
import { receivePiece as addPiece } from '../../intake/attachments/pieces.ts'
import { receiveFile, type FileReceived } from '../../intake/attachments/receive.ts'
import { Problem } from '../../problem.ts'
import type { Reply, Visit } from '../page.ts'
import { doorOf, type Fielded } from './fielded.ts'
import { speakingOf, type Speaking } from './language.ts'
import { fieldOf, questionAt, readInstanceId } from './posted.ts'

const statusOf = { kept: 201, wrongKind: 422, damaged: 422, tooMany: 422 } as const

/** One file of an answer that is being filled in: `?instance=&question=&name=&as=`, the bytes as the body. */
export async function receiveAttachment(visit: Visit, fielded: Fielded): Promise<Reply> {
  const { query, stream } = visit
  if (!stream) throw new Problem('badRequest')
  const speaking = speakingOf(fielded.form, query['l'] ?? '', visit.locale)
  const received = await keepFile(visit, fielded, {
    instanceId: readInstanceId(query['instance']),
    question: query['question'] ?? '',
    name: query['name'] ?? '',
    originalName: query['as'] ?? '',
    bytes: stream,
  })
  if (received.outcome === 'kept') return { kind: 'json', status: 201, value: received }
  const words = speaking.w[`file_${received.outcome}`]
  return { kind: 'json', status: statusOf[received.outcome], value: { ...received, words } }
}

/** A piece of a large file: `from` and `of` say which. 202 until the last one makes it whole. */
export async function receivePiece(visit: Visit, fielded: Fielded): Promise<Reply> {
  const { query, stream, config, viewer } = visit
  if (!stream || !viewer) throw new Problem('badRequest')
  if (doorOf(fielded.collection, visit.now()) !== 'open') throw new Problem('gone')
  const name = query['name'] ?? ''
  if (!isAttachmentName(name)) throw new Problem('badRequest')
  const piece = {
    of: [viewer.id, fielded.collection.id, readInstanceId(query['instance']), name],
    from: Number(query['from']),
    size: Number(query['of']),
    bytes: stream,
  }
  const received = await addPiece(config, piece)
  if ('have' in received) return { kind: 'json', status: 202, value: received }
  try {
    return await receiveAttachment({ ...visit, stream: received.whole }, fielded)
  } finally {
    // Taken in or refused: either way these bytes have been looked at.
    await received.clear()
  }
}

interface Sent {
  readonly instanceId: string
  /** The name of the question. */
  readonly question: string
  readonly name: string | null
  readonly originalName: string
  readonly bytes: Readable
}

/** Keeps a file for an answer that is yet to come; only while the collection takes answers. */
export function keepFile(visit: Visit, { collection, form }: Fielded, sent: Sent): Promise<FileReceived> {
  if (doorOf(collection, visit.now()) !== 'open') throw new Problem('gone')
  const asked = questionsOf(form).find(({ name }) => name === sent.question)
  const question = asked ? fileQuestion(asked.type) : null
  if (!asked || !question) throw new Problem('badRequest')
  const longest = Math.trunc(Number(asked.parameters['max-pixels']))
  return receiveFile(visit, {
    ...sent,
    question,
    collectionId: collection.id,
    longestSide: longest >= 1 ? longest : null,
    keepsPlace: keepsPlace(asked, collection.anonymous),
  })
}

/** Files that came with a round of the page: `f.<at>`; the name of each, or why it was not taken, by instance. */
export async function filesPosted(
  visit: Visit,
  fielded: Fielded,
  { w }: Speaking,
): Promise<ReadonlyMap<string, { readonly name: string } | { readonly words: string }>> {
  const found = new Map<string, { readonly name: string } | { readonly words: string }>()
  for (const [field, file] of Object.entries(visit.files)) {
    const at = field.slice(2)
    const asked = field.startsWith('f.') ? questionAt(fielded.form, at) : null
    // A file field that was left alone sends an empty file.
    if (!asked || !fileQuestion(asked.type) || file.bytes.length === 0) continue
    const received = await keepFile(visit, fielded, {
      instanceId: readInstanceId(fieldOf(visit.body, '_instance')),
      question: asked.name,
      name: null,
      originalName: file.name,
      bytes: Readable.from([file.bytes]),
    })
    found.set(
      at,
      received.outcome === 'kept' ? { name: received.name } : { words: w[`file_${received.outcome}`] },
    )
  }
  return found
}

/** Whether photos keep the place they were taken at: where the form asks for it, and never in an anonymous collection. */
export function keepsPlace({ type, parameters }: Question, anonymous: boolean): boolean {
  return type === 'image' && parameters['keep-location'] === 'true' && !anonymous
}

/** What kind of file a question takes, or null. */
export function fileQuestion(type: string): FileQuestion | null {
  return type === 'image' || type === 'audio' || type === 'video' || type === 'file' ? type : null
}

/** The names of all files in an answer. */
export function filesNamedIn(form: Form, answers: unknown): readonly string[] {
  const names = fileNames(form)
  if (names.size === 0) return []
  const found = new Set<string>()
  const look = (value: unknown, name: string): void => {
    if (typeof value === 'string' && names.has(name)) found.add(value)
    else if (Array.isArray(value)) for (const row of value) lookInside(row)
  }
  const lookInside = (record: unknown): void => {
    if (typeof record !== 'object' || record === null) return
    for (const [name, value] of Object.entries(record)) look(value, name)
  }
  lookInside(answers)
  return [...found]
}

const namesOfFiles = new WeakMap<Form, ReadonlySet<string>>()

/** The questions of a form that take files. */
function fileNames(form: Form): ReadonlySet<string> {
  const standing = namesOfFiles.get(form)
  if (standing) return standing
  const names = new Set(
    questionsOf(form)
      .filter(({ type }) => fileQuestion(type) !== null)
      .map(({ name }) => name),
  )
  namesOfFiles.set(form, names)
  return names
}

/**
 * A file of a stored answer, for those who may read single answers, and for who collected it. One that is personal, or
 * that the answer as it stands no longer names, needs the right to personal answers, and the reading is logged.
 */
export async function sendAttachment(visit: Visit): Promise<Reply> {
  const { store, viewer, topicRoles, params, now } = visit
  const { collection = '', instance = '', name = '' } = params
  const row = await store.submissions.find(collection, instance)
  const own = row !== null && row.collectorId !== null && row.collectorId === viewer?.id
  if (!allowed('topic.analyse', viewer, topicRoles) && !own) throw new Problem('forbidden')
  if (!row || !isAttachmentName(name)) throw new Problem('notFound')
  const file = await store.attachments.open(collection, instance, name)
  if (!file) throw new Problem('notFound')
  if (!row.answers.includes(`"${name}"`)) {
    if (!allowed('topic.personal', viewer, topicRoles)) throw new Problem('forbidden')
    // Logged first: what cannot be logged is not shown.
    await store.history.append(
      { actor: viewer?.id ?? null, kind: 'personal.read', subject: `${collection}/${instance}` },
      now().toISOString(),
    )
  }
  const shownAs = encodeURIComponent(downloadName(name, file.type))
  return {
    kind: 'stream',
    stream: createReadStream(file.path),
    type: file.type,
    headers: {
      'Content-Length': String(file.size),
      'Content-Disposition': `attachment; filename*=UTF-8''${shownAs}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    },
  }
}
