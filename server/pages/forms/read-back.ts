/** What was understood of a pasted draft, question by question, with what was only guessed and the clicks that correct it. */

import { draftOf } from '../../form/design/draft.ts'
import { lexiconOf } from '../../form/design/lexicon.ts'
import { ruleOf } from '../../form/design/rules.ts'
import { ruleSentence } from '../../form/design/sentences.ts'
import type { FormSource } from '../../form/form.ts'
import { corrected, type Correction } from '../../imports/text/correct.ts'
import type { DraftNote, TextForm } from '../../imports/text.ts'
import type { Visit } from '../page.ts'
import { shownNotes, type ShownComplaint } from './complaints.ts'

/** A click: the line, as it is and as it will be. */
export interface Fix {
  readonly line: number
  readonly words: string
  readonly from: string
  readonly to: string
}
export interface ReadRemark {
  readonly words: string
  readonly place: string
  readonly line: number
  /** A guess that a person should look at. */
  readonly uncertain: boolean
  readonly fixes: readonly Fix[]
}
export interface ReadQuestion {
  readonly line: number
  readonly label: string
  readonly kind: string
  /** 必答, 个人信息, 4 个选项. */
  readonly tags: readonly string[]
  readonly options: readonly string[]
  /** When it is shown, as a sentence; '' where always. */
  readonly when: string
  readonly uncertain: boolean
  readonly remarks: readonly ReadRemark[]
  readonly changes: readonly Fix[]
}
export interface ReadSection {
  readonly label: string
  readonly when: string
  readonly questions: readonly ReadQuestion[]
}

/** Complaints of the reader with what may be done about them. */
export interface ReadProblem extends ShownComplaint {
  readonly fixes: readonly Fix[]
}

interface Reading {
  readonly visit: Visit
  readonly read: TextForm
  readonly lines: readonly string[]
}

/** Guesses, in contrast to what the draft says itself. */
const guesses: ReadonlySet<DraftNote['code']> = new Set([
  'matrixGuessed',
  'optionsGuessed',
  'rangeAssumed',
  'tableGuessed',
  'scoresGuessed',
  'fieldsGuessed',
  'numberGuessed',
  'dateGuessed',
  'rankGuessed',
  'severalGuessed',
  'scaleGuessed',
  'personalGuessed',
  'aloneGuessed',
  'missingUnderstood',
  'severalBlanks',
] satisfies DraftNote['code'][])

const remedies: Partial<Record<DraftNote['code'], readonly Correction[]>> = {
  notUnderstood: ['asked', 'offered', 'said'],
  choiceWithoutOptions: ['text'],
  oneOption: ['text'],
  severalGuessed: ['select_one'],
  rankGuessed: ['select_one', 'select_multiple'],
  numberGuessed: ['text'],
  dateGuessed: ['text'],
  scaleGuessed: ['text'],
  rangeAssumed: ['integer'],
  personalGuessed: ['impersonal'],
  aloneGuessed: ['together'],
  missingUnderstood: ['substantive'],
  skipUnderstood: ['unskipped'],
  skipElseUnderstood: ['unskipped'],
  skipToEndUnderstood: ['unskipped'],
  skipUnknownTarget: ['unskipped'],
  skipUnknownOption: ['unskipped'],
  conditionUnderstood: ['unskipped'],
}

export function problemsOf(read: TextForm, text: string, visit: Visit): readonly ReadProblem[] {
  const reading = { visit, read, lines: text.replace(/\r\n?/g, '\n').split('\n') }
  const notes = read.notes.filter(({ level }) => level !== 'info')
  return shownNotes(notes, visit.t).map((shown, index) => {
    const note = notes[index]
    return { ...shown, fixes: note ? fixesFor(reading, note, '') : [] }
  })
}

/** Sections and questions in their order; what stands outside of sections has a section without words. */
export function readBack(read: TextForm, text: string, visit: Visit): readonly ReadSection[] {
  const reading: Reading = { visit, read, lines: text.replace(/\r\n?/g, '\n').split('\n') }
  const sayer = sayerOf(read.source, visit)
  const sections: { label: string; when: string; questions: ReadQuestion[] }[] = []
  const asked = read.source.survey.filter(({ cells }) => isAsked(cells))
  const lines = asked.map(({ row }) => read.lineOf[`survey:${row}`] ?? 0)
  const pool = read.notes.filter(({ level }) => level === 'info')
  for (const { row, cells } of read.source.survey) {
    const { type = '', name = '' } = cells
    if (type === 'begin_group' && !isAsked(cells))
      sections.push({ label: cells['label'] ?? '', when: sayer(cells['relevant'], name), questions: [] })
    if (type === 'end_group' && /^s\d+$/.test(name)) sections.push({ label: '', when: '', questions: [] })
    if (!isAsked(cells)) continue
    if (sections.length === 0) sections.push({ label: '', when: '', questions: [] })
    const line = read.lineOf[`survey:${row}`] ?? 0
    const notes = takeNotes(pool, cells, line, lines)
    sections.at(-1)?.questions.push(questionOf(reading, cells, line, notes, sayer(cells['relevant'], name)))
  }
  return sections.filter(({ questions }) => questions.length > 0)
}

/** The notes of a question's lines. Where several questions stand in one line, each takes those of its own kind. */
function takeNotes(
  pool: DraftNote[],
  cells: Readonly<Record<string, string>>,
  line: number,
  lines: readonly number[],
): readonly DraftNote[] {
  const next = lines.find((other) => other > line) ?? Number.POSITIVE_INFINITY
  const shared = lines.filter((other) => other === line).length > 1
  const taken: DraftNote[] = []
  for (const note of pool.slice()) {
    if (note.line < line || note.line >= next) continue
    if (shared && (!concerns(note, cells) || taken.some(({ code }) => code === note.code))) continue
    taken.push(note)
    pool.splice(pool.indexOf(note), 1)
  }
  return taken
}

function concerns({ code, params }: DraftNote, cells: Readonly<Record<string, string>>): boolean {
  if (code === 'dateGuessed') return cells['type'] === 'date'
  if (code === 'numberGuessed') return cells['label']?.endsWith(`（${params['unit'] ?? ''}）`) === true
  return code !== 'personalGuessed' || cells['personal'] === 'yes'
}

/** Questions of the draft: a matrix is one, and a field for 其他 none. */
export function isAsked(cells: Readonly<Record<string, string>>): boolean {
  const { name = '', type = '' } = cells
  if (type === 'note' || type === 'end_group') return false
  return /^[qx]\d+(_\d+)?$/.test(name) && !(/_\d+$/.test(name) && isRow(cells))
}

/** A row of a matrix, of a table of points or of what is shared out; 「姓名：__ 电话：__」 are questions of their own. */
function isRow({
  type = '',
  name = '',
  parameters = '',
  constraint = '',
}: Readonly<Record<string, string>>): boolean {
  const owner = name.replace(/_\d+$/, '')
  return (
    type.endsWith(` ${owner}`) ||
    (type === 'range' && parameters !== '') ||
    constraint.startsWith('. >= 0 and')
  )
}

function questionOf(
  reading: Reading,
  cells: Readonly<Record<string, string>>,
  line: number,
  notes: readonly DraftNote[],
  when: string,
): ReadQuestion {
  const { t } = reading.visit
  const { type = '', name = '', label = '' } = cells
  const list = type.split(' ')[1]
  const options = reading.read.source.choices
    .filter((choice) => choice.cells['list_name'] === (list ?? name))
    .map((choice) => choice.cells['label'] ?? '')
  const rows = reading.read.source.survey.filter(
    (row) => row.cells['name']?.startsWith(`${name}_`) && isRow(row.cells),
  )
  const tags = [
    ...(cells['required'] || rows.some((row) => row.cells['required']) ? [t.forms.readBack.required] : []),
    ...(cells['personal'] ? [t.forms.readBack.personal] : []),
    ...(type === 'begin_group' ? [t.forms.readBack.rows({ count: rows.length })] : []),
    ...(cells['constraint_message'] && type.startsWith('select_multiple')
      ? [cells['constraint_message']]
      : []),
  ]
  const remarks = notes.map((note): ReadRemark => {
    const [shown] = shownNotes([note], t)
    return {
      words: shown?.words ?? '',
      place: t.forms.line({ line: note.line }),
      line: note.line,
      uncertain: guesses.has(note.code),
      fixes: fixesFor(reading, note, label),
    }
  })
  return {
    line,
    label,
    kind: kindWords(reading, cells, rows[0]?.cells ?? {}),
    tags,
    options,
    when,
    uncertain: remarks.some(({ uncertain }) => uncertain),
    remarks,
    changes: changesOf(reading, cells, line),
  }
}

function kindWords(
  { visit: { t } }: Reading,
  cells: Readonly<Record<string, string>>,
  row: Readonly<Record<string, string>>,
): string {
  const { readBack: words } = t.forms
  const type = cells['type']?.split(' ')[0] ?? ''
  if (type !== 'begin_group') return cells['appearance'] === 'multiline' ? words.kind.multiline : (words.kind[type as 'text'] ?? type) // prettier-ignore
  const inner = row['type']?.split(' ')[0] ?? ''
  if (inner === 'range') return words.kind.scores
  if (inner === 'integer') return words.kind.shares
  return inner === 'select_multiple' ? words.kind.matrixSeveral : words.kind.matrix
}

/** Other types and 必答, for every question: what was understood may be wrong without any guess. */
function changesOf(reading: Reading, cells: Readonly<Record<string, string>>, line: number): readonly Fix[] {
  const type = cells['type']?.split(' ')[0] ?? ''
  const choice = ['select_one', 'select_multiple', 'rank'] as const
  const typed = ['text', 'multiline', 'integer', 'date', 'range'] as const
  const now = type === 'text' && cells['appearance'] === 'multiline' ? 'multiline' : type
  const group = type === 'begin_group'
  const types: readonly Correction[] = group ? [] : choice.some((one) => one === type) ? choice : typed
  const more: readonly Correction[] = [
    cells['required'] ? 'optional' : 'required',
    ...(typed.some((one) => one === now) ? ([cells['personal'] ? 'impersonal' : 'personal'] as const) : []),
  ]
  return [...types.filter((one) => one !== now), ...more].flatMap((correction) =>
    fixOf(reading, line, correction, cells['label'] ?? ''),
  )
}

function fixesFor(reading: Reading, note: DraftNote, label: string): readonly Fix[] {
  const near = typeof note.params['label'] === 'string' ? note.params['label'] : label
  return (remedies[note.code] ?? []).flatMap((correction) => fixOf(reading, note.line, correction, near))
}

function fixOf(
  { lines, visit }: Reading,
  line: number,
  correction: Correction,
  near: string,
): readonly Fix[] {
  const from = lines[line - 1]
  if (from === undefined) return []
  const to = corrected(from, correction, { near, before: lines.slice(Math.max(0, line - 31), line - 1) })
  return to === null ? [] : [{ line, words: visit.t.forms.readBack.fix[correction], from, to }]
}

/** Says a condition as a sentence; the expression itself where no sentence can say it. */
function sayerOf(
  source: FormSource,
  { locale, t }: Visit,
): (expression: string | undefined, name: string) => string {
  let key = 0
  const draft = draftOf(source, () => String((key += 1)))
  return (expression, name) => {
    if (!expression) return ''
    const rule = ruleOf(expression)
    const sentence = rule ? ruleSentence(rule, lexiconOf(draft, '', name), locale) : null
    return t.forms.readBack.when({ condition: sentence ?? expression })
  }
}
