/** Rows of the survey sheet → a tree of groups, repeats and questions that are not compiled yet. */

import type { Choice, MetadataType, QuestionType } from './form.ts'
import type { Complaints } from './complaints.ts'
import { forChoice, labelled, overlaid } from './overlay.ts'
import { readType, readYesNo, type Container, type RowType } from './question-type.ts'
import type { Row, Sheet } from './sheet.ts'
import { isMetadata } from './types/index.ts'

interface DraftBase {
  /** The key: unique in the form. */
  name: string
  readonly written: string
  readonly row: Row
  readonly personal: boolean
}
export interface DraftGroup extends DraftBase {
  readonly kind: 'group' | 'repeat'
  readonly container: Container
  readonly list: string | null
  readonly nodes: Draft[]
}
export interface DraftQuestion extends DraftBase {
  readonly kind: 'question'
  readonly type: QuestionType
  readonly list: string | null
  readonly orOther: boolean
  readonly from: 'choices' | 'file' | 'external'
  /** The text question that `or_other` adds to the question before it. */
  readonly otherOf: string | null
}
export type Draft = DraftGroup | DraftQuestion

export interface Tree {
  readonly nodes: readonly Draft[]
  /** The drafts by the name in the sheet. */
  readonly byName: ReadonlyMap<string, readonly Draft[]>
  /** Names of rows that are broken, so that references to them do not complain a second time. */
  readonly broken: ReadonlySet<string>
  /** Files of values to look up, by the name of their row. */
  readonly lists: ReadonlyMap<string, ListRow>
}

/** A row that names a file of values; `section` is the row of the group around it. */
export interface ListRow {
  readonly extension: 'csv' | 'xml'
  readonly row: Row
  readonly section: number
}

export const depthLimit = 10
export const nameLimit = 64
/** A loop or a matrix may make so many nodes out of few rows. */
const nodeLimit = 5_000
/** What stands so far below the form is a remark, unless it is a question. */
const gapLimit = 60

/** Letters of any script, as XML has them; names that every JavaScript object has are kept out. */
const namePattern = /^[\p{L}_][\p{L}\p{M}\p{N}_.-]*$/u

interface Building {
  readonly complaints: Complaints
  readonly lists: ReadonlyMap<string, readonly Choice[]>
  readonly listRows: Map<string, ListRow>
  readonly broken: Set<string>
  readonly root: Draft[]
  readonly open: DraftGroup[]
  /** Rows by the names taken in each group. */
  readonly taken: Map<readonly Draft[], Map<string, number>>
  readonly repeatNames: Map<string, number>
  count: number
  /** The row before the one at hand. */
  lastRow: number
}

/** The tree, with a complaint for each row that does not fit into it. */
export function readTree(
  sheet: Sheet,
  lists: ReadonlyMap<string, readonly Choice[]>,
  complaints: Complaints,
): Tree {
  const building: Building = {
    complaints,
    lists,
    listRows: new Map(),
    broken: new Set(),
    root: [],
    open: [],
    taken: new Map(),
    repeatNames: new Map(),
    count: 0,
    lastRow: 0,
  }
  for (const row of sheet.rows) {
    placeRow(building, row)
    building.lastRow = row.row
  }
  for (const group of building.open)
    complaints.error('unclosedGroup', group.row.place('type'), { name: group.written })
  const byName = new Map<string, Draft[]>()
  collect(building.root, byName)
  makeKeys(building.root, byName)
  return { nodes: building.root, byName, broken: building.broken, lists: building.listRows }
}

/** Whether a name may be a question's. */
export function isName(name: string): boolean {
  return namePattern.test(name) && !(name in Object.prototype)
}

function placeRow(building: Building, row: Row): void {
  const { complaints } = building
  const word = row.cell('type')
  if (word === '') {
    // A row with neither a type nor a name is a remark, as the reference converter has it.
    if (row.cell('name') === '' && row.cell('label') === '') return
    complaints.error('missingType', row.place('type'), { name: row.cell('name') })
    return
  }
  const type = readType(word)
  switch (type.kind) {
    case 'begin':
      openGroup(building, row, type)
      return
    case 'end':
      closeGroup(building, row, type.container)
      return
    case 'unknown':
      if (row.row - building.lastRow > gapLimit) {
        complaints.warn('unsupportedValue', row.place('type'), { column: 'type', value: word })
        return
      }
      complaints.error('unknownType', row.place('type'), { type: word })
      building.broken.add(row.cell('name'))
      return
    case 'list': {
      const name = takeName(building, row, row.cell('name'))
      const section = building.open[building.open.length - 1]?.row.row ?? 0
      const before = building.listRows.get(name)
      if (before?.section === section)
        complaints.error('duplicateName', row.place('name'), { name, row: before.row.row })
      building.listRows.set(name, { extension: type.extension, row, section })
      return
    }
    case 'inner':
      placeInner(building, row, type.container)
      return
    case 'question':
      placeQuestion(building, row, type)
  }
}

function placeQuestion(building: Building, row: Row, type: Extract<RowType, { kind: 'question' }>): void {
  const word = row.cell('type')
  if (type.list === '') building.complaints.error('missingList', row.place('type'), { type: word })
  const name = takeName(building, row, nameFor(row, type.type))
  const personal = isPersonal(building, row)
  const question: DraftQuestion = { ...type, name, written: name, row, personal, otherOf: null }
  add(building, question)
  if (!type.orOther || type.list === '') return
  const other = takeName(building, row, `${name}_other`)
  add(building, {
    ...question,
    type: 'text',
    list: null,
    orOther: false,
    name: other,
    written: other,
    otherOf: name,
  })
}

/** A note and what a device fills in need no name of their own; the reference converter makes one up too. */
function nameFor(row: Row, type: QuestionType): string {
  const given = row.cell('name')
  if (given !== '') return given
  if (type === 'note') return `note_${row.row}`
  return isMetadata(type) ? (type satisfies MetadataType) : ''
}

/** A row of a score or a level of a ranking, as the question that it stands for. */
function placeInner(building: Building, row: Row, container: 'score' | 'rank'): void {
  const around = building.open[building.open.length - 1]
  if (around?.container !== container) {
    building.complaints.error('unknownType', row.place('type'), { type: row.cell('type') })
    return
  }
  const name = takeName(building, row, row.cell('name'))
  const before = around.nodes.map((node) => node.written)
  const distinct = before.map((each) => `. != \${${each}}`).join(' and ')
  const look: Readonly<Record<string, string>> =
    container === 'score'
      ? {}
      : {
          appearance: 'minimal',
          constraint: distinct,
          constraint_message: around.row.cell('kobo--rank-constraint-message'),
        }
  add(building, {
    kind: 'question',
    type: 'select_one',
    list: around.list ?? '',
    orOther: false,
    from: 'choices',
    otherOf: null,
    name,
    written: name,
    row: overlaid(row, look),
    personal: isPersonal(building, row),
  })
}

function openGroup(
  building: Building,
  row: Row,
  { container, list }: Extract<RowType, { kind: 'begin' }>,
): void {
  const kind = container === 'repeat' ? 'repeat' : 'group'
  const name = takeName(building, row, row.cell('name'))
  const before = building.repeatNames.get(name)
  if (kind === 'repeat') {
    if (before !== undefined)
      building.complaints.error('duplicateName', row.place('name'), { name, row: before })
    building.repeatNames.set(name, row.row)
    // The reference converter calls the whole form so, and paths could not tell the two apart.
    if (name === 'data') building.complaints.error('reservedName', row.place('name'), { name })
  }
  const listColumn: Readonly<Partial<Record<Container, string>>> = {
    kobomatrix: 'kobo--matrix_list',
    score: 'kobo--score-choices',
    rank: 'kobo--rank-items',
  }
  const column = listColumn[container]
  const named = column ? row.cell(column) : list
  if ((column !== undefined || container === 'loop') && (named ?? '') === '')
    building.complaints.error('missingList', row.place(column ?? 'type'), { type: row.cell('type') })
  const group: DraftGroup = {
    kind,
    container,
    list: named,
    name,
    written: name,
    row: container === 'score' ? overlaid(row, { appearance: 'table-list' }) : row,
    nodes: [],
    personal: isPersonal(building, row),
  }
  add(building, group)
  building.open.push(group)
  if (building.open.length === depthLimit + 1) {
    building.complaints.error('tooDeep', row.place('type'), { limit: depthLimit })
  }
}

function closeGroup(building: Building, row: Row, container: Container): void {
  const group = building.open.pop()
  const { complaints } = building
  const sameKind = (group?.kind === 'repeat') === (container === 'repeat')
  if (!group || !sameKind) {
    complaints.error('strayEnd', row.place('type'), { type: row.cell('type') })
    return
  }
  if (group.kind === 'repeat') checkCountName(building, group)
  if (group.nodes.length === 0)
    complaints.warn('emptyGroup', group.row.place('name'), { name: group.written })
  if (group.container !== 'loop' && group.container !== 'kobomatrix') return
  const choices = building.lists.get(group.list ?? '')
  if (!choices) {
    if ((group.list ?? '') !== '')
      complaints.error('unknownList', group.row.place('type'), { list: group.list ?? '' })
    return
  }
  const inner = group.nodes.splice(0)
  for (const choice of choices) {
    group.nodes.push(
      group.container === 'loop'
        ? looped(building, group, inner, choice)
        : matrixRow(building, group, inner, choice),
    )
    if (building.count > nodeLimit) {
      complaints.error('tooMany', group.row.place('type'), { what: 'rows', limit: nodeLimit })
      return
    }
  }
}

/** A computed number of rows is kept under a name of its own by other tools. */
function checkCountName({ complaints, open, root }: Building, repeat: DraftGroup): void {
  const count = repeat.row.cell('repeat_count')
  if (count === '' || /^\$\{[^{}]*\}$/.test(count)) return
  const name = `${repeat.written}_count`
  const neighbours = open[open.length - 1]?.nodes ?? root
  const same = neighbours.find((draft) => draft.written === name)
  if (same) complaints.error('duplicateName', same.row.place('name'), { name, row: repeat.row.row })
}

/** The questions of a loop once more, in a group of their own, for one choice. */
function looped(building: Building, loop: DraftGroup, inner: readonly Draft[], choice: Choice): DraftGroup {
  const copy = (draft: Draft): Draft => {
    building.count++
    const row = forChoice(draft.row, choice)
    return draft.kind === 'question' ? { ...draft, row } : { ...draft, row, nodes: draft.nodes.map(copy) }
  }
  return madeGroup(loop, choice, safeName(choice.value), inner.map(copy))
}

/** One row of a Kobo matrix: a group with the matrix's questions, named `matrix_row_question` as Kobo does. */
function matrixRow(
  building: Building,
  matrix: DraftGroup,
  inner: readonly Draft[],
  choice: Choice,
): DraftGroup {
  const name = safeName(`${matrix.written}_${choice.value}`)
  const nodes = inner.map((draft): Draft => {
    building.count++
    const written = `${name}_${draft.written}`
    return { ...draft, name: written, written }
  })
  return madeGroup(matrix, choice, name, nodes)
}

function madeGroup(around: DraftGroup, choice: Choice, name: string, nodes: Draft[]): DraftGroup {
  const plain = { appearance: '', relevant: '', hint: '', guidance_hint: '' }
  return {
    kind: 'group',
    container: 'group',
    list: null,
    name,
    written: name,
    row: labelled(overlaid(around.row, plain), choice),
    personal: around.personal,
    nodes,
  }
}

function safeName(text: string): string {
  const name = text.replace(/[^\p{L}\p{M}\p{N}_.-]/gu, '_')
  return isName(name) ? name : `_${name}`
}

function add(building: Building, draft: Draft): void {
  const { open, root } = building
  building.count++
  ;(open[open.length - 1]?.nodes ?? root).push(draft)
}

/** The name, if it can be one and no neighbour has it. A bad one is complained of and stands as it is: the form is not made anyway. */
function takeName({ complaints, open, root, taken }: Building, row: Row, name: string): string {
  const place = row.place('name')
  const neighbours = open[open.length - 1]?.nodes ?? root
  const names = taken.get(neighbours) ?? new Map<string, number>()
  taken.set(neighbours, names)
  const same = names.get(name)
  if (name === '') complaints.error('missingName', place)
  else if (name.length > nameLimit) complaints.error('tooLong', place, { what: 'name', limit: nameLimit })
  else if (!isName(name)) complaints.error('badName', place, { name })
  else if (name === 'meta') complaints.error('reservedName', place, { name })
  else if (same !== undefined) complaints.error('duplicateName', place, { name, row: same })
  if (same === undefined) names.set(name, row.row)
  return name
}

/** Everything in a personal group is personal. */
function isPersonal({ complaints, open }: Building, row: Row): boolean {
  const says = readYesNo(row.cell('personal'))
  if (says === null) complaints.error('unknownYesNo', row.place('personal'), { value: row.cell('personal') })
  return says === true || (open[open.length - 1]?.personal ?? false)
}

function collect(drafts: readonly Draft[], byName: Map<string, Draft[]>): void {
  for (const draft of drafts) {
    const standing = byName.get(draft.written)
    if (standing) standing.push(draft)
    else byName.set(draft.written, [draft])
    if (draft.kind !== 'question') collect(draft.nodes, byName)
  }
}

/**
 * The key of each node: its name, where another node has that name too its whole path. Of several the one outside of
 * all groups keeps the plain name, else the first, so that a question added to a later version takes no other's key.
 */
function makeKeys(drafts: readonly Draft[], byName: ReadonlyMap<string, readonly Draft[]>): void {
  const outermost = new Set(drafts)
  const keeps = (draft: Draft) => {
    const all = byName.get(draft.written) ?? []
    return (all.find((each) => outermost.has(each)) ?? all[0]) === draft
  }
  const walk = (inner: readonly Draft[], path: string) => {
    for (const draft of inner) {
      if (!keeps(draft)) draft.name = `${path}${draft.written}`
      if (draft.kind !== 'question') walk(draft.nodes, `${path}${draft.written}/`)
    }
  }
  walk(drafts, '')
}
