/** Questions with the lists that they need, taken out of a form and put into this or another one. */

import type { SheetName } from '../form.ts'
import { readHeader } from '../headers.ts'
import { readType } from '../question-type.ts'
import { languagesOf, readingOf, type Cells, type Draft, type DraftRow } from './draft.ts'
import { blocksOf, rowOfSpot, withColumn, type NewKey, type Spot } from './editing.ts'
import { renamedRows, unlike } from './names.ts'
import { listOfRow, rowWithList } from './options.ts'
import { standingOf } from './outline.ts'

/** Rows as they stand in a form, under whatever headers those sheets have. */
export interface Piece {
  /** Whole questions and sections; empty for a list alone. */
  readonly survey: readonly Cells[]
  readonly choices: readonly Cells[]
}

/** The blocks of these keys in their order, with their lists. What stands in one that is taken too is taken once. */
export function pieceOf(draft: Draft, keys: readonly string[]): Piece {
  const blocks = blocksOf(draft)
  const rows = new Set<DraftRow>()
  for (const key of keys) {
    const block = standingOf(blocks, key)?.block
    for (const row of block ? draft.survey.slice(block.first, block.last + 1) : []) rows.add(row)
  }
  const survey = draft.survey.filter((row) => rows.has(row))
  const reading = readingOf(draft.columns)
  const lists = new Set(survey.flatMap((row) => listOfRow(reading, row) ?? []))
  const listHeader = reading.header('choices', 'list_name')
  return {
    survey: survey.map(({ cells }) => cells),
    choices: draft.choices
      .filter(({ cells }) => lists.has(cells[listHeader] ?? ''))
      .map(({ cells }) => cells),
  }
}

/** The list of the choices sheet that a `type` cell names; null where it names none. */
export function listIn(type: string): string | null {
  const read = readType(type.trim())
  if (read.kind === 'begin') return read.list
  return read.kind === 'question' && read.from === 'choices' ? read.list : null
}

export interface Inserted {
  readonly draft: Draft
  /** Keys of the rows that came in, in their order. */
  readonly keys: readonly string[]
  /** What the first list of the piece is called here, '' without one. */
  readonly list: string
}

/**
 * A piece put into a form: names that are taken are changed, with all that speaks of them; an equal list that stands
 * already is used again; texts go to the languages of the form; a rule that speaks of a question neither here nor in
 * the piece is left out.
 */
export function inserted(
  draft: Draft,
  spot: Spot,
  piece: Piece,
  { newKey, locale }: { readonly newKey: NewKey; readonly locale: string },
): Inserted {
  const languages = languagesOf(draft)
  const reading = readingOf(draft.columns)
  const { cell, header } = reading
  const fit = (sheet: SheetName) => (cells: Cells) => fitted(cells, { sheet, languages, locale, header })
  const lists = listsFor(draft, piece.choices.map(fit('choices')))
  const taken = new Set(draft.survey.map((row) => cell(row, 'name')))
  const names = new Map<string, string>()
  const rows = piece.survey.map((given): DraftRow => {
    const fresh: DraftRow = { key: newKey(), cells: fit('survey')(given) }
    const list = listOfRow(reading, fresh)
    const next = list === null ? undefined : lists.names.get(list)
    const cells = {
      ...(next === undefined || next === list ? fresh : rowWithList(reading, fresh, next)).cells,
    }
    const name = cells[header('survey', 'name')] ?? ''
    if (name !== '') {
      // The end of a section is called as its beginning.
      const free = names.get(name) ?? unlike(name, taken)
      names.set(name, free)
      taken.add(free)
      cells[header('survey', 'name')] = free
    }
    return { key: fresh.key, cells }
  })
  const changed = new Map([...names].filter(([old, next]) => old !== next))
  const known = (name: string) => taken.has(name) || names.has(name)
  const alone = renamedRows(rows, changed).map((row) => withoutForeignRules(row, known))
  const choices = lists.rows.map((cells): DraftRow => ({ key: newKey(), cells }))
  const at = rowOfSpot(draft, spot) ?? draft.survey.length
  let next: Draft = {
    ...draft,
    survey: [...draft.survey.slice(0, at), ...alone, ...draft.survey.slice(at)],
    choices: [...draft.choices, ...choices],
  }
  for (const { cells } of alone) for (const one of Object.keys(cells)) next = withColumn(next, 'survey', one)
  for (const { cells } of choices)
    for (const one of Object.keys(cells)) next = withColumn(next, 'choices', one)
  return { draft: next, keys: alone.map(({ key }) => key), list: [...lists.names.values()][0] ?? '' }
}

interface Fitting {
  readonly sheet: SheetName
  readonly languages: readonly string[]
  readonly locale: string
  readonly header: ReturnType<typeof readingOf>['header']
}

const spoken =
  /^(label|hint|guidance_hint|constraint_message|required_message|warning_message|image|big-image|audio|video)$/

/** Cells under the headers of this form, each text in every language of it: that of the same language, else what there is. */
function fitted(cells: Cells, { sheet, languages, locale, header }: Fitting): Cells {
  const texts = new Map<string, Record<string, string>>()
  const out: Record<string, string> = {}
  for (const [given, text] of Object.entries(cells)) {
    const { name, language } = readHeader(given, sheet)
    if (spoken.test(name)) texts.set(name, { ...texts.get(name), [language ?? '']: text })
    else out[header(sheet, name)] = text
  }
  for (const [column, byLanguage] of texts)
    for (const language of languages) {
      const own = byLanguage[language] ?? inLocale(byLanguage, language === '' ? locale : codeOf(language))
      if (own !== '') out[header(sheet, column, language)] = own
    }
  return out
}

function codeOf(language: string): string {
  return /中|zh|chinese/i.test(language) ? 'zh-CN' : 'en'
}

/** The text in a language of the interface, else any. */
export function inLocale(texts: Readonly<Record<string, string>>, locale: string): string {
  const code = locale.startsWith('zh') ? /中|zh|chinese/i : /en\b|english/i
  const entries = Object.entries(texts)
  const own = entries.find(([language, text]) => text !== '' && code.test(language))
  return own?.[1] ?? entries.find(([, text]) => text !== '')?.[1] ?? ''
}

/** What the lists of a piece are called here, and the rows of those that do not stand here yet. */
function listsFor(
  draft: Draft,
  choices: readonly Cells[],
): { readonly names: ReadonlyMap<string, string>; readonly rows: readonly Cells[] } {
  const listHeader = readingOf(draft.columns).header('choices', 'list_name')
  const grouped = (rows: readonly Cells[]) => {
    const groups = new Map<string, Cells[]>()
    for (const cells of rows) {
      const name = cells[listHeader] ?? ''
      if (name !== '') groups.set(name, [...(groups.get(name) ?? []), cells])
    }
    return groups
  }
  const content = (rows: readonly Cells[]) =>
    JSON.stringify(
      rows.map((cells) =>
        Object.entries(cells)
          .filter(([header, text]) => header !== listHeader && text !== '')
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      ),
    )
  const standing = grouped(draft.choices.map(({ cells }) => cells))
  const taken = new Set(standing.keys())
  const names = new Map<string, string>()
  const rows: Cells[] = []
  for (const [name, own] of grouped(choices)) {
    const wanted = content(own)
    const same = [...standing].find(([, others]) => content(others) === wanted)?.[0]
    const next = same ?? unlike(name, taken)
    taken.add(next)
    names.set(name, next)
    if (same === undefined) rows.push(...own.map((cells) => ({ ...cells, [listHeader]: next })))
  }
  return { names, rows }
}

const rules = new Set(
  'relevant constraint required calculation choice_filter default read_only trigger warning repeat_count'.split(
    ' ',
  ),
)

/** A rule of another form would only be a fault here; its message goes with it. */
function withoutForeignRules(row: DraftRow, known: (name: string) => boolean): DraftRow {
  const foreign = new Set(
    Object.entries(row.cells).flatMap(([header, text]) => {
      const { name } = readHeader(header, 'survey')
      const spokenOf = [...text.matchAll(/\$\{\s*([^{}]*?)\s*\}/g)].map(([, one = '']) => one)
      return rules.has(name) && spokenOf.some((one) => !known(one)) ? [name] : []
    }),
  )
  if (foreign.size === 0) return row
  const kept = Object.entries(row.cells).filter(([header]) => {
    const { name } = readHeader(header, 'survey')
    return !foreign.has(name) && !foreign.has(name.replace(/_message$/, ''))
  })
  return { ...row, cells: Object.fromEntries(kept) }
}
