/** What the library keeps: a list of choices, or a question with the list that it needs, as rows of an XLSForm. */

import type { Cells } from '../templates/template.ts'

export type LibraryKind = 'list' | 'question'

export interface LibraryContent {
  /** One question, or the rows of a matrix with its group; empty for a list alone. */
  readonly survey: readonly Cells[]
  readonly choices: readonly Cells[]
}

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

/** The text in a language of the interface, else any. */
export function inLocale(texts: Readonly<Record<string, string>>, locale: string): string {
  const code = locale.startsWith('zh') ? /中|zh|chinese/i : /en\b|english/i
  const entries = Object.entries(texts)
  const own = entries.find(([language, text]) => text !== '' && code.test(language))
  return own?.[1] ?? entries.find(([, text]) => text !== '')?.[1] ?? ''
}
