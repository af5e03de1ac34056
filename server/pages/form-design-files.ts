/** /forms/:form/design/files: a list of choices in a file, brought along inside the designer. */

import { Problem } from '../problem.ts'
import { listFilesShown, withFile } from './forms/files.ts'
import { formOf } from './forms/place.ts'
import type { Page, Reply, UploadedFile, Visit } from './page.ts'

export const formDesignFiles: Page = {
  path: '/forms/:form/design/files',
  right: 'topic.manage',
  accepts: 'files',
  post: async (visit) => {
    const file = visit.files['file']
    if (!file || !/\.(?:csv|xml|geojson)$/i.test(file.name)) throw new Problem('badRequest')
    return take(visit, file)
  },
}

async function take(visit: Visit, file: UploadedFile): Promise<Reply> {
  const { form } = await formOf(visit, null)
  // A type names its file between spaces.
  const name = file.name
    .trim()
    .replace(/[\s/\\\p{Cc}]+/gu, '_')
    .replace(/^\.+/, '')
    .slice(0, 200)
  const read = await withFile(visit, form.source, name, file)
  if ('words' in read) return { kind: 'json', status: 422, value: { error: 'unread', message: read.words } }
  const { id, title, kind, revision } = form
  // Somebody saved in between: the file goes to what there is now.
  if (!(await visit.store.forms.save(id, revision, { title, kind, source: read.source })))
    return take(visit, file)
  return { kind: 'json', value: { name, files: listFilesShown(read.source) } }
}
