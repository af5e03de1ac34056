/** Words of the page of a form's files. */
type P = Readonly<Record<string, string | number>>
export const formFiles = {
  files: 'Files',
  filesLead:
    'Pictures, sounds and films of labels and choices, and lists of choices from files. A published version keeps the files it was published with.',
  filesPublic:
    'Whoever opens the questionnaire can read every list and file of it. Do not attach lists of names or other personal data to a form on a public link.',
  fileName: 'Name in the form',
  fileState: 'State',
  fileChoose: 'Choose a file',
  fileHere: 'attached',
  fileList: (p: P) => `list, ${p['rows']} rows`,
  fileMissing: 'missing',
  fileUnused: 'The form does not use it.',
  fileFor: (p: P) => `File for ${p['name']}`,
  fileRemove: (p: P) => `Remove ${p['name']}`,
  fileRemoveShort: 'Remove',
  fileOther: 'Another file',
  fileOtherHint: 'It keeps its own name. CSV, XML and GeoJSON become lists.',
  fileUpload: 'Attach',
  noFiles: 'The form names no files.',
  fileNone: 'Choose a file first.',
  fileBadName: 'This name cannot be used.',
  fileTooMany: 'A form can have at most 200 files.',
  fileWrongKind: 'This is no picture, sound or film that browsers show. JPEG, PNG, MP3 and MP4 are.',
}
