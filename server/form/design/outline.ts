/** The rows of a survey sheet as the tree that a designer shows: questions, sections and repeats in each other. */

import { readType, type RowType } from '../question-type.ts'
import type { DraftRow } from './draft.ts'

/** One thing that is moved, copied and deleted as a whole: a question, or a section with all that is in it. */
export interface Block {
  readonly key: string
  readonly type: RowType
  /** Indices of its first and last row in the sheet. */
  readonly first: number
  readonly last: number
  readonly depth: number
  /** Number of the question among all questions, 0 for what is not asked. */
  readonly number: number
  readonly blocks: readonly Block[]
}

const unasked: ReadonlySet<string> = new Set(
  (
    'note calculate start end today deviceid username email phonenumber simserial subscriberid audit start-geopoint ' +
    'background-audio background-geopoint'
  ).split(' '),
)

/** Whether somebody is asked for an answer. */
export function asks(type: RowType): boolean {
  return type.kind === 'inner' || (type.kind === 'question' && !unasked.has(type.type))
}

interface Open {
  readonly first: number
  readonly type: RowType
  readonly key: string
  readonly blocks: Block[]
}

/** The tree of the rows. An end without a beginning stands by itself; a section without an end goes to the last row. */
export function outlineOf(rows: readonly DraftRow[], typeOf: (row: DraftRow) => string): readonly Block[] {
  const top: Block[] = []
  const open: Open[] = []
  let number = 0
  const here = () => open[open.length - 1]?.blocks ?? top
  const close = (last: number) => {
    const { blocks, ...head } = open.pop()!
    here().push({ ...head, last, depth: open.length, number: 0, blocks })
  }
  rows.forEach((row, index) => {
    const type = readType(typeOf(row))
    if (type.kind === 'begin') open.push({ first: index, type, key: row.key, blocks: [] })
    else if (type.kind === 'end' && open.length > 0) close(index)
    else
      here().push({
        key: row.key,
        type,
        first: index,
        last: index,
        depth: open.length,
        number: asks(type) ? ++number : 0,
        blocks: [],
      })
  })
  while (open.length > 0) close(rows.length - 1)
  return top
}

/** All blocks of an outline, each before those in it. */
export function allBlocks(blocks: readonly Block[]): readonly Block[] {
  return blocks.flatMap((block) => [block, ...allBlocks(block.blocks)])
}

export function isSection(block: Block): boolean {
  return block.type.kind === 'begin'
}

/** Where a block stands: what it is in (null: the form itself), and its place there. */
export interface Standing {
  readonly block: Block
  readonly parent: Block | null
  readonly siblings: readonly Block[]
  readonly place: number
}

export function standingOf(
  blocks: readonly Block[],
  key: string,
  parent: Block | null = null,
): Standing | null {
  for (const [place, block] of blocks.entries()) {
    if (block.key === key) return { block, parent, siblings: blocks, place }
    const inside = standingOf(block.blocks, key, block)
    if (inside) return inside
  }
  return null
}

/** Whether a block of one key is, or stands in, another. */
export function isWithin(outer: Block, key: string): boolean {
  return outer.key === key || outer.blocks.some((block) => isWithin(block, key))
}
