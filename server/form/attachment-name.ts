/** The name that an answer gives to a file: 32 digits of the SHA-256 of its bytes, and a harmless ending. */

/** Endings of the files that answers may bring; `bin` stands for one that says nothing. */
const endings =
  'jpg jpeg png webp gif avif tif tiff mp3 m4a ogg oga opus wav aac amr flac webm weba mkv mka mp4 m4v mov qt 3gp 3gpp ' +
  '3g2 ogv pdf docx xlsx pptx odt ods doc xls ppt wps et zip txt csv bin'
const known = endings.split(' ')

export function isAttachmentName(name: string): boolean {
  const [, ending = ''] = /^[0-9a-f]{32}\.([a-z0-9]{1,5})$/.exec(name) ?? []
  return known.indexOf(ending) >= 0
}

/** The ending under which a file goes, from what it is called or, without a name, from its type. */
export function endingFor(fileName: string, type = ''): string {
  const [, written = ''] = /\.([A-Za-z0-9]{1,5})$/.exec(fileName) ?? []
  const ending = written.toLowerCase()
  if (known.indexOf(ending) >= 0) return ending
  const [, kind = ''] = /^(?:image|audio|video)\/(?:x-)?([a-z0-9]+)/.exec(type) ?? []
  return kind === 'jpeg' ? 'jpg' : known.indexOf(kind) >= 0 ? kind : 'bin'
}
