/**
 * The columns of a regression: numbers as they are, categories as 0/1 columns against their first level, and products
 * of them for interactions, as R's `model.matrix` makes them.
 */

export interface NumberPredictor {
  readonly kind: 'number'
  /** NaN where missing. */
  readonly values: Float64Array
}

export interface FactorPredictor {
  readonly kind: 'factor'
  readonly levels: readonly string[]
  /** The place of each row's level, -1 where missing. */
  readonly places: Int32Array
}

export type Predictor = NumberPredictor | FactorPredictor
export type Predictors = ReadonlyMap<string, Predictor>

export interface ModelMatrix {
  /** `(Intercept)`, then name, name and level (`stypeH`), or such joined by `:`. */
  readonly names: readonly string[]
  readonly columns: readonly Float64Array[]
  /** The place of each column's term among `terms`; -1 for the intercept. */
  readonly termOf: readonly number[]
  /** Terms in R's order: by the number of their parts, then as given. */
  readonly terms: readonly string[]
}

export type Contrasts = 'treatment' | 'sum'

/** Rows where no predictor of the terms is missing (1) and others (0). An unknown name is an Error. */
export function presentRows(terms: readonly string[], predictors: Predictors, n: number): Uint8Array {
  const present = new Uint8Array(n).fill(1)
  for (const name of new Set(terms.flatMap(partsOf))) {
    const predictor = predictorOf(predictors, name)
    for (let row = 0; row < n; row += 1) {
      const missing =
        predictor.kind === 'number' ? Number.isNaN(predictor.values[row]!) : predictor.places[row]! < 0
      if (missing) present[row] = 0
    }
  }
  return present
}

/**
 * The matrix of an intercept and the terms (`age`, `gender`, `age:gender`) over the rows that are marked 1. Levels
 * that do not occur there have no column; a category with a single level left is an Error that names it. A part of an
 * interaction whose margin is not in the model gets a column for every level, as in R.
 */
export function modelMatrix(
  given: readonly string[],
  predictors: Predictors,
  rows: Uint8Array,
  contrasts: Contrasts = 'treatment',
): ModelMatrix {
  const terms = inOrder(given.flatMap(expand))
  const kept = Uint32Array.from(rows.keys()).filter((row) => rows[row] === 1)
  const known = new Set(terms.map(keyOf))
  const used = new Map<string, Predictor>()
  for (const name of new Set(terms.flatMap(partsOf)))
    used.set(name, keepRows(predictorOf(predictors, name), kept, name))
  const names = ['(Intercept)']
  const columns: Float64Array[] = [new Float64Array(kept.length).fill(1)]
  const termOf = [-1]
  terms.forEach((term, place) => {
    const parts = partsOf(term)
    const made = parts.map((name, k) => {
      const margin = parts.filter((_, other) => other !== k)
      const full = margin.length > 0 && !known.has(keyOf(margin.join(':')))
      return columnsOf(name, used.get(name)!, full ? 'full' : contrasts)
    })
    for (const { name, values } of products(made)) {
      names.push(name)
      columns.push(values)
      termOf.push(place)
    }
  })
  return { names, columns, termOf, terms }
}

interface Named {
  readonly name: string
  readonly values: Float64Array
}

function partsOf(term: string): readonly string[] {
  return term.split(':')
}

/** `a*b` is a, b and a:b. */
function expand(term: string): readonly string[] {
  return term
    .split('*')
    .map((part) => part.trim())
    .reduce<readonly string[]>(
      (made, part) =>
        made.length === 0 ? [part] : [...made, part, ...made.map((each) => `${each}:${part}`)],
      [],
    )
}

/** Terms by the number of their parts, the parts in the order in which the variables are first named. */
function inOrder(given: readonly string[]): readonly string[] {
  const places = new Map<string, number>()
  for (const name of given.flatMap(partsOf)) if (!places.has(name)) places.set(name, places.size)
  const sorted = given.map((term) =>
    [...new Set(partsOf(term))].toSorted((a, b) => places.get(a)! - places.get(b)!).join(':'),
  )
  return [...new Set(sorted)].toSorted((a, b) => partsOf(a).length - partsOf(b).length)
}

/** A term whatever the order of its parts. */
function keyOf(term: string): string {
  return partsOf(term).toSorted().join(':')
}

function predictorOf(predictors: Predictors, name: string): Predictor {
  const found = predictors.get(name)
  if (!found) throw new Error(`regression: no variable ${name}`)
  return found
}

function keepRows(predictor: Predictor, kept: Uint32Array, name: string): Predictor {
  if (predictor.kind === 'number')
    return { kind: 'number', values: Float64Array.from(kept, (row) => predictor.values[row]!) }
  const places = Int32Array.from(kept, (row) => predictor.places[row]!)
  const occurring = new Set(places)
  const levels = predictor.levels.flatMap((level, place) => (occurring.has(place) ? [{ level, place }] : []))
  if (levels.length < 2 && kept.length > 0) throw new Error(`regression: ${name} has a single level`)
  const moved = new Map(levels.map(({ place }, k) => [place, k]))
  return {
    kind: 'factor',
    levels: levels.map(({ level }) => level),
    places: places.map((place) => moved.get(place)!),
  }
}

function columnsOf(name: string, predictor: Predictor, coding: Contrasts | 'full'): readonly Named[] {
  if (predictor.kind === 'number') return [{ name, values: predictor.values }]
  const { levels, places } = predictor
  const last = levels.length - 1
  if (coding === 'sum') {
    return levels.slice(0, last).map((_, k) => ({
      name: `${name}${k + 1}`,
      values: Float64Array.from(places, (place) => (place === k ? 1 : place === last ? -1 : 0)),
    }))
  }
  return levels.slice(coding === 'full' ? 0 : 1).map((level) => {
    const k = levels.indexOf(level)
    return { name: `${name}${level}`, values: Float64Array.from(places, (place) => (place === k ? 1 : 0)) }
  })
}

/** Every product of a column of each part; the first part varies fastest. */
function products(parts: readonly (readonly Named[])[]): readonly Named[] {
  return parts.reduce((made, part) =>
    part.flatMap((right) =>
      made.map((left) => ({
        name: `${left.name}:${right.name}`,
        values: left.values.map((value, row) => value * right.values[row]!),
      })),
    ),
  )
}
