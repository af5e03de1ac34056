/** What a question is called where it is spoken of: its number and its words. */

import { languagesOf, readingOf, type DraftRow } from '../../server/form/design/draft.ts'
import { blocksOf } from '../../server/form/design/editing.ts'
import { standingOf } from '../../server/form/design/outline.ts'
import type { Desk } from './desk.ts'
import { say } from './dom.ts'

/** The words of a row in the language that is edited, else in any, else its name. */
export function labelOfRow(desk: Desk, row: DraftRow): string {
  const draft = desk.draft()
  const { cell } = readingOf(draft.columns)
  const own = cell(row, 'label', desk.language())
  if (own !== '') return own
  const other = languagesOf(draft)
    .map((language) => cell(row, 'label', language))
    .find((text) => text !== '')
  return other ?? (cell(row, 'name') || say('list.untitled'))
}

/** A block by its number and words, e.g. 「3 您的年龄」; long ones are cut. */
export function wordsOfBlock(desk: Desk, key: string): string {
  const row = desk.draft().survey.find((one) => one.key === key)
  if (!row) return ''
  const number = standingOf(blocksOf(desk.draft()), key)?.block.number ?? 0
  const label = labelOfRow(desk, row)
  const short = label.length > 60 ? `${label.slice(0, 60)}…` : label
  return number > 0 ? `${number} ${short}` : short
}
