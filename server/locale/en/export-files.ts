/** Words of the files for statistical programs. */
export const exportFiles = {
  title: 'Files for statistical programs',
  lead: 'Labels of variables and values and the declared missing codes are in the file: open it and work.',
  format: 'Format',
  formats: {
    xlsx: {
      name: 'Excel workbook (.xlsx)',
      hint: 'A sheet with the data and one with the codebook; dates and numbers are real ones.',
    },
    sav: {
      name: 'SPSS (.sav)',
      hint: 'Variable and value labels, user-missing values, measure, multiple-response sets.',
    },
    dta: {
      name: 'Stata (.dta, version 14 or newer)',
      hint: 'Value labels; don’t know, refused and the like as .a, .b.',
    },
    r: {
      name: 'R (.zip)',
      hint: 'Data and a script that reads, labels and declares the sample (package survey).',
    },
    jsonl: { name: 'JSON Lines (.jsonl)', hint: 'One JSON object an answer, for programs.' },
    ddi: {
      name: 'DDI-Codebook 2.5 (.xml)',
      hint: 'The codebook for data archives: questions, values, missing codes and counts; no single answers.',
    },
  },
  cellsHint: 'For the Excel workbook only.',
  design: 'Sample design in the R script',
  designHint: 'For the R script only; all may be left out.',
  weights: 'Column of weights',
  strata: 'Column of strata',
  clusters: 'Column of clusters (primary sampling units)',
  fpc: 'Column of population sizes or sampling fractions',
  noColumn: 'none',
  all: 'All tables together',
  allHint:
    'The answers and each repeat as a file of its own (in Excel sheets of one workbook), joined by KEY and PARENT_KEY, in one archive.',
  attachmentsHint:
    'With all tables together only: photos, recordings and documents under attachments/<answer>/.',
  twoReadings:
    'Files are written while they are read and may be large; signs that a program does not allow in names become underscores.',
  universe: 'Those who answered this collection',
  codebook: {
    headings: ['name', 'label', 'type', 'values', 'filled'],
    kinds: { number: 'number', text: 'text', date: 'date' },
    missing: { not_applicable: 'not applicable', dont_know: "don't know", refused: 'refused' },
  },
} as const
