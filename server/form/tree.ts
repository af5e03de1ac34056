/** Rows of the survey sheet → a tree of groups and questions that are not compiled yet. */

import type { QuestionType } from './form.ts'
import type { Complaints } from './complaints.ts'
import { readType, readYesNo } from './question-type.ts'
import type { Row, Sheet } from './sheet.ts'

export interface DraftGroup {
  readonly kind: 'group'
  readonly name: string
  readonly row: Row
  readonly nodes: Draft[]
  readonly personal: boolean
}
export interface DraftQuestion {
  readonly kind: 'question'
  readonly name: string
  readonly row: Row
  readonly type: QuestionType
  readonly list: string | null
  readonly orOther: boolean
  readonly personal: boolean
}
export type Draft = DraftGroup | DraftQuestion

export interface Tree {
  readonly nodes: readonly Draft[]
  /** Row by name, of every group and question. */
  readonly names: ReadonlyMap<string, number>
  /** Names of device-filled rows, and what a reference to them means. */
  readonly metadata: ReadonlyMap<string, 'today' | 'now' | 'blank'>
}

export const depthLimit = 10
export const nameLimit = 64

/** Letters of any script, as XML has them; names that every JavaScript object has are kept out. */
const namePattern = /^[\p{L}_][\p{L}\p{M}\p{N}_.-]*$/u

interface Building {
  readonly complaints: Complaints
  readonly names: Map<string, number>
  readonly metadata: Map<string, 'today' | 'now' | 'blank'>
  readonly root: Draft[]
  readonly open: DraftGroup[]
}

/** The tree, with a complaint for each row that does not fit into it. */
export function readTree(sheet: Sheet, complaints: Complaints): Tree {
  const building: Building = { complaints, names: new Map(), metadata: new Map(), root: [], open: [] }
  for (const row of sheet.rows) placeRow(building, row)
  for (const group of building.open)
    complaints.error('unclosedGroup', group.row.place('type'), { name: group.name })
  return { nodes: building.root, names: building.names, metadata: building.metadata }
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
      if (!type.supported) complaints.error('unsupportedType', row.place('type'), { type: word })
      openGroup(building, row)
      return
    case 'end':
      closeGroup(building, row)
      return
    case 'metadata':
      complaints.warn('unsupportedType', row.place('type'), { type: word })
      building.metadata.set(row.cell('name') || word, type.stands)
      return
    case 'unsupported':
      complaints.error('unsupportedType', row.place('type'), { type: word })
      // Its name is there, so that references to it do not complain a second time.
      if (row.cell('name') !== '') building.names.set(row.cell('name'), row.row)
      return
    case 'unknown':
      complaints.error('unknownType', row.place('type'), { type: word })
      if (row.cell('name') !== '') building.names.set(row.cell('name'), row.row)
      return
    case 'question': {
      if (type.list === '') complaints.error('missingList', row.place('type'), { type: word })
      // A note needs no name of its own; the reference converter makes one up too.
      const given = row.cell('name') || (type.type === 'note' ? `note_${row.row}` : '')
      const name = takeName(building, row, given)
      const personal = isPersonal(building, row)
      nodesHere(building).push({ ...type, name, row, personal })
      if (type.orOther) takeName(building, row, `${name}_other`)
    }
  }
}

function openGroup(building: Building, row: Row): void {
  const group: DraftGroup = {
    kind: 'group',
    name: takeName(building, row, row.cell('name')),
    row,
    nodes: [],
    personal: isPersonal(building, row),
  }
  nodesHere(building).push(group)
  building.open.push(group)
  if (building.open.length === depthLimit + 1) {
    building.complaints.error('tooDeep', row.place('type'), { limit: depthLimit })
  }
}

function closeGroup(building: Building, row: Row): void {
  const group = building.open.pop()
  if (!group) building.complaints.error('strayEnd', row.place('type'), { type: row.cell('type') })
  else if (group.nodes.length === 0)
    building.complaints.warn('emptyGroup', group.row.place('name'), { name: group.name })
}

function nodesHere({ open, root }: Building): Draft[] {
  return open[open.length - 1]?.nodes ?? root
}

/** The name, noted as taken. A bad one is complained of and stands as it is: the form is not made anyway. */
function takeName({ complaints, names, metadata }: Building, row: Row, name: string): string {
  const place = row.place('name')
  const before = names.get(name)
  if (name === '') complaints.error('missingName', place)
  else if (name.length > nameLimit) complaints.error('tooLong', place, { what: 'name', limit: nameLimit })
  else if (!isName(name)) complaints.error('badName', place, { name })
  else if (before !== undefined) complaints.error('duplicateName', place, { name, row: before })
  else metadata.delete(name)
  if (before === undefined && name !== '') names.set(name, row.row)
  return name
}

/** Everything in a personal group is personal. */
function isPersonal({ complaints, open }: Building, row: Row): boolean {
  const says = readYesNo(row.cell('personal'))
  if (says === null) complaints.error('unknownYesNo', row.place('personal'), { value: row.cell('personal') })
  return says === true || (open[open.length - 1]?.personal ?? false)
}
