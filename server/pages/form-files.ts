/** /forms/:form/files: pictures, sounds and films of labels, and external lists, beside the form that names them. */

import { compileForm } from '../form/definition.ts'
import type { FormSource } from '../form/form.ts'
import { withFile } from './forms/files.ts'
import { formOf, type Step } from './forms/place.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

interface FileLine {
  readonly name: string
  /** Whether the form names it; what it no longer names can be removed. */
  readonly named: boolean
  readonly here: 'list' | 'media' | null
  /** Rows of a list. */
  readonly rows: number
}

export interface FormFilesPage {
  readonly title: string
  readonly breadcrumb: readonly Step[]
  readonly form: { readonly id: string; readonly title: string; readonly revision: number }
  readonly lines: readonly FileLine[]
  readonly listEndings: string
  readonly errors: readonly { readonly field: string; readonly words: string }[]
}

/** A form with more files is no questionnaire any more. */
const mostFiles = 200

export const formFiles: Page = {
  path: '/forms/:form/files',
  right: 'topic.manage',
  accepts: 'files',
  get: (visit) => show(visit),
  post: async (visit) => {
    const { form } = await formOf(visit, visit.t.forms.files)
    const gone = visit.body['remove']
    const changed =
      typeof gone === 'string' && gone !== ''
        ? without(form.source, gone)
        : await withUploads(visit, form.source)
    if ('error' in changed) return show(visit, [changed.error])
    const { id, title, kind } = form
    const revision = Number(visit.body['revision'])
    const saved = await visit.store.forms.save(id, revision, { title, kind, source: changed.source })
    return saved
      ? redirect(`/forms/${id}/files`, visit.t.common.saved)
      : show(visit, [{ field: '', words: visit.t.forms.conflict }])
  },
}

type Changed =
  { readonly source: FormSource } | { readonly error: { readonly field: string; readonly words: string } }

/** Each file goes under the name that its field says: `file.<name>`, or its own where it was sent as `file`. */
async function withUploads(visit: Visit, source: FormSource): Promise<Changed> {
  const { t } = visit
  let next = source
  for (const [field, file] of Object.entries(visit.files)) {
    if (file.bytes.length === 0) continue
    const name = field.startsWith('file.') ? field.slice('file.'.length) : file.name
    const error = (words: string): Changed => ({
      error: { field: `field-${name}`, words: `${name}：${words}` },
    })
    if (!/^[^/\\\p{Cc}]{1,200}$/u.test(name) || name.startsWith('.')) return error(t.forms.fileBadName)
    const added = await withFile(visit, next, name, file)
    if ('words' in added) return error(added.words)
    next = added.source
    if (Object.keys(next.media ?? {}).length + (next.files ?? []).length > mostFiles)
      return error(t.forms.fileTooMany)
  }
  return next === source ? { error: { field: 'field-', words: t.forms.fileNone } } : { source: next }
}

function without(source: FormSource, name: string): Changed {
  const media = Object.fromEntries(Object.entries(source.media ?? {}).filter(([one]) => one !== name))
  return { source: { ...source, media, files: (source.files ?? []).filter((one) => one.name !== name) } }
}

async function show(visit: Visit, errors: FormFilesPage['errors'] = []): Promise<Reply> {
  const { t } = visit
  const { form, breadcrumb } = await formOf(visit, t.forms.files)
  const { source } = form
  const named = compileForm(source).form?.files ?? []
  const media = Object.keys(source.media ?? {})
  const lists = new Map((source.files ?? []).map((file) => [file.name, file.rows.length]))
  const all = [...new Set([...named, ...media, ...lists.keys()])]
  const context: FormFilesPage = {
    title: `${t.forms.files} · ${form.title}`,
    breadcrumb,
    form,
    lines: all.map((name) => ({
      name,
      named: named.includes(name),
      here: lists.has(name) ? 'list' : media.includes(name) ? 'media' : null,
      rows: lists.get(name) ?? 0,
    })),
    listEndings: '.csv,.xml,.geojson,image/*,audio/*,video/*',
    errors,
  }
  return view('forms/files', context, { status: errors.length > 0 ? 422 : 200 })
}
