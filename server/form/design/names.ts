/** Names in a form that is being designed: new ones, and a change of one wherever it is spoken of. */

import type { SheetName } from '../form.ts'
import { isSectionKind, offeredKinds, type OfferedKind } from './kinds.ts'
import { readingOf, sheetNames, type Draft, type DraftRow } from './draft.ts'
import { withCells } from './patch.ts'

/** A name that the form has not: q, s, r or n and the first free number; that of the type for what a device fills in. */
export function freshName(draft: Draft, kind: OfferedKind): string {
  const taken = namesIn(draft)
  // What a device fills in is best called by what it is; an audit may not be called otherwise.
  if (kind !== 'calculate' && (offeredKinds.unseen as readonly string[]).includes(kind))
    return unlike(kind, taken)
  const letter = isSectionKind(kind) ? (kind === 'begin_repeat' ? 'r' : 's') : kind === 'note' ? 'n' : 'q'
  for (let number = 1; ; number++) if (!taken.has(`${letter}${number}`)) return `${letter}${number}`
}

export function namesIn(draft: Draft): ReadonlySet<string> {
  const { cell } = readingOf(draft.columns)
  return new Set(draft.survey.map((row) => cell(row, 'name')))
}

/** The name, or with a number after it if it is taken. */
export function unlike(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  const stem = name.replace(/_\d+$/, '')
  for (let number = 2; ; number++) if (!taken.has(`${stem}_${number}`)) return `${stem}_${number}`
}

/** Whether the questionnaire language takes a name. */
export function isName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{M}\p{N}_.-]*$/u.test(name)
}

/** Text with every `${old}` and every quoted `'old'` of jr:choice-name under another name. */
export function renamedIn(text: string, names: ReadonlyMap<string, string>): string {
  if (!text.includes('${') && !text.includes('jr:choice-name')) return text
  return text
    .replace(/\$\{\s*([^{}]*?)\s*\}/g, (whole, name: string) => {
      const next = names.get(name)
      return next === undefined ? whole : `\${${next}}`
    })
    .replace(
      /(jr:choice-name\s*\(.*?,\s*)(['"])([^'"$]*?)\2/g,
      (whole, head: string, quote: string, name: string) => {
        const next = names.get(name.trim())
        return next === undefined ? whole : `${head}${quote}${next}${quote}`
      },
    )
}

/** The rows with names spoken of under new ones; rows that speak of none stay the very same. */
export function renamedRows(
  rows: readonly DraftRow[],
  names: ReadonlyMap<string, string>,
): readonly DraftRow[] {
  return rows.map((row) => {
    const set: Record<string, string> = {}
    for (const [header, text] of Object.entries(row.cells)) {
      const next = renamedIn(text, names)
      if (next !== text) set[header] = next
    }
    return Object.keys(set).length === 0 ? row : { ...row, cells: withCells(row.cells, set) }
  })
}

/** The form with a row under another name, and that name wherever the old one was spoken of. */
export function renamed(draft: Draft, key: string, name: string): Draft {
  const { header, cell } = readingOf(draft.columns)
  const row = draft.survey.find((one) => one.key === key)
  if (!row) return draft
  const old = cell(row, 'name')
  const column = header('survey', 'name')
  const survey = draft.survey.map((one) =>
    one === row ? { ...one, cells: withCells(one.cells, { [column]: name }) } : one,
  )
  // Two rows of one name: what is spoken of may be the other.
  const only = old !== '' && draft.survey.filter((one) => cell(one, 'name') === old).length === 1
  if (!only || name === '') return { ...draft, survey }
  const names = new Map([[old, name]])
  const next: Record<SheetName, readonly DraftRow[]> = { ...draft, survey }
  for (const sheet of sheetNames) next[sheet] = renamedRows(next[sheet], names)
  return { ...draft, ...next }
}
