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
  shareUnderstood: (p: P) => `Read as points to be shared out: the items must add up to ${p['total']}.`,
}
