/**
 * What an answer says: impossible and far-out numbers, too much left open, an attention check that was failed.
 *
 * In: a frame of what was asked, with the limits. Out: one flag of a kind for each answer, with how many questions it is
 * about. Far out: beyond so many interquartile ranges from the quartiles, of numbers with 20 answers or more whose
 * quartiles differ. Left open: unanswered, 不清楚 or 拒答 among the questions that were asked, of answers that were
 * asked 5 or more. Unweighted. Throws for limits that are none.
 * Source: fences of Tukey 1977 (3 interquartile ranges: far out), R `quantile(type = 7)`; instructed items, Meade and
 * Craig 2012; counts.
 */

import { answered, skipped, type Frame } from '../frame.ts'
import { quantiles } from '../sums.ts'
import type { Bounds, Check, Flag, FlagName } from './flag.ts'

const fewestNumbers = 20
const fewestAsked = 5

/** Numbers outside what a question may have. */
export function impossible(frame: Frame, bounds: readonly Bounds[]): readonly Flag[] {
  const found = new Map<number, Found>()
  for (const { question, least, most } of bounds) {
    const column = frame.columns.get(question)
    if (column?.kind !== 'number') continue
    const label = labelOf(frame, question)
    column.values.forEach((value, row) => {
      if (column.status[row] !== answered) return
      if ((least === null || value >= least) && (most === null || value <= most)) return
      add(found, row, { label, value })
    })
  }
  return flagsOf('impossible', found)
}

/** Numbers far from all the others. */
export function farOut(frame: Frame, ranges: number): readonly Flag[] {
  if (!(ranges > 0)) throw new Error(`farOut: ${ranges} interquartile ranges are no limit`)
  const found = new Map<number, Found>()
  for (const { name, label } of frame.variables) {
    const column = frame.columns.get(name)
    if (column?.kind !== 'number') continue
    const values = column.values.filter((_, row) => column.status[row] === answered)
    const [lower = null, upper = null] = quantiles(values, [0.25, 0.75])
    if (values.length < fewestNumbers || lower === null || upper === null || !(upper > lower)) continue
    const reach = ranges * (upper - lower)
    column.values.forEach((value, row) => {
      if (column.status[row] !== answered || (value >= lower - reach && value <= upper + reach)) return
      add(found, row, { label, value })
    })
  }
  return flagsOf('farOut', found)
}

interface Found {
  readonly label: string
  readonly value: number
  readonly n: number
}

function add(found: Map<number, Found>, row: number, { label, value }: Omit<Found, 'n'>): void {
  const before = found.get(row)
  found.set(row, before ? { ...before, n: before.n + 1 } : { label, value, n: 1 })
}

function flagsOf(name: FlagName & ('impossible' | 'farOut'), found: ReadonlyMap<number, Found>) {
  return [...found]
    .toSorted(([a], [b]) => a - b)
    .map(([row, params]): Flag => ({ name, row, why: { code: name, params: { ...params } }, others: [] }))
}

function labelOf(frame: Frame, name: string): string {
  return frame.variables.find((variable) => variable.name === name)?.label ?? name
}

/** Of each answer, the share of the questions asked that it leaves open; NaN where fewer than 5 were asked. */
export function openShares(frame: Frame): Float64Array {
  const asked = new Uint32Array(frame.n)
  const open = new Uint32Array(frame.n)
  for (const { name, categories } of frame.variables) {
    const column = frame.columns.get(name)
    if (!column) continue
    for (let row = 0; row < frame.n; row += 1) {
      const status = column.kind === 'coded' ? Math.min(2, column.codes[row]!) : column.status[row]!
      if (status === skipped) continue
      asked[row]! += 1
      const said = column.kind === 'coded' ? categories[column.codes[row]! - 2]?.missing : null
      if (status !== answered || (said !== null && said !== undefined && said !== 'not_applicable'))
        open[row]! += 1
    }
  }
  return Float64Array.from(asked, (n, row) => (n < fewestAsked ? Number.NaN : open[row]! / n))
}

/** Answers that leave too much open. */
export function missing(shares: Float64Array, share: number): readonly Flag[] {
  if (!(share >= 0 && share <= 1)) throw new Error(`missing: share ${share} is not in [0, 1]`)
  const flags: Flag[] = []
  shares.forEach((open, row) => {
    if (open > share)
      flags.push({
        name: 'missing',
        row,
        why: { code: 'missing', params: { percent: 100 * open } },
        others: [],
      })
  })
  return flags
}

/** Answers that were asked for one choice and gave another. Who was not asked, or gave none, is not counted. */
export function attention(frame: Frame, checks: readonly Check[]): readonly Flag[] {
  const failed = new Map<number, string[]>()
  for (const { question, value } of checks) {
    const variable = frame.variables.find(({ name }) => name === question)
    const column = frame.columns.get(question)
    if (!variable || !column) continue
    const right = variable.categories.findIndex((category) => category.value === value)
    for (let row = 0; row < frame.n; row += 1) {
      const given =
        column.kind === 'coded'
          ? column.codes[row]! < 2
            ? null
            : column.codes[row] === right + 2
          : column.status[row] !== answered
            ? null
            : column.kind === 'number'
              ? column.values[row] === Number(value)
              : column.kind === 'text'
                ? column.texts[row]?.trim() === value
                : null
      if (given === false) failed.set(row, [...(failed.get(row) ?? []), variable.label])
    }
  }
  return [...failed]
    .toSorted(([a], [b]) => a - b)
    .map(([row, labels]): Flag => ({
      name: 'attention',
      row,
      why: { code: 'attention', params: { n: labels.length, label: labels[0] ?? '' } },
      others: [],
    }))
}
