/** For R: the answers as CSV and a script that reads them, labels them and says what sample they are. */

import { archive } from './archive.ts'
import { oneLine } from './bytes.ts'
import type { Cell, DataColumn, Dataset } from './dataset.ts'

/** Columns that say how the sample was drawn, by name; null where the data have none. */
export interface DesignColumns {
  readonly weights: string | null
  readonly strata: string | null
  readonly clusters: string | null
  readonly fpc: string | null
}

export function writeR(dataset: Dataset, design: DesignColumns): AsyncIterable<Buffer> {
  return archive(
    [
      { name: 'data.csv', pieces: () => csvOf(dataset) },
      { name: 'read.R', pieces: () => [Buffer.from(scriptOf(dataset, design))] },
    ],
    dataset.day,
  )
}

export async function* csvOf({ columns, rows }: Dataset): AsyncGenerator<Buffer> {
  yield Buffer.from(`${columns.map(({ name }) => quoted(name)).join(',')}\n`)
  for await (const page of rows())
    yield Buffer.from(page.map((row) => `${row.map(cellText).join(',')}\n`).join(''))
}

function cellText(cell: Cell): string {
  return cell === null ? '' : typeof cell === 'number' ? String(cell) : quoted(cell)
}

function quoted(text: string): string {
  return `"${text.replaceAll('\0', '').replaceAll('"', '""')}"`
}

function scriptOf({ title, n, columns }: Dataset, design: DesignColumns): string {
  return `${[
    `# ${oneLine(title)} (n = ${n})`,
    '# source("read.R", encoding = "UTF-8") in the folder of data.csv makes `answers` and `design`.',
    '',
    'answers <- read.csv("data.csv", fileEncoding = "UTF-8", check.names = FALSE, na.strings = "",',
    '  colClasses = c(',
    columns.map(({ kind }) => `    ${text(kind === 'number' ? 'numeric' : 'character')}`).join(',\n'),
    '  ))',
    '',
    '# TRUE keeps what the form declares missing (refused, do not know, not applicable) as levels; FALSE makes it NA.',
    'keep_missing <- FALSE',
    '',
    ...columns.flatMap(labelling),
    '',
    ...designOf(design),
  ].join('\n')}\n`
}

function labelling(column: DataColumn): readonly string[] {
  const { name, label, kind, categories, set } = column
  const cell = `answers[[${text(name)}]]`
  const lines: string[] = []
  if (kind === 'date') lines.push(`${cell} <- as.Date(${cell})`)
  if (categories.length > 0 && set === null) {
    const values = categories.map(({ value }) => (kind === 'number' ? value : text(value)))
    lines.push(
      `${cell} <- factor(${cell}, levels = c(${values.join(', ')}),`,
      `  labels = c(${uniqueLabels(column).map(text).join(', ')}))`,
    )
    const missing = uniqueLabels(column).filter((_, k) => categories[k]!.missing !== null)
    if (missing.length > 0)
      lines.push(
        `if (!keep_missing) ${cell} <- factor(${cell}, levels = setdiff(levels(${cell}), c(${missing.map(text).join(', ')})))`,
      )
  }
  return [...lines, `attr(${cell}, "label") <- ${text(label)}`]
}

/** R makes one level of two choices with the same words, so the code tells them apart. */
function uniqueLabels({ categories }: DataColumn): readonly string[] {
  const counted = new Map<string, number>()
  for (const { label } of categories) counted.set(label, (counted.get(label) ?? 0) + 1)
  return categories.map(({ label, value }) => (counted.get(label)! > 1 ? `${label} (${value})` : label))
}

function designOf({ weights, strata, clusters, fpc }: DesignColumns): readonly string[] {
  const formula = (name: string) => `~\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
  const used = [weights, strata, clusters, fpc].filter((name) => name !== null)
  const parts = [
    `ids = ${clusters === null ? '~1' : formula(clusters)}`,
    `weights = ${weights === null ? '~1' : formula(weights)}`,
    ...(strata === null ? [] : [`strata = ${formula(strata)}`, 'nest = TRUE']),
    ...(fpc === null ? [] : [`fpc = ${formula(fpc)}`]),
    'data = sampled',
  ]
  return [
    '# The sample. Without weights, strata or clusters this is a sample in which every answer counts the same.',
    ...(used.length === 0
      ? ['sampled <- answers']
      : [
          `sampled <- answers[complete.cases(answers[c(${used.map(text).join(', ')})]), ]`,
          'if (nrow(sampled) < nrow(answers))',
          '  message(nrow(answers) - nrow(sampled), " answers without the columns of the design are left out of it")',
        ]),
    'if (requireNamespace("survey", quietly = TRUE)) {',
    `  design <- survey::svydesign(${parts.join(', ')})`,
    '}',
  ]
}

/** A string of R. */
export function text(value: string): string {
  return JSON.stringify(value.replaceAll('\0', ''))
}
