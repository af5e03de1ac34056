/**
 * A collection's summary for one kind of reader, computed a section at a time so that intake never waits.
 * Held by this process, least recently used first to go; key (collection, stamp, filter, reader, locale), so that a new
 * answer, a review or a withdrawal makes it anew.
 */

import { withRecodes } from '../../analysis/workbench/recode.ts'
import type { Recode } from '../../analysis/workbench/script.ts'
import { framePart, rowsMeeting } from '../../analysis/filter.ts'
import type { Frame, Variable } from '../../analysis/frame.ts'
import { crossing, summarise, summariseFiltered } from '../../analysis/summarise.ts'
import type { FilterRefusal } from '../../analysis/view.ts'
import { isMedia, isMetadata } from '../form/walk.ts'
import { catalogues, type Catalogue, type Locale } from '../locale/index.ts'
import { keepingLatest } from './latest.ts'
import { runAnalysis } from './analysis-thread.ts'
import type { Told } from './jobs.ts'
import { repeatTables } from './repeats.ts'
import { conditionOf, filters, singleKey, type Filter } from './filters.ts'
import type { CollectionFrame } from './frames.ts'
import { shownCrossing, shownSection, type ShownCrossing, type ShownSection } from './shown.ts'
import type { Part, Reader } from './stamp.ts'
import { originVariables, placedIn, repeatLabel, variablesOf } from './variables.ts'

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

const keep = keepingLatest<Summary>(100)

export function summaryOf(held: CollectionFrame, part: Part, query: SummaryQuery): Promise<Summary> {
  const { reader, locale, filter } = query
  const { id, formVersionId } = held.collection
  const key = [id, reader, locale, filterKey(filter)].join('\n')
  const stamp = [part.stamp, held.channels.length, formVersionId].join('\n')
  return keep(key, stamp, () => runAnalysis('summary', { held, part }, query))
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
    ...variablesOf(held.forms, { which: 'shared', locale, texts: held.texts, counted: true }),
    channel,
    receivedOn,
  ]
  return { variables, channel: channel.name, receivedOn: receivedOn.name }
}

/** The reader's frame with labels in their language. */
export function readersFrame(
  held: CollectionFrame,
  part: Pick<Part, 'frame'>,
  locale: Locale,
): { readonly frame: Frame; readonly channel: string; readonly receivedOn: string } {
  const { variables, channel, receivedOn } = readersVariables(held, locale)
  return { frame: { ...part.frame, variables }, channel, receivedOn }
}

/** The summary worked out where this is called: a job of jobs.ts. */
export async function computeSummary(
  held: CollectionFrame,
  part: Part,
  { reader, locale, filter }: SummaryQuery,
  told: Told,
): Promise<Summary> {
  const { frame: whole, receivedOn } = readersFrame(held, part, locale)
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
    const names = sectionNames(whole, held)
    for (const [place, name] of names.entries()) {
      told(place, names.length)
      const result = summariseFiltered(whole, only, { ...options, only: [name] })
      if ('refused' in result) return { refused: result.refused, n: null, sections: [] }
      sections.push(...result.sections.map((section) => shownSection(section, wording)))
      await pause()
    }
    return { refused: null, n: null, sections }
  }
  const rows = filters(filter) ? rowsMeeting(whole, conditionOf(filter, receivedOn)) : null
  const frame = rows ? framePart(whole, rows) : whole
  const sections: ShownSection[] = []
  const names = sectionNames(frame, held)
  for (const [place, name] of names.entries()) {
    told(place, names.length)
    sections.push(
      ...summarise(frame, { ...options, only: [name] }).map((section) => shownSection(section, wording)),
    )
    await pause()
  }
  if (reader === 'full') sections.push(...(await repeatSections(held, rows, { t, locale })))
  return { refused: null, n: frame.n, sections }
}

/** What is filled in several times, counted by its rows: for analysts only, because many rows may be one person's. */
async function repeatSections(
  held: CollectionFrame,
  kept: Uint32Array | null,
  wording: { readonly t: Catalogue; readonly locale: Locale },
): Promise<readonly ShownSection[]> {
  const { t, locale } = wording
  const sections: ShownSection[] = []
  const wanted = kept && new Set(kept)
  for (const { table, frame, owners } of held.repeats) {
    const variables = repeatVariables(held, table.name, locale)
    const whole = { ...frame, variables }
    const rows = wanted && Uint32Array.from([...owners.keys()].filter((row) => wanted.has(owners[row]!)))
    const part = rows ? framePart(whole, rows) : whole
    // Rows of one answer hang together: no interval from them.
    const { sampleType } = held.collection
    const options = {
      sampleType: sampleType === 'probability' ? 'complex' : sampleType,
      viewer: 'full',
      words: t.summary.heading,
    } as const
    const label = repeatLabel(table, locale)
    for (const name of sectionNames(part, held, table.name)) {
      for (const section of summarise(part, { ...options, only: [name] })) {
        const shown = shownSection({ ...section, title: `${label} · ${section.title}` }, wording)
        sections.push({ ...shown, notes: [t.summary.perRow({ label }), ...shown.notes] })
      }
      await pause()
    }
  }
  return sections
}

/** The variables in the rows of a repeat, in the reader's language. */
export function repeatVariables(held: CollectionFrame, repeat: string, locale: Locale): readonly Variable[] {
  return variablesOf(held.forms, {
    which: 'shared',
    locale,
    texts: held.texts,
    inside: repeat,
    counted: true,
  })
}

/** Names of questions and matrices in their order, where answers come from at the end; calculations only if they have words. */
function sectionNames(
  frame: Frame,
  { forms }: CollectionFrame,
  inside: string | null = null,
): readonly string[] {
  const silent = new Set(
    placedIn(forms, 'shared', inside).flatMap(({ question }) =>
      (question.type === 'calculate' && !question.label) || isMetadata(question.type) ? [question.name] : [],
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
export function crossingOf(held: CollectionFrame, part: Part, query: CrossingQuery): Promise<ShownCrossing> {
  return runAnalysis('crossing', { held, part }, query)
}

export type CrossingQuery = SummaryQuery & {
  readonly rows: string
  readonly columns: string
  /** Those that the collection keeps, for its analysts; protected readers have none. */
  readonly recodes?: readonly Recode[]
}

/** The crosstab worked out where this is called: a job of jobs.ts. */
export function computeCrossing(
  held: CollectionFrame,
  part: Part,
  { reader, locale, filter, rows, columns, recodes = [] }: CrossingQuery,
): ShownCrossing {
  const { frame: own, receivedOn } = readersFrame(held, part, locale)
  const t = catalogues[locale]
  const whole =
    reader === 'full' && recodes.length > 0 ? withRecodes(own, recodes, t.summary.heading).frame : own
  const frame =
    reader === 'full' && filters(filter)
      ? framePart(whole, rowsMeeting(whole, conditionOf(filter, receivedOn)))
      : whole
  const options = {
    sampleType: held.collection.sampleType,
    viewer: reader,
    words: t.summary.heading,
  } as const
  return shownCrossing(crossing(frame, rows, columns, options), { t, locale })
}

/** Questions whose answers are words that people wrote: no names of files, no places. */
export function openQuestions({ forms }: CollectionFrame): ReadonlySet<string> {
  const asked = [null, ...repeatTables(forms).map(({ name }) => name)].flatMap((inside) =>
    placedIn(forms, 'shared', inside),
  )
  return new Set(
    asked.flatMap(({ question: { type, name } }) =>
      isMedia(type) || isMetadata(type) || type.startsWith('geo') ? [] : [name],
    ),
  )
}
