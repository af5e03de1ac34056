/** Sends kept answers: "submitted" is said only after the server's receipt, until then they are waiting to be sent. */

import { copyText } from './copy.ts'
import { button, empty, make, words, type Island } from './island.ts'
import { keep, type Keeping, type Kept } from './keeping.ts'

/** What came of sending once. */
export type Sent =
  | { readonly kind: 'receipt'; readonly receipt: string; readonly receivedOn: string }
  | { readonly kind: 'different'; readonly receipt: string; readonly words: string }
  | {
      readonly kind: 'refused'
      readonly refusals: readonly { readonly name: string; readonly words: string }[]
    }
  | { readonly kind: 'no'; readonly words: string }
  | { readonly kind: 'signIn' }
  | { readonly kind: 'later' }

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

interface Reply {
  readonly outcome?: string
  readonly receipt?: string
  readonly receivedOn?: string
  readonly words?: string
  readonly message?: string
  readonly error?: string
  readonly refusals?: readonly { readonly name: string; readonly words: string }[]
}

function readReply(status: number, reply: Reply): Sent {
  const { outcome, receipt = '', error } = reply
  const said = reply.words ?? reply.message ?? ''
  if ((status === 200 || status === 201) && receipt) {
    return { kind: 'receipt', receipt, receivedOn: reply.receivedOn ?? '' }
  }
  if (outcome === 'different') return { kind: 'different', receipt, words: said }
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
    const sent = await sendOnce(island, pending)
    busy = false
    if (sent.kind === 'later' || sent.kind === 'signIn') {
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
