/** Which rows a filter keeps: one of its groups must hold, each with all of its conditions. */

import type { Column, Frame, Variable } from '../frame.ts'
import { answered } from '../frame.ts'
import { note } from '../statistics/result.ts'
import type { Note } from '../table.ts'
import type { Condition, Script } from './script.ts'

/** 1 for rows that are kept; null: all. A condition on an unknown variable keeps no row, and is a remark. */
export function rowsKept(
  frame: Frame,
  filter: Script['filter'],
): { readonly kept: Uint8Array | null; readonly notes: readonly Note[] } {
  const groups = filter.filter((group) => group.length > 0)
  if (groups.length === 0) return { kept: null, notes: [] }
  const notes: Note[] = []
  const kept = new Uint8Array(frame.n)
  for (const group of groups) {
    const all = new Uint8Array(frame.n).fill(1)
    for (const condition of group) {
      const variable = frame.variables.find(({ name }) => name === condition.variable)
      const column = frame.columns.get(condition.variable)
      const holds = variable && column ? rowsOf(variable, column, condition) : null
      if (!holds) notes.push(note('filterUnknownVariable', { variable: condition.variable }))
      for (let row = 0; row < frame.n; row += 1) if (!holds || holds[row] === 0) all[row] = 0
    }
    for (let row = 0; row < frame.n; row += 1) if (all[row] === 1) kept[row] = 1
  }
  return { kept, notes }
}

/** Rows that meet one condition; null where the condition does not fit the variable. */
function rowsOf(variable: Variable, column: Column, condition: Condition): Uint8Array | null {
  if ('answered' in condition) return answeredRows(column, condition.answered)
  if ('is' in condition) return valueRows(variable, column, condition.is)
  if ('isNot' in condition) {
    const holds = valueRows(variable, column, condition.isNot)
    const given = answeredRows(column, true)
    return holds && holds.map((holding, row) => (given[row] === 1 && holding === 0 ? 1 : 0))
  }
  return rangeRows(column, condition)
}

function answeredRows(column: Column, wanted: boolean): Uint8Array {
  if (column.kind === 'coded') return Uint8Array.from(column.codes, (code) => Number(code >= 2 === wanted))
  return column.status.map((status) => Number((status === answered) === wanted))
}

function valueRows(variable: Variable, column: Column, values: readonly string[]): Uint8Array | null {
  switch (column.kind) {
    case 'coded': {
      const wanted = new Uint8Array(variable.categories.length + 2)
      variable.categories.forEach(({ value }, at) => {
        if (values.includes(value)) wanted[at + 2] = 1
      })
      return Uint8Array.from(column.codes, (code) => wanted[code]!)
    }
    case 'set':
    case 'rank': {
      const marks = column.kind === 'set' ? column.chosen : column.ranks
      const holds = new Uint8Array(column.status.length)
      variable.categories.forEach(({ value }, at) => {
        if (!values.includes(value)) return
        const mark = marks[at]!
        for (let row = 0; row < holds.length; row += 1) if (mark[row] !== 0) holds[row] = 1
      })
      return holds
    }
    case 'number': {
      const wanted = new Set(values.map(Number))
      return Uint8Array.from(column.values, (value, row) =>
        Number(column.status[row] === answered && wanted.has(value)),
      )
    }
    case 'text': {
      const wanted = new Set(values)
      return Uint8Array.from(column.texts, (given) => Number(given !== null && wanted.has(given)))
    }
  }
}

function rangeRows(
  column: Column,
  { from, to }: { readonly from: number | string | null; readonly to: number | string | null },
): Uint8Array | null {
  if (column.kind === 'number') {
    const low = from === null ? -Infinity : Number(from)
    const high = to === null ? Infinity : Number(to)
    return Uint8Array.from(column.values, (value, row) =>
      Number(column.status[row] === answered && value >= low && value <= high),
    )
  }
  if (column.kind !== 'text') return null
  const low = from === null ? '' : String(from)
  const high = to === null ? '\uffff' : String(to)
  return Uint8Array.from(column.texts, (given) => Number(given !== null && given >= low && given <= high))
}
