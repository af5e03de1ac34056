/**
 * Sends finished records: from the app, from a form that is open, or from the worker in the background. The server
 * answers the same record with the same receipt, so a try that was cut off is simply made again.
 */

import type { FieldRecord } from './base.ts'
import { alone } from './lease.ts'
import { askServer } from './person.ts'
import { changeRecord, contentOf, fileNamesOf, readFile, recordsOf, settleRecord } from './records.ts'

/** Milliseconds for a small post; files get more by their size. */
const patience = 20_000
/** Seconds between tries. */
const waits = [2, 5, 10, 20, 40, 60, 120, 300]
/** Larger files go in pieces, so that a link that drops loses one piece. */
const piece = 512 * 1024

export type Drained =
  /** All that was due was tried. `left` still wait; `moved` if anything at all got through. */
  | { readonly kind: 'done'; readonly left: number; readonly moved: boolean }
  /** Somebody else is at it, the server is away, or nobody is signed in. */
  | { readonly kind: 'busy' | 'away' | 'signIn' }

/** Told of each step, so that lists can follow. */
export type Watch = (id: string, step: string) => void

interface Sending {
  readonly csrf: string
  readonly tell: Watch
  /** Files and pieces of this record that got through in this try. */
  moved: number
}

/** Tries all records that are due; with `force` those that wait for a later try too. */
export async function drain({ force = false, tell = () => undefined }: { force?: boolean; tell?: Watch }) {
  let drained: Drained = { kind: 'busy' }
  await alone('send', async () => {
    const visit = await askServer()
    if (visit.kind !== 'here') {
      drained = visit
      return
    }
    const owner = visit.person.id
    let moved = false
    for (const record of (await recordsOf(owner)).slice().sort((a, b) => a.finishedAt - b.finishedAt)) {
      if (record.state !== 'pending' || !(force || isDue(record))) continue
      tell(record.id, 'sending')
      const sending = { csrf: visit.csrf, tell, moved: 0 }
      const after = await sendRecord(record, sending)
      tell(record.id, after)
      moved ||= after === 'delivered' || sending.moved > 0
      // What stopped this one would stop the others too.
      if (after === 'away' || after === 'signIn') break
    }
    const left = (await recordsOf(owner)).filter(({ state }) => state === 'pending').length
    drained = { kind: 'done', left, moved }
  })
  return drained as Drained
}

/** Seconds until the next look at the queue, by how many looks in a row got nothing through. */
const pauses = [2, 4, 8, 15]

/**
 * Looks at the queue for as long as the page is open: soon again where a link dropped in the middle, at leisure where
 * nothing waits. What it gives looks at once; with `true` also at records that are not yet due.
 */
export function keepSending(look: (force: boolean) => Promise<Drained | null>): (force: boolean) => void {
  const leisure = pauses.length - 1
  let fruitless = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const now = async (force: boolean): Promise<void> => {
    clearTimeout(timer)
    const drained = await look(force).catch(() => null)
    // Whoever else is at it may be a page that has just been left.
    const waits = drained?.kind === 'done' ? drained.left > 0 : drained !== null && drained.kind !== 'signIn'
    if (drained?.kind === 'done' && drained.moved) fruitless = 0
    const pause = waits ? Math.min(fruitless, leisure) : leisure
    fruitless = waits ? fruitless + 1 : 0
    later(pause)
  }
  const later = (pause: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void now(false), (pauses[pause] ?? 15) * 1000)
  }
  later(leisure)
  return (force) => void now(force)
}

/** A moment further away than the longest wait was set by a clock that has been changed since. */
export function isDue({ nextAt }: FieldRecord, now = Date.now()): boolean {
  return nextAt <= now || nextAt - now > 2 * 1000 * (waits[waits.length - 1] ?? 300)
}

type Outcome = 'delivered' | 'held' | 'later' | 'away' | 'signIn'

async function sendRecord(record: FieldRecord, sending: Sending): Promise<Outcome> {
  const content = await contentOf(record)
  if (!content) return 'held'
  const body = JSON.stringify({
    instanceId: record.id,
    formVersion: record.version,
    locale: record.locale,
    answers: content.raw,
    ...(content.paradata ? { paradata: JSON.parse(content.paradata) as unknown } : {}),
  })
  const base = `/collections/${record.collection}/fill`
  for (let round = 0; round < 3; round++) {
    const reply = await post(`${base}/submissions`, 'application/json', body, sending, patience)
    if (!reply) return waitFor(record, sending, 'away')
    const { status, value } = reply
    if (value.receipt && (status === 200 || status === 201)) return settle(record, value)
    if (value.outcome === 'filesMissing') {
      const stopped = await sendFiles(record, value.missing ?? [], sending)
      if (stopped) return stopped
      continue
    }
    return refused(record, sending, status, value)
  }
  return waitFor(record, sending, 'later')
}

/** Only a receipt for what this device finished makes a record delivered. */
async function settle(record: FieldRecord, value: Reply): Promise<Outcome> {
  const receipt = value.receipt ?? ''
  const got = { receipt, receivedOn: value.receivedOn ?? '' }
  if (value.contentHash !== record.expected) {
    await changeRecord(record.id, ['pending'], {
      ...got,
      state: 'held',
      trouble: { code: 'differs', words: '' },
    })
    return 'held'
  }
  await settleRecord(record.id, { ...got, ...(value.correctable ? {} : { content: null }) })
  return 'delivered'
}

async function refused(
  record: FieldRecord,
  sending: Sending,
  status: number,
  value: Reply,
): Promise<Outcome> {
  if (value.error === 'signInNeeded' || value.error === 'badCsrf') return waitFor(record, sending, 'signIn')
  const words = [value.words ?? value.message ?? '', ...(value.refusals ?? []).map((one) => one.words)]
    .filter((one) => one !== '')
    .join(' ')
  // Not ours: a gateway in between, or a server in trouble.
  if (status >= 500 || status === 429 || status === 408 || (!value.outcome && !value.error))
    return waitFor(record, sending, 'later', words, status)
  const code = value.outcome === 'refused' ? 'refused' : value.outcome === 'different' ? 'different' : 'no'
  await changeRecord(record.id, ['pending'], { state: 'held', trouble: { code, words } })
  return 'held'
}

/** A try that got some of it through is no reason to wait longer. */
async function waitFor(
  record: FieldRecord,
  { moved }: Sending,
  code: 'away' | 'later' | 'signIn',
  words = '',
  status = 0,
): Promise<Outcome> {
  const fruitless = moved > 0 ? 0 : (record.fruitless ?? 0)
  const seconds = waits[Math.min(fruitless, waits.length - 1)] ?? 300
  await changeRecord(record.id, ['pending'], {
    tries: record.tries + 1,
    fruitless: fruitless + 1,
    nextAt: Date.now() + seconds * 1000,
    trouble: { code: status ? 'server' : code, words: words || (status ? String(status) : '') },
  })
  return code
}

async function sendFiles(
  record: FieldRecord,
  missing: readonly string[],
  sending: Sending,
): Promise<Outcome | null> {
  const here = await fileNamesOf(record.id)
  for (const [n, name] of missing.entries()) {
    if (here.indexOf(name) < 0) {
      await changeRecord(record.id, ['pending'], { state: 'held', trouble: { code: 'fileGone', words: '' } })
      return 'held'
    }
    sending.tell(record.id, `file ${n + 1}/${missing.length}`)
    const stopped = await sendFile(record, name, sending)
    if (stopped) return stopped
  }
  return null
}

async function sendFile(record: FieldRecord, name: string, sending: Sending): Promise<Outcome | null> {
  const file = await readFile(record.id, name)
  if (!file) return waitFor(record, sending, 'later')
  const query = {
    instance: record.id,
    question: file.question,
    name,
    as: file.original,
    version: record.version,
    l: record.locale,
  }
  const asked = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
  const address = `/collections/${record.collection}/fill/attachments?${asked.join('&')}`
  if (file.blob.size > piece) return sendPieces(record, file.blob, address, sending)
  return afterFile(record, sending, await sendBytes(address, file.blob, sending))
}

/** Asks how much has arrived, and goes on from there. */
async function sendPieces(
  record: FieldRecord,
  blob: Blob,
  address: string,
  sending: Sending,
): Promise<Outcome | null> {
  let at = 0
  let reply = await sendBytes(`${address}&from=0&of=${blob.size}`, new Blob([]), sending)
  // Twice as many as there are pieces, so that a server that never moves on does not hold the line.
  for (let n = 0; n < 2 * Math.ceil(blob.size / piece) + 2; n++) {
    if (!reply || reply.status !== 202 || reply.value.have === undefined)
      return afterFile(record, sending, reply)
    if (n > 0 && reply.value.have > at) sending.moved++
    at = reply.value.have
    sending.tell(record.id, `bytes ${at}/${blob.size}`)
    reply = await sendBytes(`${address}&from=${at}&of=${blob.size}`, blob.slice(at, at + piece), sending)
  }
  return waitFor(record, sending, 'later')
}

async function afterFile(
  record: FieldRecord,
  sending: Sending,
  reply: Replied | null,
): Promise<Outcome | null> {
  if (!reply) return waitFor(record, sending, 'away')
  const { value, status } = reply
  if (status === 201) {
    sending.moved++
    return null
  }
  // A file that is refused is refused for good: the record waits for a person.
  return refused(record, sending, status, value.outcome ? { ...value, outcome: 'file' } : value)
}

function sendBytes(address: string, bytes: Blob, sending: Sending): Promise<Replied | null> {
  // A slow network of phones carries some ten kilobytes a second.
  return post(address, 'application/octet-stream', bytes, sending, patience + bytes.size / 10)
}

interface Reply {
  readonly outcome?: string
  readonly receipt?: string
  readonly receivedOn?: string
  readonly contentHash?: string
  readonly correctable?: boolean
  readonly words?: string
  readonly message?: string
  readonly error?: string
  readonly missing?: readonly string[]
  readonly have?: number
  readonly refusals?: readonly { readonly words: string }[]
}
interface Replied {
  readonly status: number
  readonly value: Reply
}

/** Null where no answer came that is this server's. */
async function post(
  address: string,
  type: string,
  body: Blob | string,
  { csrf }: Sending,
  wait: number,
): Promise<Replied | null> {
  const stop = typeof AbortController === 'function' ? new AbortController() : null
  const timer = setTimeout(() => stop?.abort(), wait)
  try {
    const response = await fetch(address, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': type, 'X-CSRF-Token': csrf },
      body,
      ...(stop ? { signal: stop.signal } : {}),
    })
    const text = await response.text()
    return { status: response.status, value: readJson(text) }
  } catch {
    return null
  } finally {
    clearTimeout(timer)
  }
}

function readJson(text: string): Reply {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
