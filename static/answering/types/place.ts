/** Places: the device's own at the press of a button, where the browser tells it; typed everywhere. */

import type { Enhancing } from '../enhance.ts'
import { button, make, words } from '../kit.ts'

/** How long a better fix is waited for, in milliseconds. */
const patience = 25_000

export function enhance({ box, sheet, question }: Enhancing): void {
  const field = box.querySelector<HTMLInputElement | HTMLTextAreaElement>('[data-place],[data-points]')
  const tools = box.querySelector('[data-tools]')
  if (!field || !tools || tools.firstChild) return
  const say = sheet.island.words.page
  const told = make('span', { role: 'status', class: 'quiet' })
  if (!window.isSecureContext || !navigator.geolocation) {
    tools.append(make('span', { class: 'quiet' }, words(say['placeInsecure'])))
    return
  }
  const many = field.hasAttribute('data-points')
  const enough = Number(question.parameters['capture-accuracy']) || 5
  const get = button(words(say[many ? 'pointAdd' : 'placeGet']), 'button secondary', () => {
    told.textContent = words(say['placeLooking'])
    get.setAttribute('aria-disabled', 'true')
    look(enough, (found, refused) => {
      get.removeAttribute('aria-disabled')
      if (!found) {
        told.textContent = words(say[refused ? 'placeRefused' : 'placeNone'])
        return
      }
      const text = pointText(found)
      field.value = many ? `${field.value.trim() ? `${field.value.trim()}\n` : ''}${text}` : text
      told.textContent = words(say['placeFound'], { metres: Math.round(found.accuracy) })
      field.dispatchEvent(new Event('change', { bubbles: true }))
    })
  })
  tools.append(get, told)
}

/** The best fix until it is good enough, or time is over. */
function look(enough: number, done: (found: GeolocationCoordinates | null, refused: boolean) => void): void {
  let best: GeolocationCoordinates | null = null
  let ended = false
  const end = (refused: boolean) => {
    if (ended) return
    ended = true
    navigator.geolocation.clearWatch(watch)
    clearTimeout(timer)
    done(best, refused)
  }
  const watch = navigator.geolocation.watchPosition(
    ({ coords }) => {
      if (!best || coords.accuracy < best.accuracy) best = coords
      if (best.accuracy <= enough) end(false)
    },
    (error) => {
      if (error.code === error.PERMISSION_DENIED || best) end(error.code === error.PERMISSION_DENIED)
    },
    { enableHighAccuracy: true, timeout: patience, maximumAge: 0 },
  )
  const timer = setTimeout(() => end(false), patience)
}

function pointText({ latitude, longitude, altitude, accuracy }: GeolocationCoordinates): string {
  return [latitude.toFixed(7), longitude.toFixed(7), (altitude ?? 0).toFixed(1), accuracy.toFixed(1)].join(
    ' ',
  )
}
