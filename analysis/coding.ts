/** Any variable, or one choice of it, as a coding: what cross-tabulating, filtering and protecting work on. */

import type { CodeInfo } from './cells.ts'
import { answeredInfos, choiceInfos, codeInfos } from './cells.ts'
import type { Frame, TextColumn } from './frame.ts'
import { answered } from './frame.ts'
import type { Codes } from './totals.ts'
import { codesOf, columnOf, variableOf } from './totals.ts'
import type { Words } from './words.ts'

export interface Coding extends Codes {
  readonly name: string
  readonly label: string
  /** Every code, in reading order. */
  readonly infos: readonly CodeInfo[]
  readonly ordered: boolean
}

/** More categories than this make no readable table. */
export const categoryLimit = 200

/** Coding of a coded variable, a choice (`set/value`), a date by month, or whether anything was answered. */
export function codingOf(frame: Frame, name: string, words: Words): Coding {
  const slash = name.indexOf('/')
  if (!frame.columns.has(name) && slash > 0) {
    const variable = variableOf(frame, name.slice(0, slash))
    const codes = codesOf(frame, name)
    const category = variable.categories.find(({ value }) => value === name.slice(slash + 1))
    const label = `${variable.label} · ${category?.label ?? ''}`
    return { ...codes, name, label, infos: choiceInfos(variable, words), ordered: false }
  }
  const variable = variableOf(frame, name)
  const column = columnOf(frame, name)
  if (variable.kind === 'coded') {
    const infos = codeInfos(variable, words)
    return { ...codesOf(frame, name), name, label: variable.label, infos, ordered: variable.ordered }
  }
  if (variable.kind === 'date' && column.kind === 'text')
    return monthCoding(column, name, variable.label, words)
  return { ...codesOf(frame, name), name, label: variable.label, infos: answeredInfos(words), ordered: false }
}

/** Days as months in order of time; a column beyond the limit of categories is coded by year. */
function monthCoding(column: TextColumn, name: string, label: string, words: Words): Coding {
  const part = (length: number) =>
    [...new Set(column.texts.flatMap((day) => (day === null ? [] : [day.slice(0, length)])))].toSorted()
  const months = part(7)
  const length = months.length <= categoryLimit ? 7 : 4
  const periods = length === 7 ? months : part(4)
  const place = new Map(periods.map((period, k) => [period, k + 2]))
  const codes = new Uint16Array(column.status.length)
  column.texts.forEach((day, i) => {
    const status = column.status[i] ?? 0
    codes[i] =
      status === answered && day !== null ? (place.get(day.slice(0, length)) ?? 1) : Math.min(status, 1)
  })
  const infos = periods.map((period, k) => ({ code: k + 2, label: period, missing: null }))
  const statuses = answeredInfos(words).slice(1)
  return { codes, size: periods.length + 2, name, label, infos: [...infos, ...statuses], ordered: true }
}
