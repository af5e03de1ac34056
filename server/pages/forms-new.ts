/** /topics/:topic/forms/new: the ways to a form: upload, paste, a template, a blank one. */

import { readXlsform } from '../imports/xlsform.ts'
import { say } from '../locale/index.ts'
import { Problem } from '../problem.ts'
import type { FormSource } from '../form/form.ts'
import { formKinds, type FormKind } from '../store/store.ts'
import { compact, editorLimits, titleOf } from './forms/editing.ts'
import { topicOf, type Step } from './forms/place.ts'
import { blankForm } from './forms/blank.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

export interface FormsNewPage {
  readonly title: string
  readonly breadcrumb: readonly Step[]
  readonly topicId: string
  readonly kinds: readonly { readonly value: string; readonly label: string }[]
  readonly kind: FormKind
  readonly errors: readonly { readonly field: string; readonly words: string }[]
}

export const formsNew: Page = {
  path: '/topics/:topic/forms/new',
  right: 'topic.manage',
  accepts: 'files',
  get: (visit) => show(visit, []),
  post: async (visit) => {
    const way = visit.body['way']
    if (way === 'xlsform') return upload(visit)
    if (way === 'blank') return add(visit, blankForm(visit.t.forms.untitled), kindOf(visit))
    throw new Problem('badRequest')
  },
}

async function show(visit: Visit, errors: FormsNewPage['errors'], status = 200): Promise<Reply> {
  const { topic, breadcrumb } = await topicOf(visit, visit.t.forms.newTitle)
  const context: FormsNewPage = {
    title: visit.t.forms.newTitle,
    breadcrumb,
    topicId: topic.id,
    kinds: formKinds.map((value) => ({ value, label: visit.t.forms.kind[value] })),
    kind: kindOf(visit),
    errors,
  }
  return view('forms/new', context, { status })
}

/** What the person chose in a post, else a questionnaire. */
export function kindOf({ body }: Pick<Visit, 'body'>): FormKind {
  return formKinds.find((kind) => kind === body['kind']) ?? 'questionnaire'
}

/** A workbook whose rows have faults is still taken in: the editor shows them at their cells. */
async function upload(visit: Visit): Promise<Reply> {
  const { t, files } = visit
  const refuse = (words: string) => show(visit, [{ field: 'file', words }], 422)
  const file = files['file']
  if (!file) return refuse(t.imports.emptyFile)
  const read = await readXlsform(file.bytes)
  if (!read.ok) return refuse(say(t.imports, read.complaint.code, read.complaint.params))
  const [missing] = read.complaints
  if (missing) return refuse(say(t.complaint, missing.code, missing.params))
  const { source } = read
  const large = (['survey', 'choices'] as const).find((sheet) => source[sheet].length > editorLimits[sheet])
  if (large) return refuse(say(t.imports, 'tooManyRows', { sheet: large, limit: editorLimits[large] }))
  const notice =
    read.ignored.length > 0 ? t.forms.ignoredSheets({ sheets: read.ignored.join('、') }) : undefined
  const name = file.name.replace(/\.[^.]*$/, '')
  return add(visit, compact(source), kindOf(visit), { title: name, notice })
}

/** Stores the draft and goes to its editor. */
export async function add(
  visit: Visit,
  source: FormSource,
  kind: FormKind,
  more: { readonly title?: string; readonly notice?: string | undefined } = {},
): Promise<Reply> {
  const { topic } = await topicOf(visit, '')
  const title = titleOf(source, more.title?.trim().slice(0, 200) || visit.t.forms.untitled)
  const id = await visit.store.forms.add({ topicId: topic.id, kind, title, source })
  return redirect(`/forms/${id}/design`, more.notice ?? visit.t.forms.created)
}
