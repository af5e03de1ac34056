/** Every change that a designer makes to a form, as a function from one draft to the next. */

import type { SheetName } from '../form.ts'
import { readType } from '../question-type.ts'
import { readingOf, textOf, type Draft, type DraftRow } from './draft.ts'
import { isSectionKind, kindOf, withAppearance, type OfferedKind } from './kinds.ts'
import { freshName, namesIn, renamedRows, unlike } from './names.ts'
import { allBlocks, isSection, isWithin, outlineOf, standingOf, type Block } from './outline.ts'
import { listNamed, newList, ownedLists, typeCell, withoutLists } from './options.ts'
import { withCells } from './patch.ts'

export type NewKey = () => string

export function blocksOf(draft: Draft): readonly Block[] {
  const { cell } = readingOf(draft.columns)
  return outlineOf(draft.survey, (row) => cell(row, 'type'))
}

/** A cell of a row set, or emptied by ''; its column is added to the sheet where it is new. */
export function withCell(draft: Draft, sheet: SheetName, key: string, header: string, text: string): Draft {
  const rows = draft[sheet]
  const at = rows.findIndex((row) => row.key === key)
  const row = rows[at]
  if (!row || textOf(row, header) === text) return draft
  const next = rows.slice()
  next[at] = { key, cells: withCells(row.cells, { [header]: text }) }
  return { ...withColumn(draft, sheet, header), [sheet]: next }
}

export function withColumn(draft: Draft, sheet: SheetName, header: string): Draft {
  if (draft.columns[sheet].includes(header)) return draft
  return { ...draft, columns: { ...draft.columns, [sheet]: [...draft.columns[sheet], header] } }
}

/** A cell of the settings sheet, whose one row is made where there is none. */
export function withSetting(draft: Draft, newKey: NewKey, name: string, text: string): Draft {
  const { header } = readingOf(draft.columns)
  const given = draft.settings.length > 0 ? draft : { ...draft, settings: [{ key: newKey(), cells: {} }] }
  return withCell(given, 'settings', given.settings[0]!.key, header('settings', name), text)
}

/** Where something new or moved comes to stand: in a section (null: in the form itself), before that place. */
export interface Spot {
  readonly parent: string | null
  readonly place: number
}

/** The spot after a block, or at the end of the form. */
export function spotAfter(draft: Draft, key: string | null): Spot {
  const blocks = blocksOf(draft)
  const standing = key === null ? null : standingOf(blocks, key)
  if (!standing) return { parent: null, place: blocks.length }
  return { parent: standing.parent?.key ?? null, place: standing.place + 1 }
}

/** The index in the sheet before which a spot is; null where there is no such section. */
export function rowOfSpot(draft: Draft, { parent, place }: Spot): number | null {
  const blocks = blocksOf(draft)
  const section = parent === null ? null : (standingOf(blocks, parent)?.block ?? null)
  if (parent !== null && (!section || !isSection(section))) return null
  const inside = section?.blocks ?? blocks
  const next = inside[place]
  if (next) return next.first
  const last = inside[inside.length - 1]
  if (last) return last.last + 1
  return section ? section.first + 1 : draft.survey.length
}

export interface Added {
  readonly draft: Draft
  /** The key of what was added. */
  readonly key: string
}

/** A new question or section, with a list of two choices where it needs one. */
export function added(
  draft: Draft,
  spot: Spot,
  {
    kind,
    newKey,
    language,
  }: { readonly kind: OfferedKind; readonly newKey: NewKey; readonly language: string },
): Added {
  const { header } = readingOf(draft.columns)
  const name = freshName(draft, kind)
  const key = newKey()
  const rows: DraftRow[] = []
  const cells: Record<string, string> = { [header('survey', 'type')]: kind, [header('survey', 'name')]: name }
  let next = draft
  if (isSectionKind(kind)) {
    cells[header('survey', 'type')] = kind === 'begin_repeat' ? 'begin_repeat' : 'begin_group'
    if (kind === 'table-list' || kind === 'field-list') cells[header('survey', 'appearance')] = kind
    const end = kind === 'begin_repeat' ? 'end_repeat' : 'end_group'
    rows.push({ key, cells }, { key: newKey(), cells: { [header('survey', 'type')]: end } })
  } else {
    if (kind === 'select_one' || kind === 'select_multiple' || kind === 'rank') {
      const listed = newList(next, { wanted: name, newKey, language })
      next = listed.draft
      cells[header('survey', 'type')] = typeCell(kind, listed.list, false)
    }
    rows.push({ key, cells })
  }
  const at = rowOfSpot(next, spot) ?? next.survey.length
  const survey = [...next.survey.slice(0, at), ...rows, ...next.survey.slice(at)]
  let columned: Draft = { ...next, survey }
  for (const row of rows)
    for (const column of Object.keys(row.cells)) columned = withColumn(columned, 'survey', column)
  return { draft: columned, key }
}

/** The form without a block, and without the lists that nothing else uses. */
export function removed(draft: Draft, key: string): Draft {
  const block = standingOf(blocksOf(draft), key)?.block
  if (!block) return draft
  const gone = draft.survey.slice(block.first, block.last + 1)
  const survey = [...draft.survey.slice(0, block.first), ...draft.survey.slice(block.last + 1)]
  return withoutLists({ ...draft, survey }, ownedLists(draft, gone))
}

/** A block once more, right after it, under new names; what refers to a name inside it refers to the new one. */
export function duplicated(draft: Draft, key: string, newKey: NewKey): Added | null {
  const block = standingOf(blocksOf(draft), key)?.block
  if (!block) return null
  const { cell, header } = readingOf(draft.columns)
  const taken = new Set(namesIn(draft))
  const names = new Map<string, string>()
  const rows = draft.survey.slice(block.first, block.last + 1)
  for (const row of rows) {
    const name = cell(row, 'name')
    if (name === '' || names.has(name) || readType(cell(row, 'type')).kind === 'end') continue
    const next = unlike(name, taken)
    taken.add(next)
    names.set(name, next)
  }
  const column = header('survey', 'name')
  const copies = renamedRows(rows, names).map((row): DraftRow => {
    const next = names.get(cell(row, 'name'))
    return { key: newKey(), cells: next === undefined ? row.cells : withCells(row.cells, { [column]: next }) }
  })
  const at = block.last + 1
  const survey = [...draft.survey.slice(0, at), ...copies, ...draft.survey.slice(at)]
  return { draft: { ...draft, survey }, key: copies[0]!.key }
}

/** A block at another spot; the same draft where it cannot go there. */
export function moved(draft: Draft, key: string, spot: Spot): Draft {
  const block = standingOf(blocksOf(draft), key)?.block
  if (!block || (spot.parent !== null && isWithin(block, spot.parent))) return draft
  const at = rowOfSpot(draft, spot)
  if (at === null || (at >= block.first && at <= block.last + 1)) {
    const standing = standingOf(blocksOf(draft), key)
    if (at === null || (standing?.parent?.key ?? null) === spot.parent) return draft
  }
  const rows = draft.survey.slice(block.first, block.last + 1)
  const rest = [...draft.survey.slice(0, block.first), ...draft.survey.slice(block.last + 1)]
  const place = at > block.last ? at - rows.length : at
  return { ...draft, survey: [...rest.slice(0, place), ...rows, ...rest.slice(place)] }
}

/** One step up or down: past a question, into a section and out of it. Null at the end of the way. */
export function step(draft: Draft, key: string, way: 'up' | 'down'): Draft | null {
  const blocks = blocksOf(draft)
  const standing = standingOf(blocks, key)
  if (!standing) return null
  const { parent, siblings, place } = standing
  const neighbour = siblings[place + (way === 'up' ? -1 : 1)]
  if (neighbour && isSection(neighbour))
    return moved(draft, key, { parent: neighbour.key, place: way === 'up' ? neighbour.blocks.length : 0 })
  if (neighbour)
    return moved(draft, key, { parent: parent?.key ?? null, place: way === 'up' ? place - 1 : place + 2 })
  if (!parent) return null
  const outer = standingOf(blocks, parent.key)
  return moved(draft, key, {
    parent: outer?.parent?.key ?? null,
    place: (outer?.place ?? 0) + (way === 'up' ? 0 : 1),
  })
}

/** A question of another kind; choices stay where the new kind has them too. */
export function withKind(
  draft: Draft,
  key: string,
  {
    kind,
    newKey,
    language,
  }: { readonly kind: OfferedKind; readonly newKey: NewKey; readonly language: string },
): Draft {
  const { cell, header } = readingOf(draft.columns)
  const row = draft.survey.find((one) => one.key === key)
  if (!row) return draft
  const type = readType(cell(row, 'type'))
  const [typeHeader, appearanceHeader] = [header('survey', 'type'), header('survey', 'appearance')]
  const appearance = cell(row, 'appearance')
  if (kindOf(type, appearance) === kind) return draft
  if (type.kind === 'begin') {
    if (!isSectionKind(kind)) return draft
    return withSectionKind(draft, row, kind)
  }
  if (isSectionKind(kind)) return draft
  let next = draft
  let word: string = kind
  if (kind === 'select_one' || kind === 'select_multiple' || kind === 'rank') {
    const held = type.kind === 'question' && type.from === 'choices' ? type.list : null
    const known = held !== null && held !== '' && listNamed(draft, held).length > 0 ? held : null
    const listed =
      known === null
        ? newList(draft, { wanted: cell(row, 'name') || 'list', newKey, language })
        : { draft, list: known }
    next = listed.draft
    word = typeCell(kind, listed.list, type.kind === 'question' && type.orOther && kind !== 'rank')
  }
  next = withCell(next, 'survey', key, typeHeader, word)
  if (appearance !== '') next = withCell(next, 'survey', key, appearanceHeader, '')
  const lists = ownedLists(draft, [row]).filter((list) => !word.split(' ').includes(list))
  return withoutLists(next, lists)
}

function withSectionKind(draft: Draft, row: DraftRow, kind: OfferedKind): Draft {
  const { cell, header } = readingOf(draft.columns)
  const block = standingOf(blocksOf(draft), row.key)?.block
  const repeat = kind === 'begin_repeat'
  const word = kind === 'table-list' || kind === 'field-list' ? kind : ''
  const appearance = withAppearance(cell(row, 'appearance'), ['table-list', 'field-list'], word)
  let next = withCell(
    draft,
    'survey',
    row.key,
    header('survey', 'type'),
    repeat ? 'begin_repeat' : 'begin_group',
  )
  next = withCell(next, 'survey', row.key, header('survey', 'appearance'), appearance)
  const end = block ? draft.survey[block.last] : undefined
  if (end && readType(cell(end, 'type')).kind === 'end')
    next = withCell(next, 'survey', end.key, header('survey', 'type'), repeat ? 'end_repeat' : 'end_group')
  return next
}

/** The block before or after one in the order of the sheet, for keys that lead from question to question. */
export function neighbourOf(draft: Draft, key: string, way: 1 | -1): string | null {
  const keys = allBlocks(blocksOf(draft)).map((block) => block.key)
  return keys[keys.indexOf(key) + way] ?? null
}
