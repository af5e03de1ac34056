/** /forms/:form: the row editor. What does not compile is saved all the same and named at its cell. */

import { compileForm } from '../form/definition.ts'
import type { FormSource } from '../form/form.ts'
import { formKinds, type FormDraft, type FormKind } from '../store/store.ts'
import { shownComplaints, type ShownComplaint } from './forms/complaints.ts'
import {
  compact,
  editRows,
  readSheetsPosted,
  sheetViews,
  titleOf,
  withColumns,
  type SheetView,
} from './forms/editing.ts'
import { formOf, type Step } from './forms/place.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

export interface FormEditorPage {
  readonly title: string
  readonly breadcrumb: readonly Step[]
  readonly scripts: readonly string[]
  readonly form: Pick<FormDraft, 'id' | 'latestVersion' | 'updatedAt'>
  /** The revision that a save replaces; after a conflict it is the other person's. */
  readonly revision: number
  readonly kind: FormKind
  readonly kinds: readonly { readonly value: string; readonly label: string }[]
  readonly sheets: readonly SheetView[]
  readonly conflict: boolean
  readonly unsaved: boolean
  readonly problems: readonly ShownComplaint[]
  readonly warnings: readonly ShownComplaint[]
  readonly versions: readonly {
    readonly number: number
    readonly title: string
    readonly publishedAt: string
  }[]
  readonly errors: readonly { readonly field: string; readonly words: string }[]
}

export const form: Page = {
  path: '/forms/:form',
  right: 'topic.manage',
  accepts: 'files',
  get: async (visit) => {
    const { form } = await formOf(visit, null)
    return show(visit, { source: form.source, revision: form.revision, kind: form.kind })
  },
  post: async (visit) => {
    const { form } = await formOf(visit, null)
    // Further sheets, attached lists and the author's own headers are not edited here; they stay.
    const source = { ...form.source, ...readSheetsPosted(visit) }
    const command = visit.body['do']
    const revision = Number(visit.body['revision'])
    const kind = formKinds.find((one) => one === visit.body['kind']) ?? form.kind
    if (typeof command === 'string' && command !== '' && command !== 'save') {
      const [, sheet = ''] = command.split(':')
      const header = visit.body[`header.${sheet}`]
      const edited = editRows(source, command, typeof header === 'string' ? header : '')
      return show(visit, { source: edited, revision, kind, unsaved: true })
    }
    const title = titleOf(source, form.title)
    const saved = await visit.store.forms.save(form.id, revision, { title, source, kind })
    if (saved) return redirect(`/forms/${form.id}`, visit.t.common.saved)
    return show(visit, { source, revision: form.revision, kind, conflict: true, unsaved: true })
  },
}

interface Editing {
  readonly source: FormSource
  readonly revision: number
  readonly kind: FormKind
  readonly conflict?: boolean
  readonly unsaved?: boolean
}

async function show(visit: Visit, editing: Editing): Promise<Reply> {
  const { t } = visit
  const { form, breadcrumb } = await formOf(visit, null)
  const source = withColumns(compact(editing.source))
  const complaints = shownComplaints(compileForm(source).complaints, source, t)
  const problems = complaints.filter(({ level }) => level === 'error')
  const conflict = editing.conflict === true
  const versions = await visit.store.forms.versions(form.id)
  const context: FormEditorPage = {
    title: titleOf(source, form.title),
    breadcrumb,
    scripts: ['editor.js'],
    form,
    revision: editing.revision,
    kind: editing.kind,
    kinds: formKinds.map((value) => ({ value, label: t.forms.kind[value] })),
    sheets: sheetViews(source, complaints),
    conflict,
    unsaved: editing.unsaved === true,
    problems,
    warnings: complaints.filter(({ level }) => level === 'warning'),
    versions: versions.toReversed(),
    errors: problems.map(({ field, place, words }) => ({
      field,
      words: `${place}${t.common.colon}${words}`,
    })),
  }
  return view('forms/editor', context, { status: conflict ? 409 : 200 })
}
