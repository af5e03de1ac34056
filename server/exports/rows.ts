/** A small table as CSV text, safe to open in a spreadsheet. */

const opensFormula = /^[=+\-@\t\r\n＝＋－＠]/
const plainNumber = /^-?\d+(\.\d+)?$/
const needsQuotes = /[",\r\n]/
const space = /\s/

export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => quoted(withoutFormula(cell))).join(',')}\r\n`).join('')
}

/** Text that a spreadsheet would take for a formula gets an apostrophe; what is plainly a number does not. */
export function withoutFormula(text: string): string {
  return opensFormula.test(text) && !plainNumber.test(text) ? `'${text}` : text
}

/** A cell by RFC 4180: in quotes where it needs them. */
export function quoted(text: string): string {
  return needsQuotes.test(text) || space.test(text.charAt(0)) || space.test(text.charAt(text.length - 1))
    ? `"${text.replaceAll('"', '""')}"`
    : text
}
