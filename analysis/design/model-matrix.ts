/**
 * Columns of a linear model from variables and terms, as R's `model.matrix` with treatment contrasts makes them.
 *
 * A factor's first level is the reference wherever the model holds the term without that factor, else all its
 * levels get a column. Interactions are products; the first factor varies fastest. Rows where a variable is
 * missing have NaN. Levels that none of the rows used has get no column. Errors: a term of a variable that is not
 * there, a factor of fewer than two levels.
 */

import { DesignError } from './design-error.ts'

export type ModelVariable =
  | { readonly name: string; readonly kind: 'number'; readonly values: Float64Array }
  | {
      readonly name: string
      readonly kind: 'factor'
      /** Places of levels; -1 where missing. */
      readonly codes: Int32Array
      readonly levels: readonly string[]
    }

export interface ModelColumn {
  /** Variable and level, joined by `:` in interactions; `(Intercept)`. */
  readonly name: string
  /** The term that it belongs to; null for the intercept. */
  readonly term: string | null
  readonly values: Float64Array
}

export interface ModelMatrix {
  readonly columns: readonly ModelColumn[]
}

export interface ModelOptions {
  readonly n: number
  readonly intercept?: boolean
  /** 1 for rows that the model uses (see `modelRows`); all by default. */
  readonly rows?: Uint8Array
}

export function modelMatrix(
  variables: readonly ModelVariable[],
  terms: readonly (readonly string[])[],
  { n, intercept = true, rows }: ModelOptions,
): ModelMatrix {
  const byName = new Map(variables.map((variable) => [variable.name, variable]))
  const has = new Set(terms.map(keyOf))
  if (intercept) has.add('')
  const columns: ModelColumn[] = intercept
    ? [{ name: '(Intercept)', term: null, values: new Float64Array(n).fill(1) }]
    : []
  // Without an intercept the first factor gets all its levels, as R has it.
  let fullGiven = intercept
  for (const term of terms.toSorted((a, b) => a.length - b.length)) {
    let parts: { readonly name: string; readonly values: Float64Array }[] = [
      { name: '', values: new Float64Array(n).fill(1) },
    ]
    for (const name of term) {
      const variable = byName.get(name)
      if (!variable) throw new DesignError('termUnknown', { term: name })
      const rest = keyOf(term.filter((other) => other !== name))
      const contrasts = has.has(rest) || (rest === '' && fullGiven)
      const own = expand(rows ? withoutUnused(variable, rows) : variable, contrasts)
      if (variable.kind === 'factor' && rest === '' && !contrasts) fullGiven = true
      parts = own.flatMap((right) =>
        parts.map((left) => ({
          name: left.name === '' ? right.name : `${left.name}:${right.name}`,
          values:
            left.name === '' ? right.values : left.values.map((value, row) => value * right.values[row]!),
        })),
      )
    }
    for (const part of parts) columns.push({ ...part, term: term.join(':') })
  }
  return { columns }
}

/** Rows that a model uses: those the design has, where outcome and variables are known. */
export function modelRows(
  { n, present }: { readonly n: number; readonly present: Uint8Array | null },
  outcome: Float64Array,
  variables: readonly ModelVariable[],
): Uint8Array {
  return Uint8Array.from({ length: n }, (_, row) =>
    (!present || present[row] === 1) &&
    !Number.isNaN(outcome[row]) &&
    variables.every((variable) =>
      variable.kind === 'number' ? !Number.isNaN(variable.values[row]) : variable.codes[row]! >= 0,
    )
      ? 1
      : 0,
  )
}

function withoutUnused(variable: ModelVariable, rows: Uint8Array): ModelVariable {
  if (variable.kind === 'number') return variable
  const used = new Set<number>()
  for (const [row, code] of variable.codes.entries()) if (rows[row] === 1 && code >= 0) used.add(code)
  if (used.size === variable.levels.length) return variable
  const kept = variable.levels.flatMap((level, code) => (used.has(code) ? [{ level, code }] : []))
  const places = new Map(kept.map(({ code }, place) => [code, place]))
  return {
    ...variable,
    levels: kept.map(({ level }) => level),
    codes: variable.codes.map((code) => places.get(code) ?? -1),
  }
}

function keyOf(term: readonly string[]): string {
  return term.toSorted().join('\u0000')
}

function expand(variable: ModelVariable, contrasts: boolean) {
  if (variable.kind === 'number') return [{ name: variable.name, values: variable.values }]
  const { name, codes, levels } = variable
  if (contrasts && levels.length < 2) throw new DesignError('needsTwoLevels', { variable: name })
  return levels.slice(contrasts ? 1 : 0).map((level, k) => ({
    name: `${name}${level}`,
    values: indicator(codes, k + (contrasts ? 1 : 0)),
  }))
}

/** 1 where the row has the level, NaN where it has none. */
export function indicator(codes: Int32Array, level: number): Float64Array {
  return Float64Array.from(codes, (code) => (code < 0 ? NaN : code === level ? 1 : 0))
}
