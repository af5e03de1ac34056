/** What the columns of a labelled table mean, one row a column, a heading first. */

import type { MissingKind } from '../form/form.ts'
import type { DataColumn } from './dataset.ts'

export interface CodebookWords {
  readonly headings: readonly [name: string, label: string, kind: string, values: string, n: string]
  readonly kinds: Readonly<Record<DataColumn['kind'], string>>
  readonly missing: Readonly<Record<MissingKind, string>>
}

export function codebookRows(
  columns: readonly DataColumn[],
  words: CodebookWords,
): readonly (readonly string[])[] {
  return [
    words.headings,
    ...columns.map(({ name, label, kind, categories, filled }) => [
      name,
      label,
      words.kinds[kind],
      categories
        .map(({ value, label, missing }) =>
          missing === null ? `${value}=${label}` : `${value}=${label}（${words.missing[missing]}）`,
        )
        .join('; '),
      String(filled),
    ]),
  ]
}
