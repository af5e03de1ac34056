/** Says what this browser gives here, and how much room there is. */

import { button, empty, make } from '../answering/island.ts'
import { sizeWords, type Say } from './island.ts'
import { ground, lookAtSpace, lowSpace } from './surroundings.ts'

export function showGround(place: HTMLElement, say: Say): void {
  const { secure, reopens, weChat } = ground()
  const words = reopens ? 'groundFull' : secure ? 'groundNoWorker' : 'groundPlain'
  place.setAttribute('data-ground', reopens ? 'full' : secure ? 'noWorker' : 'plain')
  const look = reopens ? 'notice good' : 'notice warning'
  place.append(make('p', { class: look }, say(words)))
  if (weChat) place.append(make('p', { class: 'notice warning' }, say('weChat')))
  if (secure) {
    if (reopens) place.append(make('p', { class: 'muted' }, say('installHint')))
    return
  }
  const trust = make('a', { href: '/trust' }, say('groundTrust'))
  place.append(make('p', {}, `${say('groundGet')} `, trust), make('p', {}, say('groundMove')))
}

export async function showSpace(place: HTMLElement, say: Say, ask = true): Promise<void> {
  const { free, used, persisted } = await lookAtSpace(ask)
  empty(place)
  const megabytes = free === null ? 0 : Math.floor(free / 1024 / 1024)
  if (free === null) place.append(make('p', {}, say('spaceUnknown')))
  else {
    if (free < lowSpace) place.append(make('p', { class: 'notice bad' }, say('spaceLow', { megabytes })))
    place.append(make('p', {}, say('spaceFree', { megabytes, used: sizeWords(used ?? 0) })))
  }
  place.setAttribute('data-persisted', String(persisted))
  const told = persisted === null ? 'spaceCannotAsk' : persisted ? 'spaceKept' : 'spaceNotKept'
  place.append(make('p', {}, say(told)))
  if (persisted !== false) return
  const again = button(say('spaceAsk'), 'button small secondary', () => void showSpace(place, say))
  place.append(make('p', {}, again))
}
