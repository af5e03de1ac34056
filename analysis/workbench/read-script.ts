/** Makes a Script of what came as JSON, or says where it is not one. */

import type { Condition, DesignChoice, Recode, Script, TableStep, Weights } from './script.ts'
import { bounds, dateParts, emptyScript, lonelyChoices, namePattern } from './script.ts'

/** `at` is the place in the document: `tables[2].rows`. */
export interface ScriptComplaint {
  readonly code: 'scriptShape' | 'scriptTooMany' | 'scriptName' | 'scriptTwice' | 'scriptCuts'
  readonly at: string
}

class NotAScript extends Error {
  readonly complaint: ScriptComplaint
  constructor(code: ScriptComplaint['code'], at: string) {
    super(`${code} at ${at}`)
    this.complaint = { code, at }
  }
}

/** What is left out takes its empty value; anything of another shape is a complaint. */
export function readScript(
  value: unknown,
): { readonly script: Script } | { readonly complaint: ScriptComplaint } {
  try {
    return { script: scriptOf(value) }
  } catch (error) {
    if (error instanceof NotAScript) return { complaint: error.complaint }
    throw error
  }
}

/** One table step of a document. */
export function readTable(
  value: unknown,
): { readonly table: TableStep } | { readonly complaint: ScriptComplaint } {
  try {
    return { table: tableOf(value, 'table') }
  } catch (error) {
    if (error instanceof NotAScript) return { complaint: error.complaint }
    throw error
  }
}

function scriptOf(value: unknown): Script {
  const of = record(value, 'script')
  const recodes = list(of['recodes'], 'recodes', bounds.recodes).map((each, k) =>
    recodeOf(each, `recodes[${k}]`),
  )
  const names = new Set<string>()
  recodes.forEach(({ name }, k) => {
    if (names.has(name)) throw new NotAScript('scriptTwice', `recodes[${k}].name`)
    names.add(name)
  })
  return {
    ...emptyScript,
    title: text(of['title'], 'title'),
    unit: nullable(of['unit'], 'unit', text),
    recodes,
    filter: filterOf(of['filter']),
    weights: nullable(of['weights'], 'weights', weightsOf),
    design: nullable(of['design'], 'design', designOf),
    tables: list(of['tables'], 'tables', bounds.tables).map((each, k) => tableOf(each, `tables[${k}]`)),
  }
}

function recodeOf(value: unknown, at: string): Recode {
  const of = record(value, at)
  const head = {
    name: text(of['name'], `${at}.name`),
    label: text(of['label'], `${at}.label`),
    note: text(of['note'], `${at}.note`),
    from: text(of['from'], `${at}.from`),
  }
  if (!namePattern.test(head.name)) throw new NotAScript('scriptName', `${at}.name`)
  switch (of['kind']) {
    case 'bands': {
      const cuts = list(of['cuts'], `${at}.cuts`, bounds.values).map((each) => finite(each, `${at}.cuts`))
      if (cuts.length === 0 || cuts.some((cut, k) => k > 0 && !(cut > cuts[k - 1]!)))
        throw new NotAScript('scriptCuts', `${at}.cuts`)
      return { ...head, kind: 'bands', cuts, labels: texts(of['labels'], `${at}.labels`) }
    }
    case 'groups':
      return {
        ...head,
        kind: 'groups',
        groups: list(of['groups'], `${at}.groups`, bounds.values).map((each, k) => {
          const group = record(each, `${at}.groups[${k}]`)
          return {
            label: text(group['label'], `${at}.groups[${k}].label`),
            values: texts(group['values'], `${at}.groups[${k}].values`),
          }
        }),
        rest: among(of['rest'] ?? 'missing', ['missing', 'keep', 'other'] as const, `${at}.rest`),
        restLabel: text(of['restLabel'], `${at}.restLabel`),
      }
    case 'top': {
      const count = finite(of['count'], `${at}.count`)
      if (!Number.isInteger(count) || count < 1) throw new NotAScript('scriptShape', `${at}.count`)
      return { ...head, kind: 'top', count, end: among(of['end'] ?? 'high', ['high', 'low'] as const, at) }
    }
    case 'index': {
      const low = finite(of['low'], `${at}.low`)
      const high = finite(of['high'], `${at}.high`)
      if (!(low < high)) throw new NotAScript('scriptCuts', `${at}.high`)
      return { ...head, kind: 'index', low, high, reversed: of['reversed'] === true }
    }
    case 'score':
      return { ...head, kind: 'score', scores: numbers(of['scores'], `${at}.scores`) }
    case 'date':
      return { ...head, kind: 'date', part: among(of['part'], dateParts, `${at}.part`) }
    default:
      throw new NotAScript('scriptShape', `${at}.kind`)
  }
}

function filterOf(value: unknown): Script['filter'] {
  let count = 0
  return list(value, 'filter', bounds.conditions).map((group, g) =>
    list(group, `filter[${g}]`, bounds.conditions).map((each, k) => {
      count += 1
      if (count > bounds.conditions) throw new NotAScript('scriptTooMany', 'filter')
      return conditionOf(each, `filter[${g}][${k}]`)
    }),
  )
}

function conditionOf(value: unknown, at: string): Condition {
  const of = record(value, at)
  const variable = text(of['variable'], `${at}.variable`)
  if (variable === '') throw new NotAScript('scriptShape', `${at}.variable`)
  if ('is' in of) return { variable, is: texts(of['is'], `${at}.is`) }
  if ('isNot' in of) return { variable, isNot: texts(of['isNot'], `${at}.isNot`) }
  if ('answered' in of) return { variable, answered: of['answered'] === true }
  const end = (each: unknown, where: string) =>
    typeof each === 'string' ? text(each, where) : finite(each, where)
  if (!('from' in of) && !('to' in of)) throw new NotAScript('scriptShape', at)
  return {
    variable,
    from: nullable(of['from'], `${at}.from`, end),
    to: nullable(of['to'], `${at}.to`, end),
  }
}

function weightsOf(value: unknown, at: string): Weights {
  const of = record(value, at)
  return {
    column: nullable(of['column'], `${at}.column`, text),
    rake: list(of['rake'], `${at}.rake`, bounds.margins).map((each, k) => {
      const margin = record(each, `${at}.rake[${k}]`)
      return {
        variable: text(margin['variable'], `${at}.rake[${k}].variable`),
        shares: numbers(margin['shares'], `${at}.rake[${k}].shares`),
      }
    }),
    population: nullable(of['population'], `${at}.population`, positive),
    lower: nullable(of['lower'], `${at}.lower`, positive),
    upper: nullable(of['upper'], `${at}.upper`, positive),
  }
}

function designOf(value: unknown, at: string): DesignChoice {
  const of = record(value, at)
  return {
    strata: texts(of['strata'], `${at}.strata`),
    clusters: texts(of['clusters'], `${at}.clusters`),
    populations: texts(of['populations'], `${at}.populations`),
    lonely: among(of['lonely'] ?? 'fail', lonelyChoices, `${at}.lonely`),
  }
}

function tableOf(value: unknown, at: string): TableStep {
  const of = record(value, at)
  const options = record(of['options'] ?? {}, `${at}.options`)
  return {
    statistic: text(of['statistic'], `${at}.statistic`),
    rows: variables(of['rows'], `${at}.rows`),
    columns: variables(of['columns'], `${at}.columns`),
    layers: variables(of['layers'], `${at}.layers`),
    options: Object.fromEntries(
      entries(options, `${at}.options`).map(([key, each]) => [key, text(each, `${at}.options.${key}`)]),
    ),
  }
}

function variables(value: unknown, at: string): readonly string[] {
  return [...new Set(texts(value, at, bounds.variables))]
}

function record(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new NotAScript('scriptShape', at)
  return value as Record<string, unknown>
}

function entries(of: Readonly<Record<string, unknown>>, at: string): readonly [string, unknown][] {
  const found = Object.entries(of)
  if (found.length > bounds.values) throw new NotAScript('scriptTooMany', at)
  return found
}

function list(value: unknown, at: string, most: number): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new NotAScript('scriptShape', at)
  if (value.length > most) throw new NotAScript('scriptTooMany', at)
  return value
}

function texts(value: unknown, at: string, most: number = bounds.values): readonly string[] {
  return list(value, at, most).map((each, k) => text(each, `${at}[${k}]`))
}

function text(value: unknown, at: string): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string' || value.length > bounds.text) throw new NotAScript('scriptShape', at)
  return value
}

function finite(value: unknown, at: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new NotAScript('scriptShape', at)
  return value
}

function positive(value: unknown, at: string): number {
  const number = finite(value, at)
  if (!(number > 0)) throw new NotAScript('scriptShape', at)
  return number
}

function numbers(value: unknown, at: string): Readonly<Record<string, number>> {
  return Object.fromEntries(
    entries(record(value, at), at).map(([key, each]) => [key, finite(each, `${at}.${key}`)]),
  )
}

function nullable<T>(value: unknown, at: string, read: (value: unknown, at: string) => T): T | null {
  return value === undefined || value === null ? null : read(value, at)
}

function among<T extends string>(value: unknown, choices: readonly T[], at: string): T {
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw new NotAScript('scriptShape', at)
  return found
}
