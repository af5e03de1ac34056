/** The script of a form in the field app. All that forms may need is in it: without network nothing can be loaded later. */

import './answering/repeats.ts'
import './answering/rare.ts'
import './answering/types/barcode.ts'
import './answering/types/combo.ts'
import './answering/types/drawing.ts'
import './answering/types/filter.ts'
import './answering/types/place.ts'
import './answering/types/rank.ts'
import './answering/types/slider.ts'
import './answering/types/text.ts'
import { goBy } from './answering/journey.ts'
import { keepBy } from './answering/keeping.ts'
import { answer, make, readIsland, words, writeMarker } from './answering/kit.ts'
import { newInstanceId } from './answering/marker.ts'
import { noteEffort } from './answering/paradata.ts'
import { offerBurden } from './answering/burden.ts'
import { offerOutline } from './answering/outline.ts'
import { offerPhrases } from './answering/phrases.ts'
import { alsoEnhance } from './answering/types/file.ts'
import { currentPerson } from './field/base.ts'
import { lookUpIn } from './field/burden.ts'
import { capturing } from './field/capturing.ts'
import { fieldJourney, fieldKeeper } from './field/filling.ts'
import { drain, keepSending } from './field/sender.ts'
import { ground, lookAtSpace, lowSpace } from './field/surroundings.ts'
import { isOpen } from './field/vault.ts'

document.documentElement.classList.add('scripted')
void begin()

async function begin(): Promise<void> {
  const read = readIsland()
  if (!read?.field) return
  const { field } = read
  const person = await currentPerson().catch(() => null)
  const mine = person?.collections.some(({ id }) => id === field.collection)
  if (!person || !mine || !(await isOpen(person))) {
    // The app asks who it is, or for the password.
    location.replace('/field')
    return
  }
  const id = /^#[0-9a-f-]{36}$/.test(location.hash) ? location.hash.slice(1) : newInstanceId()
  history.replaceState(null, '', `${location.pathname}${location.search}#${id}`)
  const island = { ...read, field, key: 'field', csrf: '' }
  const filling = { island, person, id }
  keepBy(fieldKeeper(filling))
  goBy(fieldJourney(filling))
  alsoEnhance(capturing)
  // The page opens every record as one that was begun: a new one with the defaults of this moment.
  writeMarker(island.key, { id, state: 'draft' })
  noteEffort()
  answer(island)
  offerOutline()
  offerPhrases()
  offerBurden(lookUpIn(person))
  sayGround(field.words)
  const send = keepSending(async (force) => {
    const detail = await drain({ force })
    document.dispatchEvent(new CustomEvent('drained', { detail }))
    return detail
  })
  addEventListener('online', () => send(true))
  document.addEventListener('finished', () => send(true))
}

function sayGround(say: Readonly<Record<string, string>>): void {
  const mode = document.getElementById('mode')?.firstChild
  const { reopens, encrypts } = ground()
  if (mode)
    mode.textContent = `${words(say[reopens ? 'modeSecure' : encrypts ? 'modeNoWorker' : 'modePlain'])} `
  void lookAtSpace(false).then(({ free }) => {
    if (free === null || free >= lowSpace) return
    const megabytes = Math.floor(free / 1024 / 1024)
    const told = make('p', { class: 'error', role: 'status' }, words(say['spaceLow'], { megabytes }))
    document.getElementById('status')?.before(told)
  })
}
