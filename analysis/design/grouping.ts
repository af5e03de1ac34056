/** Identifiers and categories as small numbers, in order of appearance. */

import { DesignError } from './design-error.ts'

/** One identifier or category for each row. */
export type Labels = ArrayLike<string | number | null>

export interface Grouping {
  /** For each row its group's place. */
  readonly codes: Uint32Array
  readonly count: number
  readonly label: (place: number) => string
}

/** Groups of equal labels in order of first appearance; an Error where one is missing. */
export function grouped(labels: Labels, what: string): Grouping {
  const n = labels.length
  const codes = new Uint32Array(n)
  const places = new Map<string | number, number>()
  const found: string[] = []
  let last: string | number | null = null
  let place = 0
  for (let row = 0; row < n; row += 1) {
    const label = labels[row]!
    // Rows of one group mostly follow each other.
    if (row === 0 || label !== last) {
      if (label === null || label === '' || Number.isNaN(label))
        throw new DesignError('designMissing', { what, row: row + 1 })
      const known = places.get(label)
      place = known ?? found.length
      if (known === undefined) {
        places.set(label, place)
        found.push(String(label))
      }
      last = label
    }
    codes[row] = place
  }
  return { codes, count: found.length, label: (at) => found[at] ?? '' }
}

/** Groups of rows that agree in both: the combinations that occur, in order of appearance. */
export function combined(a: Grouping, b: Grouping, separator = '.'): Grouping {
  const n = a.codes.length
  const codes = new Uint32Array(n)
  const keys: number[] = []
  const places = new Map<number, number>()
  const width = b.count
  for (let row = 0; row < n; row += 1) {
    const key = a.codes[row]! * width + b.codes[row]!
    let place = places.get(key)
    if (place === undefined) {
      place = keys.length
      places.set(key, place)
      keys.push(key)
    }
    codes[row] = place
  }
  const label = (at: number) => {
    const key = keys[at] ?? 0
    return `${a.label(Math.floor(key / width))}${separator}${b.label(key % width)}`
  }
  return { codes, count: keys.length, label }
}

/** Every row a group of its own. */
export function single(n: number): Grouping {
  return {
    codes: Uint32Array.from({ length: n }, (_, row) => row),
    count: n,
    label: (at) => String(at + 1),
  }
}

/** All rows in one group. */
export function whole(n: number): Grouping {
  return { codes: new Uint32Array(n), count: 1, label: () => '' }
}
