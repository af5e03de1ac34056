/** The page of an import: what was found in the file, what answers what, and what has to be mended. */

import type { Form, Question } from '../../form/form.ts'
import { valueInWords } from '../../form/words.ts'
import type { Checked } from '../../imports/answers/check.ts'
import {
  importable,
  importableOf,
  plain,
  severalColumns,
  textsOf,
  type Headings,
  type Source,
} from '../../imports/answers/mapping.ts'
import { keyOf } from '../../imports/answers/links.ts'
import type { AnswerFile } from '../../imports/answers/table.ts'
import type { TextRow } from '../../imports/workbook.ts'
import { columnLetter } from '../../imports/columns.ts'
import { isMedia, mainQuestionsOf, questionsOf, repeatsOf } from '../../form/walk.ts'
import { textIn } from '../../form/words.ts'
import type { AnswerImport, Collection } from '../../store/store.ts'
import { speakingOf, type Speaking } from '../answering/language.ts'
import type { FieldError, Option } from '../fields.ts'
import { view, type Reply, type Visit } from '../page.ts'
import { usualBlanks, type Asked } from '../../imports/answers/taking.ts'
import { choiceOf } from './asked.ts'
import { questionLabel, shownComplaints, type ShownComplaint } from './complaints.ts'
import type { KeptFile } from './kept-file.ts'

export interface Shown {
  readonly step: 'check'
  readonly kept: KeptFile
  readonly file: AnswerFile
  readonly asked: Asked
  readonly checked: Checked
  /** Rows that say what an answer says that stands already. */
  readonly standing: number
  readonly importedOn: string | null
  readonly problem: string | null
}

interface MappedQuestion {
  readonly field: string
  readonly name: string
  readonly label: string
  readonly chosen: string
  readonly several: number
  readonly samples: string
}

/** Context of views/collections/import.ejs. */
interface Context {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly errors: readonly FieldError[]
  readonly collection: Pick<Collection, 'id' | 'anonymous' | 'state'>
  readonly hasRepeats: boolean
  readonly hasFiles: boolean
  readonly earlier: readonly (AnswerImport & { readonly name: string })[]
  readonly check: Check | null
}

interface Check {
  readonly ticket: string
  readonly fileName: string
  readonly questions: readonly MappedQuestion[]
  readonly columns: readonly Option[]
  /** Tables with rows of repeats. */
  readonly links: readonly {
    readonly title: string
    readonly rows: number
    readonly questions: readonly MappedQuestion[]
    readonly columns: readonly Option[]
  }[]
  readonly day: string
  readonly id: string
  readonly order: string
  readonly orders: readonly Option[]
  readonly blanks: string
  readonly identical: string
  readonly identicals: readonly Option[]
  readonly importedOn: string | null
  readonly problem: string | null
  readonly rows: number
  readonly wrong: number
  readonly ready: number
  readonly complaints: readonly ShownComplaint[]
  readonly notes: readonly string[]
  readonly preview: {
    readonly headings: readonly string[]
    readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[]
  }
}

interface Subject {
  readonly collection: Collection
  readonly form: Form
}

export async function importView(
  visit: Visit,
  { collection, form }: Subject,
  shown: Shown | { readonly step: 'file'; readonly complaint: string | null },
): Promise<Reply> {
  const { store, t } = visit
  const imports = await store.submissions.imports(collection.id)
  const people = new Map(
    imports.length > 0 ? (await store.people.all()).map(({ id, name }) => [id, name]) : [],
  )
  const wrong = shown.step === 'file' ? shown.complaint !== null : isWrong(shown)
  const context: Context = {
    title: t.answerImport.title,
    breadcrumb: [
      { label: t.common.topics, href: '/topics' },
      { label: collection.title, href: `/collections/${collection.id}` },
      { label: t.answerImport.title },
    ],
    errors:
      shown.step === 'file' && shown.complaint !== null ? [{ field: 'file', words: shown.complaint }] : [],
    collection,
    hasRepeats: repeatsOf(form).length > 0,
    hasFiles: questionsOf(form).some(({ type }) => isMedia(type)),
    earlier: imports.map((each) => ({ ...each, name: people.get(each.actor) ?? each.actor })),
    check: shown.step === 'file' ? null : checkOf(visit, { collection, form }, shown),
  }
  return view('collections/import', context, { status: wrong ? 422 : 200 })
}

function isWrong({ checked, problem }: Shown): boolean {
  return checked.complaints.length > 0 || problem !== null
}

function checkOf(visit: Visit, { collection, form }: Subject, shown: Shown): Check {
  const { t } = visit
  const { kept, file, asked, checked, importedOn, problem } = shown
  const { table } = file
  const w = t.answerImport
  const speaking = speakingOf(form, '', visit.locale)
  const options = (group: Readonly<Record<string, string>>): readonly Option[] =>
    Object.entries(group).map(([value, label]) => ({ value, label }))
  return {
    ticket: kept.ticket,
    fileName: kept.name,
    questions: importable(form, collection.anonymous).map((question, place) =>
      mappedQuestion(question, `q${place}`, { form, table, sources: asked.mapping.sources, speaking }),
    ),
    columns: columnOptions(table),
    links: asked.links.map((link, k) => {
      const of = repeatsOf(form).find(({ repeat }) => repeat.name === link.repeat)
      const label = textIn(of?.repeat.label ?? null, speaking.language, form) || link.repeat
      return {
        title: w.linkedTitle({ label, table: link.table.name }),
        rows: link.table.rows.length,
        questions: importableOf(of?.questions ?? [], collection.anonymous).map((question, place) =>
          mappedQuestion(question, `l${k}q${place}`, {
            form,
            table: link.table,
            sources: link.sources,
            speaking,
          }),
        ),
        columns: columnOptions(link.table),
      }
    }),
    day: asked.mapping.day === null ? '' : String(asked.mapping.day),
    id: asked.mapping.id === null ? '' : String(asked.mapping.id),
    order: asked.order ?? 'auto',
    orders: options(w.orders),
    blanks: asked.blanks.length > 0 ? asked.blanks.join(';') : usualBlanks.join(';'),
    identical: asked.identical,
    identicals: options(w.identicals),
    importedOn,
    problem,
    rows: table.rows.length,
    wrong: new Set(checked.complaints.map(({ table: named, row }) => `${named} ${row}`)).size,
    ready: asked.mapping.sources.size > 0 ? checked.rows.length : 0,
    complaints: shownComplaints(checked.complaints, { table, links: asked.links, form, speaking, t }),
    notes: notesOf(visit, { collection, form }, shown, speaking),
    preview: previewOf(form, shown, speaking),
  }
}

function mappedQuestion(
  question: Question,
  field: string,
  of: {
    readonly form: Form
    readonly table: Headings & { readonly rows: readonly TextRow[] }
    readonly sources: ReadonlyMap<string, Source>
    readonly speaking: Speaking
  },
): MappedQuestion {
  const { form, table, sources, speaking } = of
  const source = sources.get(question.name)
  const severalSource = severalColumns(form, table, question)
  return {
    field,
    name: question.written,
    label: questionLabel(question, form, speaking),
    chosen: choiceOf(source),
    several: severalSource ? columnsOf(severalSource).length : 0,
    samples: source
      ? table.rows
          .slice(0, 3)
          .map(({ cells }) =>
            columnsOf(source)
              .map((column) => shortened(cells[column] ?? ''))
              .join(' '),
          )
          .filter((text) => text.trim() !== '')
          .join(' · ')
      : '',
  }
}

function columnOptions({ header }: Headings): readonly Option[] {
  return header.map((heading, column) => ({
    value: String(column),
    label: `${columnLetter(column)} ${shortened(heading)}`,
  }))
}

function columnsOf(source: Source): readonly number[] {
  if (source.kind === 'column') return [source.column]
  return source.kind === 'choices'
    ? [...source.columns.values()]
    : source.columns.filter((column) => column !== null)
}

function notesOf(
  { t }: Visit,
  { collection, form }: Subject,
  { file, asked, checked, standing }: Shown,
  speaking: Speaking,
): readonly string[] {
  const w = t.answerImport
  const { table } = file
  const used = new Set([...asked.mapping.sources.values()].flatMap(columnsOf))
  for (const column of [asked.mapping.day, asked.mapping.id]) if (column !== null) used.add(column)
  const key = asked.links.length > 0 ? keyOf(table) : null
  if (key !== null) used.add(key)
  const media = mediaColumns(form, file)
  for (const { column } of media) used.add(column)
  const unused = table.header.filter((_, column) => !used.has(column)).map(shortened)
  const linked = new Set(asked.links.map((link) => link.table))
  const strange = file.linked.filter((each) => !linked.has(each)).map(({ name }) => name)
  const labelOf = new Map(
    importable(form, collection.anonymous).map((question) => [
      question.name,
      questionLabel(question, form, speaking),
    ]),
  )
  const same = checked.identical
    .slice(0, 20)
    .map(({ row, as }) => `${row} = ${as}`)
    .join(t.common.comma)
  return [
    ...(unused.length > 0 ? [w.unused({ columns: unused.slice(0, 60).join(t.common.comma) })] : []),
    ...media.map(({ label, cells }) => w.filesNamed({ question: label, n: cells })),
    ...(file.filesLeft > 0 ? [w.filesLeft({ n: file.filesLeft })] : []),
    ...(strange.length > 0 ? [w.tablesUnused({ tables: strange.join(t.common.comma) })] : []),
    ...(checked.identical.length > 0
      ? [
          w.identicalRows({
            n: checked.identical.length,
            rows: checked.identical.length > 20 ? `${same}…` : same,
          }),
        ]
      : []),
    ...(standing > 0 ? [w.standing({ n: standing })] : []),
    ...[...checked.notAsked].map(([name, n]) => w.notAsked({ question: labelOf.get(name) ?? name, n })),
    ...(checked.warnings > 0 ? [w.warned({ n: checked.warnings })] : []),
  ]
}

/** Columns that name files: what they name stays behind. */
function mediaColumns(
  form: Form,
  { table }: AnswerFile,
): readonly { readonly column: number; readonly label: string; readonly cells: number }[] {
  return mainQuestionsOf(form)
    .filter(({ type }) => isMedia(type))
    .flatMap((question) => {
      const names = [question.name, question.written, ...textsOf(question.label)].map(plain)
      const column = table.header.findIndex((heading) => names.includes(plain(heading)))
      const cells = table.rows.filter((row) => (row.cells[column] ?? '').trim() !== '').length
      return column >= 0 && cells > 0 ? [{ column, label: table.header[column] ?? '', cells }] : []
    })
}

function previewOf(form: Form, { asked, checked }: Shown, speaking: Speaking): Check['preview'] {
  const questions = questionsOf(form).filter(({ name }) => asked.mapping.sources.has(name))
  return {
    headings: questions.map((question) => questionLabel(question, form, speaking)),
    rows: checked.rows.slice(0, 5).map(({ row, answers }) => ({
      row,
      cells: questions.map(({ name }) => shortened(valueInWords(form, name, answers, speaking.language))),
    })),
  }
}

function shortened(text: string): string {
  const signs = [...text]
  return signs.length > 40 ? `${signs.slice(0, 39).join('')}…` : text
}
