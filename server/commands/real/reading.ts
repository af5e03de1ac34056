/** Reads the tables of a page as a person would copy them: headings, row heads, and each number in full. */

import { elements, textOf, type Element } from '../html.ts'

export interface ReadTable {
  readonly caption: string
  /** Keys of the headings, for a choice its label; without the one above the row heads. */
  readonly columns: readonly string[]
  readonly rows: readonly ReadRow[]
}
export interface ReadRow {
  readonly head: string
  readonly cells: readonly ReadCell[]
}
/** The number behind a cell, its words, or null for a cell that shows nothing. */
export type ReadCell = number | string | null

/** The tables below an element, or none if there is no element. */
export function tablesIn(place: Element | undefined): readonly ReadTable[] {
  return place ? elements(place, 'table').map(readTable) : []
}

/** The part of the page with this id. */
export function partOf(page: Element, id: string): Element | undefined {
  return elements(page).find((element) => element.attributes['id'] === id)
}

function readTable(table: Element): ReadTable {
  const lines = elements(table, 'tr').map((row) =>
    row.children.filter((child): child is Element => typeof child !== 'string' && /^t[hd]$/.test(child.tag)),
  )
  const heading = lines.find((cells) => cells.every((cell) => cell.tag === 'th')) ?? []
  const body = lines.filter((cells) => cells !== heading && cells.some((cell) => cell.tag === 'td'))
  const headed = body.some((cells) => cells[0]?.tag === 'th')
  return {
    caption: elements(table, 'caption').map(textOf).join(' '),
    columns: heading.slice(headed ? 1 : 0).map(nameOf),
    rows: body.map((cells) => ({
      head: headed && cells[0] ? textOf(cells[0]) : '',
      cells: cells.slice(headed ? 1 : 0).map(readCell),
    })),
  }
}

/** A page in another language has other headings and the same keys. */
function nameOf(heading: Element): string {
  const key = heading.attributes['data-key'] ?? 'choice'
  return key === 'choice' ? textOf(heading) : key
}

function readCell(cell: Element): ReadCell {
  const value = [cell, ...elements(cell)]
    .map(
      ({ tag, attributes }) => attributes['data-value'] ?? (tag === 'data' ? attributes['value'] : undefined),
    )
    .find((found) => found !== undefined && found !== '')
  if (value !== undefined) return Number(value)
  const text = textOf(cell)
  return text === '' || text === '—' ? null : text
}

/** The cell of the row with this head under this heading; undefined if there is no such row or heading. */
export function cellAt(
  table: ReadTable | undefined,
  head: string | null,
  column: string,
): ReadCell | undefined {
  const place = table?.columns.indexOf(column) ?? -1
  const row = head === null ? table?.rows[0] : table?.rows.find((line) => line.head === head)
  return place < 0 ? undefined : row?.cells[place]
}
