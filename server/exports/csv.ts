/** A collection's answers as CSV, page by page in bounded memory: RFC 4180, one row an answer. */

import iconv from 'iconv-lite'
import type { Recode } from '../../analysis/workbench/script.ts'
import { compileForm } from '../form/definition.ts'
import type { Answers, Form } from '../form/form.ts'
import { copyNumber } from '../form/paper/copy-number.ts'
import { questionsOf } from '../form/walk.ts'
import { Problem } from '../problem.ts'
import type { Channel, Collection, FormVersion, Store, Submission } from '../store/store.ts'
import { repeatRows, repeatTables } from '../summary/repeats.ts'
import { csvCells, type Cell, type Reading } from './csv-columns.ts'
import type { Locale } from '../locale/index.ts'
import { quoted, withoutFormula } from './rows.ts'
import { selecting, type Selection } from './selection.ts'
import { keptRecodes } from '../workbench/kept.ts'

/** What the person exporting chose. */
export interface CsvChoices {
  readonly cells: 'codes' | 'labels'
  readonly headings: 'names' | 'labels'
  /** Language of labels. */
  readonly locale: Locale
  readonly encoding: 'utf-8' | 'gb18030'
  /** Byte order mark, so that Excel knows UTF-8 when it sees it. */
  readonly mark: boolean
  /** A further column for each question: answered, unanswered or skipped. */
  readonly status: boolean
  /** No apostrophe before text that a spreadsheet would run as a formula: for programs. */
  readonly raw: boolean
  readonly personal: boolean
  readonly selection: Selection
}

/** Everything an export needs to know of a collection before it reads the answers. */
export interface CsvSubject {
  readonly collection: Collection
  readonly channels: readonly Channel[]
  /** The versions in use and their forms, in one order. */
  readonly versions: readonly FormVersion[]
  readonly forms: readonly Form[]
  readonly collectors: ReadonlyMap<string, string>
  /** Told of each page of answers that was read; what it throws ends the reading. */
  readonly heard?: (answers: number) => void
  /** Those that the collection keeps. */
  readonly recodes: readonly Recode[]
  /** The numbers of the printed copies that answers came on, by instance id; none where answers are anonymous. */
  readonly copies: ReadonlyMap<string, string>
}

const pageSize = 250

/** The file in pieces: of the answers, or of the rows of a repeat. The first piece (mark and headings) comes with the first page, so that a failure shows before any byte. */
export async function* writeCsv(
  store: Store,
  subject: CsvSubject,
  choices: CsvChoices,
  table: string | null = null,
): AsyncGenerator<Buffer> {
  const columns = csvCells(subject, choices, table)
  const heading = columns
    .map(({ column }) =>
      quoted(
        choices.headings === 'labels' && !choices.raw
          ? withoutFormula(column.label)
          : choices.headings === 'labels'
            ? column.label
            : column.name,
      ),
    )
    .join(',')
  const cells = columns.map(({ cell }) => cell)
  const wanted = selecting(choices.selection, subject)
  const formOf = new Map(subject.versions.map(({ id }, place) => [id, subject.forms[place]!]))
  let lines = [`${choices.mark && choices.encoding === 'utf-8' ? '\uFEFF' : ''}${heading}`]
  for await (const rows of answerPages(store, subject)) {
    const personal = choices.personal
      ? await store.submissions.personal(
          subject.collection.id,
          rows.map(({ seq }) => seq),
        )
      : null
    for (const row of rows) {
      if (!wanted(row)) continue
      const filled = {
        row,
        answers: JSON.parse(row.answers) as Answers,
        personal: personal?.get(row.seq) ?? {},
        key: row.instanceId,
        parentKey: '',
      }
      if (table === null) {
        lines.push(line(cells, filled))
        continue
      }
      const form = formOf.get(row.formVersionId)
      if (!form) continue
      for (const inside of repeatRows(form, table, filled)) lines.push(line(cells, { row, ...inside }))
    }
    // A page of rejected answers alone, or of none in this repeat, gives no line.
    if (lines.length > 0) yield encoded(`${lines.join('\r\n')}\r\n`, choices)
    lines = []
  }
  if (lines.length > 0) yield encoded(`${lines.join('\r\n')}\r\n`, choices)
}

/** Joined at once: text that grows piece by piece leaves much behind to clear away. */
function line(cells: readonly Cell[], reading: Reading): string {
  return cells.map((cell) => cell(reading)).join(',')
}

/** The files of an export: the answers, then a file for each repeat, joined to it by PARENT_KEY. */
export function csvTables(subject: CsvSubject): readonly (string | null)[] {
  return [null, ...repeatTables(subject.forms).map(({ name }) => name)]
}

/** Named collections in order of arrival; anonymous ones by their random id, so that order tells nothing. */
export async function* answerPages(
  store: Store,
  { collection, heard }: Pick<CsvSubject, 'collection' | 'heard'>,
): AsyncGenerator<readonly Submission[]> {
  let seq = 0
  let instance = ''
  for (;;) {
    const rows = collection.anonymous
      ? await store.submissions.rowsByInstance(collection.id, instance, pageSize)
      : await store.submissions.rows(collection.id, seq, pageSize)
    const lastRow = rows.at(-1)
    if (!lastRow) return
    heard?.(rows.length)
    yield rows
    seq = lastRow.seq
    instance = lastRow.instanceId
    // Give way to submissions that wait.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Text in the encoding that was chosen. */
export function encoded(text: string, choices: Pick<CsvChoices, 'encoding'>): Buffer {
  return choices.encoding === 'gb18030' ? iconv.encode(text, 'gb18030') : Buffer.from(text, 'utf8')
}

/** What an export of this collection is made from: every form version that its answers are of, its own first. */
export async function csvSubject(store: Store, collectionId: string): Promise<CsvSubject> {
  const collection = await store.collections.find(collectionId)
  if (!collection) throw new Problem('notFound')
  const [channels, used, people, recodes] = await Promise.all([
    store.collections.channels(collectionId),
    store.submissions.versions(collectionId),
    collection.anonymous ? [] : store.people.all(),
    keptRecodes(store, collectionId),
  ])
  const versions: FormVersion[] = []
  const forms: Form[] = []
  for (const id of new Set([collection.formVersionId, ...used])) {
    const version = await store.forms.version(id)
    const form = version && compileForm(version.source).form
    if (version && form) {
      versions.push(version)
      forms.push(form)
    }
  }
  return {
    collection,
    channels,
    versions,
    forms,
    collectors: new Map(people.map(({ id, name }) => [id, name])),
    recodes,
    copies: await copiesOf(store, collection),
  }
}

async function copiesOf(store: Store, { id, anonymous }: Collection): Promise<ReadonlyMap<string, string>> {
  const copies = anonymous ? [] : await store.paper.copiesByInstance(id)
  return new Map([...copies].map(([instanceId, copy]) => [instanceId, copyNumber(id, copy)]))
}

/** Whether a form asks anything personal, which an export leaves out unless someone entitled asks for it. */
export function asksPersonal(forms: readonly Form[]): boolean {
  return forms.some((form) => questionsOf(form).some(({ personal }) => personal))
}
