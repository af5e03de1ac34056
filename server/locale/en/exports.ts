/** Words of exports: the page that offers them, and the codebook. */
import { exportFiles } from './export-files.ts'

type P = Readonly<Record<string, string | number>>
export const exports = {
  files: exportFiles,
  title: 'Export data',
  lead: (p: P) => `The answers of “${p['title']}”, one row each, for Excel, WPS, SPSS, R and other programs.`,
  cells: 'Choice questions contain',
  cellsCodes: 'Choice codes',
  cellsLabels: 'Choice labels',
  headings: 'Column headings',
  headingsNames: 'Variable names',
  headingsLabels: 'Question labels',
  language: 'Language of labels',
  encoding: 'File encoding',
  encodingMarked: 'UTF-8 with BOM (opens in Excel and WPS)',
  encodingPlain: 'UTF-8 without BOM (for programs)',
  encodingGb: 'GB18030 (older Chinese software)',
  attachments: 'Files that came with the answers, too',
  attachmentsHint:
    'In the archive of all files: photos, recordings and others stand under attachments/ID of the answer/.',
  topicFile: 'The whole topic as one SQLite file',
  topicFileHint:
    'A table for each collection of the topic and for each repeat, with the tables collections, variables and value_labels to explain them. Versions are numbered by each collection for itself.',
  questionnaire: 'The questionnaire itself (XLSForm)',
  questionnaireHint:
    'The version that this collection uses, for ODK, Kobo and other tools, and for importing it here again.',
  questionnaireDownload: 'Download the XLSForm (.xlsx)',
  topicFileDownload: 'Download the SQLite file',
  selection: 'Which answers',
  more: 'Further choices',
  status: 'Add a column for each question that says answered, unanswered or skipped',
  statusHint: 'Without it, skipped and unanswered questions are both empty cells.',
  raw: 'For programs: leave text cells as they are',
  rawHint:
    'Otherwise text that begins with = + - @ and the like gets an apostrophe in front, so that no spreadsheet runs it as a formula.',
  personal: 'Include columns with personal answers',
  personalHint: 'Every reading of personal answers is written to the history.',
  personalLeftOut:
    'This form asks personal questions. You have no right to read them; the file leaves those columns out.',
  personalNotAsked: 'Columns with personal answers are left out unless you tick this.',
  anonymous:
    'This collection is anonymous: rows stand in the order of random ids, without time of arrival, receipt number or collector.',
  download: 'Download CSV',
  codebook: 'Download codebook',
  noAnswers: 'There are no answers yet; the file will hold the headings only.',
  count: (p: P) => `${p['n']} answers so far.`,
  countRejected: (p: P) => `${p['n']} answers so far, ${p['rejected']} of them rejected by review.`,
  back: 'Back to the summary',
  codebookHeadings: ['name', 'label', 'type', 'categories', 'missing', 'asked_if', 'n'],
  codebookEscaped:
    "Text cells that begin with = + - @, a tab or a line break have an apostrophe (') in front; numbers never do. Remove it to get the text back.",
  codebookRaw:
    'Raw file: text cells are unchanged. Do not open content from strangers directly in a spreadsheet.',
  codebookEmpty:
    'An empty cell is a question that was skipped (not asked) or left unanswered; to tell them apart, export with status columns (name/status). Multiple choice is split into 0/1 columns, a ranking into ranks (1 is first).',
  codebookOrder: 'Rows stand in order of arrival.',
  codebookOrderAnonymous:
    'Anonymous collection: rows stand in the order of random ids, which tells nothing of their arrival.',
  codebookName: 'codebook',
  codebookVersions:
    'The answers are of several versions of the form: versions are joined by question name, questions that an older version lacks are empty, and form_version says which one an answer is of.',
  codebookKeys:
    'Parts that are filled in several times have a file each, one row a time: PARENT_KEY equals the column KEY of the file above; the column named after the part in the main file is the number of rows.',
  codebookFile: (p: P) => `The file of “${p['label']}”`,
  typeRows: 'number of rows',
  typeKey: 'key',
  typeFile: 'name of an attached file',
  place: { latitude: 'latitude', longitude: 'longitude', altitude: 'altitude (m)', accuracy: 'accuracy (m)' },
  table: 'Which file',
  tableHint:
    'What is filled in several times has a file of its own, one row a time, joined to the main file by PARENT_KEY and KEY.',
  tableMain: 'Main file: one row an answer',
  tableRows: (p: P) => `${p['label']}: one row a time`,
  downloadAll: 'Download all (zip, with the codebook)',
  versionsJoined: (p: P) =>
    `The answers are of versions ${p['numbers']} of the form, joined by question name.`,
  typeNote: 'note',
  typeOrigin: 'origin',
  typeStatus: 'status',
  statusLabel: 'Status: answered, unanswered or skipped',
  types: {
    coded: 'single choice',
    number: 'number',
    set: 'multiple choice (0/1)',
    rank: 'ranking (rank)',
    text: 'text',
    date: 'date',
  },
  missing: { not_applicable: 'not applicable', dont_know: "don't know", refused: 'refused' },
  origin: {
    instance_id: 'Answer id (random)',
    channel: 'Channel',
    received_on: 'Date received',
    form_version: 'Form version',
    state: 'Review state: received, returned, approved, rejected',
    receipt: 'Receipt number',
    received_at: 'Time received (UTC)',
    collector: 'Collected by',
    paper_copy: 'Number of the printed copy',
    PARENT_KEY: 'Key of what the row stands in',
    KEY: 'Key of the row',
  },
}
