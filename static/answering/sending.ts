/** Sends kept answers: "submitted" is said only after the server's receipt, until then they are waiting to be sent. */

import { copyText } from './copy.ts'
import { button, empty, make, words } from './kit.ts'
import type { Island } from './island.ts'
import { fileOf, keep, paradataToSend, type Keeping, type Kept } from './keeping.ts'

/** What came of sending once. */
export type Sent =
  | { readonly kind: 'receipt'; readonly receipt: string; readonly receivedOn: string }
  | { readonly kind: 'different'; readonly receipt: string; readonly words: string }
  | {
      readonly kind: 'refused'
      readonly refusals: readonly { readonly name: string; readonly at?: string; readonly words: string }[]
    }
  | { readonly kind: 'no'; readonly words: string }
  | { readonly kind: 'signIn' }
  | { readonly kind: 'later' }
  /** Files that the answer names are not there yet: they go first. */
  | { readonly kind: 'files'; readonly missing: readonly string[] }

const patience = 20000
const waits = [2, 5, 10, 20, 40, 60, 120, 300]

async function sendOnce(island: Island, record: Kept): Promise<Sent> {
  const stop = typeof AbortController === 'function' ? new AbortController() : null
  const timer = setTimeout(() => stop && stop.abort(), patience)
  try {
    const response = await fetch(island.submissions, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': island.csrf },
      body: JSON.stringify({
        instanceId: record.id,
        formVersion: record.version,
        locale: record.locale,
        answers: record.raw,
        paradata: paradataToSend(record.paradata, island.anonymous),
      }),
      ...(stop ? { signal: stop.signal } : {}),
    })
    return readReply(response.status, (await response.json()) as Reply)
  } catch {
    // No network, no answer in time, or somebody else's page in between: the answers stay here.
    return { kind: 'later' }
  } finally {
    clearTimeout(timer)
  }
}

/** The answer, and before it the files that the server lacks: it says itself which those are. */
async function sendWhole(
  island: Island,
  record: Kept,
  tell: (n: number, files: number) => void,
): Promise<Sent> {
  for (let round = 0; round < 3; round++) {
    const sent = await sendOnce(island, record)
    if (sent.kind !== 'files') return sent
    let n = 0
    for (const name of sent.missing) {
      tell(++n, sent.missing.length)
      const stopped = await sendFile(island, record, name)
      if (stopped) return stopped
    }
  }
  return { kind: 'later' }
}

/** Sends one file; null when it is there. */
async function sendFile(island: Island, record: Kept, name: string): Promise<Sent | null> {
  const file = await fileOf(record.id, name)
  const refused = (told: string): Sent => {
    const at = placeOf(record.raw, name)
    return { kind: 'refused', refusals: [{ name: at, at, words: told }] }
  }
  if (!file) return refused(words(island.words.page['fileGone']))
  const query = {
    instance: record.id,
    question: file.question,
    name,
    // What a file was called may name its owner.
    as: island.anonymous ? '' : file.original,
    l: record.locale,
  }
  const address = Object.keys(query).map(
    (key) => `${key}=${encodeURIComponent(query[key as keyof typeof query])}`,
  )
  const stop = typeof AbortController === 'function' ? new AbortController() : null
  // A slow network of phones carries some ten kilobytes a second.
  const timer = setTimeout(() => stop && stop.abort(), patience + file.blob.size / 10)
  try {
    const response = await fetch(`${island.attachments}?${address.join('&')}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/octet-stream', 'X-CSRF-Token': island.csrf },
      body: file.blob,
      ...(stop ? { signal: stop.signal } : {}),
    })
    if (response.status === 201) return null
    const reply = (await response.json()) as Reply
    if (reply.outcome) return refused(reply.words ?? '')
    const sent = readReply(response.status, reply)
    return sent.kind === 'no' ? refused(sent.words) : sent
  } catch {
    return { kind: 'later' }
  } finally {
    clearTimeout(timer)
  }
}

/** The instance whose answer has this name. */
function placeOf(raw: Kept['raw'], wanted: string, prefix = ''): string {
  for (const name of Object.keys(raw)) {
    const value = raw[name]
    if (value === wanted) return prefix + name
    if (!Array.isArray(value)) continue
    for (let row = 0; row < value.length; row++) {
      const inside: unknown = value[row]
      if (typeof inside !== 'object' || inside === null) continue
      const found = placeOf(inside as Kept['raw'], wanted, `${prefix}${name}[${row + 1}]/`)
      if (found) return found
    }
  }
  return ''
}

interface Reply {
  readonly outcome?: string
  readonly receipt?: string
  readonly receivedOn?: string
  readonly words?: string
  readonly message?: string
  readonly error?: string
  readonly missing?: readonly string[]
  readonly refusals?: readonly { readonly name: string; readonly at?: string; readonly words: string }[]
}

function readReply(status: number, reply: Reply): Sent {
  const { outcome, receipt = '', error } = reply
  const said = reply.words ?? reply.message ?? ''
  if ((status === 200 || status === 201) && receipt) {
    return { kind: 'receipt', receipt, receivedOn: reply.receivedOn ?? '' }
  }
  if (outcome === 'different') return { kind: 'different', receipt, words: said }
  if (outcome === 'filesMissing') return { kind: 'files', missing: reply.missing ?? [] }
  if (outcome === 'refused') return { kind: 'refused', refusals: reply.refusals ?? [] }
  if (error === 'signInNeeded' || error === 'badCsrf') return { kind: 'signIn' }
  if (status === 429 || status >= 500 || (!outcome && !error)) return { kind: 'later' }
  return { kind: 'no', words: said }
}

/** Sends until there is an answer that settles it; shows meanwhile where things stand. */
export function deliver(
  island: Island,
  record: Kept,
  place: HTMLElement,
  settle: (sent: Sent) => void,
): void {
  let tries = 0
  let busy = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let saved: Keeping = 'kept'
  const pending: Kept = { ...record, state: 'pending', savedAt: Date.now() }
  const again = () => {
    clearTimeout(timer)
    void attempt()
  }

  async function attempt(): Promise<void> {
    if (busy) return
    busy = true
    show('sending', null)
    const sent = await sendWhole(island, pending, tellFiles)
    busy = false
    if (sent.kind === 'later' || sent.kind === 'signIn' || sent.kind === 'files') {
      const seconds = waits[Math.min(tries++, waits.length - 1)] ?? 300
      show(sent.kind === 'signIn' ? 'needSignIn' : saved === 'kept' ? 'pending' : 'pendingUnsaved', seconds)
      timer = setTimeout(again, seconds * 1000 * (0.8 + Math.random() * 0.4))
      return
    }
    window.removeEventListener('online', again)
    settle(sent)
  }

  function show(what: string, seconds: number | null): void {
    const say = island.words.page
    empty(place)
    const panel = make('section', { class: 'panel', role: 'status', tabindex: '-1', 'data-state': what })
    if (what === 'sending') panel.append(make('p', { class: 'large' }, words(say['sending'])))
    else {
      panel.append(
        make('h1', {}, words(say['pendingTitle'])),
        make('p', { class: 'large' }, words(say[what])),
      )
      panel.append(make('p', { class: 'quiet' }, words(say['retryIn'], { seconds: seconds ?? 0 })))
      panel.append(make('p', { class: 'buttons' }, button(words(say['retryNow']), 'button', again)))
      panel.append(exporting(island, record))
    }
    place.append(panel)
    place.hidden = false
    if (tries <= 1) panel.focus()
  }

  function tellFiles(n: number, files: number): void {
    const line = place.querySelector('.large')
    if (line) line.textContent = words(island.words.page['fileSending'], { n, files })
  }

  window.addEventListener('online', again)
  void keep(pending).then((keeping) => {
    saved = keeping
    return attempt()
  })
}

/** Buttons that get the answers off the page: nobody should lose what they wrote. */
export function exporting(island: Island, record: Kept): HTMLElement {
  const say = island.words.page
  const copy = button(words(say['copyAnswers']), 'button secondary', () => {
    void copyText(record.text).then((done) => {
      if (done) copy.textContent = words(say['copied'])
    })
  })
  const download = button(words(say['downloadAnswers']), 'button secondary', () => {
    const url = URL.createObjectURL(new Blob(['\ufeff', record.text], { type: 'text/plain;charset=utf-8' }))
    const link = make('a', { href: url, download: `${record.id.slice(0, 8)}.txt` })
    document.body.append(link)
    link.click()
    document.body.removeChild(link)
    setTimeout(() => URL.revokeObjectURL(url), 60000)
  })
  return make('p', { class: 'buttons' }, copy, download)
}
