/**
 * Fisher's exact test of a table with any number of rows and columns, in bounded time.
 *
 * In: whole counts; empty rows and columns are left out. Out: the chance, margins given, of a table as likely as the
 * observed one or less. Exact by the network method: columns are filled one after the other, what is left of the row
 * totals is the state, tables that reach the same state with the same likelihood are counted together, a state is
 * closed as soon as all its ways on end below, or all above, the observed likelihood, and the last two columns are
 * met from both sides. Where that takes more than `steps`, simulated tables with the same margins give p = (1 + hits) / (1 + tables), from a seed, with the standard
 * error of the simulation. Null below two filled rows or columns; an Error where counts are not whole.
 * Source: Freeman and Halton 1951; Mehta and Patel 1983; Patefield 1981; R `fisher.test`.
 */

import { logGamma } from '../distributions.ts'
import { seededRandom } from '../random.ts'
import { sum } from '../sums.ts'
import { addLikelihood, likelihoodCounts } from './likelihood-counts.ts'
import type { LikelihoodCounts } from './likelihood-counts.ts'

export interface FisherExact {
  readonly p: number
  readonly method: 'exact' | 'simulated'
  /** Tables simulated, and the standard error that they leave in p. */
  readonly tables: number | null
  readonly error: number | null
}

export interface FisherOptions {
  readonly steps?: number
  readonly tables?: number
  readonly seed?: number
}

export function fisherExact(
  table: readonly (readonly number[])[],
  options: FisherOptions = {},
): FisherExact | null {
  if (!table.flat().every((count) => Number.isInteger(count) && count >= 0))
    throw new Error('fisher: counts must be whole numbers')
  const rows = table.map((line) => sum(line))
  const columns = (table[0] ?? []).map((_, c) => sum(table.map((line) => line[c]!)))
  const kept = table.filter((_, r) => rows[r]! > 0).map((line) => line.filter((_, c) => columns[c]! > 0))
  const margins = { rows: rows.filter((n) => n > 0), columns: columns.filter((n) => n > 0) }
  if (margins.rows.length < 2 || margins.columns.length < 2) return null
  const factorials = logFactorials(sum(margins.rows))
  const observed = -sum(kept.flat().map((count) => factorials[count]!))
  const exact = network(margins, observed, factorials, options.steps ?? 20_000_000)
  if (exact !== null) return { p: Math.min(1, exact), method: 'exact', tables: null, error: null }
  const tables = options.tables ?? 10_000
  const hits = simulate(margins, observed, factorials, tables, options.seed ?? 20_261_125)
  const p = (1 + hits) / (1 + tables)
  return { p, method: 'simulated', tables, error: Math.sqrt((p * (1 - p)) / tables) }
}

interface Margins {
  readonly rows: readonly number[]
  readonly columns: readonly number[]
}

function logFactorials(n: number): Float64Array {
  return Float64Array.from({ length: n + 1 }, (_, k) => logGamma(k + 1))
}

/** Row totals that are left, in rising order, with what was filled so far: log ∏ 1/x! and how many fillings have it. */
interface State {
  readonly left: readonly number[]
  readonly pasts: LikelihoodCounts
}

interface Past {
  readonly log: number
  readonly count: number
}

/** The exact p, or null where it takes more than the allowed steps. Likelihoods are ∏ 1/x! up to a constant. */
function network(margins: Margins, observed: number, factorials: Float64Array, limit: number): number | null {
  // The shorter side is the state, the longer one is filled; large columns first leave small states.
  const turned = margins.rows.length > margins.columns.length
  const start = (turned ? margins.columns : margins.rows).toSorted((a, b) => a - b)
  const filled = (turned ? margins.rows : margins.columns).toSorted((a, b) => b - a)
  const bound = observed + 1e-7
  // Logs that fall on the same whole number below 2^30 differ by rounding only.
  const scale = Math.min(1e9, 2 ** 30 / (1 + sum(filled.map((n) => factorials[n]!))))
  const factorial = (n: number) => factorials[n]!
  const all = factorial(sum(start)) - sum(start.map(factorial)) - sum(filled.map(factorial))
  let p = 0
  let steps = 0
  const empty = likelihoodCounts()
  addLikelihood(empty, 0, 0, 1)
  let states: readonly State[] = [{ left: start, pasts: empty }]
  for (let stage = 0; stage < filled.length; stage += 1) {
    const rest = filled.slice(stage)
    const further = new Map<string, State>()
    for (const { left, pasts } of states) {
      const { most, least } = ahead(left, rest, factorials)
      const whole = factorial(sum(left)) - sum(left.map(factorial)) - sum(rest.map(factorial))
      const open: Past[] = []
      for (let k = 0; k < pasts.keys.length; k += 1) {
        const count = pasts.counts[k]!
        const log = pasts.logs[k]!
        if (count === 0) continue
        if (log + most <= bound) p += count * Math.exp(log + whole - all)
        else if (log + least <= bound) open.push({ log, count })
      }
      if (open.length === 0) continue
      const made = ways(left, rest[0]!, factorials, (limit - steps) / wayCost)
      if (!made) return null
      steps += wayCost * made.length + open.length
      if (rest.length === 2) {
        p += meeting(open, made, { bound, all, factorials })
        continue
      }
      for (const way of made) {
        const key = way.rest.join()
        let state = further.get(key)
        if (!state) further.set(key, (state = { left: way.rest, pasts: likelihoodCounts() }))
        for (const past of open) {
          const log = past.log + way.log
          addLikelihood(state.pasts, Math.round(-log * scale), log, past.count)
        }
        steps += open.length
        if (steps > limit) return null
      }
    }
    if (rest.length === 2) break
    states = Array.from(further.values())
  }
  return p
}

/** What making a way costs beside adding a likelihood. */
const wayCost = 10

interface Way {
  readonly rest: readonly number[]
  readonly log: number
}

/** Every way to take a column out of the row totals; null where there are more than `limit`. */
function ways(
  left: readonly number[],
  column: number,
  factorials: Float64Array,
  limit: number,
): Way[] | null {
  const made: Way[] = []
  const last = left.length - 1
  const taken = left.map(() => 0)
  const room = left.map((_, r) => sum(left.slice(r + 1)))
  const go = (r: number, need: number, log: number): boolean => {
    if (r === last) {
      taken[r] = need
      made.push({
        rest: left.map((total, k) => total - taken[k]!).sort((a, b) => a - b),
        log: log - factorials[need]!,
      })
      return made.length <= limit
    }
    for (let x = Math.max(0, need - room[r]!); x <= Math.min(need, left[r]!); x += 1) {
      taken[r] = x
      if (!go(r + 1, need - x, log - factorials[x]!)) return false
    }
    return true
  }
  return go(0, column, 0) ? made : null
}

/** The last two columns: pasts and ways on in order of likelihood, so that one walk finds the pairs within the bound. */
function meeting(
  open: readonly Past[],
  made: readonly Way[],
  of: { readonly bound: number; readonly all: number; readonly factorials: Float64Array },
): number {
  const logs = Float64Array.from(made, ({ log, rest }) =>
    rest.reduce((total, count) => total - of.factorials[count]!, log),
  ).sort()
  const pasts = open.toSorted((a, b) => b.log - a.log)
  let [p, reached, within] = [0, 0, 0]
  for (const past of pasts) {
    while (reached < logs.length && past.log + logs[reached]! <= of.bound) {
      within += Math.exp(logs[reached]! - logs[0]!)
      reached += 1
    }
    p += past.count * within * Math.exp(past.log + logs[0]! - of.all)
  }
  return p
}

/**
 * Bounds of log ∏ 1/x! over all ways of filling the columns left. Above: the dual of the problem without whole
 * numbers, at multipliers near its optimum (cells of about independence plus a half). Below: every column, or every
 * row, as concentrated as the totals allow.
 */
function ahead(
  rows: readonly number[],
  columns: readonly number[],
  factorials: Float64Array,
): { readonly most: number; readonly least: number } {
  const n = sum(rows)
  const rowParts = rows.map((row) => row + columns.length / 2)
  const columnParts = columns.map((column) => column + rows.length / 2)
  const whole = n + (rows.length * columns.length) / 2
  let most = 0
  rowParts.forEach((row) =>
    columnParts.forEach((column) => {
      const cell = (row * column) / whole
      const near = Math.floor(cell)
      most += near * Math.log(cell) - factorials[near]!
    }),
  )
  rows.forEach((row, r) => (most -= row * Math.log(rowParts[r]! / whole)))
  columns.forEach((column, c) => (most -= column * Math.log(columnParts[c]!)))
  const concentrated = (totals: readonly number[], into: readonly number[]) => {
    const falling = into.toSorted((a, b) => b - a)
    return sum(
      totals.map((total) => {
        let need = total
        let log = 0
        for (const cap of falling) {
          const x = Math.min(cap, need)
          log -= factorials[x]!
          need -= x
        }
        return log
      }),
    )
  }
  return { most, least: Math.max(concentrated(columns, rows), concentrated(rows, columns)) }
}

/** How many of the simulated tables are as likely as the observed one or less. */
function simulate(
  { rows, columns }: Margins,
  observed: number,
  factorials: Float64Array,
  tables: number,
  seed: number,
): number {
  const random = seededRandom(seed)
  let hits = 0
  for (let t = 0; t < tables; t += 1) {
    const left = [...columns]
    let pool = sum(columns)
    let log = 0
    rows.forEach((row, r) => {
      let need = row
      let rest = pool
      left.forEach((column, c) => {
        const last = r === rows.length - 1
        const x = last
          ? column
          : c === left.length - 1
            ? need
            : draw({ white: column, all: rest, drawn: need }, random, factorials)
        log -= factorials[x]!
        left[c] = column - x
        need -= x
        rest -= column
      })
      pool -= row
    })
    if (log <= observed + 1e-7) hits += 1
  }
  return hits
}

/** White balls among `drawn` of `all`: by inversion, from the likeliest number outwards. */
function draw(
  { white, all, drawn }: { readonly white: number; readonly all: number; readonly drawn: number },
  random: () => number,
  factorials: Float64Array,
): number {
  const black = all - white
  const low = Math.max(0, drawn - black)
  const high = Math.min(drawn, white)
  if (low === high) return low
  const mode = Math.min(high, Math.max(low, Math.floor(((white + 1) * (drawn + 1)) / (all + 2))))
  const choose = (n: number, k: number) => factorials[n]! - factorials[k]! - factorials[n - k]!
  const peak = Math.exp(choose(white, mode) + choose(black, drawn - mode) - choose(all, drawn))
  let wanted = random() - peak
  let [up, down] = [mode, mode]
  let [atUp, atDown] = [peak, peak]
  while (wanted > 0 && (up < high || down > low)) {
    if (up < high) {
      atUp *= ((white - up) * (drawn - up)) / ((up + 1) * (black - drawn + up + 1))
      up += 1
      wanted -= atUp
      if (wanted <= 0) return up
    }
    if (down > low) {
      atDown *= (down * (black - drawn + down)) / ((white - down + 1) * (drawn - down + 1))
      down -= 1
      wanted -= atDown
      if (wanted <= 0) return down
    }
  }
  return mode
}
