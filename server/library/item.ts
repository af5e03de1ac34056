/** What the library keeps: a list of choices, or a question with the list that it needs, as rows of an XLSForm. */

import type { Piece } from '../form/design/pieces.ts'
import type { Cells } from '../templates/template.ts'

export { inLocale } from '../form/design/pieces.ts'

export type LibraryKind = 'list' | 'question'

/** One question, or the rows of a matrix with its group; no question for a list alone. */
export type LibraryContent = Piece

export interface LibraryItem {
  /** `list:…` and `template:…` come with the program; others are of the programme. */
  readonly id: string
  readonly kind: LibraryKind
  /** In the languages that it has; by the language as headers name it. */
  readonly title: Readonly<Record<string, string>>
  readonly tags: readonly string[]
  readonly content: LibraryContent
}

/** The text of a row in every language, by the language; '' where the header names none. */
export function labelsIn(cells: Cells): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(cells).flatMap(([header, text]) => {
      const found = /^label(?:::?\s*(.*))?$/.exec(header)
      return found ? [[found[1] ?? '', text]] : []
    }),
  )
}
