/** Photos and sound in the field: photos are shrunk unless the original is asked for, sound is recorded after consent. */

import type { Enhancing } from '../answering/enhance.ts'
import { button, make, words } from '../answering/island.ts'
import { takeFile } from '../answering/types/file.ts'

/** Adds to a question that takes files what the field needs. */
export function capturing(enhancing: Enhancing): void {
  const { box, question, sheet } = enhancing
  const input = box.querySelector<HTMLInputElement>('input[type=file]')
  const say = sheet.island.field?.words
  if (!input || !say || box.querySelector('.capturing')) return
  const place = make('div', { class: 'capturing' })
  if (
    question.type === 'image' &&
    !input.hasAttribute('data-max-pixels') &&
    // The form asks for the original already.
    !box.querySelector('[data-keep-original]') &&
    !box.querySelector('[data-drawing]')
  ) {
    const mark = make('input', { type: 'checkbox', 'data-keep-original': '' })
    place.append(make('label', { class: 'row' }, mark, ` ${words(say['keepOriginal'])}`))
  }
  const records = window.isSecureContext && typeof MediaRecorder === 'function'
  if (question.type === 'audio' && records) place.append(...recorder(enhancing, say))
  if (place.firstChild) input.before(place)
}

function recorder(enhancing: Enhancing, say: Readonly<Record<string, string>>): readonly HTMLElement[] {
  const consent = make('input', { type: 'checkbox' }) as HTMLInputElement
  const told = make('span', { role: 'status', class: 'quiet' })
  const start = button(words(say['recordStart']), 'button secondary', () => void begin()) as HTMLButtonElement
  const stop = button(words(say['recordStop']), 'button', () => end())
  start.disabled = true
  stop.hidden = true
  let end: () => void = () => undefined
  consent.addEventListener('change', () => {
    start.disabled = !consent.checked
  })

  async function begin(): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null)
    if (!stream) {
      told.textContent = words(say['recordNone'])
      return
    }
    const recording = new MediaRecorder(stream)
    const parts: Blob[] = []
    const began = Date.now()
    const show = () => {
      const seconds = Math.floor((Date.now() - began) / 1000)
      told.textContent = words(say['recordRunning'], { seconds })
    }
    const timer = setInterval(show, 500)
    const switchTo = (running: boolean) => {
      start.hidden = running
      stop.hidden = !running
      consent.disabled = running
    }
    recording.addEventListener('dataavailable', ({ data }) => {
      if (data.size > 0) parts.push(data)
    })
    recording.addEventListener('stop', () => {
      clearInterval(timer)
      for (const track of stream.getTracks()) track.stop()
      switchTo(false)
      told.textContent = ''
      const type = recording.mimeType.split(';')[0] ?? 'audio/webm'
      const ending = type === 'audio/mp4' ? 'm4a' : type === 'audio/ogg' ? 'ogg' : 'webm'
      void takeFile(enhancing, new Blob(parts, { type }), `recording.${ending}`)
    })
    end = () => {
      if (recording.state !== 'inactive') recording.stop()
    }
    // A page that goes takes what was said so far.
    addEventListener('pagehide', end, { once: true })
    recording.start(1000)
    switchTo(true)
    show()
  }

  return [
    make('label', { class: 'row' }, consent, ` ${words(say['recordConsent'])}`),
    make('p', { class: 'buttons' }, start, stop, told),
  ]
}
