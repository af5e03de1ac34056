/** The tables of a saved set as calls in its R script. */

import type { Variable } from '../../analysis/frame.ts'
import { statisticNamed } from '../../analysis/workbench/index.ts'
import type { TableStep } from '../../analysis/workbench/script.ts'
import { chosenOf } from '../../analysis/workbench/statistic.ts'
import { text } from './r.ts'

const at = (name: string) => `v[[${text(name)}]]`

/** The calls of one table, once for each layer. */
export function stepLines(
  step: TableStep,
  k: number,
  named: ReadonlyMap<string, Variable>,
): readonly string[] {
  const statistic = statisticNamed(step.statistic)
  if (!statistic) return []
  const chosen = chosenOf(statistic, step)
  const option = (name: string) => text(chosen.option(name))
  const side = (name: string) => sideOf(name, named)
  const numeric = (name: string) => numberOf(name, named)
  const items = (names: readonly string[]) => `list(${names.map(numeric).join(', ')})`
  const each = (make: (row: string) => string) => chosen.rows.map(make)
  const pairs = (make: (row: string, column: string) => string) =>
    chosen.rows.flatMap((row) => chosen.columns.map((column) => make(row, column)))
  const calls = (): readonly string[] => {
    switch (step.statistic) {
      case 'frequencies':
        return each((row) => `frequencies(${frequencyOf(row, named)}, rows, ${option('sort')})`)
      case 'crosstab':
        return pairs(
          (row, column) =>
            `crosstab(${side(row)}, ${side(column)}, rows, ${option('percent')}, ${option('tests')}, ${option('adjustment')}, ${option('sort')})`,
        )
      case 'means':
        return pairs(
          (row, column) =>
            `compare_means(${numeric(row)}, ${side(column)}, rows, ${option('method')}, ${option('pairs')}, ${option('sort')})`,
        )
      case 'describe':
        return each((row) => `describe_number(${numeric(row)}, rows, ${option('as')})`)
      case 'correlation':
        return [`correlations(${items(chosen.rows)}, rows, ${option('method')}, ${option('use')})`]
      case 'regression': {
        const logistic = chosen.option('family') === 'logistic'
        const outcome = chosen.rows[0] ?? ''
        const coded = named.get(outcome)?.kind === 'coded'
        const y =
          logistic && coded ? `as.numeric(${at(outcome)} == levels(${at(outcome)})[1])` : numeric(outcome)
        const predictors = chosen.columns.map((name) =>
          named.get(name)?.kind === 'number' ? numeric(name) : side(name),
        )
        return [`regress(${y}, list(${predictors.join(', ')}), rows, ${logistic ? 'TRUE' : 'FALSE'})`]
      }
      case 'scale':
        return [`scale_items(${items(chosen.rows)}, rows, ${option('show')})`]
      case 'priorities':
        return [`priorities_of(${items(chosen.rows)}, ${numeric(chosen.columns[0] ?? '')}, rows)`]
      case 'agreement': {
        const variables = chosen.rows.map((name) => named.get(name))
        const labels = variables.map((variable) =>
          (variable?.categories ?? [])
            .filter(({ missing }) => !missing)
            .map(({ label }) => label)
            .join('\n'),
        )
        const alike = variables.every((variable) => variable?.kind === 'coded') && new Set(labels).size === 1
        const sides = alike ? `list(${chosen.rows.map(side).join(', ')})` : 'NULL'
        return [`raters_agree(${items(chosen.rows)}, ${sides}, rows, ${option('scale')})`]
      }
      case 'waves':
        return pairs(
          (row, column) =>
            `change_of(${numeric(row)}, ${side(column)}, rows, ${named.has(row) ? 'FALSE' : 'TRUE'})`,
        )
      case 'totals':
        return each(
          (row) =>
            `population_totals(${numeric(row)}, rows, ${chosen.columns[0] === undefined ? 'NULL' : numeric(chosen.columns[0])})`,
        )
      case 'pairs': {
        const [first = '', second = ''] = chosen.rows
        if (chosen.rows.length === 1) return [`same_people(${side(first)}, rows)`]
        if (chosen.option('as') === 'answers' && chosen.rows.length === 2)
          return [`before_and_after(${side(first)}, ${side(second)}, rows)`]
        return [`same_people(${items(chosen.rows)}, rows)`]
      }
      case 'experts':
        return [
          `expert_items(${items(chosen.rows)}, rows, ${chosen.option('full') === 'highest' ? 'NA' : chosen.option('full')})`,
        ]
      default:
        return [`not_here(${text(step.statistic)})`]
    }
  }
  const coded = (name: string | undefined) => named.get(name ?? '')?.kind === 'coded'
  // The workbench puts a test of the layers together before them.
  const first =
    step.layers.length > 0 &&
    step.statistic === 'crosstab' &&
    step.rows.length === 1 &&
    step.columns.length === 1 &&
    coded(step.rows[0]) &&
    coded(step.columns[0])
  return [
    `step <- ${k}`,
    'piece <- 0',
    `parts <- layers_of(list(${step.layers.map(side).join(', ')}), keep)`,
    ...(first ? ['if (is.null(design) && length(parts) > 1) next_piece()'] : []),
    'for (rows in parts) {',
    ...calls().map((call) => `  ${call}`),
    '}',
    '',
  ]
}

/** A variable, one choice of several, or the months of a date, as a factor or a set. */
function sideOf(name: string, named: ReadonlyMap<string, Variable>): string {
  const variable = named.get(name)
  if (!variable) return choiceOf(name, named)
  if (variable.kind === 'date') return `factor(substr(${at(name)}, 1, 7))`
  return at(name)
}

function choiceOf(name: string, named: ReadonlyMap<string, Variable>): string {
  const slash = name.lastIndexOf('/')
  const set = name.slice(0, Math.max(0, slash))
  if (!named.has(set)) return 'NULL'
  const mark = `${at(set)}$all[[${text(name.slice(slash + 1))}]]`
  return `factor(ifelse(given(${at(set)}), ifelse(!is.na(${mark}) & ${mark} > 0, "1", "0"), NA), levels = c("1", "0"))`
}

function frequencyOf(name: string, named: ReadonlyMap<string, Variable>): string {
  return named.get(name)?.kind === 'number' ? at(name) : sideOf(name, named)
}

function numberOf(name: string, named: ReadonlyMap<string, Variable>): string {
  const variable = named.get(name)
  if (!variable) return `(2 - as.numeric(${choiceOf(name, named)}))`
  return variable.kind === 'coded' ? `scored(${at(name)}, scores[[${text(name)}]])` : at(name)
}
