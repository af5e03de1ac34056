/**
 * Where an analyst stands in the workbench, as text for an address: the script, the table that is open, the saved set it
 * came from, and the steps before, so that a step can be undone without anything being kept on the server.
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

/** A state with those before it, the last first. */
export interface Standing {
  readonly now: State
  readonly before: readonly State[]
}

export const emptyStanding: Standing = {
  now: { script: emptyScript, table: emptyTable, set: null },
  before: [],
}

/** What fits into an address with room for the rest of it. */
export const longestAddress = 6000
const mostSteps = 20
const largestState = 200_000

/** The standing as text for `s=`; null where even the state alone is too long. Older steps are let go to make room. */
export function encoded(standing: Standing): string | null {
  const states = [standing.now, ...standing.before.slice(0, mostSteps)].map(brief)
  for (let count = states.length; count > 0; count -= 1) {
    const text = deflateRawSync(JSON.stringify(states.slice(0, count)), { level: 9 }).toString('base64url')
    if (text.length <= longestAddress) return text
  }
  return null
}

/** What an address says; an empty workbench where it says nothing that can be read. */
export function decoded(text: string | undefined): Standing {
  if (!text || text.length > longestAddress) return emptyStanding
  try {
    const bytes = inflateRawSync(Buffer.from(text, 'base64url'), { maxOutputLength: largestState })
    const given = JSON.parse(bytes.toString('utf8')) as unknown
    if (!Array.isArray(given)) return emptyStanding
    const states = given.slice(0, mostSteps + 1).flatMap((each: unknown) => {
      const state = stateOf(each)
      return state ? [state] : []
    })
    const [now, ...before] = states
    return now ? { now, before } : emptyStanding
  } catch {
    // Cut or written by hand: an empty workbench is the honest answer.
    return emptyStanding
  }
}

/** The next standing after a step; the same where nothing changed. */
export function stepped(standing: Standing, next: State): Standing {
  if (JSON.stringify(brief(next)) === JSON.stringify(brief(standing.now))) return standing
  return { now: next, before: [standing.now, ...standing.before].slice(0, mostSteps) }
}

export function undone({ now, before }: Standing): Standing {
  const [last, ...rest] = before
  return { now: last ?? now, before: rest }
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
