/** Rows that the compiler makes out of others: copies for a loop, the rows of a Kobo matrix. */

import type { Choice } from './form.ts'
import type { Row } from './sheet.ts'

/** The row with some cells replaced; '' empties a cell and its texts. */
export function overlaid(row: Row, cells: Readonly<Record<string, string>>): Row {
  return {
    ...row,
    cell: (name) => cells[name] ?? row.cell(name),
    localised: (name) => {
      const text = cells[name]
      if (text === undefined) return row.localised(name)
      return text === '' ? null : { '': text }
    },
  }
}

/** The row as it stands for one choice of a loop: `%(label)s` and `%(name)s` are the choice's. */
export function forChoice(row: Row, choice: Choice): Row {
  const filled = (text: string, language: string) =>
    text.includes('%(')
      ? text
          .replace(/%\(name\)s/g, () => choice.value)
          .replace(/%\(label\)s/g, () => labelIn(choice, language))
      : text
  return {
    ...row,
    cell: (name) => filled(row.cell(name), ''),
    localised: (name) => {
      const texts = row.localised(name)
      if (!texts) return null
      return Object.fromEntries(
        Object.entries(texts).map(([language, text]) => [language, filled(text, language)]),
      )
    },
  }
}

/** The row with the texts of a choice for its label. */
export function labelled(row: Row, choice: Choice): Row {
  return { ...row, localised: (name) => (name === 'label' ? choice.label : row.localised(name)) }
}

function labelIn({ label, value }: Choice, language: string): string {
  return label[language] ?? label[''] ?? Object.values(label)[0] ?? value
}
