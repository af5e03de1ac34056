/**
 * The columns of a collection that is too large for memory: each is read from the column file when a statistic asks for
 * it, and let go when others are asked for. Behind what the file holds come the rows that are in memory.
 */

import { closeSync, openSync, rmSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { Column } from '../../analysis/frame.ts'
import { lazyColumns } from '../../analysis/lazy-columns.ts'
import { bytesAt, givenOf, type FileRun, type Spot } from './column-run.ts'
import { growing } from './columns.ts'
import type { Extent, Table } from './growing-frame.ts'
import { FrameGone } from './text-pieces.ts'

/** What the file holds, as plain data. */
export interface FileBase {
  readonly path: string
  readonly runs: readonly FileRun[]
}

/** Bytes of columns that one frame keeps at most. */
const mostBytes = 400e6

/** Somebody asked for the open answers of too many people at once. */
export class TooManyTexts extends Error {
  constructor() {
    super('there are too many open answers to read them all')
    this.name = 'TooManyTexts'
  }
}

/** The columns of one table of the file: `place` 0 is of accepted answers, 1 of rejected ones, the rest of repeats. */
export function columnsOfFile(
  base: FileBase,
  place: number,
  { planned, columns, n }: Table,
): ReadonlyMap<string, Column> {
  const sizes = new Map<string, number>()
  const tails = columns.map((column) => column.give(n))
  const make = (name: string): Column => {
    const number = planned.findIndex(({ variable }) => variable.name === name)
    const { variable, words } = planned[number]!
    const column = growing(variable, words)
    let rows = n
    withFile(base.path, (cut) => {
      for (const run of base.runs) {
        column.take(givenOf(run.tables[place]!.columns[number]!, base.path, cut))
      }
    })
    rows += rowsIn(base, place)
    column.take(tails[number]!)
    sizes.set(name, column.bytes())
    const made = column.column(rows)
    return made.kind === 'text' && variable.kind !== 'date' ? withoutTexts(made.status) : made
  }
  const keep = (_made: Column, name: string): readonly string[] => {
    const gone: string[] = []
    let bytes = [...sizes.values()].reduce((sum, each) => sum + each, 0)
    for (const [other, size] of sizes) {
      if (bytes <= mostBytes || other === name) break
      bytes -= size
      sizes.delete(other)
      gone.push(other)
    }
    return gone
  }
  return lazyColumns(
    planned.map(({ variable }) => variable.name),
    make,
    keep,
  )
}

/** Rows of one table in the file. */
export function rowsIn({ runs }: FileBase, place: number): number {
  return runs.reduce((sum, { extent }) => sum + rowsOf(extent, place), 0)
}

function rowsOf({ accepted, rejected, repeats }: Extent, place: number): number {
  return place === 0 ? accepted : place === 1 ? rejected : (repeats[place - 2] ?? 0)
}

/** What stands before the columns of a table, with what is in memory behind it. */
export function leadsOfFile(base: FileBase, place: number, tail: Uint32Array): Uint32Array {
  const leads = new Uint32Array(rowsIn(base, place) + tail.length)
  const bytes = new Uint8Array(leads.buffer)
  let at = 0
  let answers = 0
  withFile(base.path, (cut) => {
    for (const run of base.runs) {
      const part = cut(run.tables[place]!.lead)
      bytes.set(part, at * leads.BYTES_PER_ELEMENT)
      const next = at + part.byteLength / leads.BYTES_PER_ELEMENT
      // Owners are counted from the first answer of their run.
      if (place > 1 && answers > 0) for (; at < next; at++) leads[at]! += answers
      at = next
      answers += run.extent.accepted
    }
  })
  leads.set(tail, at)
  return leads
}

/** Throws FrameGone where the bytes are not those that were written: the file is of no use then and goes. */
function withFile(path: string, work: (cut: (spot: Spot) => Uint8Array) => void): void {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (cause) {
    throw new FrameGone(cause)
  }
  try {
    work(({ at, length, crc }) => {
      const bytes = bytesAt(file, at, length)
      if (bytes && crc32(bytes) === crc) return bytes
      rmSync(path, { force: true })
      throw new FrameGone()
    })
  } finally {
    closeSync(file)
  }
}

/** Whether a question was answered is there; the words are not, for all of them at once. */
function withoutTexts(status: Uint8Array): Column {
  return {
    kind: 'text',
    status,
    get texts(): readonly (string | null)[] {
      throw new TooManyTexts()
    },
  }
}
