/** Why an uploaded file cannot be read; each says what to do next. */
type P = Readonly<Record<string, string | number>>
const of = (p: P) => (p['sheet'] ? `Sheet “${p['sheet']}”` : 'The table')
export const imports = {
  emptyFile: 'No file was chosen, or the file is empty. Choose a file and upload it again.',
  fileTooLarge: (p: P) => `The file is too large; at most ${p['limit']} MB.`,
  notSpreadsheet:
    'This is not an Excel file (.xlsx or .xls). If it is a web page or another format with that name, open it in Excel or WPS and save it as .xlsx.',
  notTable:
    'This is neither a CSV nor an Excel file. Save it as .xlsx or .csv in Excel or WPS and upload it again.',
  encrypted: 'The file has a password. Remove the password and upload it again.',
  brokenFile:
    'The file is damaged or incomplete and cannot be opened. Save it again in Word, Excel or WPS and upload that.',
  unpacksTooLarge: (p: P) =>
    `The file is too large when unpacked; at most ${p['limit']} MB. Remove pictures and whatever else is not needed.`,
  tooManySheets: (p: P) => `There are too many sheets; at most ${p['limit']}.`,
  tooManyRows: (p: P) => `${of(p)} has too many rows; at most ${p['limit']}.`,
  tooManyColumns: (p: P) => `${of(p)} has too many columns; at most ${p['limit']}.`,
  cellTooLong: (p: P) =>
    `${of(p)}, row ${p['row']}, column ${p['column']}: the text is too long; at most ${p['limit']} characters.`,
  tookTooLong: (p: P) =>
    `The file is too complex and was not read within ${p['seconds']} seconds. Remove what is not needed and upload it again.`,
  badEncoding: (p: P) =>
    `Row ${p['row']} has characters that cannot be read. Save the file as UTF-8 or GB18030.`,
  badQuotes: (p: P) =>
    `The quotation marks in row ${p['row']} do not pair up. Check that row, or save the table as .xlsx.`,
  noRows: 'The table is empty.',
  blankHeader: (p: P) =>
    `Column ${p['column']} has no heading. Give it one in the first row, or remove the column.`,
  duplicateHeader: (p: P) =>
    `The heading “${p['name']}” stands twice (column ${p['column']}). Each heading must be different.`,
  extraCells: (p: P) =>
    `Row ${p['row']} goes on to column ${p['column']}, past the header. Check whether the row has a separator too many.`,
  documentType: 'The XML file declares a document type or entities; save it without them.',
  notGeoJson: 'The file is no GeoJSON feature collection.',
  savPacked:
    'This .sav file is a packed .zsav or one of an old kind of machine, which is not read here. Save it in SPSS as a plain .sav, or as .xlsx or .csv.',
  notWord: 'This is not a Word file (.docx). Open it in Word or WPS and save it as .docx, or paste the text.',
  oldWord:
    'This is a Word file of the older kind (.doc or .wps), or has a password. Save it in Word or WPS as .docx without a password and upload that.',
  emptyDraft: 'There is no text in the file. If it is a scan or a picture, turn it into text first.',
  draftTooLong: (p: P) => `The draft is too long; at most ${p['limit']} lines. Keep the questionnaire only.`,
}
