/**
 * A collection's answers as a typed table with labels: what every format for statistical programs is written from.
 *
 * Made in two readings of the store, so that memory stays flat: the first finds how wide each text is, which
 * calculations give words and how often each choice was taken; the second (`rows`) hands out the cells.
 */

import type { Category } from '../../analysis/frame.ts'
import type { Answers, Form } from '../form/form.ts'
import type { Locale } from '../locale/index.ts'
import type { Day, Store } from '../store/store.ts'
import { repeatRows } from '../summary/repeats.ts'
import { answerPages, csvTables, type CsvSubject } from './csv.ts'
import type { Reading } from './csv-columns.ts'
import { selecting, type Selection } from './selection.ts'
import { cellOf, draftColumns, look, settled } from './dataset-columns.ts'

export interface DatasetChoices {
  readonly locale: Locale
  readonly personal: boolean
  readonly selection: Selection
  /** A repeat whose rows are wanted; null for the answers themselves. */
  readonly table: string | null
}

/** Numbers are finite; dates are 'YYYY-MM-DD'; null is a cell without an answer. */
export type Cell = string | number | null

export interface DataColumn {
  /** As in the CSV file; unique. */
  readonly name: string
  readonly label: string
  readonly kind: 'number' | 'text' | 'date'
  readonly measure: 'nominal' | 'ordinal' | 'scale'
  /** Labels of values; in a number column the values are whole numbers written as text. */
  readonly categories: readonly Category[]
  /** The multiple-choice question that this 0/1 column is a choice of. */
  readonly set: { readonly name: string; readonly label: string } | null
  readonly personal: boolean
  /** No value has decimals. */
  readonly whole: boolean
  /** Of the longest text, in bytes of UTF-8; of all texts together; how many cells are filled. */
  readonly longest: number
  readonly bytes: number
  readonly filled: number
  /** How often each value of `categories` occurs, in their order. */
  readonly counts: readonly number[]
}

export interface Dataset {
  readonly title: string
  readonly columns: readonly DataColumn[]
  readonly n: number
  /** The day on which the last answer came: files carry it as their date, so that the same answers give the same bytes. */
  readonly day: Day
  readonly firstDay: Day | null
  readonly lastDay: Day | null
  /** Throws when the answers changed since the first reading, so that a cut file never looks whole. */
  readonly rows: () => AsyncGenerator<readonly (readonly Cell[])[]>
}

/** The table must be one of `csvTables`. */
export async function makeDataset(
  store: Store,
  subject: CsvSubject,
  choices: DatasetChoices,
): Promise<Dataset> {
  if (!csvTables(subject).includes(choices.table)) throw new Error(`makeDataset: no table ${choices.table}`)
  const drafts = draftColumns(subject, choices)
  // What arrives after this moment belongs to the next file.
  const last = (await store.collections.stamp(subject.collection.id))?.last ?? 0
  let n = 0
  let firstDay: Day | null = null
  let lastDay: Day | null = null
  for await (const readings of readPages(store, subject, choices, last)) {
    for (const reading of readings) {
      n++
      const { receivedOn } = reading.row
      if (firstDay === null || receivedOn < firstDay) firstDay = receivedOn
      if (lastDay === null || receivedOn > lastDay) lastDay = receivedOn
      for (const draft of drafts) look(draft, draft.read(reading))
    }
  }
  const columns = drafts.map(settled)
  return {
    title: subject.collection.title,
    columns,
    n,
    day: lastDay ?? '1980-01-01',
    firstDay,
    lastDay,
    async *rows() {
      let given = 0
      for await (const readings of readPages(store, subject, choices, last)) {
        given += readings.length
        yield readings.map((reading) => drafts.map((draft, k) => cellOf(columns[k]!, draft.read(reading))))
      }
      if (given !== n) throw new Error(`dataset: ${n} answers at the first reading, ${given} at the second`)
    },
  }
}

async function* readPages(
  store: Store,
  subject: CsvSubject,
  choices: DatasetChoices,
  last: number,
): AsyncGenerator<readonly Reading[]> {
  const { collection, versions, forms } = subject
  const wanted = selecting(choices.selection, subject)
  const formOf = new Map(versions.map(({ id }, place) => [id, forms[place]!]))
  for await (const page of answerPages(store, subject)) {
    const rows = page.filter((row) => row.seq <= last && wanted(row))
    if (rows.length === 0) continue
    const personal = choices.personal
      ? await store.submissions.personal(
          collection.id,
          rows.map(({ seq }) => seq),
        )
      : null
    yield rows.flatMap((row): readonly Reading[] => {
      const filled = {
        row,
        answers: JSON.parse(row.answers) as Answers,
        personal: personal?.get(row.seq) ?? {},
        key: row.instanceId,
        parentKey: '',
      }
      return choices.table === null ? [filled] : rowsOf(formOf.get(row.formVersionId), choices.table, filled)
    })
  }
}

function rowsOf(form: Form | undefined, table: string, filled: Reading): readonly Reading[] {
  return form ? [...repeatRows(form, table, filled)].map((inside) => ({ row: filled.row, ...inside })) : []
}
