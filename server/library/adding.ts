/** Putting something of the library into a form: its names made free, its texts in the languages of the form. */

import { draftOf, languagesOf } from '../form/design/draft.ts'
import { unlike } from '../form/design/names.ts'
import type { FormSource, SheetRow } from '../form/form.ts'
import type { Cells } from '../templates/template.ts'
import { inLocale, type LibraryContent } from './item.ts'
import { listIn } from './taking.ts'

/** The form with the item at its end, and what its list is called there; an equal list that stands already is used again. */
export function withItem(
  source: FormSource,
  content: LibraryContent,
  locale: string,
): { readonly source: FormSource; readonly list: string } {
  const languages = languagesOf(draftOf(source, () => ''))
  const spoken = (cells: Cells) => inLanguages(cells, languages, locale)
  const lists = new Map<string, string>()
  const choices: Cells[] = []
  const standing = groupedBy(source.choices)
  const taken = new Set(standing.keys())
  for (const [name, rows] of groupedBy(content.choices.map((cells) => ({ row: 0, cells })))) {
    const own = rows.map(spoken)
    const same = [...standing].find(([, others]) => isSameList(others, own))
    const next = same?.[0] ?? unlike(name, taken)
    taken.add(next)
    lists.set(name, next)
    if (!same) choices.push(...own.map((cells) => ({ ...cells, list_name: next })))
  }
  const names = new Set(source.survey.map(({ cells }) => cells['name'] ?? ''))
  const renamed = new Map<string, string>()
  const survey = content.survey.map((cells): Cells => {
    const type = withList(cells['type'] ?? '', lists)
    const name = cells['name']
    if (name === undefined || name === '') return { ...spoken(cells), type }
    // The end of a group is called as its beginning.
    const next = renamed.get(name) ?? unlike(name, names)
    renamed.set(name, next)
    names.add(next)
    return { ...spoken(cells), type, name: next }
  })
  const filled: FormSource = {
    ...source,
    survey: appended(source.survey, survey),
    choices: appended(source.choices, choices),
    ...(source.columns ? { columns: widened(source.columns, survey, choices) } : {}),
  }
  return { source: filled, list: [...lists.values()][0] ?? '' }
}

function groupedBy(rows: readonly SheetRow[]): Map<string, Cells[]> {
  const groups = new Map<string, Cells[]>()
  for (const { cells } of rows) {
    const name = cells['list_name'] ?? cells['list name'] ?? ''
    if (name === '') continue
    groups.set(name, [...(groups.get(name) ?? []), cells])
  }
  return groups
}

function withList(type: string, lists: ReadonlyMap<string, string>): string {
  const list = listIn(type)
  const next = list === null ? undefined : lists.get(list)
  return list === null || next === undefined ? type : type.replace(list, next)
}

const translated =
  /^(label|hint|guidance_hint|constraint_message|required_message|warning_message)(?:::?\s*(.*))?$/

/** Each text in every language of the form: that of the same language, else what there is. */
function inLanguages(cells: Cells, languages: readonly string[], locale: string): Cells {
  const texts = new Map<string, Record<string, string>>()
  const out: Record<string, string> = {}
  for (const [header, text] of Object.entries(cells)) {
    const found = translated.exec(header)
    if (!found) out[header] = text
    else texts.set(found[1] ?? '', { ...texts.get(found[1] ?? ''), [found[2] ?? '']: text })
  }
  for (const [column, byLanguage] of texts)
    for (const language of languages) {
      const own = byLanguage[language] ?? inLocale(byLanguage, language === '' ? locale : codeOf(language))
      if (own !== '') out[language === '' ? column : `${column}::${language}`] = own
    }
  return out
}

function codeOf(language: string): string {
  return /中|zh|chinese/i.test(language) ? 'zh-CN' : 'en'
}

/** The same values with the same words, in the same order. */
function isSameList(some: readonly Cells[], others: readonly Cells[]): boolean {
  const content = (rows: readonly Cells[]) =>
    JSON.stringify(
      rows.map((cells) =>
        Object.entries(cells)
          .filter(([header, text]) => header !== 'list_name' && header !== 'list name' && text !== '')
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      ),
    )
  return content(some) === content(others)
}

function appended(rows: readonly SheetRow[], more: readonly Cells[]): readonly SheetRow[] {
  const last = Math.max(1, ...rows.map(({ row }) => row))
  return [...rows, ...more.map((cells, index) => ({ row: last + 1 + index, cells }))]
}

function widened(
  columns: NonNullable<FormSource['columns']>,
  survey: readonly Cells[],
  choices: readonly Cells[],
): NonNullable<FormSource['columns']> {
  const wide = (known: readonly string[] | undefined, rows: readonly Cells[]) => [
    ...new Set([...(known ?? []), ...rows.flatMap((cells) => Object.keys(cells))]),
  ]
  return { ...columns, survey: wide(columns.survey, survey), choices: wide(columns.choices, choices) }
}
