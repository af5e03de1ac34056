/** What can be read from files and pasted text: a format a file. */

export type { FileComplaint, FileComplaintCode, Read } from './file.ts'
export { readTable } from './table.ts'
export { readSheets, readWord } from './readers.ts'
export type { WordDraft } from './word/word.ts'
export { readXlsform, type ImportedForm } from './xlsform.ts'
export { readFormText, type TextForm } from './text.ts'
