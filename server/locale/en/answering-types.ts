/** Words of the respondents' pages for single types of question: files, places, drawings, repeats. */
type P = Readonly<Record<string, string | number>>
export const answeringTypes = {
  // files
  file_wrongKind: 'This file cannot be taken here. Choose another kind of file, for example a JPEG picture.',
  file_damaged: 'The file did not arrive whole. Please choose it again.',
  file_tooMany: 'This answer already has as many files as it may have. Remove one first.',
  file_tooLarge: (p: P) => `The file is too large; at most ${p['limit']}.`,
  filesMissing: 'Some files have not reached the server. They are sent again now.',
  fileGone: 'This file is no longer on the server. Please choose it again.',
}
