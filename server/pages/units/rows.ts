/** Rows of a table of units, checked one by one against each other and the units that stand. */

import type { Catalogue } from '../../locale/index.ts'
import type { Unit } from '../../store/store.ts'
import { tooLong, type ColumnShape, type ImportRow } from '../import-rows.ts'

export const unitColumns = {
  name: { headings: ['单位名称', '名称', '单位', 'name', 'unit'], needed: true, longest: 100 },
  code: { headings: ['代码', '编码', '单位代码', 'code'], longest: 40 },
  parent: { headings: ['上级单位', '上级', '上级代码', 'parent', 'parentunit'], longest: 100 },
  position: { headings: ['序号', '排序', '顺序', 'order', 'position', 'no', 'no.'], longest: 10 },
} as const satisfies Record<string, ColumnShape>

export type UnitRow = ImportRow<keyof typeof unitColumns>

/** What is wrong with each row, in the order of the rows. */
export function unitComplaints(
  t: Catalogue,
  rows: readonly UnitRow[],
  standing: readonly Unit[],
): readonly (readonly string[])[] {
  const known = [
    ...rows.map(({ cells }) => ({ name: cells.name, code: cells.code })),
    ...standing.filter((unit) => !rows.some((row) => isSame(row, unit))),
  ]
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const { name, code, parent, position } = row.cells
    const key = code !== '' ? `code ${code}` : `name ${name} below ${parent}`
    const before = seen.get(key)
    if (before === undefined) seen.set(key, row.row)
    return [
      ...(name === '' ? [t.people.rowNoName] : []),
      ...tooLong(t, row, unitColumns),
      ...(before === undefined ? [] : [t.people.rowUnitTwice({ row: before })]),
      ...(position === '' || /^\d{1,4}$/.test(position) ? [] : [t.people.rowBadPosition({ position })]),
      ...parentComplaint(t, row, known),
    ]
  })
}

function isSame({ cells }: UnitRow, unit: Unit): boolean {
  return cells.code !== '' ? unit.code === cells.code : unit.name === cells.name
}

function parentComplaint(
  t: Catalogue,
  { cells: { name, code, parent } }: UnitRow,
  known: readonly { readonly name: string; readonly code: string }[],
): readonly string[] {
  if (parent === '') return []
  if (parent === code || (parent === name && known.filter((unit) => unit.name === parent).length === 1)) {
    return [t.people.rowOwnParent]
  }
  if (known.some((unit) => unit.code === parent)) return []
  const named = known.filter((unit) => unit.name === parent).length
  if (named === 0) return [t.people.rowUnknownUnit({ unit: parent })]
  return named === 1 ? [] : [t.people.rowManyUnits({ unit: parent })]
}

/** The rows as the store takes them; without a number of its own a unit stands where the table has it. */
export function unitsOf(rows: readonly UnitRow[]) {
  return rows.map(({ cells: { name, code, parent, position } }, place) => ({
    name,
    code,
    parent,
    position: position === '' ? place + 1 : Number(position),
  }))
}
