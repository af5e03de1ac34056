/** /forms/:form/publish: freezes the draft as the next version, once nothing in it is wrong. */

import { compileForm } from '../form/definition.ts'
import { questionsOf } from '../form/walk.ts'
import type { FormDraft } from '../store/store.ts'
import { Problem } from '../problem.ts'
import { shownComplaints, type ShownComplaint } from './forms/complaints.ts'
import { compact, withColumns } from './forms/editing.ts'
import { patternComplaints } from './forms/patterns.ts'
import { formOf, type Step } from './forms/place.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

export interface FormPublishPage {
  readonly title: string
  readonly breadcrumb: readonly Step[]
  readonly narrow: true
  readonly form: Pick<FormDraft, 'id' | 'title' | 'latestVersion'>
  readonly revision: number
  /** The version that the draft equals already, or null. */
  readonly unchanged: number | null
  readonly nextVersion: number
  readonly questions: number
  /** Whether the only problems are expressions that can be left out. */
  readonly leavable: boolean
  readonly problems: readonly ShownComplaint[]
  readonly warnings: readonly ShownComplaint[]
}

export const formPublish: Page = {
  path: '/forms/:form/publish',
  right: 'topic.manage',
  get: (visit) => show(visit, 200),
  post: async (visit) => {
    const { form } = await formOf(visit, null)
    // What was looked at is what gets frozen: a save in between asks for another look.
    if (Number(visit.body['revision']) !== form.revision) throw new Problem('conflict')
    const strict = complaintsOf(form)
    if (strict.problems.length > 0) {
      if (visit.body['lenient'] !== 'yes' || !strict.leavable) return show(visit, 422)
      const source = { ...form.source, lenient: true }
      const { title, kind } = form
      if (!(await visit.store.forms.save(form.id, form.revision, { title, source, kind })))
        throw new Problem('conflict')
    }
    const version = await visit.store.forms.publish(form.id, visit.viewer?.id ?? null)
    return redirect(`/forms/${form.id}`, visit.t.forms.published({ number: version.number }))
  },
}

function complaintsOf(form: FormDraft) {
  const source = withColumns(compact(form.source))
  const compiled = compileForm(source)
  const complaints = [...compiled.complaints, ...(compiled.form ? patternComplaints(compiled.form) : [])]
  const problems = complaints.filter(({ level }) => level === 'error')
  const lenient = problems.length > 0 ? compileForm({ ...source, lenient: true }) : compiled
  const patterns = lenient.form ? patternComplaints(lenient.form) : []
  return {
    source,
    form: compiled.form,
    complaints,
    problems,
    /** Whether the form runs once the expressions that cannot be read are left out. */
    leavable: problems.length > 0 && lenient.form !== null && patterns.length === 0,
  }
}

async function show(visit: Visit, status: number): Promise<Reply> {
  const { form, breadcrumb } = await formOf(visit, visit.t.forms.publish)
  const checked = complaintsOf(form)
  const shown = shownComplaints(checked.complaints, checked.source, visit.t)
  const versions = await visit.store.forms.versions(form.id)
  const latest = versions.at(-1)
  const same = latest !== undefined && JSON.stringify(latest.source) === JSON.stringify(form.source)
  const context: FormPublishPage = {
    title: visit.t.forms.publish,
    breadcrumb,
    narrow: true,
    form,
    revision: form.revision,
    unchanged: same ? latest.number : null,
    nextVersion: (latest?.number ?? 0) + 1,
    questions: checked.form ? questionsOf(checked.form).filter(({ type }) => type !== 'note').length : 0,
    leavable: checked.leavable,
    problems: shown.filter(({ level }) => level === 'error'),
    warnings: shown.filter(({ level }) => level === 'warning'),
  }
  return view('forms/publish', context, { status })
}
