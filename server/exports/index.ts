/** The formats that answers go out in, and how small tables become CSV. */

export { asksPersonal, csvSubject, csvTables, writeCsv, type CsvChoices, type CsvSubject } from './csv.ts'
export { codebook } from './codebook.ts'
export { csvText } from './rows.ts'
