/**
 * What an analyst asked of the workbench, as a plain document: recodes, a filter, weights, a sample design, tables.
 * It holds no data, so the same script gives new figures when new answers have come.
 */

export interface Script {
  readonly title: string
  /** The repeat whose rows are counted; null: each answer once. */
  readonly unit: string | null
  readonly recodes: readonly Recode[]
  /** One of the groups must hold, each with all of its conditions; none: every row. */
  readonly filter: readonly (readonly Condition[])[]
  readonly weights: Weights | null
  readonly design: DesignChoice | null
  readonly tables: readonly TableStep[]
}

export interface RecodeHead {
  readonly name: string
  readonly label: string
  /** Why and how, in the analyst's words. */
  readonly note: string
  readonly from: string
}

export type Recode = RecodeHead &
  (
    | BandsRecode
    | GroupsRecode
    | { readonly kind: 'top'; readonly count: number; readonly end: 'high' | 'low' }
    | { readonly kind: 'index'; readonly low: number; readonly high: number; readonly reversed: boolean }
    | { readonly kind: 'score'; readonly scores: Readonly<Record<string, number>> }
    | { readonly kind: 'date'; readonly part: DatePart }
  )

/** A number in bands, each with its lower end: cuts 30, 50 make below 30, 30 to below 50, 50 and above. */
export interface BandsRecode {
  readonly kind: 'bands'
  readonly cuts: readonly number[]
  /** One for each band; made from the cuts where empty. */
  readonly labels: readonly string[]
}

/** Choices put together; what is in no group becomes missing, stays as it is, or is one group more. */
export interface GroupsRecode {
  readonly kind: 'groups'
  readonly groups: readonly { readonly label: string; readonly values: readonly string[] }[]
  readonly rest: 'missing' | 'keep' | 'other'
  readonly restLabel: string
}

export const recodeKinds = ['bands', 'groups', 'top', 'index', 'score', 'date'] as const
export type RecodeKind = (typeof recodeKinds)[number]

export const dateParts = ['year', 'quarter', 'month', 'week', 'weekday'] as const
export type DatePart = (typeof dateParts)[number]

export type Condition =
  | { readonly variable: string; readonly is: readonly string[] }
  | { readonly variable: string; readonly isNot: readonly string[] }
  /** Numbers or days; both ends included, null open. */
  | { readonly variable: string; readonly from: number | string | null; readonly to: number | string | null }
  | { readonly variable: string; readonly answered: boolean }

export interface Weights {
  /** A number column with a weight for each row; null: all 1. */
  readonly column: string | null
  /** Margins that the weights are raked to. */
  readonly rake: readonly RakeMargin[]
  /** How many people the margins stand for; null: as many as there are rows. */
  readonly population: number | null
  /** Limits as multiples of the mean weight; null: none. */
  readonly lower: number | null
  readonly upper: number | null
}

export interface RakeMargin {
  readonly variable: string
  /** Counts or per cent of the population by value; only their ratios count. */
  readonly shares: Readonly<Record<string, number>>
}

export const lonelyChoices = ['fail', 'adjust', 'certainty', 'average', 'remove'] as const

/** Columns that say how the sample was drawn, one for each stage. */
export interface DesignChoice {
  readonly strata: readonly string[]
  readonly clusters: readonly string[]
  /** Population sizes or sampling fractions. */
  readonly populations: readonly string[]
  readonly lonely: (typeof lonelyChoices)[number]
}

export interface TableStep {
  readonly statistic: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** Every combination of their answers has a table of its own. */
  readonly layers: readonly string[]
  /** What the statistic lets one choose; what is missing or unknown is its first choice. */
  readonly options: Readonly<Record<string, string>>
}

export const emptyScript: Script = {
  title: '',
  unit: null,
  recodes: [],
  filter: [],
  weights: null,
  design: null,
  tables: [],
}

export const emptyTable: TableStep = { statistic: 'crosstab', rows: [], columns: [], layers: [], options: {} }

/** Bounds that keep a page within a person's patience. */
export const bounds = {
  recodes: 60,
  conditions: 40,
  margins: 12,
  tables: 60,
  variables: 60,
  layers: 3,
  values: 500,
  text: 500,
} as const

/** Names that a recode may have: as those of questions, in any script. */
export const namePattern = /^[\p{L}_][\p{L}\p{N}_.-]{0,63}$/u

/** Names of all variables that a script, and further tables of it, speak of; a ticked option is named `question/option`. */
export function variablesNamed(script: Script, tables: readonly TableStep[] = []): ReadonlySet<string> {
  return new Set([
    ...script.recodes.map(({ from }) => from),
    ...script.filter.flat().map(({ variable }) => variable),
    ...(script.weights?.column ? [script.weights.column] : []),
    ...(script.weights?.rake ?? []).map(({ variable }) => variable),
    ...(script.design
      ? [...script.design.strata, ...script.design.clusters, ...script.design.populations]
      : []),
    ...[...script.tables, ...tables].flatMap(({ rows, columns, layers }) => [...rows, ...columns, ...layers]),
  ])
}

/** The same with the questions that ticked options belong to. */
export function columnsNamed(script: Script, tables: readonly TableStep[] = []): ReadonlySet<string> {
  const names = [...variablesNamed(script, tables)]
  return new Set(names.flatMap((name) => [name, name.slice(0, Math.max(0, name.lastIndexOf('/')))]))
}
