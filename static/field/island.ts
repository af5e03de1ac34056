/** What the server put into the app's page: words, and which build it is. */

import { words as filled } from '../answering/island.ts'

export interface FieldIsland {
  readonly locale: string
  readonly words: Readonly<Record<string, string>>
  readonly build: string
}

export function readFieldIsland(): FieldIsland {
  return JSON.parse(document.getElementById('island')?.textContent ?? '{}') as FieldIsland
}

export type Say = (code: string, params?: Readonly<Record<string, string | number>>) => string

export function sayer({ words }: FieldIsland): Say {
  return (code, params = {}) => filled(words[code] ?? code, params)
}

/** How long ago, in words. */
export function ageOf(moment: number, say: Say, now = Date.now()): string {
  const minutes = Math.floor((now - moment) / 60_000)
  if (minutes < 1) return say('ageNow')
  if (minutes < 60) return say('ageMinutes', { n: minutes })
  if (minutes < 24 * 60) return say('ageHours', { n: Math.floor(minutes / 60) })
  return say('ageDays', { n: Math.floor(minutes / 60 / 24) })
}

export function sizeWords(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}
