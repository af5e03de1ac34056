/** The limits and complaints that all readers of files share. */

/** Bounds for everything that comes from outside; what is larger is refused with a sentence, never cut silently. */
export const limits = {
  fileBytes: 10 * 1024 * 1024,
  unpackedBytes: 120 * 1024 * 1024,
  zipEntries: 2000,
  sheets: 60,
  rows: 20_000,
  /** Of answers in a file that is read line by line. */
  answerRows: 50_000,
  columns: 300,
  cellLength: 32_767,
  milliseconds: 20_000,
} as const

/** Why a file as a whole cannot be read; the words are in the catalogues under `imports`. */
export interface FileComplaint {
  readonly code: FileComplaintCode
  readonly params: Readonly<Record<string, string | number>>
}

export type FileComplaintCode =
  | 'emptyFile' // {}
  | 'fileTooLarge' // {limit} in MB
  | 'notSpreadsheet' // {}
  | 'notTable' // {}
  | 'encrypted' // {}
  | 'brokenFile' // {}
  | 'unpacksTooLarge' // {limit} in MB
  | 'tooManySheets' // {limit}
  | 'tooManyRows' // {sheet, limit}
  | 'tooManyColumns' // {sheet, limit}
  | 'cellTooLong' // {sheet, row, column, limit}
  | 'tookTooLong' // {seconds}
  | 'badEncoding' // {row}
  | 'badQuotes' // {row}
  | 'noRows' // {}
  | 'blankHeader' // {column}
  | 'duplicateHeader' // {name, column}
  | 'extraCells' // {row, column}
  | 'documentType' // {}
  | 'notGeoJson' // {}
  | 'savPacked' // {}
  | 'notWord' // {}
  | 'oldWord' // {}
  | 'emptyDraft' // {}
  | 'draftTooLong' // {limit}

/** A result that is either what was read, or why it could not be. */
export type Read<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly complaint: FileComplaint }

/** The complaint as the value that every reader of this room returns instead of throwing. */
export function refuse(
  code: FileComplaintCode,
  params: FileComplaint['params'] = {},
): { readonly ok: false; readonly complaint: FileComplaint } {
  return { ok: false, complaint: { code, params } }
}

/** Which kind of spreadsheet the first bytes say this is, whatever the file is called. */
export function spreadsheetKind(bytes: Buffer): 'xlsx' | 'xls' | null {
  if (bytes.length < 8) return null
  if (bytes.readUInt32BE(0) === 0x504b0304) return 'xlsx'
  if (bytes.readUInt32BE(0) === 0xd0cf11e0 && bytes.readUInt32BE(4) === 0xa1b11ae1) return 'xls'
  return null
}
