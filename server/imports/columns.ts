/** The letters above the columns of a spreadsheet. */

/** 0 is A, 25 Z, 26 AA. */
export function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnLetter(Math.floor(index / 26) - 1) + last
}
