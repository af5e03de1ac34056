/** A case's survey design: `args.design` with its steps, as the analysis room's. */

import { calibrate } from '../../../analysis/design/calibrate.ts'
import type { Design, LinearisedDesign, LonelyPsu, ReplicateType } from '../../../analysis/design/design.ts'
import { sampleDesign } from '../../../analysis/design/design.ts'
import { domain } from '../../../analysis/design/domain.ts'
import type { ModelVariable } from '../../../analysis/design/model-matrix.ts'
import { modelMatrix } from '../../../analysis/design/model-matrix.ts'
import type { Margin } from '../../../analysis/design/post-stratify.ts'
import { postStratify, rake } from '../../../analysis/design/post-stratify.ts'
import { jackknife, replicateDesign } from '../../../analysis/design/replicates.ts'
import { trim } from '../../../analysis/design/trim.ts'
import type { Adapter } from './adapters.ts'
import type { Cell, Derivation, ReferenceData } from './cases.ts'
import { column, holds, numbersOf } from './cases.ts'
import { levelsOf } from './columns.ts'

type Args = Parameters<Adapter>[0]
type Population = readonly Readonly<Record<string, Cell>>[]

interface Step {
  readonly op: string
  readonly vars?: readonly string[]
  readonly population?: unknown
  readonly margins?: readonly { readonly vars: readonly string[]; readonly population: Population }[]
  readonly formula?: string
  readonly calfun?: 'linear' | 'raking' | 'logit'
  readonly bounds?: readonly (number | string | null)[] | null
  readonly maxit?: number | null
  readonly epsilon?: number | null
  readonly upper?: number | null
  readonly lower?: number | null
  readonly strict?: boolean | null
  readonly type?: 'JK1' | 'JKn'
  readonly mse?: boolean | null
  readonly where?: readonly ({ readonly var: string } & Pick<Derivation, 'op' | 'value' | 'values'>)[]
}

interface Replicates {
  readonly weights: string
  readonly prefix?: string | null
  readonly columns?: readonly string[] | null
  readonly type: ReplicateType | 'ACS'
  readonly scale?: number | null
  readonly rscales?: number | readonly number[] | null
  readonly rho?: number | null
  readonly combined: boolean
  readonly mse?: boolean | null
}

interface Described {
  readonly ids?: readonly string[] | null
  readonly strata?: readonly string[] | null
  readonly weights?: string | null
  readonly probs?: string | readonly string[] | null
  readonly fpc?: readonly string[] | null
  readonly nest?: boolean
  readonly pps?: 'brewer' | 'overton' | null
  readonly lonely_psu?: LonelyPsu | null
  readonly adjust_domain_lonely?: boolean
  readonly ultimate_cluster?: boolean
  readonly replicate?: Replicates
  readonly steps?: readonly Step[]
}

export function designOf(args: Args, data: ReferenceData): Design {
  const described = args['design'] as Described
  let design: Design = described.replicate
    ? givenReplicates(described.replicate, data)
    : linearised(described, data)
  for (const step of described.steps ?? []) design = taken(design, step, data)
  return design
}

function rowsOf(data: ReferenceData): number {
  for (const cells of data.columns.values()) return cells.length
  return 0
}

function linearised(of: Described, data: ReferenceData): LinearisedDesign {
  const labels = (names: readonly string[] | null | undefined) =>
    (names ?? []).map((name) => column(data.columns, name))
  const numbers = (names: string | readonly string[]) => [names].flat().map((name) => numbersOf(data, name))
  return sampleDesign({
    n: rowsOf(data),
    clusters: labels(of.ids),
    strata: labels(of.strata),
    ...(of.weights ? { weights: numbersOf(data, of.weights) } : {}),
    ...(of.probs ? { probabilities: numbers(of.probs) } : {}),
    ...(of.fpc ? { populations: numbers(of.fpc) } : {}),
    ...(of.pps ? { pps: of.pps } : {}),
    ...(of.lonely_psu ? { lonely: of.lonely_psu } : {}),
    nested: of.nest === true,
    adjustDomainLonely: of.adjust_domain_lonely === true,
    firstStageOnly: of.ultimate_cluster === true,
  })
}

function givenReplicates(of: Replicates, data: ReferenceData): Design {
  const names = of.columns ?? numbered(data, of.prefix ?? '')
  return replicateDesign({
    n: rowsOf(data),
    weights: numbersOf(data, of.weights),
    replicates: names.map((name) => numbersOf(data, name)),
    type: of.type === 'ACS' ? 'successive-difference' : of.type,
    combined: of.combined,
    mse: of.mse === true,
    ...(typeof of.scale === 'number' ? { scale: of.scale } : {}),
    ...(of.rscales === null || of.rscales === undefined ? {} : { rscales: [of.rscales].flat() }),
    ...(typeof of.rho === 'number' ? { rho: of.rho } : {}),
  })
}

/** Columns that are the prefix and a number, in the file's order. */
function numbered(data: ReferenceData, prefix: string): readonly string[] {
  return [...data.columns.keys()].filter(
    (name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)),
  )
}

function taken(design: Design, step: Step, data: ReferenceData): Design {
  switch (step.op) {
    case 'subset':
      return domain(design, rowsWhere(step.where ?? [], data))
    case 'postStratify':
      return postStratify(design, marginOf(step.vars ?? [], step.population as Population, data))
    case 'rake':
      return rake(
        design,
        (step.margins ?? []).map(({ vars, population }) => marginOf(vars, population, data)),
        { cycles: step.maxit ?? 1000, tolerance: step.epsilon ?? 1e-10 },
      )
    case 'calibrate':
      return calibrated(design, step, data)
    case 'trimWeights':
      return trim(asLinearised(design, step.op), {
        lower: step.lower ?? -Infinity,
        upper: step.upper ?? Infinity,
        strict: step.strict === true,
      })
    case 'as_svrepdesign':
      return jackknife(asLinearised(design, step.op), { type: step.type ?? 'JK1', mse: step.mse === true })
    default:
      throw new Error(`unknown step ${step.op}.`)
  }
}

function asLinearised(design: Design, op: string): LinearisedDesign {
  if (design.kind !== 'linearised') throw new Error(`${op} after replicate weights is not defined.`)
  return design
}

function rowsWhere(rules: NonNullable<Step['where']>, data: ReferenceData): Uint8Array {
  const kept = new Uint8Array(rowsOf(data)).fill(1)
  for (const { var: name, ...rule } of rules) {
    for (const [row, cell] of cellsOf(data, name).entries()) {
      if (cell === null || !holds(cell, { name, from: name, ...rule })) kept[row] = 0
    }
  }
  return kept
}

/** A column where values outside the declared levels are missing. */
export function cellsOf(data: ReferenceData, name: string): readonly Cell[] {
  const cells = column(data.columns, name)
  const levels = data.levels.get(name)
  if (!levels) return cells
  const known = new Set(levels)
  return cells.map((cell) => (cell !== null && known.has(String(cell)) ? cell : null))
}

const joined = (cells: readonly (Cell | undefined)[]) =>
  cells.some((cell) => cell === null || cell === undefined) ? null : cells.map(String).join(' × ')

function marginOf(vars: readonly string[], population: Population, data: ReferenceData): Margin {
  const columns = vars.map((name) => cellsOf(data, name))
  const counts = population.map((row): [string, number] => [
    joined(vars.map((name) => row[name])) ?? '',
    Number(row['Freq']),
  ])
  return {
    name: vars.join(' × '),
    labels: Array.from({ length: rowsOf(data) }, (_, row) => joined(columns.map((cells) => cells[row]))),
    population: new Map(counts),
  }
}

function calibrated(design: Design, step: Step, data: ReferenceData): Design {
  const { terms, intercept } = parsedFormula(step.formula ?? '~1')
  const names = [...new Set(terms.flat())]
  const { columns } = modelMatrix(
    names.map((name) => variableOf(data, name)),
    terms,
    { n: rowsOf(data), intercept },
  )
  const population = step.population as Readonly<Record<string, number>>
  const variables = columns.map(({ name, values }) => {
    const total = population[name]
    if (total === undefined) throw new Error(`calibrate: no population total of ${name}.`)
    return { name, values, total }
  })
  const bound = (value: number | string | null | undefined, otherwise: number) =>
    typeof value === 'number' ? value : otherwise
  const [low, high] = step.bounds ?? []
  return calibrate(design, variables, {
    distance: step.calfun ?? 'linear',
    bounds: [bound(low, -Infinity), bound(high, Infinity)],
    iterations: step.maxit ?? 50,
    tolerance: step.epsilon ?? 1e-7,
  })
}

/** Terms of a right-hand side in R's notation: `+`, `:`, `*`, `- 1` and `0 +`. */
export function parsedFormula(text: string): {
  readonly terms: readonly (readonly string[])[]
  readonly intercept: boolean
} {
  let intercept = true
  const terms = new Map<string, readonly string[]>()
  const add = (term: readonly string[]) => {
    const key = term.toSorted().join(':')
    if (!terms.has(key)) terms.set(key, term)
  }
  const parts =
    text
      .replace(/^\s*~/, '+')
      .replaceAll(/\s+/g, '')
      .match(/[+-][^+-]+/g) ?? []
  for (const part of parts) {
    const body = part.slice(1).replaceAll(/factor\(([^)]*)\)/g, '$1')
    if (body === '1' || body === '0') {
      intercept = (body === '1') === part.startsWith('+')
      continue
    }
    const factors = body.split('*').map((side) => side.split(':'))
    // Every product of some of the starred factors is a term.
    for (let choice = 1; choice < 2 ** factors.length; choice += 1)
      add(factors.filter((_, k) => (choice >> k) % 2 === 1).flat())
  }
  return { terms: [...terms.values()].toSorted((a, b) => a.length - b.length), intercept }
}

/** Whether R would make the column categorical. */
export function categorical(data: ReferenceData, name: string): boolean {
  if (data.levels.has(name)) return true
  return column(data.columns, name).some((cell) => cell !== null && Number.isNaN(Number(cell)))
}

export function codesOf(data: ReferenceData, name: string, levels = levelsOf(data, name)): Int32Array {
  const places = new Map(levels.map((level, place) => [level, place]))
  return Int32Array.from(column(data.columns, name), (cell) =>
    cell === null ? -1 : (places.get(String(cell)) ?? -1),
  )
}

export function variableOf(data: ReferenceData, name: string): ModelVariable {
  if (!categorical(data, name)) return { name, kind: 'number', values: numbersOf(data, name) }
  const levels = levelsOf(data, name)
  return { name, kind: 'factor', codes: codesOf(data, name, levels), levels }
}
