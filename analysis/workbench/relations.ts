/**
 * Correlations and regressions. A coded predictor stands as its choices against the first one; a logistic regression
 * explains the first of two answers. With weights or a design regressions are those of the design; correlations are
 * unweighted, and a remark says so.
 */

import { modelMatrix, presentRows, type Predictor } from '../model-matrix.ts'
import { nothing } from '../results/parts.ts'
import { explainNumber, explainYes, relateMany, relatePair } from '../results/relate.ts'
import type { ModelVariable } from '../design/model-matrix.ts'
import { designRegression } from '../statistics/design-comparisons.ts'
import { infers } from '../statistics/design-notes.ts'
import { note, testNotes } from '../statistics/result.ts'
import type { CorrelationMethod } from '../statistics/correlation-matrix.ts'
import { scoreNotes } from './means.ts'
import type { Prepared } from './prepare.ts'
import { unweightedNotes } from './same-people.ts'
import type { Numbers } from './sides.ts'
import { keptValues, numbersOfName, sideOf } from './sides.ts'
import type { Chosen, Piece, Statistic } from './statistic.ts'
import { emptyPiece, labelOf } from './statistic.ts'

export const correlation: Statistic = {
  name: 'correlation',
  rows: { least: 2, most: 40 },
  columns: { least: 0, most: 0 },
  options: { method: ['pearson', 'spearman', 'kendall'], use: ['pairwise', 'listwise'] },
  run(data, chosen) {
    const { frame, words, kept, n } = data
    const title = chosen.rows.map((name) => labelOf(frame, name))
    const items = chosen.rows.map((name) => numbersOfName(frame, name, words))
    const wrong = chosen.rows.find((_, k) => items[k] === null)
    if (wrong !== undefined)
      return [emptyPiece(title, n, note('needsNumber', { variable: labelOf(frame, wrong) }))]
    const named = items.flatMap((item) => (item ? [{ ...item, values: keptValues(item.values, kept) }] : []))
    const method = chosen.option('method') as CorrelationMethod
    if (method !== 'pearson' && n > rankLimit && named.length > 2)
      return [emptyPiece(title, n, note('tooManyRowsToRank', { limit: rankLimit }))]
    const made =
      named.length === 2
        ? relatePair(named[0]!, named[1]!, { ...data, ranks: method !== 'pearson' })
        : relateMany(named, { ...data, use: chosen.option('use') as 'pairwise' | 'listwise', method })
    const notes = [...scoreNotes(named), ...unweightedNotes(data), ...made.notes]
    return [{ title, n, ...made, notes }]
  },
}

/** Ranking every pair anew takes too long beyond. */
const rankLimit = 50_000

export const regression: Statistic = {
  name: 'regression',
  rows: { least: 1, most: 1 },
  columns: { least: 1, most: 20 },
  options: { family: ['linear', 'logistic'] },
  run: (data, chosen) => [explained(data, chosen)],
}

function explained(data: Prepared, chosen: Chosen): Piece {
  const { frame, words, n } = data
  const name = chosen.rows[0]!
  const title = [
    labelOf(frame, name),
    chosen.columns.map((each) => labelOf(frame, each)).join(words.separator),
  ]
  const logistic = chosen.option('family') === 'logistic'
  const outcome = logistic ? yesOf(data, name) : numbersOfName(frame, name, words)
  if (!outcome)
    return emptyPiece(title, n, note(logistic ? 'needsTwoValues' : 'needsNumber', { variable: title[0]! }))
  const predictors = chosen.columns.map((each) => predictorOf(data, each))
  const wrong = chosen.columns.find((_, k) => predictors[k] === null)
  if (wrong !== undefined)
    return emptyPiece(title, n, note('needsChoices', { variable: labelOf(frame, wrong) }))
  const known = predictors.flatMap((each) => (each ? [each] : []))
  const said = [...(logistic ? [note('yesIs', { label: outcome.label })] : scoreNotes([outcome]))]
  const made = data.design ? designed(data, outcome, known, logistic) : plain(data, outcome, known, logistic)
  return { title, n, ...made, notes: [...said, ...made.notes] }
}

type Known = { readonly name: string; readonly label: string } & (
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'factor'; readonly codes: Int32Array; readonly levels: readonly string[] }
)

/** 1 for the first of two answers, 0 for the other; the answers 1 and 0 of a number as they are. */
function yesOf({ frame, words, kept }: Prepared, name: string): Numbers | null {
  const side = sideOf(frame, name, words)
  if (side?.kind === 'coded') {
    if (side.labels.length !== 2) return null
    const values = Float64Array.from(side.codes, (code) => (code < 0 ? NaN : 1 - code))
    return { name, label: `${side.label} · ${side.labels[0]!}`, values, scored: null }
  }
  const item = numbersOfName(frame, name, words)
  const binary = item?.values.every(
    (value, row) => Number.isNaN(value) || value === 0 || value === 1 || (kept !== null && kept[row] === 0),
  )
  return item && binary ? item : null
}

function predictorOf({ frame, words }: Prepared, name: string): Known | null {
  const side = sideOf(frame, name, words)
  if (side?.kind === 'coded')
    return { name, label: side.label, kind: 'factor', codes: side.codes, levels: side.labels }
  const item = side ? null : numbersOfName(frame, name, words)
  return item && { name, label: item.label, kind: 'number', values: item.values }
}

function plain(data: Prepared, outcome: Numbers, known: readonly Known[], logistic: boolean) {
  const { kept, sampleType, words } = data
  // Names without signs that terms are made with.
  const keys = known.map((_, k) => `v${k}`)
  const predictors = new Map(
    known.map((each, k): [string, Predictor] => [
      keys[k]!,
      each.kind === 'number'
        ? { kind: 'number', values: each.values }
        : { kind: 'factor', levels: each.levels, places: each.codes },
    ]),
  )
  const rows = presentRows(keys, predictors, outcome.values.length)
  let left = 0
  for (let row = 0; row < rows.length; row += 1) {
    if (kept && kept[row] === 0) {
      rows[row] = 0
      continue
    }
    if (!Number.isFinite(outcome.values[row]!)) rows[row] = 0
    if (rows[row] === 0) left += 1
  }
  const single = known.find((each) => each.kind === 'factor' && !twoLevels(each.codes, rows))
  if (single) return nothing('needsTwoLevels', { variable: single.label })
  const matrix = modelMatrix(keys, predictors, rows)
  const named = {
    ...matrix,
    names: matrix.names.map((name, k) => {
      const place = matrix.termOf[k]!
      if (place < 0) return name
      const each = known[keys.indexOf(matrix.terms[place]!)]!
      const level = name.slice(matrix.terms[place]!.length)
      return level === '' ? each.label : `${each.label} · ${level}`
    }),
  }
  const y = outcome.values.filter((_, row) => rows[row] === 1)
  const options = { sampleType, words, outcome: outcome.label }
  const made = logistic ? explainYes(y, named, options) : explainNumber(y, named, options)
  return { ...made, notes: [...(left > 0 ? [note('rowsLeftOut', { count: left })] : []), ...made.notes] }
}

function twoLevels(codes: Int32Array, rows: Uint8Array): boolean {
  let first = -1
  for (let row = 0; row < codes.length; row += 1) {
    if (rows[row] === 0) continue
    if (first >= 0 && codes[row] !== first) return true
    first = codes[row]!
  }
  return false
}

function designed(data: Prepared, outcome: Numbers, known: readonly Known[], logistic: boolean) {
  const { design, sampleType } = data
  const variables = known.map((each): ModelVariable =>
    each.kind === 'number'
      ? { name: each.label, kind: 'number', values: each.values }
      : {
          name: each.label,
          kind: 'factor',
          codes: each.codes,
          levels: each.levels.map((level) => ` · ${level}`),
        },
  )
  // The rows outside of the domain take no part, also in which levels there are.
  const values = outcome.values.map((value, row) => (design!.weights[row] === 0 ? NaN : value))
  const made = designRegression(
    design!,
    {
      outcome: { label: outcome.label, values },
      variables,
      terms: variables.map(({ name }) => [name]),
      family: logistic ? 'quasibinomial' : 'gaussian',
    },
    { sampleType: infers(sampleType) ? sampleType : 'complex' },
  )
  return {
    ...made,
    notes: [...made.notes, ...(infers(sampleType) ? [] : testNotes(sampleType)), note('noCause')],
    chart: null,
  }
}
