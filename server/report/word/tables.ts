/** Tables with their heads repeated on every page; what is too wide for the sheet goes on in a second table. */

import {
  BorderStyle,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlign,
  WidthType,
  type FileChild,
} from 'docx'
import type { ShownTable } from '../../summary/shown.ts'
import { writable } from '../blocks.ts'
import { sheet } from './type.ts'

/** A table of so few rows stands on one page. */
const together = 14
/** Columns of figures beside the heads of rows that the sheet has room for. */
const mostColumns = 10
const cellMargin = 60

export function figuresTable(table: ShownTable, continued: string): readonly FileChild[] {
  const headed = table.columns[0]?.numeric === false
  const figures = table.columns.length - (headed ? 1 : 0)
  const parts = Math.max(1, Math.ceil(figures / mostColumns))
  const perPart = Math.ceil(figures / parts)
  return Array.from({ length: parts }, (_, part) => {
    const one = partOf(table, headed, part * perPart, (part + 1) * perPart)
    return part === 0 ? [one] : [new Paragraph({ style: 'TableCaption', text: continued }), one]
  }).flat()
}

/** The columns of figures from one to before another, beside the heads of the rows. */
function partOf({ columns, rows }: ShownTable, headed: boolean, from: number, to: number): Table {
  const labels = columns.map(({ label }) => label)
  const shown = [...labels.slice(0, headed ? 1 : 0), ...labels.slice(headed ? 1 : 0).slice(from, to)]
  const widths = widthsOf(
    headed,
    shown.length - (headed ? 1 : 0),
    rows.map(({ head }) => head),
  )
  const short = rows.length <= together && rows.every(({ head }) => head.length < 200)
  const heads = shown.map((label, k) =>
    cell(label, { style: 'HeadCell', width: widths[k]!, borders: underHead, keepNext: true }),
  )
  const lines = rows.map(({ head, cells, role }, place) => {
    const look = {
      borders: role === 'total' ? aboveTotal : {},
      keepNext: short && place < rows.length - 1,
    }
    const figures = cells
      .slice(from, to)
      .map(({ text }, k) =>
        cell(text, { style: 'NumberCell', width: widths[k + (headed ? 1 : 0)]!, ...look }),
      )
    const first = headed ? [cell(head, { style: 'Cell', width: widths[0]!, ...look })] : []
    return new TableRow({ cantSplit: head.length < 200, children: [...first, ...figures] })
  })
  return sheetWide(widths, [new TableRow({ tableHeader: true, cantSplit: true, children: heads }), ...lines])
}

/** Labels on the left, words on the right. */
export function factsTable(rows: readonly (readonly [string, string])[]): Table {
  const left = Math.round(sheet.textWidth * 0.26)
  const widths = [left, sheet.textWidth - left]
  const lines = rows.map(([label, words], place) => {
    const look = { style: 'Cell', borders: {}, keepNext: place < rows.length - 1 }
    return new TableRow({
      cantSplit: words.length < 400,
      children: [cell(label, { ...look, width: widths[0]! }), cell(words, { ...look, width: widths[1]! })],
    })
  })
  return sheetWide(widths, lines)
}

function sheetWide(columnWidths: readonly number[], rows: readonly TableRow[]): Table {
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: sheet.textWidth, type: WidthType.DXA },
    columnWidths,
    alignment: 'center',
    borders: threeLines,
    rows,
  })
}

const thick = { style: BorderStyle.SINGLE, size: 12, color: '000000' } as const
const thin = { style: BorderStyle.SINGLE, size: 4, color: '000000' } as const
const faint = { style: BorderStyle.SINGLE, size: 2, color: 'A6A6A6' } as const
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const
const threeLines = {
  top: thick,
  bottom: thick,
  left: none,
  right: none,
  insideVertical: none,
  insideHorizontal: faint,
} as const
const underHead = { bottom: thin }
const aboveTotal = { top: thin }

interface CellLook {
  readonly style: string
  readonly width: number
  readonly borders: object
  readonly keepNext: boolean
}

function cell(text: string, { style, width, borders, keepNext }: CellLook): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    margins: { top: 36, bottom: 36, left: cellMargin, right: cellMargin },
    borders,
    children: text.split('\n').map((line) => new Paragraph({ style, text: writable(line), keepNext })),
  })
}

/** The heads of rows get what they need between a quarter and half of the sheet, the figures share the rest. */
function widthsOf(headed: boolean, columns: number, heads: readonly string[]): readonly number[] {
  if (!headed) return Array.from({ length: columns }, () => Math.floor(sheet.textWidth / columns))
  const longest = Math.max(0, ...heads.map((head) => [...head].length))
  const wanted = Math.min(0.5, Math.max(0.25, longest * 0.027))
  const share = Math.min(wanted, Math.max(0.19, 1 - columns * 0.11))
  const first = Math.round(sheet.textWidth * share)
  const rest = Math.floor((sheet.textWidth - first) / Math.max(1, columns))
  return [first, ...Array.from({ length: columns }, () => rest)]
}
