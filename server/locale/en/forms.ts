/** Words of the pages where forms are made, edited, previewed and published. */
import { draftGuesses, readBack } from './draft-words.ts'
import { formFiles } from './form-files.ts'

type P = Readonly<Record<string, string | number>>
export const forms = {
  ...formFiles,
  readBack,
  newTitle: 'New form',
  untitled: 'Untitled form',
  kindLabel: 'Kind of form',
  kind: {
    questionnaire: 'Questionnaire',
    interview: 'Interview notes',
    visit: 'Visit record',
    expert: 'Expert survey',
    'case-study': 'Case study',
    experience: 'Experience log',
    request: 'Requests',
    record: 'Work record',
  },
  created: 'The form has been made. You can go on editing it.',
  ways: {
    paste: 'Paste the text of a questionnaire',
    pasteHint: 'Paste a draft from Word: questions, options and skips are recognised.',
    pasteGo: 'Paste text',
    upload: 'Upload an XLSForm',
    uploadHint: 'If you have the form as an .xlsx or .xls XLSForm.',
    file: 'Choose a file (.xlsx, .xls, at most 10 MB)',
    uploadGo: 'Upload',
    template: 'Start from a template',
    templateHint:
      'Questionnaires, interview and visit notes, expert inquiries, cases, experiences and work records, each with notes on use and analysis.',
    templateGo: 'Choose a template',
    blank: 'Blank form',
    blankHint: 'Add question by question in the designer, with the phone beside it.',
    blankGo: 'Make a blank form',
  },
  ignoredSheets: (p: P) =>
    `The form has been made. These sheets are no part of an XLSForm and were not read: ${p['sheets']}.`,
  pasteTitle: 'Paste the text of a questionnaire',
  pasteLead:
    'Paste or change the text on the left; the right shows question by question what was understood, and what respondents will see. Copy straight from Word (numbers, tables and boxes are read), or read in a Word file.',
  wordTitle: 'Read a Word file',
  wordHint:
    '.docx, at most 10 MB. Automatic numbers, tables, boxes and underlined blanks become text; pictures, headers, footers and comments are left out.',
  wordFile: 'Choose a Word file',
  wordGo: 'Read the text',
  wordRead: (p: P) =>
    `“${p['name']}” has been read. Check the result on the right, question by question, and correct the text on the left where needed.`,
  wordPictures: (p: P) =>
    `The draft has ${p['count']} pictures that were not taken over; once the form is made they can be added under its files.`,
  pasteLabel: 'Text of the questionnaire',
  pasteExample: `Community clinic survey
This survey is anonymous and takes three minutes.

1. What is your sex? (single choice)
A. Male
B. Female
2. Your age: ____ (number)
3. Did you visit the clinic last year? (if B, skip to 5)
A. Yes  B. No
4. Why did you go there? (select all that apply, up to 3)
A. It is near
B. It is cheap
C. Other ____
5. How satisfied are you with the following? (matrix)
(1) Rooms
(2) Staff
Very dissatisfied | Dissatisfied | Neutral | Satisfied | Very satisfied
6. Overall score (0-10 points)
7. Your comments:`,
  help: 'How to write it',
  helpRows: [
    [
      '(single choice) (select all that apply, up to 3) (ranking)',
      'The type stands in brackets in the question; options without a type make a single choice',
    ],
    ['A. B. C. · ①② · [ ]', 'Options one a line, or several in a line'],
    ['Other ____', 'A text field appears when it is chosen'],
    ['None of these (exclusive)', 'Cannot be chosen with others'],
    ['(number) (date) (time) ____', 'Fields'],
    ['(0-10 points) (score 1-5)', 'Scores'],
    ['(matrix)', 'One item a line, and a line of columns: Very bad | Bad | …'],
    ['* or (required)', 'Must be answered'],
    ['(if B, skip to 5) (only if Q3 = A)', 'Skips and conditions'],
    ['(add to 100)', 'Below it: “taste ____ price ____”; the items must add up to that'],
    ['(personal) (not personal)', 'Names, phones: kept apart from the answers'],
    ['Section 1: About you', 'Sections'],
  ],
  previewButton: 'Preview',
  createButton: 'Make the form',
  understood: (p: P) => `${p['count']} questions recognised`,
  outcomeTitle: 'Preview',
  outcomeEmpty: 'The preview appears here once there is text.',
  outcomeBroken: 'The preview appears here once the problems above are corrected.',
  previewFailed: 'No preview at the moment; try again later. Your text is still there.',
  problemCount: (p: P) => `${p['count']} to look at`,
  line: (p: P) => `Line ${p['line']}`,
  place: (p: P) =>
    p['row'] === ''
      ? `Sheet ${p['sheet']}`
      : `Sheet ${p['sheet']}, row ${p['row']}${p['column'] === '' ? '' : p['letter'] === '' ? ` (${p['column']})` : `, column ${p['letter']} (${p['column']})`}`,
  level: { error: 'Error', warning: 'Warning', info: 'Note' },
  missing: { dont_know: 'don’t know', refused: 'refused', not_applicable: 'not applicable' },
  draft: {
    ...draftGuesses,
    emptyText: 'There is no text yet. Paste the draft of a questionnaire.',
    tooManyLines: (p: P) => `The text is too long; at most ${p['limit']} lines. Split it into several forms.`,
    lineTooLong: (p: P) =>
      `The line is too long; at most ${p['limit']} characters. Check whether a line break is missing.`,
    notUnderstood:
      'This line was not understood and stands as a note at its place. Give a question a number, an option a letter (A. B.).',
    choiceWithoutOptions: 'This choice has no options. Write them below it as A. B. and so on.',
    oneOption: 'There is only one option; check whether the others have letters or numbers.',
    letterGap: (p: P) => `The letters of the options have a gap: ${p['letter']} is missing.`,
    sameOption: (p: P) => `The option “${p['label']}” stands twice.`,
    matrixWithoutRows: 'The matrix has no items. Write one a line below it, such as (1) Rooms.',
    matrixWithoutColumns: 'The matrix has no columns. Write a line such as: Very bad | Bad | …',
    matrixGuessed: 'This line has bars, so the question was taken as a matrix.',
    optionsGuessed: (p: P) => `This line was taken as ${p['count']} options.`,
    severalBlanks: (p: P) =>
      `There are ${p['count']} blanks in this line but one field was made. Write separate questions where each needs an answer.`,
    rangeAssumed: (p: P) => `The text gives no range of scores; ${p['start']} to ${p['end']} was taken.`,
    rankAll: 'A ranking asks for all options to be ranked; ranking only some is not supported.',
    tooFewOptions: (p: P) =>
      `There are fewer than ${p['limit']} options, so the number of choices was not limited.`,
    repeatedNumber: (p: P) => `The question number ${p['number']} stands twice.`,
    missingUnderstood: (p: P) =>
      `“${p['label']}” counts as “${p['kind']}”: shown apart, not among the valid answers.`,
    skipUnderstood: (p: P) =>
      p['first'] === p['last']
        ? `Who chooses “${p['option']}” in question ${p['number']} does not answer question ${p['first']}.`
        : `Who chooses “${p['option']}” in question ${p['number']} does not answer questions ${p['first']} to ${p['last']}.`,
    skipToEndUnderstood: (p: P) =>
      `Who chooses “${p['option']}” in question ${p['number']} answers nothing from question ${p['first']} on.`,
    conditionUnderstood: (p: P) => `Only who chose “${p['option']}” in question ${p['number']} answers this.`,
    skipNothing: (p: P) => `Question ${p['number']} skips to ${p['target']}, but no question lies between.`,
    skipUnknownTarget: (p: P) => `There is no question ${p['target']}; the skip was not made.`,
    skipUnknownOption: (p: P) => `There is no option “${p['option']}”; the skip was not made.`,
  },
  edit: 'Edit form',
  preview: 'Preview',
  publish: 'Publish',
  download: 'Download XLSForm',
  check: 'Check without saving',
  save: 'Save',
  unsaved: 'The changes are not saved yet.',
  leave: 'The changes are not saved yet. Leave the page?',
  conflict:
    'Somebody else saved this form while you were editing. What you typed is below and not saved yet.',
  conflictOther: 'See what they saved in a new window',
  conflictMine: 'Replace it with mine',
  ready: 'No problems found; it can be published.',
  problemsTitle: (p: P) => `${p['count']} errors to correct before publishing`,
  warningsTitle: (p: P) => `${p['count']} warnings`,
  more: 'Show more columns',
  sheet: { survey: 'Questions (survey)', choices: 'Options (choices)', settings: 'Settings (settings)' },
  sheetErrors: (p: P) => `${p['count']} errors`,
  rowNumber: 'Row',
  cell: (p: P) => `Row ${p['row']}, ${p['column']}`,
  addRow: 'Add a row below',
  removeRow: 'Delete this row',
  moveUp: 'Move up',
  moveDown: 'Move down',
  rowActions: 'Row',
  columnName: 'New column',
  addColumn: 'Add column',
  column: {
    type: 'Type',
    name: 'Name',
    label: 'Question text',
    required: 'Required',
    relevant: 'Shown if',
    hint: 'Hint',
    constraint: 'Valid if',
    constraint_message: 'Words if not valid',
    required_message: 'Words if blank',
    calculation: 'Calculation',
    choice_filter: 'Options filter',
    appearance: 'Appearance',
    parameters: 'Parameters',
    default: 'Default',
    read_only: 'Read only',
    guidance_hint: 'For the investigator',
    personal: 'Personal',
    list_name: 'List',
    missing: 'Missing kind',
    form_title: 'Title',
    form_id: 'Id',
    version: 'Version',
    default_language: 'Default language',
    style: 'Style',
  },
  choiceLabel: 'Option text',
  versions: 'Published versions',
  noVersions: 'Not published yet. Publish it to field it.',
  versionNumber: (p: P) => `Version ${p['number']}`,
  draftState: 'Draft',
  previewLead: 'This is what respondents will see. Questions that depend on earlier answers are all listed.',
  previewBroken: 'The form has errors and cannot be shown.',
  backToEdit: 'Back to editing',
  conditional: 'Depends on earlier answers',
  repeated: 'Filled in several times',
  language: 'Language',
  publishLenient:
    'I have looked at these problems: expressions that cannot be read have no effect, the form runs without them',
  publishLead:
    'Once published, a version does not change. Later edits make a new version; answers keep the version that they answered.',
  publishAs: (p: P) => `Publish version ${p['number']}`,
  publishFacts: (p: P) => `${p['questions']} questions.`,
  unchanged: (p: P) => `The form equals version ${p['number']}; there is nothing to publish.`,
  published: (p: P) => `Version ${p['number']} is published.`,
  collect: 'Field it',
}
