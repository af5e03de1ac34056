/**
 * A collection as a Source for statistics: its frame in memory up to a number of answers, and beyond it one GROUP BY
 * in the database for each question that is asked. Both give the same totals, because the values that the database
 * groups by are coded by the very columns that a frame is made of.
 */

import type { Frame, Variable } from '../../analysis/frame.ts'
import type { Source, TotalsQuery, TotalsRow } from '../../analysis/source.ts'
import { codesOf, frameSource } from '../../analysis/totals.ts'
import type { Form, Value } from '../form/form.ts'
import { compileForm } from '../form/definition.ts'
import type { AnswerTotals, AnswerTotalsQuery, Store } from '../store/store.ts'
import { growing } from './columns.ts'
import { framesOf, rowLimit } from './frames.ts'
import { originVariables, variablesOf } from './variables.ts'

/** The source of a collection's answers that are not rejected, for readers who may see unsuppressed figures. */
export async function sourceOf(store: Store, collectionId: string, limit = rowLimit): Promise<Source | null> {
  const collection = await store.collections.find(collectionId)
  if (!collection) return null
  if (collection.received > limit) return databaseSource(store, collectionId)
  const held = await framesOf(store).of(collectionId)
  return held && frameSource(held.frame)
}

/** A source that holds nothing: every question goes to the database. Unknown names are an Error. */
export async function databaseSource(store: Store, collectionId: string): Promise<Source> {
  const shape = await shapeOf(store, collectionId)
  return {
    totals: (query) => totals(store, collectionId, { ...shape, query }),
    columns: () => Promise.reject(new Error(`columns: more than ${rowLimit} answers; ask for totals`)),
  }
}

interface Shape {
  readonly variables: readonly Variable[]
  /** The names of the variables that tell where and when an answer came. */
  readonly channel: string
  readonly receivedOn: string
}

/** Variables as a frame has them: those of the versions in use, the collection's own first. */
async function shapeOf(store: Store, collectionId: string): Promise<Shape> {
  const collection = await store.collections.find(collectionId)
  const used = await store.submissions.versions(collectionId)
  const own = collection?.formVersionId ?? ''
  const forms: Form[] = []
  for (const id of [own, ...used.filter((version) => version !== own)]) {
    const version = await store.forms.version(id)
    const form = version && compileForm(version.source).form
    if (form) forms.push(form)
  }
  const origin = originVariables(forms, await store.collections.channels(collectionId), {
    channel: '渠道',
    receivedOn: '收到日期',
  })
  const variables = [
    ...variablesOf(forms, { which: 'shared', locale: 'zh-CN' }),
    origin.channel,
    origin.receivedOn,
  ]
  return { variables, channel: origin.channel.name, receivedOn: origin.receivedOn.name }
}

async function totals(
  store: Store,
  collectionId: string,
  { query, ...shape }: Shape & { readonly query: TotalsQuery },
): Promise<readonly TotalsRow[]> {
  const named = (name: string) => shape.variables.find((variable) => variable.name === name)
  const asked = [...new Set(query.by.map((name) => variableNamed(name, named)))].map((name) => {
    const variable = named(name)
    if (!variable) throw new Error(`totals: no variable ${name}`)
    return variable
  })
  const sums = query.sums ?? []
  for (const name of [...sums.flat(), ...(query.weight === undefined ? [] : [query.weight])])
    if (named(name)?.kind !== 'number') throw new Error(`totals: ${name} is not a number`)
  const groups = await store.submissions.totals(collectionId, {
    by: asked.map((variable) => ({ name: variable.name, as: kindOfKey(variable, shape) })),
    sums,
    weight: query.weight ?? null,
  })
  return merged(groupFrame(asked, groups), groups, query)
}

/** `set/value` is of the variable `set`, unless a variable has the whole name. */
function variableNamed(name: string, named: (name: string) => Variable | undefined): string {
  const slash = name.indexOf('/')
  return named(name) || slash < 1 ? name : name.slice(0, slash)
}

/** Numbers, texts and dates are told apart only by whether they are answered, as frames do. */
function kindOfKey(
  { name, kind }: Variable,
  { channel, receivedOn }: Shape,
): AnswerTotalsQuery['by'][number]['as'] {
  if (name === channel) return 'channel'
  if (name === receivedOn) return 'day'
  return kind === 'coded' || kind === 'set' || kind === 'rank' ? 'value' : 'status'
}

/** The groups as a frame of one row each, so that they are coded as rows are. */
function groupFrame(variables: readonly Variable[], groups: readonly AnswerTotals[]): Frame {
  const columns = new Map(
    variables.map((variable, place) => {
      const column = growing(variable)
      for (const { values } of groups) column.push(valueOf(values[place] ?? null))
      return [variable.name, column.column(groups.length)]
    }),
  )
  return { n: groups.length, variables, columns }
}

/** A value out of its JSON text, which a channel's id is not; null is a question that was skipped. */
function valueOf(text: string | null): Value | null | undefined {
  if (text === null) return undefined
  return /^[["{\d-]|^null$/.test(text) ? parsed(text) : text
}

function parsed(text: string): Value | null {
  try {
    return JSON.parse(text) as Value | null
  } catch {
    return text
  }
}

/** Groups whose values have the same codes are one row; rows come in the order of their keys. */
function merged(
  frame: Frame,
  groups: readonly AnswerTotals[],
  { by, sums = [] }: TotalsQuery,
): readonly TotalsRow[] {
  const codings = by.map((name) => codesOf(frame, name).codes)
  const rows = new Map<string, { key: number[]; n: number; weight: number; sums: number[] }>()
  for (const [place, group] of groups.entries()) {
    const key = codings.map((codes) => codes[place] ?? 0)
    const row = rows.get(key.join()) ?? { key, n: 0, weight: 0, sums: sums.map(() => 0) }
    row.n += group.n
    row.weight += group.weight
    group.sums.forEach((sum, k) => (row.sums[k] = (row.sums[k] ?? 0) + sum))
    rows.set(key.join(), row)
  }
  return [...rows.values()]
    .filter(({ n }) => n > 0 || by.length === 0)
    .toSorted((a, b) => a.key.reduce((order, code, k) => order || code - (b.key[k] ?? 0), 0))
}
