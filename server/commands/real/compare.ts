/** The summary, the crosstabs and the export, as an analyst reads them, against what R computed. */

import Papa from 'papaparse'
import type { Choice, Question } from '../../form/form.ts'
import { questionsOf } from '../../form/walk.ts'
import { textIn } from '../../form/words.ts'
import { textOf } from '../html.ts'
import type { Checks } from './checks.ts'
import { t, type Fielded } from './journey.ts'
import type { Expected, Material } from './material.ts'
import { cellAt, partOf, tablesIn, type ReadTable } from './reading.ts'

const { heading } = t.summary

/** Every figure of expected.json. */
export async function compareFigures(
  checks: Checks,
  fielded: Fielded,
  { expected }: Material,
): Promise<void> {
  const { page, status } = await fielded.analyst.get(`/collections/${fielded.collectionId}/summary`)
  checks.same('the summary opens for the analyst', status, 200)
  for (const name of Object.keys(expected.frequency)) {
    compareFrequency(checks, fielded, name, tablesIn(partOf(page, `q-${name}`)), expected)
  }
  for (const name of Object.keys(expected.number)) {
    const section = partOf(page, `q-${name}`)
    compareNumber(checks, name, tablesIn(section), section ? textOf(section) : '', expected)
  }
  for (const crosstab of expected.crosstabs) await compareCrosstab(checks, fielded, crosstab, expected.n)
  for (const welch of expected.welch) await compareWelch(checks, fielded, welch)
}

function compareFrequency(
  checks: Checks,
  fielded: Fielded,
  name: string,
  tables: readonly ReadTable[],
  expected: Expected,
): void {
  const { counts, missing } = expected.frequency[name] ?? { counts: {}, missing: 0 }
  const [table] = tables
  for (const [value, count] of Object.entries(counts)) {
    checks.same(`${name}: ${value}`, cellAt(table, labelOf(fielded, name, value), 'count'), count)
  }
  const empty = [heading.skipped, heading.unanswered].map((head) => Number(cellAt(table, head, 'count') ?? 0))
  checks.same(`${name}: skipped and unanswered together`, (empty[0] ?? 0) + (empty[1] ?? 0), missing)
}

function compareNumber(
  checks: Checks,
  name: string,
  tables: readonly ReadTable[],
  words: string,
  expected: Expected,
): void {
  const wanted = expected.number[name]
  if (!wanted) return
  const [table] = tables
  const seen = (column: string) => cellAt(table, null, column)
  checks.same(`${name}: n`, seen('n'), wanted.n)
  checks.near(`${name}: mean`, seen('mean'), wanted.mean)
  checks.near(`${name}: sd`, seen('sd'), wanted.sd)
  checks.near(`${name}: min`, seen('min'), wanted.min)
  checks.near(`${name}: max`, seen('max'), wanted.max)
  const quartiles = ['lowerQuartile', 'median', 'upperQuartile']
  quartiles.forEach((column, i) =>
    checks.near(`${name}: quartile ${i + 1}`, seen(column), wanted.quartiles[i] ?? NaN),
  )
  const told = t.summary.baseN({ n: expected.n }) + t.summary.baseValid({ n: expected.n - wanted.missing })
  checks.holds(
    `${name}: says how many are missing`,
    [t.summary.baseN({ n: expected.n }), t.summary.baseValid({ n: expected.n - wanted.missing })].every(
      (part) => words.includes(part),
    ),
    told,
  )
}

async function compareCrosstab(
  checks: Checks,
  fielded: Fielded,
  { rows, columns, counts, missing, chisq }: Expected['crosstabs'][number],
  n: number,
): Promise<void> {
  const tables = await crossed(fielded, rows, columns)
  const what = `${rows} × ${columns}`
  for (const [row, line] of Object.entries(counts)) {
    for (const [column, count] of Object.entries(line)) {
      const seen = cellAt(tables[0], labelOf(fielded, rows, row), labelOf(fielded, columns, column))
      checks.same(`${what}: ${row}, ${column}`, seen, count)
    }
  }
  checks.same(`${what}: valid in both`, cellAt(tables[0], heading.total, 'total'), n - missing)
  const test = testOf(tables)
  checks.near(`${what}: chi-square`, cellAt(test, null, 'statistic'), chisq.statistic)
  checks.same(`${what}: degrees of freedom`, cellAt(test, null, 'df'), chisq.df)
  checks.near(`${what}: p`, cellAt(test, null, 'p'), chisq.p)
}

async function compareWelch(
  checks: Checks,
  fielded: Fielded,
  { variable, by, first, second, t: statistic, df, p }: Expected['welch'][number],
): Promise<void> {
  const tables = await crossed(fielded, variable, by)
  const what = `${variable} by ${by} (${first}, ${second})`
  const test = testOf(tables)
  checks.near(`${what}: Welch's t`, cellAt(test, null, 'statistic'), statistic)
  checks.near(`${what}: degrees of freedom`, cellAt(test, null, 'df'), df)
  checks.near(`${what}: p`, cellAt(test, null, 'p'), p)
}

async function crossed(fielded: Fielded, rows: string, columns: string): Promise<readonly ReadTable[]> {
  const query = new URLSearchParams({ rows, columns })
  const { page } = await fielded.analyst.get(
    `/collections/${fielded.collectionId}/crosstab?${query.toString()}`,
  )
  return tablesIn(page)
}

function testOf(tables: readonly ReadTable[]): ReadTable | undefined {
  return tables.find(({ columns }) => columns.includes('statistic'))
}

/** The exported file has the same cells as answers.csv, in whatever order. */
export async function compareExport(checks: Checks, fielded: Fielded, { answers }: Material): Promise<void> {
  const path = `/collections/${fielded.collectionId}/export.csv?raw=1`
  const { status, text } = await fielded.analyst.get(path)
  checks.same('the export opens for the analyst', status, 200)
  const { data } = Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: true,
  })
  checks.same('the export has a row for each answer', data.length, answers.length)
  const questions = questionsOf(fielded.form).filter(({ name }) => name in (answers[0] ?? {}))
  const line = (row: Readonly<Record<string, string>>) =>
    JSON.stringify(questions.map((question) => plain(question, row)))
  const wanted = answers.map(line).toSorted()
  const seen = data.map(line).toSorted()
  checks.same('the export gives back every cell', wanted.filter((row, i) => row !== seen[i]).length, 0)
}

/** A cell without its notation: 5.0 is 5; a multiple choice is put together from its columns. */
function plain({ name, type }: Question, row: Readonly<Record<string, string>>): string {
  const cell = row[name] ?? ''
  if (cell === '') return ''
  return type === 'integer' || type === 'decimal' || type === 'range' ? String(Number(cell)) : cell
}

/** How the choice reads on a Chinese page. */
export function labelOf({ form }: Fielded, name: string, value: string): string {
  const question = questionsOf(form).find((candidate) => candidate.name === name)
  const choices: readonly Choice[] = form.lists[question?.list ?? ''] ?? []
  const choice = choices.find((candidate) => candidate.value === value)
  return choice ? textIn(choice.label, form.defaultLanguage, form) : value
}
