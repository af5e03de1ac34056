/** Compiles the rows of an XLSForm into a form, or complains with sheet, row and column of each fault. */

import type {
  Complaint,
  ComplaintCode,
  Form,
  FormNode,
  FormSource,
  Group,
  Localised,
  SheetRow,
} from './form.ts'
import {
  cell,
  choiceMedia,
  choiceColumns,
  columnOf,
  headersOf,
  languagesOf,
  localised,
  surveyColumns,
} from './cells.ts'
import { orderOf, placedNodes, type Placed } from './dependencies.ts'
import { readChoices } from './choices.ts'
import { checkReferences } from './references.ts'
import { readQuestion } from './question.ts'
import { readExpression, readYesNo } from './cell-expression.ts'
import { readTypeCell } from './type-cell.ts'

const limits = { rows: 3_000, choices: 20_000, depth: 10, text: 10_000, name: 64 }
const namePattern = /^[\p{L}_][\p{L}\p{N}_.-]*$/u

/** What the parts of the compiler share: where complaints go, and what is known of the form so far. */
export interface Desk {
  readonly source: FormSource
  readonly lists: Form['lists']
  readonly standard: string
  readonly complain: (
    level: Complaint['level'],
    code: ComplaintCode,
    place: { readonly sheet?: string; readonly row?: number | null; readonly column?: string | null },
    params?: Complaint['params'],
  ) => void
}

/** The compiled form and what is to be said of it; the form is null when any complaint is an error. */
export function compileForm(source: FormSource): {
  readonly form: Form | null
  readonly complaints: readonly Complaint[]
} {
  const complaints: Complaint[] = []
  const complain: Desk['complain'] = (level, code, place, params = {}) => {
    if (complaints.length >= 500) return
    const { sheet = 'survey', row = null, column = null } = place
    complaints.push({ level, code, sheet, row, column, params })
  }
  const { languages, standard } = languagesOf(source)
  if (!withinLimits(source, complain)) return { form: null, complaints }
  complainOfColumns(source, complain)
  const lists: Record<string, Form['lists'][string]> = readChoices(source, standard, complain)
  const desk: Desk = { source, lists, standard, complain }
  const nodes = readNodes(desk, lists)
  if (nodes.length === 0 && complaints.every(({ level }) => level !== 'error')) {
    complain('error', 'emptyForm', {})
  }
  const placed = placedNodes(nodes)
  checkReferences(placed, desk)
  const ordered = orderOf(placed)
  if (!ordered.order) complainOfCircle(ordered.circle, placed, complain)
  if (!ordered.order || complaints.some(({ level }) => level === 'error')) return { form: null, complaints }
  const settings = source.settings[0] ?? { row: 2, cells: {} }
  return {
    complaints,
    form: {
      title: localised(settings, 'form_title', standard) ?? {},
      formId: cell(settings, 'form_id'),
      version: cell(settings, 'version'),
      languages,
      defaultLanguage: standard,
      paged: /\bpages\b/.test(cell(settings, 'style')),
      nodes,
      lists,
      calculations: ordered.order
        .filter(({ node }) => node.kind === 'question' && node.calculation !== null)
        .map(({ node }) => node.name),
    },
  }
}

function withinLimits(source: FormSource, complain: Desk['complain']): boolean {
  const { rows, choices } = limits
  if (source.survey.length > rows) complain('error', 'tooMany', {}, { what: 'rows', limit: rows })
  if (source.choices.length > choices) {
    complain('error', 'tooMany', { sheet: 'choices' }, { what: 'choices', limit: choices })
  }
  for (const sheet of ['survey', 'choices', 'settings'] as const) {
    for (const row of source[sheet]) {
      for (const [column, text] of Object.entries(row.cells)) {
        if (text.length <= limits.text) continue
        complain('error', 'tooLong', { sheet, row: row.row, column }, { what: 'text', limit: limits.text })
      }
    }
  }
  return source.survey.length <= rows && source.choices.length <= choices
}

/** A column that nothing here reads is named, never dropped silently. */
function complainOfColumns(source: FormSource, complain: Desk['complain']): void {
  const headers = headersOf(source, 'survey')
  for (const column of ['type', 'name']) {
    if (source.survey.length > 0 && !headers.some((header) => columnOf(header).column === column)) {
      complain('error', 'missingColumn', { row: 1, column }, { column })
    }
  }
  for (const header of headers) {
    if (surveyColumns.has(columnOf(header).column)) continue
    complain('warning', 'unsupportedColumn', { row: 1, column: header }, { column: header })
  }
  for (const header of headersOf(source, 'choices')) {
    const { column } = columnOf(header)
    if (choiceColumns.has(column) || !choiceMedia.has(column.split('::')[0] ?? '')) continue
    complain('warning', 'unsupportedColumn', { sheet: 'choices', row: 1, column: header }, { column: header })
  }
}

/** A group that is being read: its row, and the nodes found in it so far. */
interface Open {
  readonly row: SheetRow | null
  readonly name: string
  /** False for a repeat and the like, which is refused but still has its own end. */
  readonly supported: boolean
  readonly nodes: FormNode[]
}

function readNodes(desk: Desk, lists: Record<string, Form['lists'][string]>): readonly FormNode[] {
  const root: Open = { row: null, name: '', supported: true, nodes: [] }
  const stack: Open[] = [root]
  const names = new Map<string, number>()
  for (const row of desk.source.survey) {
    const type = cell(row, 'type')
    if (readYesNo(cell(row, 'disabled')) === true) continue
    if (type === '' && cell(row, 'name') === '') continue
    readRow({ desk, lists, stack, names }, row, type)
  }
  for (const open of stack.slice(1)) {
    desk.complain(
      'error',
      'unclosedGroup',
      { row: open.row?.row ?? null, column: 'type' },
      { name: open.name },
    )
  }
  return root.nodes
}

interface Reading {
  readonly desk: Desk
  readonly lists: Record<string, Form['lists'][string]>
  readonly stack: Open[]
  readonly names: Map<string, number>
}

function readRow(reading: Reading, row: SheetRow, text: string): void {
  const { desk, stack } = reading
  const here = stack[stack.length - 1]
  if (!here) return
  const place = { row: row.row, column: 'type' }
  if (text === '') return desk.complain('error', 'missingType', place, { name: cell(row, 'name') })
  const type = readTypeCell(text)
  switch (type.kind) {
    case 'begin':
    case 'beginUnsupported': {
      const supported = type.kind === 'begin'
      if (!supported) desk.complain('error', 'unsupportedType', place, { type: text })
      if (stack.length > limits.depth) desk.complain('error', 'tooDeep', place, { limit: limits.depth })
      const name = takeName(reading, row, true) ?? `group_${row.row}`
      stack.push({ row, name, supported, nodes: [] })
      return
    }
    case 'end':
    case 'endUnsupported':
      if (stack.length < 2 || here.supported !== (type.kind === 'end')) {
        return desk.complain('error', 'strayEnd', place, { type: text })
      }
      stack.pop()
      stack[stack.length - 1]?.nodes.push(closeGroup(desk, here))
      return
    case 'dispensable':
      return desk.complain('warning', 'unsupportedType', place, { type: text })
    case 'unsupported':
      return desk.complain('error', 'unsupportedType', place, { type: text })
    case 'missingList':
      return desk.complain('error', 'missingList', place, { type: text })
    case 'unknown':
      return desk.complain('error', 'unknownType', place, { type: text })
    case 'question': {
      const name = takeName(reading, row, type.type !== 'note') ?? `note_${row.row}`
      const read = readQuestion(desk, row, name, type)
      here.nodes.push(read.question)
      if (!read.other) return
      here.nodes.push(read.other)
      reading.names.set(read.other.name, row.row)
      if (read.question.list !== null) reading.lists[read.question.list] = read.choices
    }
  }
}

/** The row's name if it is a good one and not taken. */
function takeName({ desk, names }: Reading, row: SheetRow, needed: boolean): string | null {
  const name = cell(row, 'name')
  const place = { row: row.row, column: 'name' }
  if (name === '') {
    if (needed) desk.complain('error', 'missingName', place)
    return null
  }
  const before = names.get(name)
  if (before !== undefined) desk.complain('error', 'duplicateName', place, { name, row: before })
  else if (!namePattern.test(name)) desk.complain('error', 'badName', place, { name })
  else if (name.length > limits.name)
    desk.complain('error', 'tooLong', place, { what: 'name', limit: limits.name })
  names.set(name, row.row)
  return name
}

function closeGroup(desk: Desk, { row, name, nodes }: Open): Group {
  const place = { row: row?.row ?? null, column: 'type' }
  if (nodes.length === 0) desk.complain('warning', 'emptyGroup', place, { name })
  const text = (column: string): Localised | null => (row ? localised(row, column, desk.standard) : null)
  const appearance = row ? cell(row, 'appearance').split(/\s+/).filter(Boolean) : []
  return {
    kind: 'group',
    name,
    row: row?.row ?? 0,
    label: text('label'),
    hint: text('hint'),
    relevant: row ? readExpression(desk, row, 'relevant') : null,
    appearance,
    matrix: appearance.includes('table-list') && isMatrix(desk, name, row, nodes),
    nodes,
  }
}

function isMatrix(desk: Desk, name: string, row: SheetRow | null, nodes: readonly FormNode[]): boolean {
  const lists = new Set(nodes.map((node) => (node.kind === 'question' ? node.list : null)))
  const same =
    lists.size === 1 &&
    nodes.every(
      (node) => node.kind === 'question' && node.type === 'select_one' && node.choiceFilter === null,
    )
  if (!same)
    desk.complain('warning', 'mixedMatrix', { row: row?.row ?? null, column: 'appearance' }, { name })
  return same
}

function complainOfCircle(
  circle: readonly string[],
  placed: readonly Placed[],
  complain: Desk['complain'],
): void {
  const first = placed.find(({ node }) => node.name === circle[0])?.node
  const computed = first?.kind === 'question' && first.calculation !== null
  const place = { row: first?.row ?? null, column: computed ? 'calculation' : 'relevant' }
  complain('error', 'circular', place, { path: circle.join(' → ') })
}
