/** Who is here: the way to signing in, and unlocking by password where there is no network. */

import { empty, make } from '../answering/island.ts'
import type { KnownPerson } from './base.ts'
import type { Say } from './island.ts'
import { unlock } from './vault.ts'

interface AtDoor {
  readonly person: KnownPerson | null
  /** What this person keeps here can be read. */
  readonly open: boolean
  /** The server says that nobody is signed in. */
  readonly signIn: boolean
  readonly say: Say
  readonly unlocked: () => void
}

export function showDoor(place: HTMLElement, { person, open, signIn, say, unlocked }: AtDoor): void {
  empty(place)
  place.hidden = open && !signIn
  if (place.hidden) return
  const link = make('a', { class: 'button', href: '/sign-in?next=/field' }, say('signIn'))
  if (open) {
    place.append(make('p', {}, say('signInAgain')), make('p', {}, link))
    return
  }
  if (!person) {
    place.append(make('p', {}, say('nobody')), make('p', {}, say('signInNeeded')), make('p', {}, link))
    return
  }
  place.append(make('h2', {}, say('lockedTitle')), make('p', {}, say('lockedHint')), make('p', {}, link))
  if (!person.wrapped) {
    place.append(make('p', { class: 'muted' }, say('lockedOnline')))
    return
  }
  const field = make('input', {
    type: 'password',
    id: 'unlock-password',
    autocomplete: 'current-password',
  }) as HTMLInputElement
  const told = make('p', { role: 'status', class: 'error' })
  const form = make(
    'form',
    { class: 'field' },
    make('label', { for: 'unlock-password' }, say('password')),
    field,
    make('p', {}, make('button', { class: 'button secondary' }, say('unlock'))),
    told,
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    told.textContent = say('unlocking')
    void unlock(person, field.value).then((done) => {
      if (done) unlocked()
      else told.textContent = say('unlockWrong')
    })
  })
  place.append(form)
}
