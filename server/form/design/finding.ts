/** Finding a question in a form: by its number, its words in any language, its name, or the words of its choices. */

import { readHeader } from '../headers.ts'
import { readType } from '../question-type.ts'
import { readingOf, textOf, type Draft, type DraftRow } from './draft.ts'
import { blocksOf } from './editing.ts'
import { allBlocks } from './outline.ts'

/** Where the words stand: what people read of the question, its name, a choice, a rule. */
export type FoundIn = 'number' | 'text' | 'name' | 'choice' | 'rule'

export interface FoundBlock {
  readonly key: string
  readonly where: FoundIn
}

const read = /^(label|hint|guidance_hint|(constraint|required|warning)_message)$/
const order: readonly FoundIn[] = ['number', 'text', 'name', 'choice', 'rule']

/** Questions and sections that all the words lead to; the number first, then the others in the order of the form. */
export function foundBlocks(draft: Draft, search: string): readonly FoundBlock[] {
  const wanted = search.trim().toLowerCase().split(/\s+/)
  if (wanted.every((word) => word === '')) return []
  const has = (text: string) => wanted.every((word) => text.toLowerCase().includes(word))
  const { cell, header } = readingOf(draft.columns)
  const listHeader = header('choices', 'list_name')
  const inLists = new Set(
    draft.choices.filter((row) => has(wordsOf(row, 'choices'))).map((row) => textOf(row, listHeader)),
  )
  const rows = new Map(draft.survey.map((row) => [row.key, row]))
  const found = allBlocks(blocksOf(draft)).flatMap((block): readonly FoundBlock[] => {
    const row = rows.get(block.key)
    if (!row) return []
    const type = readType(cell(row, 'type'))
    const list = type.kind === 'question' && type.from === 'choices' ? type.list : null
    const where: FoundIn | null =
      block.number > 0 && String(block.number) === search.trim()
        ? 'number'
        : has(wordsOf(row, 'survey'))
          ? 'text'
          : has(cell(row, 'name'))
            ? 'name'
            : list !== null && list !== '' && inLists.has(list)
              ? 'choice'
              : has(Object.values(row.cells).join('\n'))
                ? 'rule'
                : null
    return where === null ? [] : [{ key: block.key, where }]
  })
  return found.toSorted((a, b) => order.indexOf(a.where) - order.indexOf(b.where))
}

function wordsOf(row: DraftRow, sheet: 'survey' | 'choices'): string {
  return Object.entries(row.cells)
    .filter(([header]) => read.test(readHeader(header, sheet).name))
    .map(([, text]) => text)
    .join('\n')
}
