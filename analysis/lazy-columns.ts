/** Columns that are made when somebody asks for them: of many, a statistic reads a few. */

import type { Column } from './frame.ts'

/**
 * A map of columns by name. `make` is asked once for each name that is read, and again for one that `keep` let go:
 * told a column that was made, it says which of those made before are no longer held.
 */
export function lazyColumns(
  names: Iterable<string>,
  make: (name: string) => Column,
  keep: (made: Column, name: string) => readonly string[] = () => [],
): ReadonlyMap<string, Column> {
  return new LazyColumns([...names], make, keep)
}

class LazyColumns implements ReadonlyMap<string, Column> {
  readonly #names: ReadonlySet<string>
  readonly #make: (name: string) => Column
  readonly #keep: (made: Column, name: string) => readonly string[]
  readonly #made = new Map<string, Column>()

  constructor(
    names: readonly string[],
    make: (name: string) => Column,
    keep: (made: Column, name: string) => readonly string[],
  ) {
    this.#names = new Set(names)
    this.#make = make
    this.#keep = keep
  }

  get size(): number {
    return this.#names.size
  }
  has(name: string): boolean {
    return this.#names.has(name)
  }
  get(name: string): Column | undefined {
    if (!this.#names.has(name)) return undefined
    const known = this.#made.get(name)
    if (known) return known
    const made = this.#make(name)
    for (const other of this.#keep(made, name)) this.#made.delete(other)
    this.#made.set(name, made)
    return made
  }
  keys(): MapIterator<string> {
    return this.#names.keys()
  }
  *values(): MapIterator<Column> {
    for (const name of this.#names) yield this.get(name)!
  }
  *entries(): MapIterator<[string, Column]> {
    for (const name of this.#names) yield [name, this.get(name)!]
  }
  [Symbol.iterator](): MapIterator<[string, Column]> {
    return this.entries()
  }
  forEach(visit: (column: Column, name: string, map: ReadonlyMap<string, Column>) => void): void {
    for (const [name, column] of this.entries()) visit(column, name, this)
  }
}
