/**
 * Where an analyst stands in the workbench, as text for an address: the script, the table that is open, the saved set it
 * came from, the steps before and those taken back, so that a step can be undone and done again without anything being
 * kept on the server.
 */

import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { readScript, readTable } from '../../analysis/workbench/read-script.ts'
import type { Script, TableStep } from '../../analysis/workbench/script.ts'
import { emptyScript, emptyTable } from '../../analysis/workbench/script.ts'

export interface State {
  readonly script: Script
  readonly table: TableStep
  /** The saved set that this came from; null for none. */
  readonly set: string | null
}

/** A state with those before it, the last first, and those that were taken back, the next first. */
export interface Standing {
  readonly now: State
  readonly before: readonly State[]
  readonly after: readonly State[]
}

export const emptyStanding: Standing = {
  now: { script: emptyScript, table: emptyTable, set: null },
  before: [],
  after: [],
}

/** What fits into an address with room for the rest of it. */
export const longestAddress = 6000
const mostSteps = 20
const largestState = 200_000

/** The standing as text for `s=`; null where even the state alone is too long. The farthest steps are let go to make room. */
export function encoded({ now, before, after }: Standing): string | null {
  const past = before.slice(0, mostSteps).map(brief)
  const future = after.slice(0, mostSteps).map(brief)
  for (;;) {
    const states = [brief(now), ...past]
    const text = JSON.stringify(future.length > 0 ? { states, after: future } : states)
    const packed = deflateRawSync(text, { level: 9 }).toString('base64url')
    if (packed.length <= longestAddress) return packed
    if (past.length === 0 && future.length === 0) return null
    if (past.length >= future.length) past.pop()
    else future.pop()
  }
}

/** What an address says; an empty workbench where it says nothing that can be read. */
export function decoded(text: string | undefined): Standing {
  if (!text || text.length > longestAddress) return emptyStanding
  try {
    const bytes = inflateRawSync(Buffer.from(text, 'base64url'), { maxOutputLength: largestState })
    const given = JSON.parse(bytes.toString('utf8')) as unknown
    const { states, after } = Array.isArray(given)
      ? { states: given, after: [] }
      : (given as { readonly states?: unknown; readonly after?: unknown })
    const [now, ...before] = statesOf(states)
    return now ? { now, before, after: statesOf(after).slice(0, mostSteps) } : emptyStanding
  } catch {
    // Cut or written by hand: an empty workbench is the honest answer.
    return emptyStanding
  }
}

function statesOf(given: unknown): readonly State[] {
  if (!Array.isArray(given)) return []
  return given.slice(0, mostSteps + 1).flatMap((each: unknown) => {
    const state = stateOf(each)
    return state ? [state] : []
  })
}

/** The next standing after a step; the same where nothing changed. What was taken back before is then gone. */
export function stepped(standing: Standing, next: State): Standing {
  if (JSON.stringify(brief(next)) === JSON.stringify(brief(standing.now))) return standing
  return { now: next, before: [standing.now, ...standing.before].slice(0, mostSteps), after: [] }
}

export function undone(standing: Standing): Standing {
  const { now, before, after } = standing
  const [last, ...rest] = before
  return last ? { now: last, before: rest, after: [now, ...after] } : standing
}

export function redone(standing: Standing): Standing {
  const { now, before, after } = standing
  const [next, ...rest] = after
  return next ? { now: next, before: [now, ...before], after: rest } : standing
}

function stateOf(value: unknown): State | null {
  if (typeof value !== 'object' || value === null) return null
  const { script, table, set } = value as Record<string, unknown>
  const readS = readScript(script ?? {})
  const readT = readTable(table ?? {})
  if ('complaint' in readS || 'complaint' in readT) return null
  return { script: readS.script, table: readT.table, set: typeof set === 'string' ? set.slice(0, 40) : null }
}

/** Without what is empty. */
function brief({ script, table, set }: State): object {
  return { script: lean(script), table: lean(table), ...(set === null ? {} : { set }) }
}

/** A document without empty texts, lists and nulls, as it is kept and downloaded. */
export function lean(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]: [string, unknown]) => {
      const kept = leanValue(each)
      return kept === undefined ? [] : [[key, kept]]
    }),
  )
}

function leanValue(value: unknown): unknown {
  if (value === null || value === '') return undefined
  if (Array.isArray(value)) return value.length > 0 ? value.map((each) => leanValue(each) ?? each) : undefined
  if (typeof value !== 'object') return value
  const of = lean(value)
  return Object.keys(of).length > 0 ? of : undefined
}
