/** The languages of a form that is being designed: naming the one it has, and adding others. */

import type { SheetName } from '../form.ts'
import { readHeader } from '../headers.ts'
import { headerOf, languagesOf, readingOf, textOf, type Draft } from './draft.ts'
import { withSetting, type NewKey } from './editing.ts'

/** The columns whose texts are translated. */
export const translatedColumns: Readonly<Record<'survey' | 'choices', readonly string[]>> = {
  survey: ['label', 'hint', 'guidance_hint', 'constraint_message', 'required_message', 'warning_message'],
  choices: ['label'],
}

/** A further language; where the texts name none yet, this is what they are in. */
export function withLanguage(draft: Draft, language: string, newKey: NewKey): Draft {
  const languages = languagesOf(draft)
  if (language === '' || languages.includes(language)) return draft
  if (languages.length === 1 && languages[0] === '') return named(draft, language, newKey)
  const columns = { ...draft.columns }
  for (const sheet of ['survey', 'choices'] as const)
    columns[sheet] = [...columns[sheet], headerOf(columns, sheet, 'label', language)]
  return { ...draft, columns }
}

/** Every text column that names no language gets this one. */
function named(draft: Draft, language: string, newKey: NewKey): Draft {
  const next: Draft = { ...draft }
  const columns = { ...draft.columns }
  const rows: Partial<Record<SheetName, Draft['survey']>> = {}
  for (const sheet of ['survey', 'choices'] as const) {
    const names = new Map<string, string>()
    for (const header of columns[sheet]) {
      const read = readHeader(header, sheet)
      if (read.language === null && translatedColumns[sheet].includes(read.name))
        names.set(header, `${read.name}::${language}`)
    }
    if (![...names.values()].some((header) => header.startsWith('label::')) && sheet === 'survey')
      columns[sheet] = [...columns[sheet], `label::${language}`]
    columns[sheet] = columns[sheet].map((header) => names.get(header) ?? header)
    rows[sheet] = draft[sheet].map((row) => {
      if (!Object.keys(row.cells).some((header) => names.has(header))) return row
      const cells = Object.entries(row.cells).map(([header, text]) => [names.get(header) ?? header, text])
      return { key: row.key, cells: Object.fromEntries(cells) as typeof row.cells }
    })
  }
  return withSetting({ ...next, ...rows, columns }, newKey, 'default_language', language)
}

/** A text that a form has in one language and lacks in another. */
export interface Untranslated {
  readonly sheet: 'survey' | 'choices'
  readonly key: string
  readonly column: string
  /** The text by language, '' where it is missing. */
  readonly texts: Readonly<Record<string, string>>
}

/** Every text of the form in all its languages, in the order of the sheets; only choices of lists and rows that have words. */
export function textsOf(draft: Draft): readonly Untranslated[] {
  const languages = languagesOf(draft)
  const { header } = readingOf(draft.columns)
  return (['survey', 'choices'] as const).flatMap((sheet) =>
    draft[sheet].flatMap((row) =>
      translatedColumns[sheet].flatMap((column): readonly Untranslated[] => {
        const texts = Object.fromEntries(
          languages.map((language) => [language, textOf(row, header(sheet, column, language))]),
        )
        if (Object.values(texts).every((text) => text.trim() === '')) return []
        return [{ sheet, key: row.key, column, texts }]
      }),
    ),
  )
}
