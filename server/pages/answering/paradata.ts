/** What a page tells and carries of how answers come about, where the collection keeps that. */

import { isRecord } from '../../form/rows.ts'
import type { Collection } from '../../store/store.ts'
import type { Visit } from '../page.ts'
import type { Speaking } from './language.ts'
import { fieldOf } from './posted.ts'

/** More than a device can have noted of a form. */
const longestField = 500_000

type Keeping = Pick<Collection, 'paradata' | 'anonymous'>

/** What respondents are told on their first page; nothing where nothing is kept. */
export function toldToRespondents(collection: Keeping, { w }: Speaking): readonly string[] {
  if (collection.paradata === 'off') return []
  const what = collection.paradata === 'times' ? 'keptTimes' : 'keptQuestions'
  return [w[collection.anonymous ? (`${what}Coarse` as const) : what], w.keptWhy]
}

/** What investigators are told on the form; '' where nothing is kept. */
export function toldToInvestigators(collection: Keeping, { w }: Speaking): string {
  if (collection.paradata === 'off') return ''
  const what = collection.paradata === 'times' ? 'fillTimes' : 'fillQuestions'
  return w[collection.anonymous ? (`${what}Coarse` as const) : what]
}

/** The hidden field of a form as it is opened: without JavaScript the beginning is all that is known. */
export function paradataBegun(visit: Visit): string {
  return JSON.stringify({ start: visit.now().toISOString() })
}

/** The hidden field as it was posted, to be carried on. */
export function paradataCarried(visit: Visit): string {
  const text = fieldOf(visit.body, '_paradata')
  return isRecord(parsed(text)) ? text : paradataBegun(visit)
}

/** What was posted of how the answer came about, up to now where no script has told it. */
export function paradataPosted(visit: Visit): unknown {
  const told = parsed(fieldOf(visit.body, '_paradata'))
  if (!isRecord(told) || typeof told['span'] === 'number') return told
  const span = visit.now().getTime() - Date.parse(String(told['start']))
  return { start: told['start'], span }
}

function parsed(text: string): unknown {
  if (text === '' || text.length > longestField) return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
