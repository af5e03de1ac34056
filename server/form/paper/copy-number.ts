/** The number of a printed copy with its check character, and reading it back from a keyboard or a scanner. */

/** Of a collection a number from 0 to 96: a sheet of another one is told by its check character. */
function saltOf(collectionId: string): string {
  let sum = 0
  for (const sign of collectionId) sum = (sum * 31 + sign.charCodeAt(0)) % 97
  return String(sum).padStart(2, '0')
}

/** ISO 7064 MOD 11-2, as on identity cards: a wrong digit and two that changed places are found. */
function checkCharacter(digits: string): string {
  let sum = 0
  for (const digit of digits) sum = ((sum + Number(digit)) * 2) % 11
  const check = (12 - sum) % 11
  return check === 10 ? 'X' : String(check)
}

/** 000123-4. */
export function copyNumber(collectionId: string, copy: number): string {
  const digits = String(copy).padStart(6, '0')
  return `${digits}-${checkCharacter(saltOf(collectionId) + digits)}`
}

/** What the code on a sheet holds: which collection, and which copy. */
export function copyCode(collectionId: string, copy: number): string {
  return `DY ${collectionId} ${copyNumber(collectionId, copy)}`
}

export type ReadNumber =
  | { readonly kind: 'copy'; readonly copy: number }
  /** The check character is wrong: a slip, or a sheet of another collection. */
  | { readonly kind: 'wrong' }
  | { readonly kind: 'other' }

/** A number as typed (zeros and the hyphen may be left out), or what a scanner typed. */
export function readCopyNumber(collectionId: string, typed: string): ReadNumber {
  const text = typed.normalize('NFKC').trim().toUpperCase()
  const scanned = /^DY (\S+) (\S+)$/.exec(text)
  if (scanned && scanned[1] !== collectionId.toUpperCase()) return { kind: 'other' }
  const found = /^(\d{1,6})[-\s]*([\dX])$/.exec(scanned ? (scanned[2] ?? '') : text)
  if (!found) return { kind: 'wrong' }
  const copy = Number(found[1])
  const right = copy > 0 && copyNumber(collectionId, copy).endsWith(`-${found[2]}`)
  return right ? { kind: 'copy', copy } : { kind: 'wrong' }
}
