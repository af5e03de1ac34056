/** What the reader of drafts says it took for granted. */

type P = Readonly<Record<string, string | number>>

export const draftGuesses = {
  skipElseUnderstood: (p: P) =>
    p['first'] === p['last']
      ? `Question ${p['first']} is asked only if question ${p['number']} is answered “${p['option']}”.`
      : `Questions ${p['first']}–${p['last']} are asked only if question ${p['number']} is answered “${p['option']}”.`,
  tableGuessed: (p: P) => `This table is read as a matrix: ${p['rows']} items, ${p['columns']} options.`,
  scoresGuessed: (p: P) =>
    `This table is read as ratings: ${p['rows']} items, ${p['start']} to ${p['end']} points.`,
  fieldsGuessed: (p: P) => `Read as ${p['count']} questions, one for each blank.`,
  numberGuessed: (p: P) => `The unit is “${p['unit']}”: read as a number.`,
  dateGuessed: 'Year and month are asked for: read as a date.',
  rankGuessed: 'The words ask for an order: read as a ranking.',
  severalGuessed: 'The words ask for several: read as a multiple choice.',
  scaleGuessed: (p: P) => `Read as a rating from ${p['start']} to ${p['end']}.`,
  personalGuessed: 'Treated as personal: kept apart from the answers.',
  aloneGuessed: (p: P) => `“${p['label']}” cannot be chosen together with others.`,
  paperWords: (p: P) => `“${p['words']}” is of use on paper only and was left out of the question.`,
  shareWithoutItems: 'Sharing out takes two items or more. Write them below: “taste ____ price ____”.',
  shareUnderstood: (p: P) => `Read as points to be shared out: the items must add up to ${p['total']}.`,
}

/** What was understood, question by question, and the clicks that correct it. */
export const readBack = {
  title: 'What was understood',
  lead: 'Go through the questions. “Check” marks a guess: if it is wrong, press a button. A mark is then written into the text on the left; nothing else in it changes.',
  check: 'Check',
  checkCount: (p: P) => (p['count'] === 1 ? '1 guess to check' : `${p['count']} guesses to check`),
  required: 'required',
  personal: 'personal',
  rows: (p: P) => (p['count'] === 1 ? '1 item' : `${p['count']} items`),
  options: (p: P) => (p['count'] === 1 ? '1 option' : `${p['count']} options`),
  when: (p: P) => `Shown only if ${p['condition']}`,
  change: 'Change…',
  toLine: 'Show in the text',
  pasted: 'Numbers, tables and boxes of Word were read. Please check what was understood.',
  kind: {
    select_one: 'one choice',
    select_multiple: 'several choices',
    rank: 'ranking',
    text: 'text',
    multiline: 'long text',
    integer: 'whole number',
    decimal: 'number',
    date: 'date',
    time: 'time',
    range: 'rating',
    matrix: 'matrix',
    matrixSeveral: 'matrix, several choices',
    scores: 'a rating for each item',
    shares: 'points shared out',
  },
  fix: {
    select_one: 'Make it one choice',
    select_multiple: 'Make it several choices',
    rank: 'Make it a ranking',
    text: 'Make it text',
    multiline: 'Make it long text',
    integer: 'Make it a number',
    date: 'Make it a date',
    range: 'Make it a rating',
    required: 'Require an answer',
    optional: 'Do not require it',
    personal: 'It is personal',
    impersonal: 'It is not personal',
    alone: 'Not together with others',
    together: 'May go with others',
    substantive: 'Counts as an answer',
    unskipped: 'No skip',
    asked: 'This is a question',
    offered: 'This is an option',
    said: 'This is a note',
  },
}
