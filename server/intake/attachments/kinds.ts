/** What kinds of file an answer may bring, told by the bytes and never by the name. */

import { open } from 'node:fs/promises'

export { isAttachmentName } from '../../form/attachment-name.ts'

/** Questions that take files. A drawing is an image. */
export type FileQuestion = 'image' | 'audio' | 'video' | 'file'

interface Kind {
  readonly for: readonly FileQuestion[]
  /** Endings under which such a file is known; the first is given to a file that comes with another. */
  readonly endings: readonly string[]
}

const image: readonly FileQuestion[] = ['image', 'file']
const audio: readonly FileQuestion[] = ['audio', 'file']
const video: readonly FileQuestion[] = ['video', 'file']
/** Containers of sound that may hold pictures too. */
const either: readonly FileQuestion[] = ['audio', 'video', 'file']
const paper: readonly FileQuestion[] = ['file']

const kinds: Readonly<Record<string, Kind>> = {
  'image/jpeg': { for: image, endings: ['jpg', 'jpeg'] },
  'image/png': { for: image, endings: ['png'] },
  'image/webp': { for: image, endings: ['webp'] },
  'image/gif': { for: image, endings: ['gif'] },
  'image/avif': { for: image, endings: ['avif'] },
  'image/tiff': { for: image, endings: ['tif', 'tiff'] },
  'audio/mpeg': { for: audio, endings: ['mp3'] },
  'audio/x-m4a': { for: audio, endings: ['m4a', 'mp4'] },
  'audio/mp4': { for: audio, endings: ['m4a', 'mp4'] },
  'audio/ogg': { for: audio, endings: ['ogg', 'oga', 'opus'] },
  'audio/ogg; codecs=opus': { for: audio, endings: ['ogg', 'oga', 'opus'] },
  'audio/wav': { for: audio, endings: ['wav'] },
  'audio/aac': { for: audio, endings: ['aac'] },
  'audio/amr': { for: audio, endings: ['amr'] },
  'audio/flac': { for: audio, endings: ['flac'] },
  'video/webm': { for: either, endings: ['webm', 'weba'] },
  'video/matroska': { for: either, endings: ['mkv', 'mka', 'webm'] },
  'video/mp4': { for: either, endings: ['mp4', 'm4v', 'm4a'] },
  'video/x-m4v': { for: video, endings: ['m4v', 'mp4'] },
  'video/quicktime': { for: either, endings: ['mov', 'qt'] },
  'video/3gpp': { for: either, endings: ['3gp', '3gpp'] },
  'video/3gpp2': { for: either, endings: ['3g2'] },
  'video/ogg': { for: video, endings: ['ogv', 'ogg'] },
  'application/pdf': { for: paper, endings: ['pdf'] },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    for: paper,
    endings: ['docx'],
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { for: paper, endings: ['xlsx'] },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': {
    for: paper,
    endings: ['pptx'],
  },
  'application/vnd.oasis.opendocument.text': { for: paper, endings: ['odt'] },
  'application/vnd.oasis.opendocument.spreadsheet': { for: paper, endings: ['ods'] },
  'application/x-cfb': { for: paper, endings: ['doc', 'xls', 'ppt', 'wps', 'et'] },
  'application/zip': { for: paper, endings: ['zip'] },
  'text/plain': { for: paper, endings: ['txt', 'csv'] },
}

/** The kind of a file by its first bytes, or null where it is none that a question of this type takes. */
export async function kindOf(path: string, question: FileQuestion): Promise<string | null> {
  // Loaded with the first file: most collections have none.
  const { fileTypeFromFile } = await import('file-type')
  const found = (await fileTypeFromFile(path).catch(() => undefined))?.mime
  const type = found ?? ((await isText(path)) ? 'text/plain' : null)
  return type !== null && Object.hasOwn(kinds, type) && kinds[type]?.for.includes(question) ? type : null
}

/** The name under which people get the file: that of the answer, unless its ending tells something else. */
export function downloadName(name: string, type: string): string {
  const kind = kinds[type]
  const [stem = name, ending = ''] = name.split('.')
  return kind && !kind.endings.includes(ending) ? `${stem}.${kind.endings[0] ?? 'bin'}` : name
}

/** Text has no zeros and is none of the languages that a browser would run. */
async function isText(path: string): Promise<boolean> {
  const handle = await open(path, 'r')
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0)
    const start = buffer.subarray(0, bytesRead)
    if (bytesRead === 0 || start.includes(0)) return false
    // oxlint-disable-next-line no-control-regex -- control signs are what tells text from other bytes
    if (/[\x01-\x08\x0e-\x1a\x1c-\x1f]/.test(start.toString('latin1'))) return false
    return !/^\s*(?:<|\{\\rtf|#!|%!|MZ)/.test(start.toString('latin1').replace(/^\xef\xbb\xbf/, ''))
  } finally {
    await handle.close()
  }
}
