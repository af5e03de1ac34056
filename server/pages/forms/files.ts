/** A file that comes to a form: a list of choices is read, a picture, sound or film is kept. */

import type { FormSource } from '../../form/form.ts'
import { formFile } from '../../intake/attachments/form-file.ts'
import { say } from '../../locale/index.ts'
import type { UploadedFile, Visit } from '../page.ts'

const listEndings = /\.(?:csv|xml|geojson)$/i

/** The form with the file under a name, or why it cannot be taken. */
export async function withFile(
  { store, t }: Visit,
  source: FormSource,
  name: string,
  { bytes }: UploadedFile,
): Promise<{ readonly source: FormSource } | { readonly words: string }> {
  if (listEndings.test(name)) {
    const { readListFile } = await import('../../imports/list-file.ts')
    const read = await readListFile(name, bytes)
    if (!read.ok) return { words: say(t.imports, read.complaint.code, read.complaint.params) }
    return {
      source: { ...source, files: [...(source.files ?? []).filter((one) => one.name !== name), read.file] },
    }
  }
  const kept = await formFile(bytes)
  if (!kept) return { words: t.forms.fileWrongKind }
  const id = await store.files.save({ name, ...kept })
  return { source: { ...source, media: { ...source.media, [name]: id } } }
}

/** The lists of a form as the designer knows them: their names and columns; their rows stay on the server. */
export function listFilesShown(source: FormSource): NonNullable<FormSource['files']> {
  return (source.files ?? []).map(({ name, columns }) => ({ name, columns, rows: [] }))
}
