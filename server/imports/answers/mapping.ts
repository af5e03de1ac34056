/** Which columns of a table answer which question: found by names and labels, as exports and survey services write them. */

import { isMedia, isMetadata, mainQuestionsOf } from '../../form/walk.ts'
import type { Choice, Form, Localised, Question } from '../../form/form.ts'

/** A table on its way in: headings, and in a .sav file what each column says of itself. */
export interface Headings {
  readonly header: readonly string[]
  readonly labels?: readonly string[]
}

export type Source =
  | { readonly kind: 'column'; readonly column: number }
  /** A column for each choice: 0 and 1, or its place in a ranking. */
  | { readonly kind: 'choices'; readonly columns: ReadonlyMap<string, number> }
  /** Latitude, longitude, altitude, accuracy. */
  | { readonly kind: 'place'; readonly columns: readonly (number | null)[] }

export interface Mapping {
  /** By the name of the question; one that is not in it gets no answer. */
  readonly sources: ReadonlyMap<string, Source>
  /** The column that says on which day it was answered, and the one with a number of its own for each answer. */
  readonly day: number | null
  readonly id: number | null
}

/**
 * The questions that a table can answer: those asked once. A calculation is made anew, a file cannot stand in a cell,
 * what a device tells is not kept of somebody anonymous, and a fixed answer stays what the form says.
 */
export function importable(form: Form, anonymous: boolean): readonly Question[] {
  return importableOf(mainQuestionsOf(form), anonymous)
}

/** Those of some questions, as those of a repeat. */
export function importableOf(questions: readonly Question[], anonymous: boolean): readonly Question[] {
  return questions.filter((question) => {
    const { type, calculation, readOnly } = question
    if (type === 'note' || type === 'calculate' || calculation || readOnly || isMedia(type)) return false
    if (type === 'audit' || type === 'background-audio') return false
    return !isMetadata(type) || !anonymous || type === 'today'
  })
}

/** A first mapping: what can be told from the headings alone. No column answers two questions. */
export function suggestedMapping(form: Form, table: Headings, anonymous: boolean): Mapping {
  const take = takerOf(table)
  const sources = sourcesOf(form, importable(form, anonymous), take)
  return { sources, day: take(dayHeadings), id: take(idHeadings) }
}

/** The columns of some questions, told from the headings alone. */
export function sourcesFor(
  form: Form,
  questions: readonly Question[],
  table: Headings,
): ReadonlyMap<string, Source> {
  return sourcesOf(form, questions, takerOf(table))
}

function sourcesOf(
  form: Form,
  questions: readonly Question[],
  take: Looking['take'],
): ReadonlyMap<string, Source> {
  const sources = new Map<string, Source>()
  // A name is surer than a label, so all names go first.
  for (const namesOf of [nameOf, labelsOf])
    for (const question of questions) {
      if (sources.has(question.name)) continue
      const source = sourceOf(question, namesOf(question), { form, take })
      if (source) sources.set(question.name, source)
    }
  return sources
}

/** Takes columns by their headings, each once. */
function takerOf(table: Headings): Looking['take'] {
  const headings = headingsOf(table)
  const free = new Set(table.header.keys())
  return (names) => {
    const wanted = new Set(names.map(plain).filter((name) => name !== ''))
    for (const column of free)
      if (headings[column]?.some((heading) => wanted.has(heading))) {
        free.delete(column)
        return column
      }
    return null
  }
}

/** The several columns of one question, where the headings tell them; null where they do not. */
export function severalColumns(form: Form, table: Headings, question: Question): Source | null {
  const headings = headingsOf(table)
  const take = (names: readonly string[]): number | null => {
    const wanted = new Set(names.map(plain))
    const found = headings.findIndex((each) => each.some((heading) => wanted.has(heading)))
    return found < 0 ? null : found
  }
  const names = [...nameOf(question), ...labelsOf(question)]
  return partsOf(question, names, { form, take })
}

const dayHeadings = [
  'received_on',
  '收到日期',
  '答题日期',
  '填写日期',
  '提交日期',
  '提交答卷时间',
  '答题时间',
  '提交时间',
  '填写时间',
  'SubmissionDate',
  '_submission_time',
  'date_submitted',
]
const idHeadings = [
  'instance_id',
  'instanceID',
  'meta-instanceID',
  '_uuid',
  'KEY',
  '答卷编号（随机）',
  '答卷编号',
  '问卷编号',
  '样本编号',
  '序号',
  'id',
  'case_id',
  'respondent_id',
]

const nameOf = ({ name, written }: Question): readonly string[] => [name, written]
const labelsOf = ({ label }: Question): readonly string[] => textsOf(label)

interface Looking {
  readonly form: Form
  /** Takes the column under one of these headings. */
  readonly take: (names: readonly string[]) => number | null
}

function sourceOf(question: Question, names: readonly string[], looking: Looking): Source | null {
  const column = looking.take(names)
  return column === null ? partsOf(question, names, looking) : { kind: 'column', column }
}

function partsOf(question: Question, names: readonly string[], { form, take }: Looking): Source | null {
  const under = (words: readonly string[]) =>
    take(
      names.flatMap((name) =>
        words.flatMap((word) => joints.map(([open, shut]) => name + open + word + shut)),
      ),
    )
  if (question.type === 'select_multiple' || question.type === 'rank') {
    const columns = new Map<string, number>()
    for (const choice of choicesOf(form, question)) {
      const column = under([choice.value, ...textsOf(choice.label)])
      if (column !== null) columns.set(choice.value, column)
    }
    return columns.size > 0 ? { kind: 'choices', columns } : null
  }
  if (question.type !== 'geopoint' && question.type !== 'start-geopoint') return null
  const columns = placeWords.map((words) => under(words))
  return columns[0] !== null && columns[1] !== null ? { kind: 'place', columns } : null
}

/** What stands between the name of a question and that of its choice. */
const joints = [
  ['/', ''],
  ['(', ')'],
  [':', ''],
  ['_', ''],
  ['-', ''],
  ['.', ''],
  ['—', ''],
  ['[', ']'],
] as const

const placeWords = [
  ['latitude', 'lat', '纬度'],
  ['longitude', 'lon', 'lng', '经度'],
  ['altitude', 'alt', '海拔', '海拔(米)', 'altitude (m)'],
  ['accuracy', '精度', '精度(米)', 'accuracy (m)'],
]

/** The choices of a question's own list. */
export function choicesOf(form: Form, { list }: Question): readonly Choice[] {
  return (list === null ? undefined : form.lists[list]) ?? []
}

/** A text in every language it has, with and without marks of layout. */
export function textsOf(text: Localised | null): readonly string[] {
  return Object.values(text ?? {}).flatMap((words) => [words, words.replace(/<[^>]{0,200}>|[*_#]+/g, '')])
}

function headingsOf({ header, labels }: Headings): readonly (readonly string[])[] {
  return header.map((heading, column) =>
    [heading, withoutNumber(heading), labels?.[column] ?? ''].map(plain).filter((text) => text !== ''),
  )
}

/** 「3、您的年龄」 and "Q3. Age" as exports of survey services number them. */
function withoutNumber(heading: string): string {
  return heading.replace(/^\s*(?:Q|第)?\d{1,3}\s*(?:题)?\s*[、.．:：)）]\s*/i, '')
}

/** As people compare headings: no case, width, spaces, or signs at the end. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b]+/g, '')
    .replace(/[*?。.:,;!]+$/, '')
    .toLowerCase()
}
