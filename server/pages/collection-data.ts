/** The answers of a collection as rows and columns: searched, narrowed, in codes or in words, page by page at any size. */

import { recordsOf } from '../exports/records.ts'
import { csvSubject, type CsvSubject } from '../exports/index.ts'
import { recodeColumns } from '../exports/recode-columns.ts'
import type { Selection } from '../exports/selection.ts'
import type { Variable } from '../../analysis/frame.ts'
import type { Answers, Value } from '../form/form.ts'
import { isRows, valueOrSkipped } from '../form/instances.ts'
import { isMedia } from '../form/walk.ts'
import { placedIn, variablesOf } from '../summary/variables.ts'
import type { Collection, Submission } from '../store/store.ts'
import { selectionFor } from './exporting/choices.ts'
import { selectionFields, type SelectionFields } from './exporting/selection.ts'
import { view, type Page, type Visit } from './page.ts'

const perPage = 50
/** Columns that stand on the page until others are chosen. */
const firstColumns = 8
const mostColumns = 60

interface Cell {
  readonly text: string
  readonly missing: 'skipped' | 'unanswered' | null
  readonly numeric: boolean
}

/** Context of views/summary/data.ejs. */
interface Context {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly collection: Pick<Collection, 'id' | 'title' | 'anonymous' | 'received'>
  readonly search: string
  readonly labels: boolean
  readonly filter: SelectionFields['chosen']
  readonly states: SelectionFields['states']
  readonly versions: SelectionFields['versions']
  readonly channels: SelectionFields['channels']
  readonly columns: readonly { readonly name: string; readonly label: string; readonly chosen: boolean }[]
  readonly headings: readonly { readonly name: string; readonly label: string; readonly numeric: boolean }[]
  readonly rows: readonly {
    readonly id: string
    readonly receivedOn: string
    readonly state: Submission['state']
    readonly version: number | null
    readonly channel: string
    readonly cells: readonly Cell[]
  }[]
  readonly narrowed: boolean
  readonly firstUrl: string | null
  readonly nextUrl: string | null
  /** The page is not full though there is more: what it looked through held no more that meets the conditions. */
  readonly goesOn: boolean
  readonly exportUrl: string
}

export const collectionData: Page = {
  path: '/collections/:collection/data',
  right: 'topic.analyse',
  async get(visit) {
    const { store, query, t, locale } = visit
    const subject = await csvSubject(store, visit.params['collection']!)
    const selection = selectionFor(visit, subject)
    const recodes = new Map(recodeColumns(subject, locale).map((each) => [each.variable.name, each]))
    const variables = [
      ...shownVariables(subject, locale),
      ...[...recodes.values()].map(({ variable }) => variable),
    ]
    const chosen = chosenOf(query, variables)
    const labels = query['cells'] !== 'codes'
    const search = (query['q'] ?? '').trim().slice(0, 100)
    const after = query['after'] ?? ''
    const page = await recordsOf(store, subject, { selection, search, after, limit: perPage })
    const { collection } = subject
    const numberOf = new Map(subject.versions.map(({ id, number }) => [id, number]))
    const channelOf = new Map(subject.channels.map(({ id, label }) => [id, label]))
    const fields = selectionFields(visit, subject)
    const context: Context = {
      title: `${collection.title} · ${t.dataView.title}`,
      breadcrumb: [
        { label: t.summary.topic, href: `/topics/${collection.topicId}` },
        { label: collection.title, href: `/collections/${collection.id}/summary` },
        { label: t.dataView.title },
      ],
      collection,
      search,
      labels,
      filter: fields.chosen,
      states: fields.states,
      versions: fields.versions,
      channels: fields.channels,
      columns: variables.map(({ name, label }) => ({
        name,
        label,
        chosen: chosen.some((each) => each.name === name),
      })),
      headings: chosen.map(({ name, label, kind }) => ({ name, label, numeric: kind === 'number' })),
      rows: page.rows.map((row) => {
        const answers = JSON.parse(row.answers) as Answers
        return {
          id: row.instanceId,
          receivedOn: row.receivedOn,
          state: row.state,
          version: numberOf.get(row.formVersionId) ?? null,
          channel: channelOf.get(row.channelId) ?? '',
          cells: chosen.map((variable) => {
            const recode = recodes.get(variable.name)
            return recode
              ? cellOfValue(recode.read({ row, answers }), variable, labels)
              : cellOf(answers, variable, labels)
          }),
        }
      }),
      narrowed: search !== '' || Object.values(selection).some((each) => each !== null),
      firstUrl: after === '' ? null : addressOf(visit, null),
      nextUrl: page.next === null ? null : addressOf(visit, page.next),
      goesOn: page.next !== null && page.rows.length < perPage,
      exportUrl: exportUrl(collection.id, selection),
    }
    return view('summary/data', context)
  },
}

/** Names of files say nothing here; they stand on the page of the single answer. */
function shownVariables({ forms }: CsvSubject, locale: Visit['locale']): readonly Variable[] {
  const files = new Set(
    placedIn(forms, 'shared').flatMap(({ question }) => (isMedia(question.type) ? [question.name] : [])),
  )
  return variablesOf(forms, { which: 'shared', locale }).filter(({ name }) => !files.has(name))
}

/** `column.<name>=1` for each; the first few where none is named. */
function chosenOf(query: Visit['query'], variables: readonly Variable[]): readonly Variable[] {
  const chosen = variables.filter(({ name }) => query[`column.${name}`] === '1').slice(0, mostColumns)
  return chosen.length > 0 ? chosen : variables.slice(0, firstColumns)
}

function cellOf(answers: Answers, variable: Variable, labels: boolean): Cell {
  const { name } = variable
  const value =
    Object.hasOwn(answers, name) && isRows(answers[name]) ? undefined : valueOrSkipped(answers, name)
  return cellOfValue(value, variable, labels)
}

function cellOfValue(value: Value | null | undefined, { kind, categories }: Variable, labels: boolean): Cell {
  const numeric = kind === 'number'
  if (value === undefined) return { text: '', missing: 'skipped', numeric }
  if (value === null) return { text: '', missing: 'unanswered', numeric }
  const words = (each: string) =>
    (labels ? categories.find((category) => category.value === each)?.label : undefined) ?? each
  return { text: shortened(textOf(value, words)), missing: null, numeric }
}

function textOf(value: Value, words: (each: string) => string): string {
  if (typeof value === 'object') return value.map(words).join(' · ')
  return typeof value === 'number' ? String(value) : words(value)
}

function shortened(text: string): string {
  const signs = [...text]
  return signs.length > 120 ? `${signs.slice(0, 119).join('')}…` : text
}

/** The same page of another place; what is empty is left out. */
function addressOf({ query, params }: Visit, after: string | null): string {
  const words = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (name !== 'after' && value !== '') words.set(name, value)
  if (after !== null) words.set('after', after)
  const text = words.toString()
  const path = `/collections/${params['collection']}/data`
  return text === '' ? path : `${path}?${text}`
}

/** The export page with the same selection; it has no search. */
function exportUrl(collectionId: string, selection: Selection): string {
  const words = new URLSearchParams()
  for (const [name, value] of Object.entries(selection))
    if (value !== null) words.set(name, Array.isArray(value) ? value.join(',') : String(value))
  const text = words.toString()
  return `/collections/${collectionId}/export${text === '' ? '' : `?${text}`}`
}
