/** The choices of a question while it is designed: rows of the choices sheet under the name of their list. */

import { readHeader } from '../headers.ts'
import { readType, type Container } from '../question-type.ts'
import { readingOf, textOf, type Draft, type DraftRow, type Reading } from './draft.ts'
import { withCells } from './patch.ts'

type NewKey = () => string

/** The `type` cell of a choice question. */
export function typeCell(kind: string, list: string, orOther: boolean): string {
  return orOther ? `${kind} ${list} or_other` : `${kind} ${list}`
}

/** The rows of a list in their order. */
export function listNamed(draft: Draft, list: string): readonly DraftRow[] {
  const header = readingOf(draft.columns).header('choices', 'list_name')
  return draft.choices.filter((row) => textOf(row, header) === list)
}

/** Names of all lists in the order of the sheet. */
export function listsIn(draft: Draft): readonly string[] {
  const header = readingOf(draft.columns).header('choices', 'list_name')
  return [...new Set(draft.choices.map((row) => textOf(row, header)))].filter((name) => name !== '')
}

/** How many questions take their choices from a list. */
export function usersOf(draft: Draft, list: string): number {
  const reading = readingOf(draft.columns)
  return draft.survey.filter((row) => listOfRow(reading, row) === list).length
}

/** The columns in which Kobo's containers name their list. */
const listColumns: Readonly<Partial<Record<Container, string>>> = {
  kobomatrix: 'kobo--matrix_list',
  score: 'kobo--score-choices',
  rank: 'kobo--rank-items',
}

/** The list of the choices sheet that a question or a container takes, '' where it names none, null where it needs none. */
export function listOfRow({ cell }: Reading, row: DraftRow): string | null {
  const read = readType(cell(row, 'type'))
  if (read.kind === 'question') return read.from === 'choices' ? read.list : null
  if (read.kind !== 'begin') return null
  const column = listColumns[read.container]
  if (column !== undefined) return cell(row, column)
  return read.container === 'loop' ? (read.list ?? '') : read.list
}

/** The row with another list. */
export function rowWithList({ cell, header }: Reading, row: DraftRow, list: string): DraftRow {
  const read = readType(cell(row, 'type'))
  const typeHeader = header('survey', 'type')
  if (read.kind === 'question' && read.list !== null)
    return { ...row, cells: withCells(row.cells, { [typeHeader]: typeCell(read.type, list, read.orOther) }) }
  if (read.kind !== 'begin') return row
  const column = listColumns[read.container]
  if (column !== undefined)
    return { ...row, cells: withCells(row.cells, { [header('survey', column)]: list }) }
  if (read.container !== 'loop') return row
  return { ...row, cells: withCells(row.cells, { [typeHeader]: `begin_loop over ${list}` }) }
}

/** A list of its own for a question, with two choices to begin with. */
export function newList(
  draft: Draft,
  {
    wanted,
    newKey,
    language,
  }: { readonly wanted: string; readonly newKey: NewKey; readonly language: string },
): { readonly draft: Draft; readonly list: string } {
  const taken = listsIn(draft)
  const stem = wanted.replace(/\s+/g, '_')
  let list = stem
  for (let number = 2; taken.includes(list); number++) list = `${stem}_${number}`
  const rows = ['1', '2'].map((name) => choiceRow(draft, { list, name, label: '', language, newKey }))
  return { draft: withChoiceColumns({ ...draft, choices: [...draft.choices, ...rows] }, language), list }
}

function withChoiceColumns(draft: Draft, language: string): Draft {
  const { header } = readingOf(draft.columns)
  const needed = [
    header('choices', 'list_name'),
    header('choices', 'name'),
    header('choices', 'label', language),
  ]
  const missing = needed.filter((column) => !draft.columns.choices.includes(column))
  if (missing.length === 0) return draft
  return { ...draft, columns: { ...draft.columns, choices: [...draft.columns.choices, ...missing] } }
}

interface NewChoice {
  readonly list: string
  readonly name: string
  readonly label: string
  readonly language: string
  readonly newKey: NewKey
}

function choiceRow(draft: Draft, { list, name, label, language, newKey }: NewChoice): DraftRow {
  const { header } = readingOf(draft.columns)
  return {
    key: newKey(),
    cells: withCells(
      {},
      {
        [header('choices', 'list_name')]: list,
        [header('choices', 'name')]: name,
        [header('choices', 'label', language)]: label,
      },
    ),
  }
}

/** A number that no choice of the list has as its name. */
export function freshChoice(draft: Draft, list: string): string {
  const header = readingOf(draft.columns).header('choices', 'name')
  const taken = new Set(listNamed(draft, list).map((row) => textOf(row, header)))
  for (let number = taken.size + 1; ; number++) if (!taken.has(String(number))) return String(number)
}

/** Choices with these labels after a row of a list (null: at its end); returns the key of the last one. */
export function withChoices(
  draft: Draft,
  list: string,
  {
    after,
    labels,
    language,
    newKey,
  }: {
    readonly after: string | null
    readonly labels: readonly string[]
    readonly language: string
    readonly newKey: NewKey
  },
): { readonly draft: Draft; readonly key: string | null } {
  let next = withChoiceColumns(draft, language)
  let key = after ?? listNamed(draft, list).slice(-1)[0]?.key ?? null
  for (const label of labels) {
    const row = choiceRow(next, { list, name: freshChoice(next, list), label, language, newKey })
    const place = key === null ? next.choices.length : next.choices.findIndex((one) => one.key === key) + 1
    next = { ...next, choices: [...next.choices.slice(0, place), row, ...next.choices.slice(place)] }
    key = row.key
  }
  return { draft: next, key }
}

export function withoutChoice(draft: Draft, key: string): Draft {
  return { ...draft, choices: draft.choices.filter((row) => row.key !== key) }
}

/** A choice one place up or down in its list. */
export function choiceMoved(draft: Draft, list: string, key: string, way: -1 | 1): Draft {
  const rows = listNamed(draft, list)
  const place = rows.findIndex((row) => row.key === key)
  const [row, other] = [rows[place], rows[place + way]]
  if (!row || !other) return draft
  return {
    ...draft,
    choices: draft.choices.map((one) => (one === row ? other : one === other ? row : one)),
  }
}

/** The lists that only these rows use, and no expression speaks of. */
export function ownedLists(draft: Draft, rows: readonly DraftRow[]): readonly string[] {
  const reading = readingOf(draft.columns)
  const inside = new Set(rows)
  const lists = new Set(
    rows.map((row) => listOfRow(reading, row)).filter((list): list is string => list !== null && list !== ''),
  )
  const others = draft.survey.filter((row) => !inside.has(row))
  const used = (list: string) =>
    others.some(
      (row) =>
        listOfRow(reading, row) === list ||
        Object.entries(row.cells).some(
          ([header, text]) => readHeader(header, 'survey').name !== 'type' && text.includes(`'${list}'`),
        ),
    )
  return [...lists].filter((list) => !used(list))
}

export function withoutLists(draft: Draft, lists: readonly string[]): Draft {
  if (lists.length === 0) return draft
  const header = readingOf(draft.columns).header('choices', 'list_name')
  return { ...draft, choices: draft.choices.filter((row) => !lists.includes(textOf(row, header))) }
}

/** A question gets a copy of its list for itself. */
export function withOwnList(draft: Draft, key: string, newKey: NewKey): Draft {
  const reading = readingOf(draft.columns)
  const row = draft.survey.find((one) => one.key === key)
  const held = row ? listOfRow(reading, row) : null
  if (!row || !held) return draft
  const wanted = reading.cell(row, 'name') || held
  const taken = listsIn(draft)
  let list = wanted
  for (let number = 2; taken.includes(list); number++) list = `${wanted}_${number}`
  const listHeader = reading.header('choices', 'list_name')
  const copies = listNamed(draft, held).map((one): DraftRow => ({
    key: newKey(),
    cells: withCells(one.cells, { [listHeader]: list }),
  }))
  const survey = draft.survey.map((one) => (one === row ? rowWithList(reading, row, list) : one))
  return { ...draft, survey, choices: [...draft.choices, ...copies] }
}

/** A list under another name, wherever it is used. */
export function withListName(draft: Draft, list: string, name: string): Draft {
  if (name === '' || /\s/.test(name) || listsIn(draft).includes(name)) return draft
  const reading = readingOf(draft.columns)
  const listHeader = reading.header('choices', 'list_name')
  const choices = draft.choices.map((row) =>
    textOf(row, listHeader) === list ? { ...row, cells: withCells(row.cells, { [listHeader]: name }) } : row,
  )
  const survey = draft.survey.map((row) =>
    listOfRow(reading, row) === list ? rowWithList(reading, row, name) : row,
  )
  return { ...draft, choices, survey }
}

/** The keys of the questions that have a choice, by the key of its row. */
export function usersNamed(draft: Draft, choice: string): readonly string[] {
  const reading = readingOf(draft.columns)
  const row = draft.choices.find((one) => one.key === choice)
  const list = row ? textOf(row, reading.header('choices', 'list_name')) : ''
  if (list === '') return []
  return draft.survey.filter((one) => listOfRow(reading, one) === list).map(({ key }) => key)
}
