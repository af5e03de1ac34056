/** The formats that answers go out in, and how small tables become CSV. */

export {
  asksPersonal,
  csvColumns,
  csvSubject,
  writeCsv,
  type CsvChoices,
  type CsvColumn,
  type CsvSubject,
} from './csv.ts'
export { codebook } from './codebook.ts'
export { csvText } from './rows.ts'
