/** Between a column and a value: what every engine keeps as text and numbers. */

/** A boolean as the column keeps it. */
export function flag(value: boolean): number {
  return value ? 1 : 0
}

/** A boolean out of its column. */
export function truth(column: number): boolean {
  return column === 1
}

/** A document out of its column of JSON text. */
export function json<T>(column: string): T {
  return JSON.parse(column) as T
}

/** An Error whose name callers can tell apart. */
export function named(name: string, message: string, cause?: unknown): Error {
  const error = new Error(message, cause === undefined ? undefined : { cause })
  error.name = name
  return error
}

/** Rows by a key of theirs, in their order. */
export function grouped<Key, Row>(
  rows: readonly Row[],
  key: (row: Row) => Key,
): ReadonlyMap<Key, readonly Row[]> {
  const groups = new Map<Key, Row[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}

const widthOfKey = 24
let ranks: ReadonlyMap<string, number> | null = null

/**
 * A text whose order is the one Chinese readers expect: signs and digits, Latin letters without case, then characters
 * by pinyin (the 3,755 common ones of GB 2312 level 1, whose codes are in that order), then all others by code point.
 * Hexadecimal of fixed width, so that every engine and collation sorts it alike.
 */
export function orderKey(text: string): string {
  ranks ??= pinyinRanks()
  let key = ''
  let length = 0
  for (const sign of text.normalize('NFKC').trim().toLowerCase()) {
    if (++length > widthOfKey) break
    const code = sign.codePointAt(0) ?? 0
    const rank = code < 0x3000 ? code : (ranks.get(sign) ?? 0x10000 + code)
    key += rank.toString(16).padStart(6, '0')
  }
  return key
}

function pinyinRanks(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('gb18030')
  const found = new Map<string, number>()
  for (let row = 0xb0; row <= 0xd7; row++)
    for (let cell = 0xa1; cell <= 0xfe; cell++)
      found.set(decoder.decode(Uint8Array.of(row, cell)), 0x8000 + found.size)
  return found
}
