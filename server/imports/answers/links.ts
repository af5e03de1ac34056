/**
 * Rows of repeats on their way in: tables beside that of the answers, each row led to what it belongs to by a key, as
 * exports write them (KEY and PARENT_KEY).
 */

import { repeatsOf, type RepeatWithQuestions } from '../../form/walk.ts'
import type { Form, Question } from '../../form/form.ts'
import type { TextRow } from '../workbook.ts'
import type { CellComplaintCode, CellReader } from './cells.ts'
import { importableOf, plain, sourcesFor, textsOf, type Headings, type Source } from './mapping.ts'

/** A table with the name of its sheet or file. */
export interface NamedTable extends Headings {
  readonly name: string
  readonly rows: readonly TextRow[]
}

/** The rows of one repeat. */
export interface LinkedRows {
  readonly repeat: string
  readonly parent: string | null
  readonly table: NamedTable
  readonly sources: ReadonlyMap<string, Source>
  /** The column with the key of what a row belongs to, and the one with its own key. */
  readonly parentKey: number
  readonly key: number | null
}

const parentKeys = [
  'PARENT_KEY',
  '_PARENT_KEY',
  '_parent_index',
  '_submission__uuid',
  '所属编号',
  '上级编号',
].map(plain)
const keys = ['KEY', '_KEY', '_index', '行编号'].map(plain)

/** The column that leads each row to what it belongs to; null of a table of answers. */
export function parentKeyOf({ header }: Headings): number | null {
  return columnNamed(header, parentKeys)
}

/** The column with a key of its own for each row. */
export function keyOf({ header }: Headings): number | null {
  return columnNamed(header, keys)
}

function columnNamed(header: readonly string[], names: readonly string[]): number | null {
  for (const name of names) {
    const column = header.findIndex((heading) => plain(heading) === name)
    if (column >= 0) return column
  }
  return null
}

/** Which table holds the rows of which repeat: by its name, else by its headings. A table that fits none is in no link. */
export function suggestedLinks(
  form: Form,
  tables: readonly NamedTable[],
  anonymous: boolean,
): readonly LinkedRows[] {
  const free = new Set(tables.filter((table) => parentKeyOf(table) !== null))
  const repeats = repeatsOf(form)
  const found = new Map<RepeatWithQuestions, NamedTable>()
  const take = (of: RepeatWithQuestions, table: NamedTable | undefined) => {
    if (!table) return
    free.delete(table)
    found.set(of, table)
  }
  for (const of of repeats)
    take(
      of,
      [...free].find(({ name }) => named(name, of)),
    )
  for (const of of repeats) {
    if (found.has(of)) continue
    const fitting = [...free].map((table) => ({
      table,
      fits: sourcesFor(form, importableOf(of.questions, anonymous), table).size,
    }))
    take(of, fitting.filter(({ fits }) => fits > 0).toSorted((a, b) => b.fits - a.fits)[0]?.table)
  }
  return repeats.flatMap((of): readonly LinkedRows[] => {
    const table = found.get(of)
    if (!table) return []
    return [
      {
        repeat: of.repeat.name,
        parent: of.parent?.name ?? null,
        table,
        sources: sourcesFor(form, importableOf(of.questions, anonymous), table),
        parentKey: parentKeyOf(table)!,
        key: keyOf(table),
      },
    ]
  })
}

/** Whether a sheet or file is called as the repeat, alone or behind a title. */
function named(name: string, { repeat }: RepeatWithQuestions): boolean {
  const own = plain(name.replace(/\.\w{2,4}$/, ''))
  return [repeat.name, repeat.written, ...textsOf(repeat.label)]
    .map(plain)
    .some((words) => words !== '' && (own === words || own.endsWith(words)))
}

/** The reader of each question in a repeat's rows. */
export interface LinkReader {
  readonly link: LinkedRows
  readonly readers: readonly { readonly question: Question; readonly reader: CellReader }[]
}

export interface RowSlip {
  readonly table: string
  readonly row: TextRow
  readonly column: number
  readonly question: Question
  readonly code: CellComplaintCode
}

/** Where in the file a row of an answer stands. */
export interface RowPlace {
  readonly reader: LinkReader
  readonly row: TextRow
}

/** Rows by what they belong to, handed out once; what nobody asked for belongs to nothing. */
export class RowsByParent {
  readonly #readers: readonly LinkReader[]
  readonly #rows: ReadonlyMap<LinkReader, ReadonlyMap<string, readonly TextRow[]>>
  readonly #taken = new Map<LinkReader, Set<string>>()

  constructor(readers: readonly LinkReader[]) {
    this.#readers = readers
    this.#rows = new Map(
      readers.map((reader) => {
        const { table, parentKey } = reader.link
        const byKey = new Map<string, TextRow[]>()
        for (const row of table.rows) {
          const key = (row.cells[parentKey] ?? '').trim()
          const own = byKey.get(key)
          if (own) own.push(row)
          else byKey.set(key, [row])
        }
        return [reader, byKey]
      }),
    )
  }

  /** The rows of every repeat directly below, as what was filled in; `at` is the place of what they stand in. */
  below(
    parent: string | null,
    key: string,
    {
      at,
      places,
      slips,
    }: { readonly at: string; readonly places: Map<string, RowPlace>; readonly slips: RowSlip[] },
  ): Record<string, unknown> {
    const raw: Record<string, unknown> = {}
    for (const reader of this.#readers) {
      const { link } = reader
      if (link.parent !== parent) continue
      const rows = key === '' ? [] : (this.#rows.get(reader)?.get(key) ?? [])
      if (rows.length > 0) this.#mark(reader, key)
      raw[link.repeat] = rows.map((row, index) => {
        const place = `${at}${link.repeat}[${index + 1}]`
        places.set(place, { reader, row })
        const own: Record<string, unknown> = {}
        for (const { question, reader: cells } of reader.readers) {
          const read = cells.read(row.cells)
          if ('complaint' in read) slips.push({ table: link.table.name, row, question, ...read.complaint })
          else own[question.name] = read.raw
        }
        const ownKey = link.key === null ? '' : (row.cells[link.key] ?? '').trim()
        return { ...own, ...this.below(link.repeat, ownKey, { at: `${place}/`, places, slips }) }
      })
    }
    return raw
  }

  #mark(reader: LinkReader, key: string): void {
    const taken = this.#taken.get(reader)
    if (taken) taken.add(key)
    else this.#taken.set(reader, new Set([key]))
  }

  /** Rows that belong to nothing in the file. */
  orphans(): readonly RowPlace[] {
    return this.#readers.flatMap((reader) => {
      const taken = this.#taken.get(reader)
      return [...(this.#rows.get(reader) ?? [])].flatMap(([key, rows]) =>
        taken?.has(key) ? [] : rows.map((row) => ({ reader, row })),
      )
    })
  }
}
