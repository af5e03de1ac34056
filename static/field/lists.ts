/** What waits to be sent, drafts, and what was delivered: each record with its state, size, time and trouble. */

import { copyText } from '../answering/copy.ts'
import { button, empty, make } from '../answering/island.ts'
import type { FieldRecord, KnownPerson } from './base.ts'
import { exportRecords } from './export-panel.ts'
import { ageOf, sizeWords, type Say } from './island.ts'
import {
  changeRecord,
  contentOf,
  givenName,
  recordsOf,
  removeRecord,
  renameRecord,
  type Content,
} from './records.ts'
import { formAddress } from './taken.ts'

export interface Lists {
  show(): Promise<void>
  /** A step of sending. */
  tell(id: string, step: string): void
}

interface Listing {
  readonly person: KnownPerson
  readonly say: Say
  readonly send: () => void
  readonly changed: () => void
}

const part = (id: string) => document.getElementById(id) as HTMLElement

export function showLists(listing: Listing): Lists {
  const { person, say } = listing
  const steps = new Map<string, string>()
  const opened = new Map<string, Content>()
  let drawn = ''

  /** What stands in a record, under the name that its owner gave it; opened again only after it was written again. */
  async function read(record: FieldRecord): Promise<Content | null> {
    const key = `${record.id} ${record.savedAt}`
    const content = opened.get(key) ?? (await contentOf(record).catch(() => null))
    if (content) opened.set(key, content)
    const name = await givenName(record)
    return content && name !== '' ? { ...content, name } : content
  }

  async function show(): Promise<void> {
    const records = await recordsOf(person.id)
    const contents = new Map<string, Content | null>()
    for (const record of records)
      if (record.state !== 'delivered') contents.set(record.id, await read(record))
    // Drawn anew only where something changed, so that nothing moves away from under a finger.
    const now = JSON.stringify([
      records.map((one) => [
        one.id,
        one.state,
        one.savedAt,
        one.tries,
        one.trouble,
        one.receipt,
        contents.get(one.id)?.name,
      ]),
      [...steps],
      Math.floor(Date.now() / 60_000),
    ])
    if (now === drawn) return
    drawn = now
    const waiting = records.filter(({ state }) => state === 'pending' || state === 'held')
    const drafts = records.filter(({ state }) => state === 'draft')
    const delivered = records.filter(({ state }) => state === 'delivered')
    part('queue-count').textContent = String(waiting.length)
    part('send').hidden = waiting.length === 0
    fill(
      'queue',
      'queueEmpty',
      waiting.map((one) => queued(listing, one, contents.get(one.id), steps.get(one.id))),
    )
    fill(
      'drafts',
      'draftsEmpty',
      drafts.map((one) => draft(listing, one, contents.get(one.id), show)),
    )
    fill(
      'delivered',
      'deliveredEmpty',
      delivered.map((one) => done(listing, one)),
    )
    listing.changed()
  }

  function fill(id: string, none: string, items: readonly HTMLElement[]): void {
    const list = part(id)
    empty(list)
    if (items.length === 0) list.append(make('li', { class: 'none' }, say(none)))
    for (const item of items) list.append(item)
  }

  function tell(id: string, step: string): void {
    steps.delete(id)
    const [kind = '', n = ''] = step.split(' ')
    if (kind === 'sending') steps.set(id, say('stateSending'))
    if (kind === 'file') steps.set(id, say('sendingFile', { n }))
    if (kind === 'bytes') {
      const [sent = 0, all = 0] = n.split('/').map(Number)
      steps.set(id, say('sendingBytes', { n: `${sizeWords(sent)} / ${sizeWords(all)}` }))
    }
    void show()
  }

  return { show, tell }
}

function item(record: FieldRecord, ...content: readonly (HTMLElement | string)[]): HTMLElement {
  return make('li', { 'data-state': record.state, 'data-id': record.id }, ...content)
}

function nameOf(content: Content | null | undefined, say: Say): string {
  return content?.name || say('unnamed')
}

function queued(
  listing: Listing,
  record: FieldRecord,
  content: Content | null | undefined,
  step = '',
): HTMLElement {
  const { say, person, send } = listing
  const { state, finishedAt, size, files, tries, trouble } = record
  const tag = make(
    'span',
    { class: `tag ${state === 'held' ? 'red' : 'amber'}` },
    say(state === 'held' ? 'stateHeld' : 'statePending'),
  )
  const facts = [
    say('finishedAge', { age: ageOf(finishedAt, say) }),
    say('sizeFiles', { size: sizeWords(size), files }),
    ...(tries > 0 ? [say('tries', { n: tries })] : []),
  ]
  const lines = [
    make('p', {}, tag, ' ', make('span', { class: 'name' }, nameOf(content, say))),
    make('p', { class: 'small' }, record.title),
    make('p', { class: 'small muted' }, facts.join(' · ')),
  ]
  if (step) lines.push(make('p', { class: 'small', role: 'status' }, step))
  if (trouble) lines.push(make('p', { class: 'small trouble' }, troubleWords(trouble, say)))
  const again = async () => {
    await changeRecord(record.id, ['held', 'pending'], { state: 'pending', nextAt: 0 })
    send()
  }
  const does = make('div', { class: 'does' })
  does.append(button(say('sendOne'), 'button small', () => void again()))
  if (state === 'held' && trouble?.code !== 'differs')
    does.append(button(say('openRecord'), 'button small secondary', () => void reopen(record)))
  does.append(
    button(say('exportOne'), 'button small secondary', () => void exportRecords({ person, say }, [record])),
    copying(content, say),
    removing(record, say('removeSure', { name: nameOf(content, say) }), say, send),
  )
  return item(record, ...lines, does)
}

function troubleWords({ code, words }: NonNullable<FieldRecord['trouble']>, say: Say): string {
  if (code === 'server') return say('server', { words })
  const own = code === 'signIn' ? say('signInAgain') : say(code)
  return words && words !== own ? `${own} ${words}` : own
}

/** What was refused is filled in again under the same id. */
async function reopen(record: FieldRecord): Promise<void> {
  await changeRecord(record.id, ['held'], { state: 'draft' })
  location.assign(`${formAddress(record.collection, record.locale)}#${record.id}`)
}

function draft(
  { say }: Listing,
  record: FieldRecord,
  content: Content | null | undefined,
  show: () => Promise<void>,
): HTMLElement {
  const link = make(
    'a',
    { class: 'button small', href: `${formAddress(record.collection, record.locale)}#${record.id}` },
    say('goOn'),
  )
  const name = nameOf(content, say)
  const heading = make('p', {}, make('span', { class: 'name' }, name))
  if (record.receipt)
    heading.append(' ', make('span', { class: 'tag' }, say('correctingTag', { receipt: record.receipt })))
  const note = content?.note
    ? [make('p', { class: 'small trouble' }, say('returned', { words: content.note }))]
    : []
  return item(
    record,
    heading,
    ...note,
    make('p', { class: 'small' }, record.title),
    make(
      'p',
      { class: 'small muted' },
      `${say('draftAge', { age: ageOf(record.savedAt, say) })} · ${sizeWords(record.size)}`,
    ),
    make(
      'div',
      { class: 'does' },
      link,
      button(say('rename'), 'button small secondary', () => void rename(record, name, say).then(show)),
      ...(content?.text ? [copying(content, say)] : []),
      removing(record, say('removeDraftSure', { name }), say, () => void show()),
    ),
  )
}

async function rename(record: FieldRecord, name: string, say: Say): Promise<void> {
  const asked = window.prompt(say('renameAsked'), name)
  if (asked !== null) await renameRecord(record, asked.trim().slice(0, 60))
}

function done({ say }: Listing, record: FieldRecord): HTMLElement {
  const lines = [
    make('p', {}, make('span', { class: 'tag green' }, say('delivered')), ' ', record.title),
    make('p', { class: 'small mono' }, say('receiptIs', { receipt: record.receipt })),
    make(
      'p',
      { class: 'small muted' },
      `${record.receivedOn} · ${say('finishedAge', { age: ageOf(record.finishedAt, say) })}`,
    ),
  ]
  if (!record.content) return item(record, ...lines)
  const correct = button(say('correct'), 'button small secondary', () => void correctOne(record))
  return item(record, ...lines, make('div', { class: 'does' }, correct))
}

async function correctOne(record: FieldRecord): Promise<void> {
  await changeRecord(record.id, ['delivered'], { state: 'draft' })
  location.assign(`${formAddress(record.collection, record.locale)}#${record.id}`)
}

function copying(content: Content | null | undefined, say: Say): HTMLElement {
  const copy = button(say('copyOne'), 'button small secondary', () => {
    void copyText(content?.text ?? '').then((did) => {
      if (did) copy.textContent = say('copied')
    })
  })
  return copy
}

function removing(record: FieldRecord, sure: string, say: Say, after: () => void): HTMLElement {
  return button(say('remove'), 'button small danger', () => {
    if (window.confirm(sure)) void removeRecord(record.id).then(after)
  })
}
