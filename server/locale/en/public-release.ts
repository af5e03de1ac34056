/** Words of public releases: the risk of being found, and what was done against it. */
type P = Readonly<Record<string, string | number>>
export const publicRelease = {
  title: 'Public release',
  lead: 'Makes a file that may be given to everybody: see first whether somebody could be recognised by what others know of them (sex, age, place …); then make those variables coarser, and let what is still rare be blanked, until every combination is shared by at least k people.',
  never:
    'Never in it: words that people wrote, files, places, personal answers, ids, days of receipt, channels and collectors; nor the rows of repeats.',
  limits:
    'This guards against being recognised and nothing else. Before you publish, think of other public data that could be joined to it, and of content that is secret or sensitive.',
  sample:
    'These are a sample: whoever looks for somebody has to know that they took part, so the real risk is lower than the figures below.',
  census: 'A census: everybody is in the data, and the figures below are the real risk.',
  risk: 'How well somebody could be found',
  step: 'Step',
  rows: 'Rows',
  classes: 'Combinations',
  smallest: 'Fewest people (k)',
  unique: 'Unique',
  inWords: 'In words',
  asChosen: 'As answered',
  coarsened: 'Made coarser',
  asReleased: 'The public file',
  someUnique: (p: P) =>
    `${p['unique']} of ${p['n']} people have a combination of their own: whoever knows it finds them. ${p['below']} share theirs with fewer than ${p['k']}.`,
  someRare: (p: P) =>
    `Nobody is unique, but ${p['below']} people share their combination with fewer than ${p['k']}, the rarest being shared by ${p['smallest']}.`,
  nobodyRare: (p: P) =>
    `Every combination is shared by at least ${p['smallest']} people: the chance of picking out a person is at most 1/${p['smallest']}.`,
  nothingLeft: 'No row is left that could be published. Make variables coarser, or choose fewer.',
  suppressed: (p: P) => `For that ${p['blanked']} values were blanked and ${p['dropped']} rows left out.`,
  smallTitle: 'Which variables make people rare (made coarser)',
  smallCells: (p: P) =>
    `${p['columns']}: ${p['cells']} cells of fewer than ${p['k']}, ${p['rows']} people in them`,
  tellingTitle:
    'In some combinations everybody answered alike: whoever knows that somebody belongs there knows the answer.',
  telling: (p: P) => `${p['label']}: ${p['classes']} combinations`,
  chooseKeys:
    'Choose at least one variable as identifying, so that the risk can be worked out. Choose all that others may know: sex, age, place, occupation, kind of unit, size of household.',
  variables: 'Variables',
  variablesHint:
    'Identifying is what others may know already; published is an answer as it stands. What is not chosen is left out. Numbers and dates as they stand may themselves tell who it is.',
  variable: 'Variable',
  becomes: 'What becomes of it',
  blanked: 'Blanked values',
  leftOut: 'Left out',
  openOption: 'Published as it stands',
  keyWith: (p: P) => `Identifying: ${p['rule']}`,
  k: 'People to a combination, at least (k)',
  kHint: '5 or more',
  mode: 'What is still rare',
  modes: { cells: 'Blank single values, keep the row', rows: 'Leave the row out' },
  assess: 'Assess the risk',
  download: 'Download the public file (zip)',
  downloadHint:
    'With the data, a codebook that says what was made coarser and how much was blanked, and the choices. It is logged.',
  fileName: 'public',
  others: 'Other',
  key: 'identifying',
  openColumn: 'answer',
  asAnswered: 'as it stands',
  rules: {
    keep: 'as it stands',
    bands: (p: P) => `in bands of ${p['width']}`,
    prefix: (p: P) => `the first ${p['length']} signs of the code`,
    rare: (p: P) => `answers of fewer than ${p['n']} together as “Other”`,
    month: 'month only',
    quarter: 'quarter only',
    year: 'year only',
  },
  codebookHeadings: ['name', 'label', 'role', 'treatment', 'suppressed', 'categories'],
  blankedValues: (p: P) => `${p['n']} values blanked`,
  codebookRows: (p: P) =>
    `${p['n']} rows; ${p['dropped']} more were left out because their combination was rare.`,
  codebookK: (p: P) =>
    `Every combination of the identifying variables is shared by at least ${p['k']} people (fewest: ${p['smallest']}).`,
  codebookBefore: (p: P) =>
    `Before: ${p['unique']} people were unique, ${p['below']} shared their combination with fewer than ${p['k']}.`,
  codebookCells:
    'In rows that were still rare, single values of identifying variables were blanked; they are empty cells.',
  codebookDropped: 'Rows that were still rare were left out whole.',
  codebookOrder:
    'Rows stand in the order of random ids, not as they came. An empty cell was skipped, left blank or blanked here.',
  codebookLimits:
    'Words that people wrote, files, places, personal answers, days and where answers came from are not in this file.',
}
