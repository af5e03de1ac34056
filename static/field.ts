/** The field app: who uses this device, what waits to be sent, drafts, forms to take along, and receipts. */

import { button, empty, make } from './answering/island.ts'
import { currentPerson, type KnownPerson } from './field/base.ts'
import { showDoor } from './field/door.ts'
import { showExport } from './field/export-panel.ts'
import { readFieldIsland, sayer } from './field/island.ts'
import { showLists, type Lists } from './field/lists.ts'
import { askServer, leave } from './field/person.ts'
import { tidyDelivered, waitingOfOthers } from './field/records.ts'
import { drain, keepSending, type Drained } from './field/sender.ts'
import { showGround, showSpace } from './field/standing.ts'
import { ground, installWorker } from './field/surroundings.ts'
import { chooseLanguage } from './field/taken.ts'
import { isOpen } from './field/vault.ts'
import { showWork } from './field/work.ts'

const island = readFieldIsland()
const say = sayer(island)
const part = (id: string) => document.getElementById(id) as HTMLElement

let lists: Lists | null = null
let person: KnownPerson | null = null
let csrf = ''

const send = keepSending(sendWaiting)
void begin()

async function begin(): Promise<void> {
  const asked = new URLSearchParams(location.search)
  if (ground().reopens && asked.get('l')) void chooseLanguage(asked.get('l') ?? '')
  if (asked.get('missing')) notice('warning', say('missing'))
  showGround(part('ground'), say)
  void showSpace(part('space'), say)
  void installWorker()
  person = await currentPerson().catch(() => null)
  await show()
  await look()
  addEventListener('online', () => void look())
  addEventListener('offline', () => state(say('offline')))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void look()
  })
  setInterval(() => void lists?.show(), 30_000)
}

/** Asks the server who is here, and sends what waits. */
async function look(): Promise<void> {
  const visit = await askServer()
  if (visit.kind === 'here') {
    person = visit.person
    csrf = visit.csrf
    await show()
    state(say('online'))
    send(true)
    return
  }
  state(say(visit.kind === 'away' ? 'offline' : person ? 'signInAgain' : 'signInNeeded'))
  if (visit.kind === 'signIn') await show(true)
}

async function show(signIn = false): Promise<void> {
  const open = person !== null && (await isOpen(person))
  part('who').textContent = person ? say('signedInAs', { name: person.name }) : ''
  part('leave').hidden = person === null
  part('inside').hidden = !open
  showDoor(part('door'), { person, open, signIn, say, unlocked: () => void show(signIn) })
  if (!person || !open) return
  await tidyDelivered(person.id)
  lists = showLists({ person, say, send: () => send(true), changed: () => void showOthers() })
  await lists.show()
  showExport(part('export'), { person, say })
  await showWork(part('work'), { person, say, build: island.build })
  await showOthers()
}

async function showOthers(): Promise<void> {
  if (!person) return
  const old = document.querySelectorAll('#notices .others')
  for (let i = 0; i < old.length; i++) old[i]?.remove()
  for (const [name, n] of await waitingOfOthers(person.id))
    notice('warning others', say('others', { name, n }))
}

async function sendWaiting(force: boolean): Promise<Drained | null> {
  if (!person || !(await isOpen(person))) return null
  const drained = await drain({ force, tell: (id, step) => lists?.tell(id, step) })
  if (drained.kind === 'done') state(say('online'))
  if (drained.kind === 'signIn') state(say('signInAgain'))
  if (drained.kind === 'away') state(say('offline'))
  await lists?.show()
  return drained
}

function state(words: string): void {
  part('link-state').textContent = words
}

function notice(look: string, words: string): void {
  part('notices').append(make('div', { class: `notice ${look}` }, words))
}

part('send').addEventListener('click', () => void look())
part('leave').addEventListener('click', () => {
  const sure = person?.keyed ? say('leaveSure') : say('leaveSurePlain')
  if (window.confirm(sure)) void signOut()
})

async function signOut(): Promise<void> {
  await leave()
  person = null
  empty(part('queue'))
  await show()
  if (csrf === '') return
  const body = new URLSearchParams({ _csrf: csrf })
  await fetch('/sign-out', { method: 'POST', body, credentials: 'same-origin' }).catch(() => undefined)
  csrf = ''
}

interface Installing extends Event {
  readonly prompt: () => Promise<unknown>
}

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault()
  const install = button(say('install'), 'button small', () => {
    install.remove()
    void (event as Installing).prompt()
  })
  part('ground').append(make('p', {}, install))
})
