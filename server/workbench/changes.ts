/** One step of an analyst in the workbench: what a button asks, done to the state; or a slip in what was typed. */

import type { Variable } from '../../analysis/frame.ts'
import { statisticNamed } from '../../analysis/workbench/index.ts'
import { readScript } from '../../analysis/workbench/read-script.ts'
import type { DesignChoice, Script, TableStep, Weights } from '../../analysis/workbench/script.ts'
import { bounds, emptyTable, lonelyChoices } from '../../analysis/workbench/script.ts'
import { variableOfName } from '../../analysis/workbench/sides.ts'
import type { State } from './state.ts'
import { emptyStanding } from './state.ts'
import { readCondition, readMargin, readRecode, type Slip } from './typed.ts'

export const zones = ['rows', 'columns', 'layers'] as const
export type Zone = (typeof zones)[number]

/** What the form sent, a field a word. */
export type Fields = (name: string) => string

/** The next state, or the slip. An action that nobody offers leaves the state as it is. */
export function changed(
  state: State,
  action: string,
  { fields, variables }: { readonly fields: Fields; readonly variables: readonly Variable[] },
): { readonly state: State } | { readonly slip: Slip } {
  const [verb = '', first = '', ...rest] = action.split(':')
  const last = rest.join(':')
  const { script, table } = state
  const withScript = (more: Partial<Script>) => ({ state: { ...state, script: { ...script, ...more } } })
  const withTable = (more: Partial<TableStep>) => ({ state: { ...state, table: { ...table, ...more } } })
  switch (verb) {
    case 'add':
      return added(
        state,
        first,
        variables.some(({ name }) => name === last) || known(variables, last) ? [last] : [],
      )
    case 'group':
      return added(state, first, itemsOf(variables, last))
    case 'remove':
      return withTable(isZone(first) ? { [first]: table[first].filter((name) => name !== last) } : {})
    case 'swap':
      return withTable({ rows: table.columns, columns: table.rows })
    case 'statistic':
      return withTable(statisticOf(table, fields))
    case 'unit':
      return {
        state: {
          ...state,
          script: { ...emptyScriptOf(script), unit: fields('unit') || null },
          table: emptyTable,
        },
      }
    case 'condition': {
      const read = readCondition(variables, {
        variable: fields('conditionVariable'),
        kind: fields('conditionKind'),
        value: fields('conditionValue'),
      })
      if ('slip' in read) return read
      if (script.filter.flat().length >= bounds.conditions)
        return { slip: { field: 'conditionValue', code: 'tooMany' } }
      const groups = script.filter.filter((group) => group.length > 0)
      const given = fields('conditionGroup')
      const place = given === '' ? groups.length - 1 : Number(given)
      const joins = first !== 'or' && groups[place] !== undefined
      return withScript({
        filter: joins
          ? groups.map((group, k) => (k === place ? [...group, read.value] : group))
          : [...groups, [read.value]],
      })
    }
    case 'uncondition': {
      const [g, k] = [Number(first), Number(last)]
      const filter = script.filter
        .map((group, at) => (at === g ? group.filter((_, place) => place !== k) : group))
        .filter((group) => group.length > 0)
      return withScript({ filter })
    }
    case 'recode': {
      const read = readRecode(variables, {
        from: fields('recodeFrom'),
        name: fields('recodeName'),
        label: fields('recodeLabel'),
        note: fields('recodeNote'),
        kind: fields('recodeKind'),
        what: fields('recodeWhat'),
      })
      if ('slip' in read) return read
      if (script.recodes.length >= bounds.recodes) return { slip: { field: 'recodeName', code: 'tooMany' } }
      return withScript({ recodes: [...script.recodes, read.value] })
    }
    case 'unrecode':
      return withScript({ recodes: script.recodes.filter(({ name }) => name !== first) })
    case 'weights':
      return weightsTyped(state, fields)
    case 'margin': {
      const read = readMargin(variables, {
        variable: fields('marginVariable'),
        shares: fields('marginShares'),
      })
      if ('slip' in read) return read
      const weights = script.weights ?? noWeights
      const others = weights.rake.filter(({ variable }) => variable !== read.value.variable)
      if (others.length >= bounds.margins) return { slip: { field: 'marginVariable', code: 'tooMany' } }
      return withScript({ weights: { ...weights, rake: [...others, read.value] } })
    }
    case 'unmargin': {
      const weights = script.weights ?? noWeights
      return withScript({
        weights: unlessEmpty({ ...weights, rake: weights.rake.filter(({ variable }) => variable !== first) }),
      })
    }
    case 'design':
      return withScript({ design: designOf(fields, variables) })
    case 'keep':
      if (script.tables.length >= bounds.tables) return { slip: { field: 'saveName', code: 'tooMany' } }
      return table.rows.length > 0 ? withScript({ tables: [...script.tables, table] }) : { state }
    case 'unkeep':
      return withScript({ tables: script.tables.filter((_, k) => k !== Number(first)) })
    case 'open': {
      const kept = script.tables[Number(first)]
      return kept ? { state: { ...state, table: kept } } : { state }
    }
    case 'reset':
      return { state: emptyStanding.now }
    case 'load':
      return loaded(state, fields('script'))
    default:
      return { state }
  }
}

function known(variables: readonly Variable[], name: string): boolean {
  return variableOfName({ n: 0, variables, columns: new Map() }, name) !== null
}

function isZone(text: string): text is Zone {
  return zones.some((zone) => zone === text)
}

/** A variable stands in one place only: put elsewhere, it moves. */
function added(state: State, zone: string, names: readonly string[]): { readonly state: State } {
  if (!isZone(zone) || names.length === 0) return { state }
  const moved = new Set(names)
  const others = (each: Zone) => state.table[each].filter((name) => !moved.has(name))
  const without = { rows: others('rows'), columns: others('columns'), layers: others('layers') }
  const own = [...without[zone], ...names]
  const most = zone === 'layers' ? bounds.layers : bounds.variables
  return { state: { ...state, table: { ...state.table, ...without, [zone]: own.slice(0, most) } } }
}

/** The items of a matrix. */
function itemsOf(variables: readonly Variable[], group: string): readonly string[] {
  return variables.filter((variable) => variable.group?.name === group).map(({ name }) => name)
}

function statisticOf(table: TableStep, fields: Fields): Partial<TableStep> {
  const statistic = statisticNamed(fields('statistic'))
  if (!statistic) return {}
  // Choices that both statistics have go along.
  const options = Object.fromEntries(
    Object.entries(statistic.options).flatMap(([name, choices]) => {
      const asked = fields(`option.${name}`) || (table.options[name] ?? '')
      return choices.includes(asked) && asked !== choices[0] ? [[name, asked]] : []
    }),
  )
  return { statistic: statistic.name, options }
}

/** Another unit has other variables: only the title stays. */
function emptyScriptOf({ title }: Script): Script {
  return { ...emptyStanding.now.script, title }
}

const noWeights: Weights = { column: null, rake: [], population: null, lower: null, upper: null }

function weightsTyped(state: State, fields: Fields): { readonly state: State } | { readonly slip: Slip } {
  const numberOf = (name: string) => (fields(name).trim() === '' ? null : Number(fields(name)))
  const [lower, upper, population] = [numberOf('trimLower'), numberOf('trimUpper'), numberOf('population')]
  if (lower !== null && !(lower > 0 && lower < 1)) return { slip: { field: 'trimLower', code: 'limit' } }
  if (upper !== null && !(upper > 1 && Number.isFinite(upper)))
    return { slip: { field: 'trimUpper', code: 'limit' } }
  if (population !== null && !(population > 0 && Number.isFinite(population)))
    return { slip: { field: 'population', code: 'population' } }
  const { script } = state
  const weights = unlessEmpty({
    ...(script.weights ?? noWeights),
    column: fields('weightColumn') || null,
    lower,
    upper,
    population,
  })
  return { state: { ...state, script: { ...script, weights } } }
}

function unlessEmpty(weights: Weights): Weights | null {
  return weights.column === null && weights.rake.length === 0 ? null : weights
}

function designOf(fields: Fields, variables: readonly Variable[]): DesignChoice | null {
  const of = (...names: readonly string[]) =>
    names.map(fields).filter((name) => variables.some((variable) => variable.name === name))
  const [strata, clusters, populations] = [
    of('strata'),
    of('clusters', 'clusters2'),
    of('populations', 'populations2'),
  ]
  if (strata.length + clusters.length + populations.length === 0) return null
  const lonely = lonelyChoices.find((each) => each === fields('lonely')) ?? 'fail'
  return { strata, clusters, populations, lonely }
}

function loaded(state: State, text: string): { readonly state: State } | { readonly slip: Slip } {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return { slip: { field: 'script', code: 'notJson' } }
  }
  const read = readScript(given)
  if ('complaint' in read)
    return { slip: { field: 'script', code: 'script', params: { at: read.complaint.at } } }
  return { state: { script: read.script, table: read.script.tables[0] ?? state.table, set: null } }
}
