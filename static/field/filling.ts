/** The answering page in the field app: records of a person, a queue instead of a post, and the next one at once. */

import { checkAnswers, startingAnswers } from '../../server/form/answers.ts'
import { bytesOfText } from '../../server/form/digest.ts'
import { givenJson } from '../../server/form/given.ts'
import { sha256Hex } from '../../server/form/sha256.ts'
import { questionsOf } from '../../server/form/walk.ts'
import { textOf } from '../answering/checking.ts'
import { button, empty, make, surroundingsOf, words, type Island } from '../answering/island.ts'
import type { Desk, Journey } from '../answering/journey.ts'
import {
  goOnFrom,
  paradataToSend,
  withParadata,
  type Keeper,
  type Keeping,
  type Kept,
} from '../answering/keeping.ts'
import { newInstanceId } from '../answering/marker.ts'
import { exporting } from '../answering/sending.ts'
import type { Raw } from '../answering/standing.ts'
import { isFull, type FieldRecord, type KnownPerson } from './base.ts'
import { hold, untilHeld } from './lease.ts'
import { contentOf, readFile, recordOf, writeFile, writeRecord, type RecordHead } from './records.ts'
import type { Drained } from './sender.ts'
import { askToSync } from './surroundings.ts'

export interface Filling {
  readonly island: Island & { readonly field: NonNullable<Island['field']> }
  readonly person: KnownPerson
  /** The instance that the page was opened for. */
  readonly id: string
}

/** What is kept here is the person's, in the field app's own place. */
export function fieldKeeper({ island, person }: Filling): Keeper {
  return {
    keep: (kept) => safely(() => writeRecord(headOf(kept, 'draft'), contentOfKept(kept, island))),
    keepFile: (file) => safely(() => writeFile(person.id, file)),
    fileOf: (id, name) => readFile(id, name).catch(() => null),
  }

  function headOf(kept: Kept, state: RecordHead['state']): RecordHead {
    const { collection, title } = island.field
    return {
      id: kept.id,
      owner: person.id,
      collection,
      title,
      version: kept.version,
      locale: kept.locale,
      state,
    }
  }
}

/** The first two answers tell drafts of a form apart. */
function nameOf(text: string, island: Island): string {
  const answers = text
    .split('\r\n')
    .slice(1)
    .map((line) => line.slice(line.indexOf('：') + 1).trim())
  const none = words(island.words.page['unanswered'])
  return answers
    .filter((answer) => answer !== '' && answer !== none && answer.charAt(0) !== '•')
    .slice(0, 2)
    .join(' · ')
    .slice(0, 60)
}

/** Why records were sent back, by id: it stays with them while they are corrected. */
const notes = new Map<string, string>()

function contentOfKept({ id, raw, text, paradata }: Kept, island: Island) {
  const note = notes.get(id)
  return { raw, text, name: nameOf(text, island), ...(note ? { note } : {}), paradata }
}

/** How a finished record came about, as it is sent. */
function finishedParadata(kept: Kept, { anonymous }: Island): string | undefined {
  const told = paradataToSend(withParadata(kept).paradata, anonymous)
  return told && JSON.stringify({ ...told, finished: true })
}

/** The correction of a record that the server has is a filling in of its own. */
function isFinished(paradata: string | undefined): boolean {
  return (paradata ?? '').indexOf('"finished":true') >= 0
}

async function safely(write: () => Promise<void>): Promise<Keeping> {
  try {
    await write()
    return 'kept'
  } catch (error) {
    return isFull(error) ? 'full' : 'memory'
  }
}

/** One for the page, however often it is asked for. */
export function fieldJourney(filling: Filling): (desk: Desk) => Journey {
  let journey: Journey | null = null
  return (desk) => {
    journey ??= openFieldJourney(filling, desk)
    return journey
  }
}

function openFieldJourney({ island, person }: Filling, desk: Desk): Journey {
  const { sheet, take, setInstance, setSending, record } = desk
  const { form } = sheet
  /** The first page that asks something, as the server found. */
  const step = Number((form.elements.namedItem('_page') as HTMLInputElement).value) || 1
  const say = { ...island.words.page, ...island.field.words }
  const part = (id: string) => document.getElementById(id) as HTMLElement
  let release: (() => void) | null = null
  /** The record whose end is shown. */
  let finished = ''

  let shown = ''

  document.addEventListener('click', (event) => switchLanguage(event), true)
  document.addEventListener('drained', (event) => {
    showFinished(finished, (event as CustomEvent<Drained>).detail)
  })

  return {
    restore: (id) => open(id),
    // The field app opens every record by its id.
    find: () => Promise.resolve(),
    resume: (marker) => open(marker.id),
    showSent: () => undefined,
    post: finish,
  }

  /** A draft as it was left, or a new record; nothing can be typed before it is there. */
  async function open(id: string): Promise<void> {
    form.hidden = true
    release?.()
    release = await hold(`record ${id}`, lost)
    setInstance(id)
    goOnFrom('')
    empty(part('status'))
    if (!release) {
      panel('elsewhere', say['openElsewhere'], say['openElsewhereHint'], [back()])
      release = await untilHeld(`record ${id}`, lost)
      part('sending').hidden = true
    }
    const found = await recordOf(id).catch(() => null)
    if (!found) take(startOf(id))
    else if (found.owner !== person.id || found.state !== 'draft' || !found.content)
      return panel('gone', say['notADraft'], say['notADraftHint'], [back()])
    else if (!(await takeUp(found))) return panel('locked', say['lockedTitle'], say['lockedHint'], [back()])
    form.hidden = false
  }

  /** Another window has it now: this one reads anew what stands there, and waits. */
  function lost(): void {
    location.reload()
  }

  async function takeUp(found: FieldRecord): Promise<boolean> {
    const content = await contentOf(found).catch(() => null)
    if (!content) return false
    goOnFrom(found.receipt && isFinished(content.paradata) ? '' : (content.paradata ?? ''))
    take(content.raw)
    const lines: HTMLElement[] = [make('p', {}, words(say['draftRestored']))]
    if (content.note) {
      notes.set(found.id, content.note)
      lines.push(make('p', { class: 'error' }, words(say['returned'], { words: content.note })))
    }
    if (found.trouble?.words) lines.push(make('p', { class: 'error' }, found.trouble.words))
    if (found.receipt) lines.push(make('p', {}, words(say['correcting'], { receipt: found.receipt })))
    part('status').append(make('div', { class: 'notice', role: 'status' }, ...lines))
    return true
  }

  /** Defaults as they are on this device now, and when the record was begun. */
  function startOf(id: string): Raw {
    const surroundings = surroundingsOf(island, id)
    const raw: Raw = { ...startingAnswers(island.form, surroundings) }
    for (const { name, type } of questionsOf(island.form)) {
      if (type === 'start' && !island.anonymous) raw[name] = surroundings.now
      if (type === 'today') raw[name] = surroundings.today
    }
    return raw
  }

  async function finish(kept: Kept): Promise<void> {
    setSending(true)
    const raw: Raw = { ...kept.raw }
    const surroundings = surroundingsOf(island, kept.id)
    for (const { name, type } of questionsOf(island.form))
      if (type === 'end' && !island.anonymous) raw[name] = surroundings.now
    const { answers } = checkAnswers(island.form, raw, surroundings)
    const expected = sha256Hex(bytesOfText(givenJson(island.form, answers)))
    const text = textOf(sheet)
    const { collection, title } = island.field
    const head: RecordHead = {
      id: kept.id,
      owner: person.id,
      collection,
      title,
      version: kept.version,
      locale: kept.locale,
      state: 'pending',
      expected,
    }
    const paradata = finishedParadata(kept, island)
    const keeping = await safely(() => writeRecord(head, { raw, text, name: nameOf(text, island), paradata }))
    if (keeping !== 'kept') {
      // Nothing is said to be finished that is not written down.
      setSending(false)
      const told = keeping === 'full' ? say['finishFull'] : say['finishUnsaved']
      const again = button(words(say['finishAgain']), 'button', () => void finish(kept))
      const row = make('p', { class: 'buttons' }, again)
      panel('unsaved', say['notFinished'], told, [row, exporting(island, { ...kept, text })])
      return
    }
    release?.()
    release = null
    form.hidden = true
    finished = kept.id
    showFinished(kept.id)
    void askToSync()
    document.dispatchEvent(new Event('finished'))
  }

  /** What became of it, and the way to the next one: the page stays, so that this works without network. */
  function showFinished(id: string, drained?: Drained): void {
    void recordOf(id).then((found) => {
      const signIn = found?.state === 'pending' && drained?.kind === 'signIn'
      const now = `${id} ${found?.state} ${signIn}`
      if (id === '' || finished !== id || shown === now) return
      shown = now
      const delivered = found?.state === 'delivered'
      const held = found?.state === 'held'
      const title = delivered ? say['delivered'] : held ? say['held'] : say['pendingTitle']
      const receipt = found?.receipt ? words(say['receiptIs'], { receipt: found.receipt }) : ''
      const lead = delivered ? receipt : held ? (found.trouble?.words ?? '') : say['finishedHint']
      const next = button(words(say['fillNext']), 'button', () => {
        part('sending').hidden = true
        startNext()
      })
      const more = [make('p', { class: 'buttons' }, next, back())]
      if (signIn) more.unshift(make('p', { class: 'error' }, words(say['signInAgain'])), signInLink())
      panel(delivered ? 'delivered' : held ? 'no' : 'pending', title, lead, more)
    })
  }

  /** In another window: this page may be all that there is without network. */
  function signInLink(): HTMLElement {
    const link = make('a', { href: '/sign-in?next=/field', target: '_blank' }, words(say['signIn']))
    return make('p', {}, link)
  }

  function startNext(): void {
    finished = ''
    part('draft-state').textContent = ''
    const id = newInstanceId()
    history.replaceState({ step }, '', `${location.pathname}${location.search}#${id}`)
    setSending(false)
    void open(id).then(() => dispatchEvent(new PopStateEvent('popstate', { state: { step } })))
  }

  function back(): HTMLElement {
    return make('a', { class: 'button secondary', href: '/field' }, words(say['backToField']))
  }

  /** The page in another language is another page: what stands here is kept before it is left. */
  function switchLanguage(event: Event): void {
    const target = (event.target as Element).closest('button')
    if (!target || target.value.indexOf('language:') !== 0) return
    event.preventDefault()
    event.stopPropagation()
    const now = withParadata(record())
    const language = target.value.slice('language:'.length)
    const content = { raw: now.raw, text: '', name: nameOf(textOf(sheet), island), paradata: now.paradata }
    const { collection, title } = island.field
    const head = { id: now.id, owner: person.id, collection, title, version: now.version, locale: language }
    void safely(() => writeRecord({ ...head, state: 'draft' }, content)).then((keeping) => {
      if (keeping === 'kept')
        location.replace(`${location.pathname}?l=${encodeURIComponent(language)}#${now.id}`)
    })
  }

  function panel(
    what: string,
    title: string | undefined,
    lead: string | undefined,
    more: readonly HTMLElement[],
  ): void {
    const place = part('sending')
    empty(place)
    const box = make('section', { class: 'panel', role: 'status', tabindex: '-1', 'data-state': what })
    box.append(make('h1', {}, words(title)), make('p', { class: 'large' }, words(lead)), ...more)
    place.append(box)
    place.hidden = false
    box.focus()
  }
}
