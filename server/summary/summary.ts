/**
 * A collection's summary for one kind of reader, computed a section at a time so that intake never waits.
 * Held by this process, least recently used first to go; key (collection, stamp, filter, reader, locale), so that a new
 * answer, a review or a withdrawal makes it anew.
 */

import { filterFrame } from '../../analysis/filter.ts'
import type { Frame, Variable } from '../../analysis/frame.ts'
import { crossing, summarise, summariseFiltered } from '../../analysis/summarise.ts'
import type { FilterRefusal } from '../../analysis/view.ts'
import { catalogues, type Locale } from '../locale/index.ts'
import { conditionOf, filters, singleKey, type Filter } from './filters.ts'
import type { CollectionFrame } from './frames.ts'
import { shownCrossing, shownSection, type ShownCrossing, type ShownSection } from './shown.ts'
import { partFor, type Reader } from './stamp.ts'
import { originVariables, placedIn, variablesOf } from './variables.ts'

export interface Summary {
  readonly refused: FilterRefusal | 'filterOne' | null
  /** Answers in the figures; null where a filter's size is not shown. */
  readonly n: number | null
  readonly sections: readonly ShownSection[]
}

export interface SummaryQuery {
  readonly reader: Reader
  readonly locale: Locale
  readonly filter: Filter
}

const kept = new Map<string, Promise<Summary>>()
const keptLimit = 100

export function summaryOf(held: CollectionFrame, query: SummaryQuery): Promise<Summary> {
  const key = [
    held.collection.id,
    partFor(held, query.reader).stamp,
    held.channels.length,
    held.collection.formVersionId,
    query.reader,
    query.locale,
    filterKey(query.filter),
  ].join('\n')
  const known = kept.get(key)
  kept.delete(key)
  const summary = known ?? compute(held, query)
  kept.set(key, summary)
  if (!known) summary.catch(() => kept.delete(key))
  for (const oldest of kept.keys()) {
    if (kept.size <= keptLimit) break
    kept.delete(oldest)
  }
  return summary
}

/** The filter as part of a key. */
export function filterKey({ singles, from, to }: Filter): string {
  return JSON.stringify([singles.map(singleKey), from, to])
}

/** The reader's variables: the frame's own, in the reader's language. */
export function readersVariables(
  held: CollectionFrame,
  locale: Locale,
): { readonly variables: readonly Variable[]; readonly channel: string; readonly receivedOn: string } {
  const { channel, receivedOn } = originVariables(held.forms, held.channels, {
    channel: catalogues[locale].summary.channel,
    receivedOn: catalogues[locale].summary.receivedOn,
  })
  const variables = [
    ...variablesOf(held.forms, { which: 'shared', locale, texts: held.texts }),
    channel,
    receivedOn,
  ]
  return { variables, channel: channel.name, receivedOn: receivedOn.name }
}

/** The reader's frame with labels in their language. */
export function readersFrame(
  held: CollectionFrame,
  reader: Reader,
  locale: Locale,
): { readonly frame: Frame; readonly channel: string; readonly receivedOn: string } {
  const { variables, channel, receivedOn } = readersVariables(held, locale)
  return { frame: { ...partFor(held, reader).frame, variables }, channel, receivedOn }
}

async function compute(held: CollectionFrame, { reader, locale, filter }: SummaryQuery): Promise<Summary> {
  const { frame: whole, receivedOn } = readersFrame(held, reader, locale)
  const t = catalogues[locale]
  const options = {
    sampleType: held.collection.sampleType,
    viewer: reader,
    words: t.summary.heading,
  } as const
  const wording = { t, locale }
  if (reader === 'protected' && filters(filter)) {
    const [only, ...others] = filter.singles
    if (!only || others.length > 0 || filter.from !== null || filter.to !== null)
      return { refused: 'filterOne', n: null, sections: [] }
    const sections: ShownSection[] = []
    for (const name of sectionNames(whole, held)) {
      const result = summariseFiltered(whole, only, { ...options, only: [name] })
      if ('refused' in result) return { refused: result.refused, n: null, sections: [] }
      sections.push(...result.sections.map((section) => shownSection(section, wording)))
      await pause()
    }
    return { refused: null, n: null, sections }
  }
  const frame = filters(filter) ? filterFrame(whole, conditionOf(filter, receivedOn)) : whole
  const sections: ShownSection[] = []
  for (const name of sectionNames(frame, held)) {
    sections.push(
      ...summarise(frame, { ...options, only: [name] }).map((section) => shownSection(section, wording)),
    )
    await pause()
  }
  return { refused: null, n: frame.n, sections }
}

/** Names of questions and matrices in their order, where answers come from at the end; calculations only if they have words. */
function sectionNames(frame: Frame, { forms }: CollectionFrame): readonly string[] {
  const silent = new Set(
    placedIn(forms, 'shared').flatMap(({ question }) =>
      question.type === 'calculate' && !question.label ? [question.name] : [],
    ),
  )
  const names: string[] = []
  for (const { name, kind, group } of frame.variables) {
    if (silent.has(name)) continue
    const grouped = kind === 'coded' && group ? [group.name, name] : [name]
    for (const each of grouped) if (!names.includes(each)) names.push(each)
  }
  return names
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Variables that two selects of a crosstab offer: name and label, choices of a multiple-choice question each by itself. */
export function crossable(
  variables: readonly Variable[],
): readonly { readonly name: string; readonly label: string }[] {
  return variables.flatMap((variable) => {
    if (variable.kind === 'set')
      return variable.categories
        .filter(({ missing }) => missing === null)
        .map(({ value, label }) => ({
          name: `${variable.name}/${value}`,
          label: `${variable.label} · ${label}`,
        }))
    return variable.kind === 'coded' || variable.kind === 'number' || variable.kind === 'date'
      ? [{ name: variable.name, label: variable.label }]
      : []
  })
}

/** Two variables together, for a reader; analysts may filter. */
export function crossingOf(
  held: CollectionFrame,
  {
    reader,
    locale,
    filter,
    rows,
    columns,
  }: SummaryQuery & { readonly rows: string; readonly columns: string },
): ShownCrossing {
  const { frame: whole, receivedOn } = readersFrame(held, reader, locale)
  const t = catalogues[locale]
  const frame =
    reader === 'full' && filters(filter) ? filterFrame(whole, conditionOf(filter, receivedOn)) : whole
  const options = {
    sampleType: held.collection.sampleType,
    viewer: reader,
    words: t.summary.heading,
  } as const
  return shownCrossing(crossing(frame, rows, columns, options), { t, locale })
}
