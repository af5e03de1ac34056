/**
 * How answers came about as a table beside them: for each answer a row of it as a whole, then one for each instance of a
 * question, joined by PARENT_KEY. Of collections alone that keep it.
 */

import { partsOfAt } from '../form/instances.ts'
import { addedUp, type Paradata } from '../form/paradata.ts'
import { catalogues, type Locale } from '../locale/index.ts'
import type { Day, Store } from '../store/store.ts'
import { repeatTables } from '../summary/repeats.ts'
import { formLanguage, placedIn, words } from '../summary/variables.ts'
import { answerPages, encoded, type CsvChoices, type CsvSubject } from './csv.ts'
import { codebookRows } from './codebook-rows.ts'
import type { Cell, Dataset } from './dataset.ts'
import { cellOf, draft, look, settled } from './dataset-columns.ts'
import { csvText } from './rows.ts'
import { selecting } from './selection.ts'

/** The columns in their order, and whether they are texts. */
const columnNames = [
  ['PARENT_KEY', 'text'],
  ['question', 'text'],
  ['at', 'text'],
  ['label', 'text'],
  ['seconds', 'number'],
  ['visits', 'number'],
  ['changes', 'number'],
  ['changes_later', 'number'],
  ['started', 'text'],
  ['ended', 'text'],
  ['away_seconds', 'number'],
  ['longest_pause', 'number'],
  ['pauses', 'number'],
  ['pages_back', 'number'],
] as const
export type ParadataColumn = (typeof columnNames)[number][0]

type Choices = Pick<CsvChoices, 'locale' | 'selection'>

/** The table as every format for programs writes it. */
export async function paradataDataset(store: Store, subject: CsvSubject, choices: Choices): Promise<Dataset> {
  const { collection } = subject
  const labels = catalogues[choices.locale].paradata.columns
  const drafts = columnNames.map(([name, kind]) =>
    draft({ name, label: labels[name], kind, read: () => null }),
  )
  const last = (await store.collections.stamp(collection.id))?.last ?? 0
  let n = 0
  let firstDay: Day | null = null
  let lastDay: Day | null = null
  for await (const { lines, day } of linesOf(store, subject, choices, last)) {
    if (firstDay === null || day < firstDay) firstDay = day
    if (lastDay === null || day > lastDay) lastDay = day
    n += lines.length
    for (const line of lines) drafts.forEach((draft, place) => look(draft, line[place]))
  }
  const columns = drafts.map(settled)
  return {
    title: collection.title,
    columns,
    n,
    day: lastDay ?? '1980-01-01',
    firstDay,
    lastDay,
    async *rows() {
      let given = 0
      for await (const { lines } of linesOf(store, subject, choices, last)) {
        given += lines.length
        yield lines.map((line) => columns.map((column, place) => cellOf(column, line[place])))
      }
      if (given !== n) throw new Error(`paradata: ${n} rows at the first reading, ${given} at the second`)
    },
  }
}

/** The same as CSV in pieces, the headings first. */
export async function* paradataCsv(
  dataset: Dataset,
  choices: Pick<CsvChoices, 'encoding' | 'mark'>,
): AsyncGenerator<Buffer> {
  const mark = choices.mark ? '\uFEFF' : ''
  yield encoded(`${mark}${csvText([dataset.columns.map(({ name }) => name)])}`, choices)
  for await (const rows of dataset.rows())
    yield encoded(csvText(rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))))), choices)
}

/** What its columns mean, as CSV text. */
export function paradataCodebook(dataset: Dataset, locale: Locale): string {
  return csvText(codebookRows(dataset.columns, catalogues[locale].exports.files.codebook))
}

/** The rows of each answer that has paradata; `day` on which it came. */
async function* linesOf(
  store: Store,
  subject: CsvSubject,
  { locale, selection }: Choices,
  last: number,
): AsyncGenerator<{ readonly lines: readonly (readonly Cell[])[]; readonly day: Day }> {
  const { collection } = subject
  const wanted = selecting(selection, subject)
  const labelOf = labelsOf(subject, locale)
  for await (const page of answerPages(store, subject)) {
    const rows = page.filter((row) => row.seq <= last && wanted(row))
    const kept = await store.paradata.many(
      collection.id,
      rows.map(({ seq }) => seq),
    )
    for (const { seq, instanceId, receivedOn } of rows) {
      const whole = addedUp(kept.get(seq) ?? [])
      if (whole) yield { lines: [...linesIn(instanceId, whole, labelOf)], day: receivedOn }
    }
  }
}

function* linesIn(
  key: string,
  paradata: Paradata,
  labelOf: ReadonlyMap<string, string>,
): Generator<readonly Cell[]> {
  const {
    start = null,
    end = null,
    seconds,
    away = null,
    longest = null,
    pauses = null,
    backs = null,
  } = paradata
  yield [key, null, null, null, seconds, null, null, null, start, end, away, longest, pauses, backs]
  for (const [at, [spent, visits, changes, later]] of Object.entries(paradata.questions ?? {})) {
    const { name } = partsOfAt(at)
    const counts = [spent, visits, changes, later]
    yield [key, name, at, labelOf.get(name) ?? null, ...counts, null, null, null, null, null, null]
  }
}

/** The label of each question in the language, wherever it stands. */
export function labelsOf({ forms }: Pick<CsvSubject, 'forms'>, locale: Locale): ReadonlyMap<string, string> {
  const scopes = [null, ...repeatTables(forms).map(({ name }) => name)]
  return new Map(
    scopes
      .flatMap((inside) => placedIn(forms, 'all', inside))
      .map(({ question, form }) => [
        question.name,
        words(question.label, formLanguage(form, locale)) || question.name,
      ]),
  )
}
