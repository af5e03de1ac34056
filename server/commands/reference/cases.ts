/** A set of reference cases: reading the files, and a case's data as columns. */

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import Papa from 'papaparse'

export type Cell = string | number | null

export interface Tolerance {
  readonly rel?: number
  readonly abs?: number
  /** By key name at any depth. */
  readonly fields?: Readonly<Record<string, { readonly rel?: number; readonly abs?: number }>>
}

/** One case of a set, as its file has it. */
export interface ReferenceCase {
  readonly id: string
  readonly kind: string
  readonly data: { readonly file?: string; readonly inline?: Readonly<Record<string, unknown>> } | null
  readonly args: Readonly<Record<string, unknown>>
  readonly expected: unknown
  readonly tolerance?: Tolerance
}

/** The data of a case after `missing`, `derive` and `factors`. */
export interface ReferenceData {
  readonly columns: ReadonlyMap<string, readonly Cell[]>
  /** Declared levels by column, as text. */
  readonly levels: ReadonlyMap<string, readonly string[]>
  /** Inline counts. */
  readonly table: readonly (readonly number[])[] | null
  /** Inline counts in layers. */
  readonly tables: readonly (readonly (readonly number[])[])[] | null
  /** Inline joint inclusion probabilities. */
  readonly joint: readonly (readonly number[])[] | null
}

const fileLimit = 64 * 1024 * 1024

/** Every case of the folder, in order of file and place; an Error says what is wrong with the folder. */
export function readCases(folder: string): readonly ReferenceCase[] {
  const place = join(folder, 'cases')
  if (!existsSync(place)) throw new Error(`${folder} has no folder "cases".`)
  const names = readdirSync(place)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
  return names.flatMap((name) => casesOf(readText(folder, join('cases', name)), name))
}

function casesOf(text: string, name: string): readonly ReferenceCase[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new Error(`cases/${name} is not JSON.`)
  }
  const cases = (parsed as { readonly cases?: unknown } | null)?.cases
  if (!Array.isArray(cases)) throw new Error(`cases/${name} has no list "cases".`)
  return cases.map((each: Partial<ReferenceCase> | null, k) => {
    if (typeof each?.id !== 'string' || typeof each.kind !== 'string')
      throw new Error(`cases/${name}: case ${k + 1} has no id or no kind.`)
    return { ...each, data: each.data ?? null, args: each.args ?? {} } as ReferenceCase
  })
}

function readText(folder: string, path: string): string {
  const file = resolve(folder, path)
  if (relative(resolve(folder), file).startsWith('..')) throw new Error(`${path} is outside the folder.`)
  if (!existsSync(file)) throw new Error(`${path} is not there.`)
  if (statSync(file).size > fileLimit) throw new Error(`${path} is larger than 64 MB.`)
  return readFileSync(file, 'utf8')
}

/** Reads the data of cases; each file is parsed once. */
export function dataReader(folder: string): (of: ReferenceCase) => ReferenceData {
  const files = new Map<string, ReadonlyMap<string, readonly Cell[]>>()
  return ({ data, args }) => {
    let columns: ReadonlyMap<string, readonly Cell[]> = new Map()
    if (data?.file) {
      columns = files.get(data.file) ?? parseColumns(readText(folder, data.file))
      files.set(data.file, columns)
    } else if (data?.inline) {
      columns = new Map(
        Object.entries(data.inline).filter((entry): entry is [string, Cell[]] => Array.isArray(entry[1])),
      )
    }
    const given = <T>(name: string) => {
      const value = data?.inline?.[name]
      return Array.isArray(value) ? (value as T) : null
    }
    return {
      ...prepare(columns, args),
      table: given<number[][]>('table'),
      tables: given<number[][][]>('tables'),
      joint: given<number[][]>('pi2'),
    }
  }
}

function parseColumns(text: string): ReadonlyMap<string, readonly Cell[]> {
  const { data } = Papa.parse<string[]>(text, { delimiter: ',', skipEmptyLines: true })
  const [header = [], ...rows] = data
  return new Map(header.map((name, k) => [name, rows.map((row) => row[k] || null)]))
}

/** How a 0/1 column comes of another. */
export interface Derivation {
  readonly name: string
  readonly from: string
  readonly op: string
  readonly value?: Cell
  readonly values?: readonly Cell[]
}

function prepare(
  given: ReadonlyMap<string, readonly Cell[]>,
  args: ReferenceCase['args'],
): Pick<ReferenceData, 'columns' | 'levels'> {
  const columns = new Map(given)
  const missing = (args['missing'] ?? {}) as Record<string, readonly Cell[]>
  for (const [name, codes] of Object.entries(missing)) {
    const gone = new Set(codes.map(String))
    columns.set(
      name,
      column(columns, name).map((cell) => (gone.has(String(cell)) ? null : cell)),
    )
  }
  for (const rule of (args['derive'] ?? []) as readonly Derivation[]) {
    const cells = column(columns, rule.from)
    columns.set(
      rule.name,
      cells.map((cell) => (cell === null ? null : Number(holds(cell, rule)))),
    )
  }
  const factors = (args['factors'] ?? {}) as Record<string, readonly Cell[]>
  const levels = new Map(Object.entries(factors).map(([name, list]) => [name, list.map(String)]))
  return { columns, levels }
}

/** Whether a cell meets a rule. */
export function holds(cell: string | number, { op, value = null, values = [] }: Derivation): boolean {
  const same = (other: Cell) => String(cell) === String(other)
  if (op === 'in') return values.some(same)
  if (op === '==') return same(value)
  if (op === '!=') return !same(value)
  const difference = Number(cell) - Number(value)
  if (op === '<') return difference < 0
  if (op === '<=') return difference <= 0
  if (op === '>') return difference > 0
  if (op === '>=') return difference >= 0
  throw new Error(`derive: unknown op ${op}.`)
}

/** A column, or an Error that names it. */
export function column(columns: ReferenceData['columns'], name: string): readonly Cell[] {
  const cells = columns.get(name)
  if (!cells) throw new Error(`no column ${name} in the data.`)
  return cells
}

/** Numbers of a column, NaN where missing. */
export function numbersOf(data: ReferenceData, name: string): Float64Array {
  return Float64Array.from(column(data.columns, name), (cell) => (cell === null ? NaN : Number(cell)))
}
