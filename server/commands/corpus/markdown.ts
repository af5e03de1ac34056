/** An XLSForm written as Markdown tables: a line `| survey |` names a sheet, the next line is its header. */

import type { Sheet, TextRow } from '../../imports/workbook.ts'

export function sheetsOfMarkdown(text: string): readonly Sheet[] {
  const sheets: { name: string; rows: TextRow[] }[] = []
  for (const line of text.split('\n')) {
    const cells = cellsOf(line)
    if (!cells) continue
    const [name = '', ...rest] = cells
    if (name !== '' && rest.every((cell) => cell === '')) sheets.push({ name, rows: [] })
    const sheet = sheets[sheets.length - 1]
    if (!sheet || (name !== '' && rest.every((cell) => cell === ''))) continue
    const row = { row: sheet.rows.length + 1, cells: rest }
    if (rest.some((cell) => cell !== '')) sheet.rows.push(row)
  }
  return sheets
}

/** The cells between the bars of a line; null for a line that is none of a table, or a rule between header and rows. */
function cellsOf(line: string): readonly string[] | null {
  const trimmed = line.trim()
  if (!trimmed.startsWith('|') || /^\|[\s|:-]*---[\s|:-]*$/.test(trimmed)) return null
  // A bar with a backslash before it belongs to the text.
  const parts = trimmed
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split(/(?<!\\)\|/)
  return parts.map((part) => part.replaceAll('\\|', '|').trim())
}
