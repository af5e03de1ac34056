/** Several questions and sections changed at once: moved, put into a section of their own, deleted, made required. */

import { readType } from '../question-type.ts'
import { readingOf, type Draft, type DraftRow } from './draft.ts'
import { blocksOf, removed, rowOfSpot, withCell, type NewKey, type Spot } from './editing.ts'
import { freshName } from './names.ts'
import { allBlocks, asks, isWithin, standingOf, type Block } from './outline.ts'

/** The blocks of these keys in the order of the form, without those that stand in another of them. */
export function chosenBlocks(draft: Draft, keys: ReadonlySet<string>): readonly Block[] {
  const all = allBlocks(blocksOf(draft)).filter(({ key }) => keys.has(key))
  return all.filter((block) => !all.some((other) => other !== block && isWithin(other, block.key)))
}

/** All of them together at another spot, in their order; the same draft where that is inside one of them. */
export function allMoved(draft: Draft, keys: ReadonlySet<string>, spot: Spot): Draft {
  const blocks = chosenBlocks(draft, keys)
  const { parent } = spot
  if (blocks.length === 0 || (parent !== null && blocks.some((block) => isWithin(block, parent))))
    return draft
  const at = rowOfSpot(draft, spot)
  if (at === null) return draft
  const moving = rowsOf(draft, blocks)
  const rest = (rows: readonly DraftRow[]) => rows.filter((row) => !moving.has(row))
  const survey = [...rest(draft.survey.slice(0, at)), ...moving, ...rest(draft.survey.slice(at))]
  return survey.every((row, index) => row === draft.survey[index]) ? draft : { ...draft, survey }
}

/** All of them in a new section, where the first of them stands; null where there is nothing to put in. */
export function allGrouped(
  draft: Draft,
  keys: ReadonlySet<string>,
  newKey: NewKey,
): { readonly draft: Draft; readonly key: string } | null {
  const [first, ...others] = chosenBlocks(draft, keys)
  if (!first) return null
  const { header } = readingOf(draft.columns)
  const [typeHeader, nameHeader] = [header('survey', 'type'), header('survey', 'name')]
  const key = newKey()
  const begin = { key, cells: { [typeHeader]: 'begin_group', [nameHeader]: freshName(draft, 'begin_group') } }
  const end = { key: newKey(), cells: { [typeHeader]: 'end_group' } }
  const moving = rowsOf(draft, [first, ...others])
  const rest = (rows: readonly DraftRow[]) => rows.filter((row) => !moving.has(row))
  const survey = [
    ...rest(draft.survey.slice(0, first.first)),
    begin,
    ...moving,
    end,
    ...rest(draft.survey.slice(first.first)),
  ]
  return { draft: { ...draft, survey }, key }
}

export function allRemoved(draft: Draft, keys: ReadonlySet<string>): Draft {
  return chosenBlocks(draft, keys).reduce((rest, { key }) => removed(rest, key), draft)
}

/** Whatever of them asks for an answer must have one, or need not; a rule in place of yes or no stays. */
export function allRequired(draft: Draft, keys: ReadonlySet<string>, required: boolean): Draft {
  const { cell, header } = readingOf(draft.columns)
  const column = header('survey', 'required')
  const rows = rowsOf(draft, chosenBlocks(draft, keys))
  let next = draft
  for (const row of rows) {
    const given = cell(row, 'required').trim()
    const plain = /^(|yes|no|y|n|true|false|true\(\)|false\(\)|1|0|是|否|必填|必答|选填|选答)$/i.test(given)
    if (!plain || !asks(readType(cell(row, 'type')))) continue
    next = withCell(next, 'survey', row.key, column, required ? 'yes' : '')
  }
  return next
}

/** Where a chosen block can go: before everything, to the end of a section, after everything. */
export function destinations(draft: Draft, keys: ReadonlySet<string>): readonly Block[] {
  const chosen = chosenBlocks(draft, keys)
  return allBlocks(blocksOf(draft)).filter(
    (block) => block.type.kind === 'begin' && !chosen.some((one) => isWithin(one, block.key)),
  )
}

/** The end of a section, or of the form itself. */
export function endOf(draft: Draft, section: string | null): Spot {
  const blocks = blocksOf(draft)
  const inside = section === null ? blocks : (standingOf(blocks, section)?.block.blocks ?? [])
  return { parent: section, place: inside.length }
}

function rowsOf(draft: Draft, blocks: readonly Block[]): ReadonlySet<DraftRow> {
  return new Set(blocks.flatMap(({ first, last }) => draft.survey.slice(first, last + 1)))
}
