/** A form while it is filled in: each change works out only what depends on it, in long repeats too. */

import type { Answers, Choice, Form, Refusal, Surroundings, Value } from './form.ts'
import { checked, isLocked, isRequired, stateOf, warningOf, type FormState } from './answers.ts'
import { dependentsOf } from './dependents.ts'
import type { Entry } from './form-index.ts'
import { partsOfAt } from './instances.ts'
import { calculated, countOf, freshRow, rawOf, settle, shownChoices, workOut } from './pass.ts'
import { prefixOf, rowLimit, rowsUnder, type Raw, type Row } from './rows.ts'
import { isInside, type Need } from './skeleton.ts'

/** What changed since it was last asked: ids of nodes whose value, relevance, choices, rules or words may be others; ids of repeats that have other rows. */
export interface Changes {
  readonly nodes: ReadonlySet<string>
  readonly repeats: ReadonlySet<string>
}

export interface Answering {
  /** Puts what a field holds now into its question. */
  set(at: string, raw: unknown): void
  /** A further row of a repeat; false where there may be no more. */
  addRow(at: string): boolean
  removeRow(at: string): void
  changes(): Changes
  relevant(at: string): boolean
  required(at: string): boolean
  readOnly(at: string): boolean
  value(at: string): Value | null
  choices(at: string): readonly Choice[]
  /** The number of rows of a repeat. */
  rows(at: string): number
  /** The warning that an answer gets now, if any. */
  warned(at: string): Refusal | null
  /** All that stands in the form, as it was filled in. */
  raw(): Record<string, unknown>
  values(): Answers
  state(): FormState
  check(only?: ReadonlySet<string>): ReturnType<typeof checked>
}

/** More than this is no calculation but a circle of triggers. */
const mostSettled = 100_000

export function openAnswering(form: Form, raw: Raw, surroundings: Surroundings): Answering {
  const pass = workOut(form, raw, surroundings)
  const { index } = pass
  const { worked, shown, triggered, ranks } = dependentsOf(index)
  const changed = new Map<Row, Set<number>>()
  const pending = new Map<number, Set<Row>>()
  const fired = new Map<number, Set<Row>>()

  const add = <K>(map: Map<K, Set<Row>>, key: K, row: Row) => {
    const standing = map.get(key)
    if (standing) standing.add(row)
    else map.set(key, new Set([row]))
  }
  const mark = (row: Row, position: number) => {
    const standing = changed.get(row)
    if (standing) standing.add(position)
    else changed.set(row, new Set([position]))
  }
  const rowsFor = (row: Row, { position, wide }: Need) =>
    rowsUnder(index, wide ? pass.top : row, index.entries[position]?.scope ?? -1)

  /** Notes what looks at a node that changed in a row. */
  const spread = (position: number, row: Row) => {
    for (const need of worked[position] ?? [])
      for (const other of rowsFor(row, need)) add(pending, need.position, other)
    for (const need of shown[position] ?? [])
      for (const other of rowsFor(row, need)) mark(other, need.position)
    for (const other of triggered[position] ?? [])
      for (const inner of rowsFor(row, { position: other, wide: false })) {
        add(fired, other, inner)
        add(pending, other, inner)
      }
  }

  /** Works out all that is noted, in the order of the form. */
  const settleAll = () => {
    pass.work = 0
    pass.exhausted = false
    for (let count = 0; pending.size > 0 && count < mostSettled;) {
      let next = -1
      for (const position of pending.keys())
        if (next < 0 || (ranks[position] ?? 0) < (ranks[next] ?? 0)) next = position
      const rows = pending.get(next) ?? new Set<Row>()
      pending.delete(next)
      const entry = index.entries[next]
      if (!entry) continue
      for (const row of rows) {
        count++
        if (isStanding(row)) settleOne(entry, row)
      }
    }
    pending.clear()
    fired.clear()
  }

  const settleOne = (entry: Entry, row: Row) => {
    const { slot, position } = entry
    const before = [row.relevant[slot], row.values[slot], row.slips[slot]?.slip] as const
    const rowsBefore = row.rows[slot]
    if (fired.get(position)?.delete(row)) row.raw[entry.name] = calculated(pass, entry, row, null)
    settle(pass, entry, row)
    const after = [row.relevant[slot], row.values[slot], row.slips[slot]?.slip] as const
    const same = before.every((each, at) => isSame(each, after[at]))
    if (entry.repeat) settleNewRows(entry, row, rowsBefore)
    // Choices may be others though the answer stands.
    if (!same || entry.question?.choiceFilter || entry.question?.randomize) mark(row, position)
    if (!same) spread(position, row)
  }

  const settleNewRows = (entry: Entry, row: Row, before: readonly Row[] | undefined) => {
    const rows = row.rows[entry.slot] ?? []
    if (before?.length === rows.length) return
    mark(row, entry.position)
    for (const inner of rows) {
      if (before && before.indexOf(inner) >= 0) continue
      for (const position of index.byScope.get(entry.position) ?? []) add(pending, position, inner)
    }
    spreadRows(entry, row)
  }

  /** Rows came or went: what counts or numbers them changes, and what adds up over them. */
  const spreadRows = (entry: Entry, row: Row) => {
    spread(entry.position, row)
    for (const other of index.entries)
      if (isInside(index.skeleton, other.position, entry.position)) spread(other.position, row)
  }

  const find = (at: string): { readonly entry: Entry; readonly row: Row } | null => {
    const { path, name } = partsOfAt(at)
    let row: Row | undefined = pass.top
    for (const step of path) {
      const repeat: Entry | undefined = index.entries[index.positions.get(step.repeat) ?? -1]
      row = repeat && row?.repeat === repeat.scope ? row.rows[repeat.slot]?.[step.row - 1] : undefined
    }
    const entry = index.entries[index.positions.get(name) ?? -1]
    return entry && row?.repeat === entry.scope ? { entry, row } : null
  }
  const ask = <T>(at: string, otherwise: T, answer: (entry: Entry, row: Row) => T): T => {
    const found = find(at)
    return found ? answer(found.entry, found.row) : otherwise
  }

  return {
    set: (at, raw) =>
      ask(at, undefined, (entry, row) => {
        row.raw[entry.name] = raw
        add(pending, entry.position, row)
        settleAll()
      }),
    addRow: (at) =>
      ask(at, false, (entry, row) => {
        const rows = row.rows[entry.slot]
        if (!rows || !entry.repeat || entry.repeat.count || pass.rowCount >= rowLimit) return false
        row.rows[entry.slot] = [...rows, freshRow(pass, entry, row, rows.length)]
        pass.rowCount++
        settleNewRows(entry, row, rows)
        settleAll()
        return true
      }),
    removeRow: (at) => {
      const { path } = partsOfAt(at)
      const last = path[path.length - 1]
      if (!last) return
      const repeatAt = at.slice(0, at.lastIndexOf('['))
      ask(repeatAt, undefined, (entry, row) => {
        const rows = row.rows[entry.slot]
        const gone = rows?.[last.row - 1]
        if (!rows || !gone || entry.repeat?.count) return
        const left = rows.filter((inner) => inner !== gone)
        row.rows[entry.slot] = left
        pass.rowCount -= countOf(gone)
        // What was sent in for rows is in the rows themselves by now.
        row.raw[entry.name] = []
        left.forEach((inner, at) => {
          if (inner.index === at) return
          inner.index = at
          for (const position of index.byScope.get(entry.position) ?? []) mark(inner, position)
        })
        mark(row, entry.position)
        spreadRows(entry, row)
        settleAll()
      })
    },
    changes: () => {
      const nodes = new Set<string>()
      const repeats = new Set<string>()
      for (const [row, positions] of changed) {
        if (!isStanding(row)) continue
        const prefix = prefixOf(index, row)
        for (const position of positions) {
          const entry = index.entries[position]
          if (!entry) continue
          nodes.add(prefix + entry.name)
          if (entry.repeat) repeats.add(prefix + entry.name)
        }
      }
      changed.clear()
      return { nodes, repeats }
    },
    relevant: (at) => ask(at, false, (entry, row) => row.relevant[entry.slot] === true),
    required: (at) => ask(at, false, (entry, row) => isRequired(pass, entry, row)),
    readOnly: (at) => ask(at, false, (entry, row) => isLocked(pass, entry, row)),
    value: (at) => ask(at, null, (entry, row) => row.values[entry.slot] ?? null),
    choices: (at) => ask<readonly Choice[]>(at, [], (entry, row) => shownChoices(pass, entry, row)),
    rows: (at) => ask(at, 0, (entry, row) => row.rows[entry.slot]?.length ?? 0),
    warned: (at) => ask<Refusal | null>(at, null, (entry, row) => warningOf(pass, entry, row, at)),
    raw: () => rawOf(index, pass.top),
    values: () => stateOf(pass).values,
    state: () => stateOf(pass),
    check: (only) => checked(pass, only),
  }
}

/** Whether a row still belongs to the form. */
function isStanding(row: Row): boolean {
  if (!row.up) return true
  return row.up.rows.some((rows) => rows?.[row.index] === row) && isStanding(row.up)
}

function isSame(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b
  return a.length === b.length && a.every((each, at) => each === b[at])
}
