/** Opens a file that a phone exported and posts its records one by one; each is the same record however often it comes. */

import { make, empty } from './answering/island.ts'
import { readFieldIsland, sayer } from './field/island.ts'
import { blobOf, openParcel, type Parcel, type ParcelRecord } from './field/parcel.ts'

const island = readFieldIsland() as ReturnType<typeof readFieldIsland> & { readonly csrf: string }
const say = sayer(island)
const part = (id: string) => document.getElementById(id) as HTMLElement
const input = (id: string) => part(id) as HTMLInputElement
const tell = (words: string) => {
  part('told').textContent = words
}

let busy = false

part('import').addEventListener('submit', (event) => {
  event.preventDefault()
  // The page's own guard against a second click does not know that nothing was sent.
  event.stopImmediatePropagation()
  if (busy) return
  busy = true
  void begin().finally(() => {
    busy = false
  })
})

async function begin(): Promise<void> {
  const file = input('file').files?.[0]
  if (!file) return tell(say('importNotFile'))
  const opened = await openParcel(await file.text(), input('passphrase').value || null)
  if (opened === 'not') return tell(say('importNotFile'))
  if (opened === 'sealed' && !window.isSecureContext) return tell(say('importNeedsHttps'))
  if (opened === 'sealed') {
    part('passphrase-field').hidden = false
    input('passphrase').focus()
    return tell('')
  }
  if (opened === 'wrong') return tell(say('importWrong'))
  await importAll(opened)
}

interface Counted {
  stored: number
  known: number
  failed: number
}

async function importAll(parcel: Parcel): Promise<void> {
  const list = part('outcomes')
  empty(list)
  const from = say('importOf', { name: parcel.by.name, at: parcel.exportedAt.slice(0, 16).replace('T', ' ') })
  list.append(make('li', {}, from))
  const counted: Counted = { stored: 0, known: 0, failed: 0 }
  const all = parcel.records.length
  for (const [n, record] of parcel.records.entries()) {
    tell(say('importRunning', { n: n + 1, all }))
    const outcome = await importOne(parcel, record).catch(() => ({
      kind: 'failed' as const,
      words: say('away'),
    }))
    counted[outcome.kind]++
    const colour = { stored: 'green', known: 'blue', failed: 'red' }[outcome.kind]
    const tag = { stored: 'importStored', known: 'importAgain', failed: 'stateHeld' }[outcome.kind]
    list.append(
      make(
        'li',
        { class: 'row', 'data-outcome': outcome.kind },
        make('span', { class: `tag ${colour}` }, say(tag)),
        ` ${record.title} `,
        make('span', { class: 'mono' }, outcome.words),
      ),
    )
  }
  tell(say('importDone', { all, ...counted }))
}

interface Outcome {
  readonly kind: keyof Counted
  readonly words: string
}

async function importOne(parcel: Parcel, record: ParcelRecord): Promise<Outcome> {
  const base = `/collections/${encodeURIComponent(record.collection)}/field-import`
  for (let round = 0; round < 3; round++) {
    const body = JSON.stringify({
      collector: parcel.by.id,
      record: {
        instanceId: record.id,
        formVersion: record.version,
        locale: record.locale,
        answers: record.raw,
        ...(record.paradata ? { paradata: JSON.parse(record.paradata) as unknown } : {}),
      },
    })
    const { status, value } = await post(`${base}/submissions`, 'application/json', body)
    if (value.receipt && (status === 200 || status === 201)) {
      if (value.contentHash !== record.expected) return { kind: 'failed', words: say('differs') }
      const kind = value.outcome === 'duplicate' ? 'known' : 'stored'
      return { kind, words: say('receiptIs', { receipt: value.receipt }) }
    }
    if (value.outcome !== 'filesMissing') return { kind: 'failed', words: wordsOf(status, value) }
    for (const name of value.missing ?? []) {
      const file = record.files.filter((one) => one.name === name)[0]
      if (!file) return { kind: 'failed', words: say('fileGone') }
      const query = {
        instance: record.id,
        question: file.question,
        name,
        as: file.original,
        version: record.version,
      }
      const asked = Object.entries(query).map(([key, one]) => `${key}=${encodeURIComponent(one)}`)
      const address = `${base}/attachments?${asked.join('&')}`
      const sent = await post(address, 'application/octet-stream', blobOf(file.data))
      if (sent.status !== 201) return { kind: 'failed', words: wordsOf(sent.status, sent.value) }
    }
  }
  return { kind: 'failed', words: say('later') }
}

interface Reply {
  readonly outcome?: string
  readonly receipt?: string
  readonly contentHash?: string
  readonly words?: string
  readonly message?: string
  readonly missing?: readonly string[]
  readonly refusals?: readonly { readonly words: string }[]
}

function wordsOf(status: number, value: Reply): string {
  if (status === 403 || status === 404) return say('importForbidden')
  const refused = (value.refusals ?? []).map(({ words }) => words)
  return [value.words ?? value.message ?? '', ...refused].join(' ').trim() || String(status)
}

async function post(address: string, type: string, body: string | Blob) {
  const response = await fetch(address, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': type, 'X-CSRF-Token': island.csrf },
    body,
  })
  const value = (await response.json().catch(() => ({}))) as Reply
  return { status: response.status, value }
}
