/** The formats for programs, by the name they have in addresses and on the command line. One file and one line each. */

import type { Catalogue, Locale } from '../locale/index.ts'
import type { Collection, Topic } from '../store/store.ts'
import type { Dataset } from './dataset.ts'
import { writeDdi } from './ddi.ts'
import { writeDta } from './dta.ts'
import { writeJsonLines } from './jsonl.ts'
import { writeR, type DesignColumns } from './r.ts'
import { writeSav } from './sav.ts'
import type { ResultRow } from './results.ts'
import { studyOf } from './study.ts'
import { writeXlsx } from './xlsx.ts'

/** What a file is made with besides the answers. */
export interface Making {
  readonly t: Catalogue
  readonly locale: Locale
  readonly collection: Collection
  readonly topic: Topic | null
  /** In the workbook: what choice questions contain. */
  readonly cells: 'codes' | 'labels'
  /** In the workbook: the figures of all answers, as rows of a sheet. */
  readonly results: readonly ResultRow[]
  /** In the workbook: the rows of repeats, each a sheet. */
  readonly repeats: readonly { readonly name: string; readonly dataset: Dataset }[]
  /** In the script for R. */
  readonly design: DesignColumns
}

export interface Format {
  readonly ending: string
  readonly type: string
  /** The file in pieces; the first one comes before a byte is sent. */
  readonly write: (dataset: Dataset, making: Making) => AsyncIterable<Buffer> | Iterable<Buffer>
}

export const formats = {
  xlsx: {
    ending: 'xlsx',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (dataset, { t, cells, results, repeats }) =>
      writeXlsx(dataset, { cells, words: t.exports.files.codebook, results, repeats }),
  },
  sav: { ending: 'sav', type: 'application/x-spss-sav', write: writeSav },
  dta: { ending: 'dta', type: 'application/x-stata-dta', write: writeDta },
  r: { ending: 'r.zip', type: 'application/zip', write: (dataset, { design }) => writeR(dataset, design) },
  jsonl: { ending: 'jsonl', type: 'application/x-ndjson; charset=utf-8', write: writeJsonLines },
  ddi: {
    ending: 'xml',
    type: 'application/xml; charset=utf-8',
    write: (dataset, making) => [writeDdi(dataset, studyOf(dataset, making))],
  },
} as const satisfies Readonly<Record<string, Format>>

export type FormatName = keyof typeof formats

export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(formats, name)
}
