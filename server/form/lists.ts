/** The choices sheet: lists of choices by name. */

import type { Choice, Localised, Media, MissingKind } from './form.ts'
import type { Complaints } from './complaints.ts'
import { knownColumns, mediaColumns } from './headers.ts'
import { readYesNo } from './question-type.ts'
import type { Row, Sheet } from './sheet.ts'

export const valueLimit = 200

const missingKinds: Readonly<Record<string, MissingKind>> = {
  not_applicable: 'not_applicable',
  'not applicable': 'not_applicable',
  不适用: 'not_applicable',
  dont_know: 'dont_know',
  "don't know": 'dont_know',
  不清楚: 'dont_know',
  不知道: 'dont_know',
  说不清: 'dont_know',
  refused: 'refused',
  拒答: 'refused',
  拒绝回答: 'refused',
  不愿回答: 'refused',
}

/** A choice with the row that it came from. */
export interface ListedChoice {
  readonly choice: Choice
  readonly row: Row
}

/** All lists, in the order of the sheet. */
export function readLists(
  sheet: Sheet,
  duplicatesAllowed: boolean,
  complaints: Complaints,
): ReadonlyMap<string, readonly ListedChoice[]> {
  const lists = new Map<string, ListedChoice[]>()
  const seen = new Set<string>()
  const filters = filterColumns(sheet)
  for (const row of sheet.rows) {
    const list = row.cell('list_name')
    // Rows without a list are remarks; the reference converter leaves them out too.
    if (list === '') continue
    const choice = readChoice(row, list, filters, complaints)
    if (!choice) continue
    const key = `${list}\n${choice.value}`
    if (seen.has(key) && !duplicatesAllowed) {
      complaints.error('duplicateChoice', row.place('name'), { name: choice.value, list })
      continue
    }
    seen.add(key)
    const standing = lists.get(list)
    if (standing) standing.push({ choice, row })
    else lists.set(list, [{ choice, row }])
  }
  return lists
}

/** The names of the columns that a choice_filter may use. */
export function filterColumns(sheet: Sheet): ReadonlySet<string> {
  const names = [...sheet.headers.values()].map((header) => header.name)
  return new Set(names.filter((name) => !knownColumns.choices.includes(name)))
}

/** The file names in the media columns of a row, or null. */
export function mediaOf(row: Row, settle: (texts: Localised) => Localised): Media | null {
  const media: Record<string, Localised> = {}
  for (const column of mediaColumns) {
    const names = row.localised(column)
    if (names) media[column] = settle(names)
  }
  return Object.keys(media).length > 0 ? media : null
}

function readChoice(
  row: Row,
  list: string,
  filters: ReadonlySet<string>,
  complaints: Complaints,
): Choice | null {
  const value = row.cell('name')
  if (value === '') {
    complaints.error('emptyChoiceName', row.place('name'), { list })
    return null
  }
  if (value.length > valueLimit) {
    complaints.error('tooLong', row.place('name'), { what: 'name', limit: valueLimit })
    return null
  }
  const label = row.localised('label')
  const media = mediaOf(row, (names) => names)
  if (!label && !media) complaints.warn('missingChoiceLabel', row.place('label'), { name: value, list })
  const columns: Record<string, string> = {}
  for (const name of filters) {
    const text = row.cell(name)
    if (text !== '' && name !== '__proto__') columns[name] = text
  }
  const choice = { value, label: label ?? { '': value }, missing: missingOf(row, complaints), columns }
  return media ? { ...choice, media } : choice
}

function missingOf(row: Row, complaints: Complaints): MissingKind | null {
  const text = row.cell('missing').toLowerCase()
  if (readYesNo(text) === false) return null
  const kind = Object.hasOwn(missingKinds, text) ? missingKinds[text] : undefined
  if (kind) return kind
  complaints.error('badParameter', row.place('missing'), { parameter: 'missing', value: row.cell('missing') })
  return null
}
