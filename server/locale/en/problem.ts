/** Sentences of the error page; each says what happened and what to do. */
type P = Readonly<Record<string, string | number>>
export const problem = {
  badRequest: 'What was sent could not be understood. Go back and try again.',
  badCsrf: 'The page has expired. Go back, reload it and send again.',
  signInNeeded: 'Please sign in first.',
  forbidden: 'You have no right to see this page or to do this. If you need it, ask the research organiser.',
  notFound: 'There is no such page. The link may be incomplete or no longer valid.',
  conflict: 'Someone else has just changed the same thing. Reload the page, then make your change.',
  differentAnswer: (p: P) =>
    `This questionnaire has been submitted before. The first answer stands; its receipt number is ${p['receipt'] ?? ''}.`,
  gone: 'This has been deleted.',
  tooLarge: (p: P) => `What was sent is too large; the limit is ${p['limit'] ?? ''}.`,
  unsupportedMedia: 'This kind of content is not accepted.',
  unprocessable: 'Some entries need correcting; see the notes beside them.',
  unknownColumn: (p: P) => `The data have no column named “${p['name'] ?? ''}”. Go back and choose another.`,
  tooManyTexts:
    'This collection has more than 1,000,000 answers: open answers are not listed one by one here. Export the data, or search the list of answers.',
  badFilter: (p: P) => `The filter “${p['name'] ?? ''}” makes no sense here. Correct it and try again.`,
  locked: 'The account is locked for a while. Try again later or ask an administrator.',
  tooMany: 'Too many attempts. Please wait a minute and try again.',
  tooManyExports: (p: P) =>
    `Many files are being made already (at most ${p['limit'] ?? ''} at a time for each person). Wait for one of them, or cancel it, then export again.`,
  internal: 'Something went wrong and has been recorded. Please give the administrator the number below.',
  diskFull:
    'The disk of the server is full and takes no more files. Please tell the administrator; what you filled in is kept on this device.',
  unavailable:
    'The server is restarting or under maintenance. Try again shortly; what you filled in is kept on this device.',
}
