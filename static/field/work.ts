/** The forms that the person may fill in, and taking them along. */

import { button, empty, make } from '../answering/island.ts'
import type { CollectionWork, FieldTask, KnownPerson } from './base.ts'
import { ageOf, type Say } from './island.ts'
import { tasksOf } from './person.ts'
import { showTask } from './tasks.ts'
import { ground } from './surroundings.ts'
import { forgetOthers, formAddress, takeAlong, takenState, type Taken } from './taken.ts'

interface Showing {
  readonly person: KnownPerson
  readonly say: Say
  readonly build: string
}

export async function showWork(place: HTMLElement, showing: Showing): Promise<void> {
  const { person, say } = showing
  const { reopens } = ground()
  const tasks = await tasksOf(person)
  const collections = inOrder(person.collections, tasks)
  const age = document.getElementById('work-age')
  if (age) age.textContent = say('workAge', { age: ageOf(person.fetchedAt, say) })
  if (reopens) await forgetOthers(collections)
  const states = await Promise.all(
    collections.map((one) => (reopens ? takenState(one, showing.build) : Promise.resolve<Taken>('none'))),
  )
  empty(place)
  if (collections.length === 0) place.append(make('li', { class: 'none' }, say('workEmpty')))
  for (const [i, one] of collections.entries())
    place.append(itemOf(one, states[i] ?? 'none', place, { ...showing, tasks }))
  const all = document.getElementById('download-all') as HTMLButtonElement
  const left = collections.filter((one, i) => one.door === 'open' && states[i] !== 'taken')
  all.hidden = !reopens || left.length < 2
  all.onclick = () => {
    all.disabled = true
    all.textContent = say('downloading')
    void takeAll(left).then(async (failed) => {
      all.disabled = false
      all.textContent = say('downloadAll')
      await showWork(place, showing)
      if (failed > 0 && age) age.textContent = say('downloadFailed')
    })
  }
}

/** What was assigned first, the most urgent of it before. */
function inOrder(
  collections: readonly CollectionWork[],
  tasks: readonly FieldTask[],
): readonly CollectionWork[] {
  const placeOf = (id: string) => {
    const place = tasks.findIndex(({ collectionId }) => collectionId === id)
    return place < 0 ? tasks.length : place
  }
  return collections.slice().sort((a, b) => placeOf(a.id) - placeOf(b.id))
}

async function takeAll(work: readonly CollectionWork[]): Promise<number> {
  let failed = 0
  for (const one of work) {
    try {
      await takeAlong(one)
    } catch {
      failed++
    }
  }
  return failed
}

function itemOf(
  one: CollectionWork,
  taken: Taken,
  place: HTMLElement,
  showing: Showing & { readonly tasks: readonly FieldTask[] },
): HTMLElement {
  const { say } = showing
  const { reopens } = ground()
  const language = one.languages[0]?.key ?? ''
  const facts = [
    one.topic,
    say('questions', { n: one.questions }),
    ...(one.door === 'open' ? [] : [say(`door_${one.door}`)]),
  ]
  const task = showing.tasks.filter(({ collectionId }) => collectionId === one.id)[0]
  const does = make('div', { class: 'does' })
  if (one.door === 'open' || taken !== 'none')
    does.append(make('a', { class: 'button small', href: formAddress(one.id, language) }, say('fill')))
  const told = make('p', { class: 'small muted', role: 'status' })
  if (reopens && (one.door === 'open' || taken !== 'none'))
    told.textContent = say(taken === 'taken' ? 'taken' : taken === 'old' ? 'takenOld' : 'notTaken')
  if (reopens && one.door === 'open' && taken !== 'taken') {
    const take = button(say('download'), 'button small secondary', () => {
      take.setAttribute('disabled', '')
      told.textContent = say('downloading')
      takeAlong(one).then(
        () => showWork(place, showing),
        () => {
          take.removeAttribute('disabled')
          told.textContent = say('downloadFailed')
        },
      )
    })
    does.append(take)
  }
  return make(
    'li',
    { 'data-taken': taken, 'data-collection': one.id },
    make('p', { class: 'name' }, one.title),
    make('p', { class: 'small muted' }, facts.join(' · ')),
    ...(task ? showTask(task, one.id, language, say) : []),
    told,
    does,
  )
}
