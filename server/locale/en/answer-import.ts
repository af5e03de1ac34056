/** Words of the import of answers. */
type P = Readonly<Record<string, string | number>>
export const answerImport = {
  title: 'Import answers',
  lead: 'Brings a survey done elsewhere (a CSV, XLSX or .sav file, or a .zip of them) into this collection, to be analysed with it. First see which column answers which question; then every row is checked by the rules of the form. If one thing is wrong, nothing is stored.',
  file: 'File of answers',
  fileHint:
    'CSV (UTF-8, GB18030), XLSX, XLS, a .sav or .zsav saved here or by SPSS, or a .zip of such files. The first row holds the headings, each row is one answer; at most 50,000 rows (20,000 in a workbook) and 10 MB.',
  keptHint:
    'The file is kept encrypted for the time being; only the page you have open holds the key. It is deleted when it is imported, or after a day.',
  anonymousHint:
    'This collection is anonymous: columns that answer no question (names, phones, times) are never stored, a column of numbers only serves to find duplicates, and answers get random ids in shuffled order.',
  repeatsHint:
    'Repeated parts of the form come from tables of their own: further sheets of the workbook, or further files of a .zip, each row with a PARENT_KEY that is the KEY (or the number) of its answer, as exports write them.',
  filesHint: 'Questions for photos, recordings and other files cannot be imported.',
  cancelled: 'Given up: nothing was stored, and the file is deleted.',
  checkedRows: (p: P) => `${p['rows']} of ${p['of']} rows are checked.`,
  waitHint: 'This page asks again by itself. Nothing is stored before every row is checked.',
  waitOn: 'See how far it is',
  cancel: 'Give up',
  linkedTitle: (p: P) => `Rows of “${p['label']}”, from ${p['table']}`,
  linkedRows: (p: P) => `${p['n']} rows, each led to its answer by the column PARENT_KEY.`,
  filesNamed: (p: P) =>
    `“${p['question']}” names files in ${p['n']} rows: files are not carried, the answers have none.`,
  filesLeft: (p: P) => `${p['n']} files of the archive (photos, recordings, documents) are not carried.`,
  tablesUnused: (p: P) =>
    `These tables hold rows of no repeated part of the form and are left out: ${p['tables']}.`,
  draft:
    'Nothing can be imported into a draft or an archived collection. Open it first; it may be closed again at once.',
  upload: 'Upload and check',
  gone: 'The uploaded file is no longer here. Please upload it again.',
  mapping: 'Which column answers which question',
  mappingLead:
    'Found by headings and labels; please look through it. A question without a column stays unanswered.',
  question: 'Question',
  source: 'Column of the file',
  notAnswered: '(not imported)',
  severalColumns: (p: P) => `Several columns (${p['n']})`,
  samples: 'The first rows say',
  unused: (p: P) => `Columns that are not used: ${p['columns']}. Nothing of them is stored.`,
  other: 'More',
  day: 'Column with the day of answering',
  dayHint: 'Without one it is today. Only the date is kept.',
  id: 'Column with a number of each answer',
  idHintNamed:
    'Finds duplicates: when a number comes again, the same content is skipped, and other content is refused.',
  idHintAnonymous: 'Only finds duplicates within the file; it is not stored.',
  noColumn: '(none)',
  order: 'Dates such as 3/5/2026',
  orders: { auto: 'As the column tells', day: 'Day first (3 May)', month: 'Month first (5 March)' },
  blanks: 'What stands for no answer, with semicolons between',
  identical: 'Rows that say exactly the same',
  identicals: { keep: 'Keep all (people may answer alike)', skip: 'Keep the first only' },
  again: 'Import this file once more although it was imported before',
  check: 'Check again',
  import: (p: P) => `Import ${p['n']} answers`,
  ready: (p: P) => `All ${p['n']} rows keep the rules of the form and can be imported.`,
  wrong: (p: P) =>
    `${p['wrong']} of ${p['rows']} rows break the rules of the form. Mend the file and upload it again, or change the columns below; nothing has been stored.`,
  nothingMapped: 'No question has a column. Choose at least one.',
  alreadyImported: (p: P) => `This file was imported on ${p['on']}.`,
  againNeeded: (p: P) =>
    `This file was imported on ${p['on']}. If it really shall come once more, tick the box and import again.`,
  full: (p: P) => `That is more than the collection takes (${p['limit']} answers); nothing has been stored.`,
  different: (p: P) =>
    `${p['n']} answers have numbers that stand already with other content; nothing has been stored. Rows: ${p['rows']}.`,
  closed: 'The collection is a draft or archived; nothing has been stored.',
  done: (p: P) =>
    `Imported ${p['added']} answers.${Number(p['duplicates']) > 0 ? ` ${p['duplicates']} stood already and were skipped.` : ''}${Number(p['withdrawn']) > 0 ? ` ${p['withdrawn']} had been withdrawn or erased and were not brought back.` : ''}`,
  identicalRows: (p: P) => `${p['n']} rows say exactly the same as an earlier one: ${p['rows']}.`,
  standing: (p: P) =>
    `${p['n']} rows say exactly the same as an answer that stands already; they may be duplicates.`,
  notAsked: (p: P) =>
    `“${p['question']}”: ${p['n']} rows have something here though the form would skip the question; it is left out.`,
  warned: (p: P) => `${p['n']} warnings of the form; they do not stop the import.`,
  complaints: 'What has to be mended',
  column: 'Column',
  problem: 'Problem',
  rows: 'Rows',
  where: 'Where, and what stands there',
  rowCell: (p: P) => `row ${p['row']}: ${p['cell']}`,
  moreRows: '…',
  unmapped: (p: P) => `${p['words']} (no column answers this question)`,
  preview: 'The first rows will be stored as',
  row: 'Row',
  earlier: 'Earlier imports',
  importedOn: 'Day',
  answers: 'Answers',
  by: 'By',
  channel: 'File import',
  complaint: {
    unknownParent: 'No answer of the file has this key.',
    ambiguousDay: 'The date can be read in two ways; choose below whether the day or the month comes first',
    notYesNo: 'This column should hold 1 or 0 (yes or no), in a ranking the place',
    notPlace: 'The place lacks its latitude or longitude',
    brokenText: 'The text was damaged by an earlier conversion (�); export it again from its source',
    badDay: 'The day of answering cannot be read',
    futureDay: 'The day of answering is yet to come',
    repeatedId: 'The number of the answer stands twice in the file',
  },
}
