/** What goes on with kept answers: drafts that come back, answers that wait to be sent, and their receipts. */

import { forget, goOnFrom, keep, keptOf, withParadata, type Kept } from './keeping.ts'
import { button, empty, make, words, writeMarker } from './kit.ts'
import type { Marker } from './marker.ts'
import { deliver, exporting, type Sent } from './sending.ts'
import { textOf } from './checking.ts'
import type { Sheet } from './sheet.ts'

export interface Journey {
  readonly restore: (id: string, correcting?: boolean) => Promise<void>
  /** Goes on with what this device has of the form, or of the record with that id, if it has anything. */
  readonly find: (id: string | undefined) => Promise<void>
  /** What an earlier visit could not send. */
  readonly resume: (marker: Marker) => Promise<void>
  readonly post: (kept: Kept) => Promise<void>
  /** Back on the page after submitting. */
  readonly showSent: (marker: Marker) => void
}

/** What the page lets a journey do. */
export interface Desk {
  readonly sheet: Sheet
  readonly record: () => Kept
  readonly take: (raw: Kept['raw']) => void
  readonly backTo: (
    refusals: readonly { readonly name: string; readonly at?: string; readonly words?: string }[],
  ) => void
  readonly restart: () => void
  readonly setInstance: (id: string) => void
  readonly setSending: (now: boolean) => void
}

let otherWay: ((desk: Desk) => Journey) | null = null

/** In the field app a finished record goes into its queue. */
export function goBy(other: (desk: Desk) => Journey): void {
  otherWay = other
}

export function openJourney(desk: Desk): Journey {
  return otherWay ? otherWay(desk) : ownJourney(desk)
}

function ownJourney({ sheet, take, backTo, restart, setInstance, setSending }: Desk): Journey {
  const { island, form } = sheet
  const { key } = island
  const say = island.words.page
  const part = (id: string) => document.getElementById(id) as HTMLElement

  async function restore(id: string, correcting = false): Promise<void> {
    const found = (await keptOf(key)).filter((one) => one.id === id)[0]
    if (!found) {
      restart()
      return
    }
    // The mark may be older than the record: a browser writes it down later.
    if (found.state !== 'draft' && !correcting) {
      await goOn(found)
      return
    }
    setInstance(found.id)
    // A correction is a filling in of its own.
    goOnFrom(correcting ? '' : (found.paradata ?? ''))
    take(found.raw)
    form.hidden = false
    empty(part('status'))
    if (correcting) return
    const over = button(words(say['startOver']), 'link', () => {
      if (window.confirm(words(say['startOverSure']))) void startOver(found.id)
    })
    part('status').append(
      make('div', { class: 'notice', role: 'status' }, `${words(say['draftRestored'])} `, over),
    )
  }

  async function find(id = ''): Promise<void> {
    const found = (await keptOf(key)).filter((one) => id === '' || one.id === id)[0]
    if (found) await goOn(found)
  }

  async function goOn({ id, state, receipt, receivedOn }: Kept): Promise<void> {
    const marker = { id, state, receipt, receivedOn }
    if (state === 'pending') await resume(marker)
    else if (state === 'draft') await restore(id)
    else if (!island.csrf) showSent(marker)
  }

  async function startOver(id: string): Promise<void> {
    setSending(true)
    writeMarker(key, null)
    await forget(id)
    location.replace(`${key}?l=${encodeURIComponent(island.locale)}`)
  }

  async function resume(marker: Marker): Promise<void> {
    const pending = (await keptOf(key)).filter((one) => one.state === 'pending')
    const own = pending.filter((one) => one.id === marker.id)[0] ?? pending[0]
    if (!own) {
      restart()
      return
    }
    setInstance(own.id)
    goOnFrom(own.paradata ?? '')
    take(own.raw)
    await send(own)
  }

  async function send(kept: Kept): Promise<void> {
    setSending(true)
    writeMarker(key, { id: kept.id, state: 'pending' })
    form.hidden = true
    deliver(island, kept, part('sending'), (sent) => void settle(kept, sent))
  }

  async function settle(kept: Kept, sent: Sent): Promise<void> {
    if (sent.kind === 'receipt' || sent.kind === 'different') {
      const receivedOn = sent.kind === 'receipt' ? sent.receivedOn : ''
      writeMarker(key, { id: kept.id, state: 'sent', receipt: sent.receipt, receivedOn })
      // The answers stay on the device only where they may still be corrected.
      if (island.corrections && !island.csrf)
        await keep({ ...kept, state: 'sent', receipt: sent.receipt, receivedOn })
      else await forget(kept.id)
      if (sent.kind === 'receipt') {
        location.replace(receiptUrl(sent.receipt, receivedOn))
        return
      }
      const number = make('p', { class: 'large mono' }, `${words(say['receiptNumber'])} ${sent.receipt}`)
      const hint = make('p', {}, words(say['differentHint']))
      panel('different', words(say['differentTitle']), sent.words, [number, hint, exporting(island, kept)])
      return
    }
    setSending(false)
    writeMarker(key, { id: kept.id, state: 'draft' })
    await keep({ ...kept, state: 'draft', savedAt: Date.now() })
    if (sent.kind === 'refused') {
      empty(part('sending'))
      form.hidden = false
      backTo(sent.refusals)
      return
    }
    const reason = sent.kind === 'no' ? sent.words : ''
    const keptHere = make('p', {}, words(say['notAcceptedKept']))
    panel('no', words(say['notAccepted']), reason, [keptHere, exporting(island, kept)])
  }

  function receiptUrl(receipt: string, receivedOn: string): string {
    return `${island.receipt}?l=${encodeURIComponent(island.locale)}#${receipt}/${receivedOn}`
  }

  function panel(what: string, title: string, lead: string, more: readonly HTMLElement[]): void {
    const place = part('sending')
    empty(place)
    const box = make('section', { class: 'panel', role: 'status', tabindex: '-1', 'data-state': what })
    box.append(make('h1', {}, title), make('p', { class: 'large' }, lead), ...more)
    place.append(box)
    place.hidden = false
    box.focus()
  }

  function showSent(marker: Marker): void {
    form.hidden = true
    const { id, receipt = '', receivedOn = '' } = marker
    const link = make('a', { class: 'button', href: receiptUrl(receipt, receivedOn) }, words(say['sentShow']))
    const row = make('p', { class: 'buttons' }, link)
    if (island.corrections) {
      row.append(
        button(words(say['sentCorrect']), 'button secondary', () => {
          part('sending').hidden = true
          void restore(id, true)
        }),
      )
    }
    row.append(button(words(say['sentAgain']), 'button secondary', () => void startOver(id)))
    panel('sent', words(say['sentTitle']), words(say['sentText'], { receipt }), [row])
  }

  return {
    restore,
    find,
    resume,
    showSent,
    post: (kept) => send(withParadata({ ...kept, text: textOf(sheet) })),
  }
}
