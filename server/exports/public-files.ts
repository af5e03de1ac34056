/** The files of a public release: the data, a codebook that says what was coarsened and suppressed, and the choices. */

import type { Rule } from '../../analysis/public/coarsen.ts'
import type { Catalogue } from '../locale/index.ts'
import { archive } from './archive.ts'
import type { Release, ReleaseAsked, ReleasedColumn } from './public-release.ts'
import { csvText } from './rows.ts'

export interface ReleaseFiles {
  readonly title: string
  readonly t: Catalogue
  readonly cells: 'codes' | 'labels'
}

/** A zip with `data.csv`, `codebook.csv` and `choices.json`, all UTF-8; the same release gives the same bytes. */
export function releaseArchive(
  release: Release,
  asked: ReleaseAsked,
  { title, t, cells }: ReleaseFiles,
): AsyncIterable<Buffer> {
  return archive(
    [
      { name: 'data.csv', pieces: () => dataPieces(release, cells) },
      {
        name: 'codebook.csv',
        pieces: () => [Buffer.from(`\uFEFF${codebookText(release, asked, { title, t, cells })}`)],
      },
      { name: 'choices.json', pieces: () => [Buffer.from(choicesText(asked))] },
    ],
    release.lastDay ?? '1980-01-01',
  )
}

function* dataPieces({ columns, n, dropped }: Release, cells: 'codes' | 'labels'): Generator<Buffer> {
  const written = columns.map((column) => column.values.map((value) => shown(column, value, cells)))
  yield Buffer.from(`\uFEFF${csvText([columns.map(({ name }) => name)])}`)
  for (let start = 0; start < n; start += 1000) {
    const rows: string[][] = []
    for (let row = start; row < Math.min(n, start + 1000); row++) {
      if (dropped[row] === 1) continue
      rows.push(columns.map(({ codes }, place) => (codes[row]! < 0 ? '' : written[place]![codes[row]!]!)))
    }
    if (rows.length > 0) yield Buffer.from(csvText(rows))
  }
}

function shown({ variable }: ReleasedColumn, value: string, cells: 'codes' | 'labels'): string {
  if (cells === 'codes' || variable.kind !== 'coded') return value
  return variable.categories.find((category) => category.value === value)?.label ?? value
}

function codebookText(release: Release, asked: ReleaseAsked, { title, t, cells }: ReleaseFiles): string {
  const w = t.publicRelease
  const { before, after, n, droppedRows } = release
  return csvText([
    w.codebookHeadings,
    ...release.columns.map((column) => [
      column.name,
      column.label,
      column.role.kind === 'key' ? w.key : w.openColumn,
      column.role.kind === 'key' ? ruleWords(column.role.rule, t) : w.asAnswered,
      column.role.kind === 'key' && column.blanked > 0 ? w.blankedValues({ n: column.blanked }) : '',
      cells === 'codes'
        ? column.variable.categories.map(({ value, label }) => `${value}=${label}`).join('; ')
        : '',
    ]),
    [],
    ...[
      title,
      w.codebookRows({ n: n - droppedRows, dropped: droppedRows }),
      w.codebookK({ k: asked.k, smallest: after.smallest }),
      w.codebookBefore({ unique: before.unique, below: before.below, k: asked.k }),
      asked.mode === 'cells' ? w.codebookCells : w.codebookDropped,
      w.codebookOrder,
      w.codebookLimits,
    ].map((words) => ['', words]),
  ])
}

/** What was done to a key, in words. */
export function ruleWords(rule: Rule, t: Catalogue): string {
  const w = t.publicRelease.rules
  switch (rule.kind) {
    case 'keep':
      return w.keep
    case 'bands':
      return w.bands({ width: rule.width })
    case 'prefix':
      return w.prefix({ length: rule.length })
    case 'rare':
      return w.rare({ n: rule.fewerThan })
    case 'month':
    case 'quarter':
    case 'year':
      return w[rule.kind]
  }
}

function choicesText({ roles, k, mode, selection, locale }: ReleaseAsked): string {
  const chosen = { k, suppression: mode, language: locale, selection, variables: Object.fromEntries(roles) }
  return `${JSON.stringify(chosen, null, 2)}\n`
}
