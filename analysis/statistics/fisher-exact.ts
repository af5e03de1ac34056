/**
 * Fisher's exact test of a table with any number of rows and columns, in bounded time.
 *
 * In: whole counts; empty rows and columns are left out. Out: the chance, margins given, of a table as likely as the
 * observed one or less. Exact by the network method: columns are filled one after the other, what is left of the row
 * totals is the state, tables that reach the same state with the same likelihood are counted together, and a state
 * is closed as soon as all its ways on end below, or all above, the observed likelihood. Where that takes more than
 * `steps`, simulated tables with the same margins give p = (1 + hits) / (1 + tables), from a seed, with the standard
 * error of the simulation. Null below two filled rows or columns; an Error where counts are not whole.
 * Source: Freeman and Halton 1951; Mehta and Patel 1983; Patefield 1981; R `fisher.test`.
 */

import { logGamma } from '../distributions.ts'
import { seededRandom } from '../random.ts'
import { sum } from '../sums.ts'

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
  const exact = network(margins, observed, factorials, options.steps ?? 3_000_000)
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

/** What lies ahead of a state: the largest and smallest log of ∏ 1/x! over all ways of filling the columns left. */
interface Ahead {
  readonly most: number
  readonly least: number
}

/** The exact p, or null where it takes more than the allowed steps. Likelihoods are ∏ 1/x! up to a constant. */
function network(margins: Margins, observed: number, factorials: Float64Array, limit: number): number | null {
  // The shorter side is the state, the longer one is filled; large columns first leave small states.
  const turned = margins.rows.length > margins.columns.length
  const state = (turned ? margins.columns : margins.rows).toSorted((a, b) => a - b)
  const filled = (turned ? margins.rows : margins.columns).toSorted((a, b) => b - a)
  let steps = 0
  const bounds = filled.map(() => new Map<string, Ahead>())
  const factorial = (n: number) => factorials[n]!

  /** Every way to take the column out of the row totals: what is left, sorted, and the log of its ∏ 1/x!. */
  const ways = (left: readonly number[], column: number, each: (rest: number[], log: number) => boolean) => {
    const taken = left.map(() => 0)
    const room = left.map((_, r) => sum(left.slice(r + 1)))
    const go = (r: number, need: number, log: number): boolean => {
      if (r === left.length - 1) {
        taken[r] = need
        steps += 1
        const rest = left.map((total, k) => total - taken[k]!).sort((a, b) => a - b)
        return steps <= limit && each(rest, log - factorial(need))
      }
      for (let x = Math.max(0, need - room[r]!); x <= Math.min(need, left[r]!); x += 1) {
        taken[r] = x
        if (!go(r + 1, need - x, log - factorial(x))) return false
      }
      return true
    }
    return go(0, column, 0)
  }

  const ahead = (stage: number, left: readonly number[]): Ahead | null => {
    if (stage === filled.length - 1) {
      const log = -sum(left.map(factorial))
      return { most: log, least: log }
    }
    const key = left.join()
    const known = bounds[stage]!.get(key)
    if (known) return known
    let most = -Infinity
    let least = Infinity
    const done = ways(left, filled[stage]!, (rest, log) => {
      const further = ahead(stage + 1, rest)
      if (!further) return false
      most = Math.max(most, log + further.most)
      least = Math.min(least, log + further.least)
      return true
    })
    if (!done) return null
    const found = { most, least }
    bounds[stage]!.set(key, found)
    return found
  }

  /** The log of Σ ∏ 1/x! over all ways on from a state: n! / (∏ rows! ∏ columns!). */
  const whole = (stage: number, left: readonly number[]) =>
    factorial(sum(left)) - sum(left.map(factorial)) - sum(filled.slice(stage).map(factorial))

  const all = whole(0, state)
  const bound = observed + 1e-7
  let p = 0
  // For each state its pasts: the log of what was filled, and how many fillings have it.
  let stageStates = new Map([[state.join(), { left: state, pasts: new Map([[0, { log: 0, count: 1 }]]) }]])
  for (let stage = 0; stage < filled.length; stage += 1) {
    const next: typeof stageStates = new Map()
    for (const { left, pasts } of stageStates.values()) {
      const further = ahead(stage, left)
      if (!further) return null
      const open: { log: number; count: number }[] = []
      for (const past of pasts.values()) {
        if (past.log + further.most <= bound) p += past.count * Math.exp(past.log + whole(stage, left) - all)
        else if (past.log + further.least <= bound) open.push(past)
      }
      if (open.length === 0 || stage === filled.length - 1) continue
      const done = ways(left, filled[stage]!, (rest, log) => {
        const key = rest.join()
        let entry = next.get(key)
        if (!entry) next.set(key, (entry = { left: rest, pasts: new Map() }))
        for (const past of open) {
          const total = past.log + log
          // Likelihoods that differ by rounding only are one.
          const place = Math.round(total * 1e9)
          const same = entry.pasts.get(place)
          if (same) same.count += past.count
          else entry.pasts.set(place, { log: total, count: past.count })
        }
        steps += open.length
        return steps <= limit
      })
      if (!done) return null
    }
    stageStates = next
  }
  return p
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
