/** /forms/:form/comments: what colleagues say of a form and of each question; whoever sees the topic may. */

import { allowed } from '../access/rights.ts'
import { draftOf, readingOf } from '../form/design/draft.ts'
import { isRecord } from '../form/rows.ts'
import { tidyText } from '../form/design/draft.ts'
import { Problem } from '../problem.ts'
import type { FormComment } from '../store/designing.ts'
import type { FormDraft } from '../store/store.ts'
import { formOf, type Step } from './forms/place.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

export interface FormCommentsPage {
  readonly title: string
  readonly breadcrumb: readonly Step[]
  readonly form: Pick<FormDraft, 'id' | 'title'>
  readonly mayEdit: boolean
  readonly questions: readonly { readonly name: string; readonly label: string }[]
  readonly groups: readonly {
    readonly label: string
    readonly comments: readonly (FormComment & { readonly maySettle: boolean })[]
  }[]
  readonly errors: readonly { readonly field: string; readonly words: string }[]
}

const longest = 2000

export const formComments: Page = {
  path: '/forms/:form/comments',
  right: 'topic.view',
  get: (visit) => show(visit, []),
  post: async (visit) => {
    const { form } = await formOf(visit, null)
    const { body, t } = visit
    const settle = body['settle'] ?? body['reopen']
    if (typeof settle === 'string') {
      await settleComment(visit, form.id, settle, body['settle'] !== undefined)
      return redirect(`/forms/${form.id}/comments`, t.common.saved)
    }
    const [question, words] = [body['question'] ?? '', body['words'] ?? '']
    if (typeof question !== 'string' || typeof words !== 'string') throw new Problem('badRequest')
    if (tidyText(words) === '') return show(visit, [{ field: 'words', words: t.comments.empty }])
    await addComment(visit, form, question, words)
    return redirect(`/forms/${form.id}/comments`, t.common.saved)
  },
}

/** The same for the designer: one comment added or settled, all of them back. */
export const formDesignComments: Page = {
  path: '/forms/:form/design/comments',
  right: 'topic.manage',
  accepts: 'json',
  post: async (visit) => {
    const { form } = await formOf(visit, null)
    const json = isRecord(visit.json) ? visit.json : {}
    const { question, words, settle, reopen } = json
    if (typeof settle === 'string') await settleComment(visit, form.id, settle, true)
    else if (typeof reopen === 'string') await settleComment(visit, form.id, reopen, false)
    else if (typeof question === 'string' && typeof words === 'string' && tidyText(words) !== '')
      await addComment(visit, form, question, words)
    else throw new Problem('badRequest')
    return { kind: 'json', value: { comments: await commentsShown(visit, form.id) } }
  },
}

/** Comments as the designer shows them: who, when in words of the day, what. */
export async function commentsShown(visit: Visit, formId: string): Promise<readonly object[]> {
  const all = await visit.store.designing.comments(formId)
  return all.map(({ id, question, words, author, writtenAt, settledAt }) => ({
    id,
    question,
    words,
    author,
    on: writtenAt.slice(0, 10),
    settled: settledAt !== null,
  }))
}

async function addComment(visit: Visit, form: FormDraft, question: string, words: string): Promise<void> {
  const known = question === '' || questionsOf(visit, form).some(({ name }) => name === question)
  if (!known) throw new Problem('badRequest')
  await visit.store.designing.comment({
    formId: form.id,
    question,
    words: tidyText(words).slice(0, longest),
    authorId: visit.viewer?.id ?? '',
  })
}

/** Whoever makes the form settles comments, and whoever wrote one. */
async function settleComment(visit: Visit, formId: string, id: string, settled: boolean): Promise<void> {
  const comment = (await visit.store.designing.comments(formId)).find((one) => one.id === id)
  if (!comment) throw new Problem('notFound')
  if (!maySettle(visit, comment)) throw new Problem('forbidden')
  await visit.store.designing.settle(formId, id, settled ? (visit.viewer?.id ?? null) : null)
}

function maySettle(visit: Visit, { authorId }: FormComment): boolean {
  return authorId === visit.viewer?.id || allowed('topic.manage', visit.viewer, visit.topicRoles)
}

function questionsOf({ locale }: Visit, form: FormDraft): FormCommentsPage['questions'] {
  let last = 0
  const draft = draftOf(form.source, () => String(++last))
  const { cell } = readingOf(draft.columns)
  const languages = draft.columns.survey.flatMap((header) => (header.startsWith('label') ? [header] : []))
  const preferred = languages.toSorted((a, b) => Number(speaks(b, locale)) - Number(speaks(a, locale)))
  return draft.survey.flatMap((row) => {
    const name = cell(row, 'name')
    if (name === '' || /^end[ _]/i.test(cell(row, 'type'))) return []
    const label = preferred.map((header) => row.cells[header] ?? '').find((text) => text !== '')
    return [{ name, label: label ?? name }]
  })
}

function speaks(header: string, locale: Visit['locale']): boolean {
  return locale === 'en' ? /english|\(en/i.test(header) : /中文|\(zh/i.test(header)
}

async function show(visit: Visit, errors: FormCommentsPage['errors']): Promise<Reply> {
  const { t } = visit
  const { form, breadcrumb } = await formOf(visit, t.comments.title)
  const questions = questionsOf(visit, form)
  const all = await visit.store.designing.comments(form.id)
  const names = [
    ...new Set(['', ...questions.map(({ name }) => name), ...all.map(({ question }) => question)]),
  ]
  const labels = new Map(questions.map(({ name, label }) => [name, label]))
  const context: FormCommentsPage = {
    title: t.comments.title,
    breadcrumb,
    form,
    mayEdit: allowed('topic.manage', visit.viewer, visit.topicRoles),
    questions,
    groups: names.flatMap((name) => {
      const comments = all.filter(({ question }) => question === name)
      if (comments.length === 0) return []
      const label = name === '' ? t.comments.whole : (labels.get(name) ?? t.comments.gone({ name }))
      return [
        {
          label,
          comments: comments.map((comment) => ({ ...comment, maySettle: maySettle(visit, comment) })),
        },
      ]
    }),
    errors,
  }
  return view('forms/comments', context, { status: errors.length > 0 ? 422 : 200 })
}
