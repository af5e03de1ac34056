/** The frame that a script is worked out on: the answers, or the rows of a repeat with the answer that each belongs to. */

import type { Frame, Variable } from '../../analysis/frame.ts'
import { keepRows } from '../../analysis/totals.ts'
import type { Locale } from '../locale/index.ts'
import type { CollectionFrame } from '../summary/frames.ts'
import { readersFrame, repeatVariables } from '../summary/summary.ts'
import { repeatLabel } from '../summary/variables.ts'

export interface WorkbenchData {
  readonly frame: Frame
  /** Of rows of a repeat, the answer that each belongs to. */
  readonly owners: Uint32Array | null
}

/** The repeats whose rows can be counted. */
export function unitsOf(
  held: CollectionFrame,
  locale: Locale,
): readonly { readonly name: string; readonly label: string }[] {
  return held.repeats.map(({ table }) => ({ name: table.name, label: repeatLabel(table, locale) }))
}

/** The variables of a unit, without data being touched. */
export function workbenchVariables(
  held: CollectionFrame,
  unit: string | null,
  locale: Locale,
): readonly Variable[] {
  const main = mainFrame(held, locale).variables
  const repeat = held.repeats.find(({ table }) => table.name === unit)
  if (!repeat) return main
  const own = repeatVariables(held, repeat.table.name, locale)
  const names = new Set(own.map(({ name }) => name))
  return [...own, ...main.filter(({ name }) => !names.has(name))]
}

/** The frame of a unit; an unknown one is that of the answers. Columns of the answers are spread over the rows of a repeat when they are `wanted`. */
export function workbenchData(
  held: CollectionFrame,
  unit: string | null,
  { locale, wanted }: { readonly locale: Locale; readonly wanted: ReadonlySet<string> },
): WorkbenchData {
  const main = mainFrame(held, locale)
  const repeat = held.repeats.find(({ table }) => table.name === unit)
  if (!repeat) return { frame: main, owners: null }
  const own = repeatVariables(held, repeat.table.name, locale)
  const names = new Set(own.map(({ name }) => name))
  const spread = main.variables.filter(({ name }) => !names.has(name) && wanted.has(name))
  return {
    frame: {
      n: repeat.frame.n,
      variables: [...own, ...spread],
      columns: new Map([
        ...repeat.frame.columns,
        ...spread.map(({ name }) => [name, keepRows(main.columns.get(name)!, repeat.owners)] as const),
      ]),
    },
    owners: repeat.owners,
  }
}

function mainFrame(held: CollectionFrame, locale: Locale): Frame {
  return readersFrame(held, { frame: held.frame }, locale).frame
}
