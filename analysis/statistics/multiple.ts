/**
 * A multiple-choice question, on respondents and on answers.
 *
 * In: for each choice the rows that ticked it (null: not shown to this reader), and the valid base: rows that
 * answered with more than 不清楚 and the like. Out: counts, per cent of respondents (adds up to more than 100),
 * per cent of all ticks, and Wilson's limits on respondents for a probability sample. Choices declared missing
 * stand below and are outside the base. Source: SPSS MULT RESPONSE; reference kind `desc.multi`.
 */

import type { SampleType } from '../cells.ts'
import type { Category } from '../frame.ts'
import type { Note, TableRow } from '../table.ts'
import type { Words } from '../words.ts'
import type { Result } from './result.ts'
import { column, limitColumns, limits, note, percent, row } from './result.ts'

export interface MultipleCounts {
  /** One for each category; null where the count is not shown. */
  readonly ticks: readonly (number | null)[]
  /** Rows in the base of respondents; null where not shown. */
  readonly valid: number | null
  readonly n: number
}

export function multiple(
  categories: readonly Category[],
  counts: MultipleCounts,
  options: { sampleType: SampleType; words: Words },
): Result {
  const { sampleType, words } = options
  const { ticks, valid, n } = counts
  const substantive = categories
    .map((category, place) => ({ category, count: ticks[place] ?? null }))
    .filter(({ category }) => !category.missing)
  // A total beside a hidden count would give that count back.
  const all = substantive.every(({ count }) => count !== null)
  const answers = all ? substantive.reduce((total, { count }) => total + (count ?? 0), 0) : null
  const byRespondents =
    valid === null ? [] : [column('percentRespondents', 'percent'), ...limitColumns(sampleType)]
  const byAnswers = answers === null ? [] : [column('percentAnswers', 'percent')]
  const byAll = valid === null ? [column('percentAll', 'percent')] : []
  const columns = [
    column('choice', 'label'),
    column('count', 'count'),
    ...byRespondents,
    ...byAnswers,
    ...byAll,
  ]
  const blank = columns.slice(2).map(() => null)
  const rows: TableRow[] = substantive.map(({ category, count }) =>
    row([
      category.label,
      count,
      ...(valid === null ? [] : [percent(count, valid), ...limits(count, valid, sampleType)]),
      ...(answers === null ? [] : [percent(count, answers)]),
      ...(valid === null ? [percent(count, n)] : []),
    ]),
  )
  if (answers !== null) rows.push(row([words.answers, answers, ...blank], 'total'))
  if (valid !== null) rows.push(row([words.valid, valid, ...blank], 'total'))
  categories.forEach((category, place) => {
    if (category.missing) rows.push(row([category.label, ticks[place] ?? null, ...blank], 'missing'))
  })
  return {
    tables: [{ columns, rows, notes: [] }],
    findings: all && valid ? mostTicked(substantive, valid, words) : [],
    notes: valid === 0 ? [note('noAnswers')] : [note('severalChoices')],
  }
}

function mostTicked(
  choices: readonly { readonly category: Category; readonly count: number | null }[],
  valid: number,
  words: Words,
): readonly Note[] {
  const sorted = choices.toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))
  const [first, second] = sorted
  if (!first?.count) return []
  const share = (100 * first.count) / valid
  const tied = sorted.filter(({ count }) => count === first.count)
  if (tied.length > 3) return []
  if (tied.length > 1) {
    const labels = tied.map(({ category }) => category.label).join(words.separator)
    return [note('tiedSelected', { labels, percent: share, n: valid })]
  }
  if (!second?.count) return [note('topSelected', { label: first.category.label, percent: share, n: valid })]
  return [
    note('topTwoSelected', {
      label: first.category.label,
      percent: share,
      second: second.category.label,
      secondPercent: (100 * second.count) / valid,
      n: valid,
    }),
  ]
}
