/**
 * Tables of the workbench as an Excel workbook: a sheet that says what they rest on and leads to the others, and a sheet
 * for each result. Figures are numbers with the format they are shown in; words are text cells, which nothing runs.
 */

import * as xlsx from '@e965/xlsx'
import type { ShownCell, ShownCrossing, ShownResult, ShownTable } from '../summary/shown.ts'
import type { WrittenTables } from '../workbench/written.ts'

export interface TableWords {
  readonly contents: string
  readonly weighting: string
  readonly results: string
}

export function tablesXlsx({ title, facts, results, weighting }: WrittenTables, words: TableWords): Buffer {
  const book = xlsx.utils.book_new()
  const names = new Set([words.contents])
  const parts = [
    ...results.map((result) => ({ title: result.title || words.results, base: result.base, of: result })),
    ...(weighting ? [{ title: words.weighting, base: [], of: weighting }] : []),
  ].map((part, k) => ({ ...part, name: sheetName(`${k + 1} ${part.title}`, names) }))
  const lines: xlsx.CellObject[][] = [
    [textCell(title)],
    ...facts.map(([label, value]) => [textCell(label), textCell(value)]),
    [],
    [textCell(words.contents)],
    ...parts.map(({ title: own, name, base }, k) => [
      { t: 'n', v: k + 1, z: '0' } satisfies xlsx.CellObject,
      { ...textCell(own), l: { Target: `#'${name.replaceAll("'", "''")}'!A1` } },
      ...base.map(textCell),
    ]),
  ]
  xlsx.utils.book_append_sheet(book, sheetOf(lines, [24, 60, 24]), words.contents)
  for (const { title: own, base, of, name } of parts)
    xlsx.utils.book_append_sheet(book, resultSheet(own, base, of), name)
  return xlsx.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer
}

function resultSheet(title: string, base: ShownCrossing['base'], of: ShownResult): xlsx.WorkSheet {
  const lines: xlsx.CellObject[][] = [
    [textCell(title)],
    ...(base.length > 0 ? [base.map(textCell)] : []),
    ...of.findings.map((words) => [textCell(words)]),
    ...of.tables.flatMap((table) => [[], ...tableLines(table)]),
    ...(of.notes.length > 0 ? [[]] : []),
    ...of.notes.map((words) => [textCell(words)]),
  ]
  return sheetOf(lines, [36, ...Array.from({ length: Math.max(1, widthOf(of) - 1) }, () => 14)])
}

function widthOf({ tables }: ShownResult): number {
  return tables.reduce((most, { columns }) => Math.max(most, columns.length), 1)
}

function tableLines({ caption, columns, rows }: ShownTable): xlsx.CellObject[][] {
  const headed = columns[0]?.numeric === false
  return [
    [textCell(caption)],
    columns.map(({ label }) => textCell(label)),
    ...rows.map(({ head, cells }) => [...(headed ? [textCell(head)] : []), ...cells.map(figure)]),
  ]
}

/** A number with the decimals that it is shown with; per cent as Excel counts them. */
function figure({ text, value }: ShownCell): xlsx.CellObject {
  if (value === null) return textCell(text)
  const decimals = /\.(\d+)%?$/.exec(text)?.[1]?.length ?? 0
  const places = decimals > 0 ? `.${'0'.repeat(decimals)}` : ''
  if (text.endsWith('%')) return { t: 'n', v: value / 100, z: `0${places}%` }
  if (text.startsWith('<')) return { t: 'n', v: value, z: `[<${text.slice(2)}]"${text}";0${places}` }
  if (/e/i.test(text)) return { t: 'n', v: value, z: '0.0E+00' }
  return { t: 'n', v: value, z: `#,##0${places}` }
}

/** Excel takes 32,767 signs in a cell, and no control characters. */
function textCell(text: string): xlsx.CellObject {
  return {
    t: 's',
    v: text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').slice(0, 32_000),
  }
}

function sheetOf(lines: xlsx.CellObject[][], widths: readonly number[]): xlsx.WorkSheet {
  const sheet = xlsx.utils.aoa_to_sheet(lines)
  sheet['!cols'] = widths.map((wch) => ({ wch }))
  return sheet
}

/** At most 31 signs without those that Excel refuses, and none twice. */
function sheetName(text: string, taken: Set<string>): string {
  const clean = text
    .replaceAll(/[\\/?*:[\]\p{Cc}\p{Cs}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^'+|'+$/g, '')
    .trim()
  const name = [...clean].slice(0, 28).join('').slice(0, 31).trim()
  taken.add(name)
  return name
}
