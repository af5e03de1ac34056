/** What the compiling of a node looks at, and what it does again and again: names looked up, expressions read, texts settled. */

import type { Choice, Localised } from './form.ts'
import type { Complaints, Place } from './complaints.ts'
import { partsOf, withParts, type Expression } from './expression.ts'
import { wholePattern } from './functions.ts'
import { parseExpression } from './parser.ts'
import { rareNames } from './rare-functions.ts'
import type { Row } from './sheet.ts'
import { needsOf, type Skeleton } from './skeleton.ts'
import type { Languages } from './texts.ts'
import type { Draft, Tree } from './tree.ts'

/** What the compiling of one node may look at. */
export interface Workshop {
  readonly complaints: Complaints
  readonly tree: Tree
  readonly skeleton: Skeleton
  readonly parents: ReadonlyMap<Draft, Draft | null>
  readonly languages: Languages
  /** Lists by name; lists made for or_other are added. */
  readonly lists: Map<string, readonly Choice[]>
  /** Names of the lists of the choices sheet. */
  readonly plainLists: ReadonlySet<string>
  /** Lists that expressions name, by instance() and pulldata(); '*' where a name is computed. */
  readonly asked: Set<string>
  /** Files that the form names. */
  readonly files: Set<string>
  /** Columns that a choice_filter may name. */
  readonly filters: ReadonlySet<string>
  readonly acceptsPattern: (pattern: string) => boolean
  /** Expressions that cannot be read are left out with a warning instead of an error. */
  readonly lenient: boolean
  rare: boolean
  /** The list of the question at hand is in a file that is not attached. */
  filtersUnknown: boolean
}

/** The key of the node that `${name}` means, seen from a node: the nearest of that name. Null if there is none or no nearest. */
export function resolve(
  { tree, parents }: Workshop,
  name: string,
  from: Draft | null,
): { readonly key: string } | 'unknown' | 'ambiguous' | 'broken' {
  const all = tree.byName.get(name) ?? []
  const [only] = all
  if (!only) return tree.broken.has(name) ? 'broken' : 'unknown'
  if (all.length === 1) return { key: only.name }
  const around = (draft: Draft) => {
    const chain: (Draft | null)[] = []
    for (let at: Draft | null = draft; at; at = parents.get(at) ?? null) chain.unshift(at)
    return chain
  }
  const mine = from ? around(from) : []
  const shared = all.map((each) => {
    const chain = around(each)
    let depth = 0
    while (depth < chain.length - 1 && chain[depth] === mine[depth]) depth++
    return depth
  })
  const most = Math.max(...shared)
  const nearest = all.filter((_, index) => shared[index] === most)
  return nearest.length === 1 && nearest[0] ? { key: nearest[0].name } : 'ambiguous'
}

/** The texts of a column, every `${name}` in them known and by its key. */
export function textsIn(workshop: Workshop, row: Row, column: string, from: Draft | null): Localised | null {
  const texts = workshop.languages.texts(row, column)
  if (!texts || !Object.values(texts).some((text) => text.includes('${'))) return texts
  const place = row.place(column)
  return Object.fromEntries(
    Object.entries(texts).map(([language, text]) => [language, withKeys(workshop, text, place, from)]),
  )
}

/** A text with the names in it looked up. */
export function withKeys(workshop: Workshop, text: string, place: Place, from: Draft | null): string {
  return text.replace(/\$\{([^{}]*)\}/g, (whole, inner: string) => {
    const name = inner.trim()
    const key = keyOf(workshop, name, place, from)
    return key === null || key === name ? whole : `\${${key}}`
  })
}

function keyOf(workshop: Workshop, name: string, place: Place, from: Draft | null): string | null {
  if (name.startsWith('last-saved#')) {
    lastSaved(workshop, name, place)
    return null
  }
  if (name === 'instanceID' && !workshop.tree.byName.has(name)) {
    workshop.complaints.warn('unsupportedValue', place, {
      column: place.column ?? '',
      value: '${instanceID}',
    })
    return null
  }
  const found = resolve(workshop, name, from)
  if (typeof found === 'object') return found.key
  if (found === 'unknown') workshop.complaints.error('unknownReference', place, { name })
  if (found === 'ambiguous') workshop.complaints.error('ambiguousReference', place, { name })
  return null
}

/** What the answer before this one held is not kept: it stands for a blank. */
function lastSaved(workshop: Workshop, name: string, place: Place): void {
  const [, of = ''] = name.split('#')
  if (!workshop.tree.byName.has(of)) workshop.complaints.error('unknownReference', place, { name: of })
  else
    workshop.complaints.warn('unsupportedValue', place, { column: place.column ?? '', value: `\${${name}}` })
}

/** The expression in a cell, its names known; null where the cell is empty or the expression has a flaw, which is noted. */
export function expressionIn(
  workshop: Workshop,
  row: Row,
  column: string,
  from: Draft | null,
): Expression | null {
  const text = row.cell(column)
  if (text === '') return null
  const place = row.place(column)
  return compileExpression(workshop, text, place, from, column === 'choice_filter')
}

export function compileExpression(
  workshop: Workshop,
  text: string,
  place: Place,
  from: Draft | null,
  columns: boolean | 'names' = false,
): Expression | null {
  const { complaints } = workshop
  const { expression, flaw } = parseExpression(text, { columns: columns !== false })
  if (flaw) {
    if (workshop.lenient) complaints.warn(flaw.code, place, flaw.params)
    else complaints.error(flaw.code, place, flaw.params)
    return null
  }
  if (columns === true) checkColumns(workshop, expression, place)
  const keyed = resolved(workshop, expression, place, from)
  const at = from ? (workshop.skeleton.positions.get(from.name) ?? -1) : -1
  needsOf(keyed, workshop.skeleton, at, (path) => complaints.warn('unknownPath', place, { path }))
  return keyed
}

function resolved(workshop: Workshop, expression: Expression, place: Place, from: Draft | null): Expression {
  if (expression.kind === 'reference') {
    const key = keyOf(workshop, expression.name, place, from)
    if (key !== null) return { kind: 'reference', name: key }
    return /^(last-saved#.*|instanceID)$/.test(expression.name) ? { kind: 'text', value: '' } : expression
  }
  if (expression.kind === 'path' || (expression.kind === 'operation' && expression.operator === '|'))
    workshop.rare = true
  if (expression.kind === 'call') noteCall(workshop, expression, place)
  if (expression.kind === 'call' && expression.name === 'jr:choice-name') {
    const [value, question] = expression.of
    const key = question?.kind === 'text' ? keyOf(workshop, question.value, place, from) : null
    if (value && key !== null)
      return {
        ...expression,
        of: [resolved(workshop, value, place, from), { kind: 'text', value: key }],
      }
  }
  return withParts(expression, (part) => resolved(workshop, part, place, from))
}

/** What a call needs beside its arguments: a pattern that can be matched, a list, a function that is loaded. */
function noteCall(
  workshop: Workshop,
  { name, of }: Extract<Expression, { kind: 'call' }>,
  place: Place,
): void {
  const [first, second] = of
  if (rareNames.includes(name)) workshop.rare = true
  if (
    name === 'pulldata' &&
    first?.kind === 'text' &&
    workshop.tree.lists.get(first.value)?.extension === 'xml'
  )
    workshop.complaints.error('badFileName', place, { file: `${first.value}.xml` })
  if (name === 'instance' || name === 'pulldata') {
    workshop.asked.add(first?.kind === 'text' ? first.value : '*')
    const known =
      first?.kind !== 'text' || workshop.lists.has(first.value) || workshop.tree.lists.has(first.value)
    if (!known && first.kind === 'text') missingList(workshop, first.value, name, place)
  }
  if (
    name === 'regex' &&
    first &&
    second?.kind === 'text' &&
    !workshop.acceptsPattern(wholePattern(second.value))
  )
    workshop.complaints.error('badPattern', place, { pattern: second.value })
  if (name === 'extract-signed' || name === 'property')
    workshop.complaints.warn('unsupportedValue', place, { column: place.column ?? '', value: `${name}()` })
}

function missingList(workshop: Workshop, list: string, by: string, place: Place): void {
  if (list === '__last-saved') {
    workshop.complaints.warn('unsupportedValue', place, { column: place.column ?? '', value: list })
    return
  }
  const file = by === 'pulldata' || !/\.(csv|xml|geojson)$/.test(list) ? `${list}.csv` : list
  workshop.files.add(file)
  workshop.complaints.warn('missingFile', place, { file })
}

/** A choice_filter compares columns of the choices sheet: a name that is none of them would always be blank. */
function checkColumns(workshop: Workshop, expression: Expression, place: Place): void {
  // The columns of a list that is not attached cannot be known.
  if (workshop.filtersUnknown) return
  if (
    expression.kind === 'column' &&
    !/^(name|label|itextId)$/.test(expression.name) &&
    !workshop.filters.has(expression.name)
  )
    if (workshop.lenient) workshop.complaints.warn('unknownPath', place, { path: expression.name })
    else workshop.complaints.error('unknownReference', place, { name: expression.name })
  // In a predicate the names are those of other nodes.
  if (expression.kind === 'path') return
  for (const part of partsOf(expression)) checkColumns(workshop, part, place)
}
