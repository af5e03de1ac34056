/** What comes from other tools and has no entry in the menu: Kobo's containers with their rows, lists from files. */

import { readType, type RowType } from '../question-type.ts'
import { readingOf, type Draft, type DraftRow } from './draft.ts'
import { blocksOf, rowOfSpot, withColumn, type NewKey } from './editing.ts'
import { withAppearance } from './kinds.ts'
import { freshName } from './names.ts'
import { listOfRow, typeCell } from './options.ts'
import { standingOf } from './outline.ts'
import { withCells } from './patch.ts'

export type Special =
  | 'kobomatrix'
  | 'score'
  | 'rank'
  | 'loop'
  | 'scoreRow'
  | 'rankLevel'
  | 'oneFromFile'
  | 'severalFromFile'
  | 'external'
  | 'lookup'

/** Which of these a row is; null for what the menu offers and for what nobody knows. */
export function specialOf(type: RowType): Special | null {
  switch (type.kind) {
    case 'begin':
      return type.container === 'group' || type.container === 'repeat' ? null : type.container
    case 'inner':
      return type.container === 'score' ? 'scoreRow' : 'rankLevel'
    case 'question':
      if (type.from === 'external') return 'external'
      if (type.from !== 'file') return null
      return type.type === 'select_one' ? 'oneFromFile' : 'severalFromFile'
    case 'list':
      return 'lookup'
    default:
      return null
  }
}

/** One more row of a score, or level of a ranking, at its end. */
export function withInner(
  draft: Draft,
  key: string,
  { inner, newKey }: { readonly inner: 'score__row' | 'rank__level'; readonly newKey: NewKey },
): { readonly draft: Draft; readonly key: string } | null {
  const block = standingOf(blocksOf(draft), key)?.block
  const at = block && rowOfSpot(draft, { parent: key, place: block.blocks.length })
  if (at === undefined || at === null) return null
  const { header } = readingOf(draft.columns)
  const row: DraftRow = {
    key: newKey(),
    cells: { [header('survey', 'type')]: inner, [header('survey', 'name')]: freshName(draft, 'select_one') },
  }
  const survey = [...draft.survey.slice(0, at), row, ...draft.survey.slice(at)]
  return { draft: { ...draft, survey }, key: row.key }
}

/** A score as the matrix that it is: single choices of one list in a group with `table-list`. */
export function scoreAsMatrix(draft: Draft, key: string): Draft {
  const reading = readingOf(draft.columns)
  const { cell, header } = reading
  const block = standingOf(blocksOf(draft), key)?.block
  const first = block && draft.survey[block.first]
  const type = first && readType(cell(first, 'type'))
  if (!block || !first || type?.kind !== 'begin' || type.container !== 'score') return draft
  const list = listOfRow(reading, first) ?? ''
  const typeHeader = header('survey', 'type')
  const survey = draft.survey.map((row, index): DraftRow => {
    if (index < block.first || index > block.last) return row
    const read = readType(cell(row, 'type'))
    const cells =
      row === first
        ? {
            [typeHeader]: 'begin_group',
            [header('survey', 'appearance')]: withAppearance(
              cell(row, 'appearance'),
              ['field-list'],
              'table-list',
            ),
            [header('survey', 'kobo--score-choices')]: '',
          }
        : read.kind === 'inner'
          ? { [typeHeader]: typeCell('select_one', list, false) }
          : read.kind === 'end' && index === block.last
            ? { [typeHeader]: 'end_group' }
            : {}
    return { ...row, cells: withCells(row.cells, cells) }
  })
  return withColumn({ ...draft, survey }, 'survey', header('survey', 'appearance'))
}
