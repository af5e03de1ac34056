/** What a person typed into a form of the staff pages, made into clean values. */

import type { Visit } from './page.ts'

/** What is wrong with one field, for the error summary; `field` is the id of the control. */
export interface FieldError {
  readonly field: string
  readonly words: string
}

/** A select's options. */
export interface Option {
  readonly value: string
  readonly label: string
}

/** One line: trimmed, spaces joined, no control characters, at most `most` characters. */
export function line(visit: Pick<Visit, 'body'>, name: string, most = 200): string {
  const value = first(visit, name)
  return cut(value.replace(/[\s\p{Cc}]+/gu, ' ').trim(), most)
}

/** Several lines: line ends made alike, no other control characters. */
export function lines(visit: Pick<Visit, 'body'>, name: string, most = 20_000): string {
  const value = first(visit, name)
  return cut(
    value
      .replace(/\r\n?/g, '\n')
      .replace(/[^\P{Cc}\n\t]/gu, '')
      .trim(),
    most,
  )
}

/** As typed, for passwords. */
export function secret(visit: Pick<Visit, 'body'>, name: string): string {
  return first(visit, name).slice(0, 1000)
}

/** A day 'YYYY-MM-DD'; null if empty, undefined if it is no day of the calendar. */
export function day(visit: Pick<Visit, 'body'>, name: string): string | null | undefined {
  const given = line(visit, name, 20)
    .normalize('NFKC')
    .replace(/[./年月]/g, '-')
    .replace(/日$/, '')
  if (given === '') return null
  const [, y = '', m = '', d = ''] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(given) ?? []
  const iso = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
  const moment = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(iso) ? iso : undefined
}

/** All values of a field that may stand several times. */
export function several(visit: Pick<Visit, 'body'>, name: string): readonly string[] {
  const value = visit.body[name]
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

function first(visit: Pick<Visit, 'body'>, name: string): string {
  return several(visit, name)[0] ?? ''
}

/** Cut between characters, never within one. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : [...text].slice(0, most).join('')
}
