/** The limits of quality as they are typed: percentages, times of day, a line for each question. */

import { clock } from '../../../analysis/quality/places.ts'
import type { Frame } from '../../../analysis/frame.ts'
import type { Catalogue } from '../../locale/index.ts'
import {
  fits,
  limitNames,
  limitRanges,
  usualSettings,
  type LimitName,
  type QualitySettings,
} from '../../quality/settings.ts'
import { line, lines, type FieldError } from '../fields.ts'
import type { Visit } from '../page.ts'

const shares: ReadonlySet<LimitName> = new Set([
  'fastShare',
  'questionShare',
  'fastQuestions',
  'nearShare',
  'missingShare',
  'backCheckShare',
])
const hours: ReadonlySet<LimitName> = new Set(['earliest', 'latest'])
const metresRange = [1, 10_000] as const

export type TypedLimits = Readonly<Record<string, string>>

/** What stands in the fields. */
export function typedOf(settings: QualitySettings): TypedLimits {
  const numbers = limitNames.map((name) => [name, shownLimit(name, settings[name])] as const)
  const bound = (value: number | null) => (value === null ? '-' : String(value))
  return {
    ...Object.fromEntries(numbers),
    placeMetres: String(settings.placeMetres),
    bounds: settings.bounds
      .map(({ question, least, most }) => `${question} ${bound(least)} ${bound(most)}`)
      .join('\n'),
    attention: settings.attention.map(({ question, value }) => `${question} ${value}`).join('\n'),
    backCheckCollection: settings.backCheck?.collectionId ?? '',
    backCheckQuestion: settings.backCheck?.question ?? '',
  }
}

/** A limit as people write it; '' for none. */
export function shownLimit(name: LimitName, value: number | null): string {
  if (value === null) return ''
  if (hours.has(name)) return clock(value)
  return String(shares.has(name) ? Math.round(value * 1_000) / 10 : value)
}

export function typedLimits(visit: Visit): TypedLimits {
  const plain = [...limitNames, 'placeMetres', 'backCheckCollection', 'backCheckQuestion']
  return {
    ...Object.fromEntries(plain.map((name) => [name, line(visit, name, 100)])),
    bounds: lines(visit, 'bounds', 5_000),
    attention: lines(visit, 'attention', 5_000),
  }
}

export interface Around {
  readonly frame: Frame
  /** Collections of the topic that may check back, with the names of their questions. */
  readonly others: readonly { readonly id: string; readonly questions: ReadonlySet<string> }[]
}

export function readLimits(
  typed: TypedLimits,
  { frame, others }: Around,
  { quality: t }: Catalogue,
): { readonly settings: QualitySettings; readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = []
  const numbers = limitNames.map((name) => {
    const value = readLimit(name, typed[name] ?? '')
    if (value !== undefined) return [name, value] as const
    const [least, most] = limitRanges[name].map((bound) => shownLimit(name, bound))
    const label = t.limits[name]
    const words = hours.has(name)
      ? t.hourWrong({ label })
      : t.limitWrong({ label, least: least ?? '', most: most ?? '' })
    errors.push({ field: name, words })
    return [name, null] as const
  })
  const placeMetres = Number((typed['placeMetres'] ?? '').normalize('NFKC'))
  const [least, most] = metresRange
  if (!(placeMetres >= least && placeMetres <= most))
    errors.push({ field: 'placeMetres', words: t.limitWrong({ label: t.limits.placeMetres, least, most }) })
  const bounds = readLines(typed['bounds'] ?? '').map((words, place) => {
    const [question = '', low = '', high = ''] = words
    const [lowest, highest] = [boundOf(low), boundOf(high)]
    const known = frame.columns.get(question)?.kind === 'number'
    if (!known || words.length !== 3 || lowest === undefined || highest === undefined)
      errors.push({ field: 'bounds', words: t.boundsWrong({ line: place + 1, name: question }) })
    return { question, least: lowest ?? null, most: highest ?? null }
  })
  const attention = readLines(typed['attention'] ?? '').map((words, place) => {
    const [question = '', ...rest] = words
    if (!frame.columns.has(question) || rest.length === 0)
      errors.push({ field: 'attention', words: t.attentionWrong({ line: place + 1, name: question }) })
    return { question, value: rest.join(' ') }
  })
  const [collectionId, question] = [typed['backCheckCollection'] ?? '', typed['backCheckQuestion'] ?? '']
  const second = others.find(({ id }) => id === collectionId)
  if (collectionId !== '' && !(second?.questions.has(question) && frame.columns.has(question)))
    errors.push({ field: 'backCheckQuestion', words: t.backCheckWrong })
  const settings: QualitySettings = {
    ...usualSettings,
    ...(Object.fromEntries(numbers) as Partial<QualitySettings>),
    placeMetres,
    bounds,
    attention,
    backCheck: second ? { collectionId, question } : null,
  }
  return { settings, errors }
}

/** null for nothing typed, undefined for what is no such limit. */
function readLimit(name: LimitName, text: string): number | null | undefined {
  const given = text.normalize('NFKC').replace(/[%\s]/g, '')
  if (given === '') return null
  if (hours.has(name)) {
    const [, h = '', m = ''] = /^(\d{1,2}):(\d{2})$/.exec(given) ?? []
    return h !== '' && Number(h) < 24 && Number(m) < 60 ? 60 * Number(h) + Number(m) : undefined
  }
  const value = Number(given) / (shares.has(name) ? 100 : 1)
  return fits(name, value) ? value : undefined
}

function readLines(text: string): readonly (readonly string[])[] {
  return text
    .normalize('NFKC')
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => each.split(/\s+/))
}

function boundOf(text: string): number | null | undefined {
  if (text === '-' || text === '') return null
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}
