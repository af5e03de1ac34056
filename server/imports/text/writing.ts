/** The rows of a form as they are being written from a draft. */

import type { SheetRow } from '../../form/form.ts'
import { missingKind, valuesOf } from './choices.ts'
import type { DraftLine, DraftNote, DraftNoteCode, DraftOption } from './draft.ts'

/** The words that the form itself adds, in the language of the draft. */
export interface Phrases {
  readonly most: (n: number) => string
  readonly least: (n: number) => string
  readonly exactly: (n: number) => string
  readonly alone: (label: string) => string
  readonly total: (n: number) => string
  readonly yes: string
  readonly no: string
}
export const chinese: Phrases = {
  most: (n) => `最多选 ${n} 项`,
  least: (n) => `至少选 ${n} 项`,
  exactly: (n) => `请选 ${n} 项`,
  alone: (label) => `选了“${label}”就不能再选其他选项`,
  total: (n) => `各项合计应为 ${n}`,
  yes: '是',
  no: '否',
}
export const english: Phrases = {
  most: (n) => `Choose at most ${n}`,
  least: (n) => `Choose at least ${n}`,
  exactly: (n) => `Choose ${n}`,
  alone: (label) => `“${label}” cannot be chosen together with others`,
  total: (n) => `The items must add up to ${n}`,
  yes: 'Yes',
  no: 'No',
}

export interface Writing {
  readonly phrases: Phrases
  readonly survey: SheetRow[]
  readonly choices: SheetRow[]
  readonly notes: DraftNote[]
  readonly lineOf: Record<string, number>
  readonly textOf: (line: number) => string
}

export type Cells = Readonly<Record<string, string | undefined>>

export function put(writing: Writing, line: number, cells: Cells): void {
  const row = writing.survey.length + 2
  writing.survey.push({ row, cells: filled(cells) })
  writing.lineOf[`survey:${row}`] = line
}

function filled(cells: Cells): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(cells).filter((cell): cell is [string, string] => cell[1] !== undefined && cell[1] !== ''),
  )
}

export function tell(
  writing: Writing,
  level: DraftNote['level'],
  code: DraftNoteCode,
  line: number,
  params: DraftNote['params'] = {},
): void {
  writing.notes.push({ level, code, line, text: writing.textOf(line), params })
}

/** Writes the choices and gives their values: 1, 2, 3 …, and 97, 98, 99 for what is no substantive answer. */
export function writeList(
  writing: Writing,
  list: string,
  options: readonly (DraftLine | DraftOption)[],
): readonly string[] {
  const labels = new Set<string>()
  return valuesOf(options).map((value, index) => {
    const option = options[index] as DraftLine | DraftOption
    const { line, label } = option
    const missing = 'substantive' in option && option.substantive ? null : missingKind(label, options)
    if (labels.has(label)) tell(writing, 'warning', 'sameOption', line, { label })
    labels.add(label)
    if (missing) tell(writing, 'info', 'missingUnderstood', line, { label, kind: missing })
    const row = writing.choices.length + 2
    writing.choices.push({
      row,
      cells: filled({ list_name: list, name: value, label, missing: missing ?? '' }),
    })
    writing.lineOf[`choices:${row}`] = line
    return value
  })
}
