/** The research plan of a topic: its text, and its document to upload and download. */

import { allowed } from '../access/rights.ts'
import { Problem } from '../problem.ts'
import { lines, type FieldError } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { topicBreadcrumb, topicOfVisit, topicTabs } from './topics/tabs.ts'

/** What may be uploaded, and the type it is given back with whatever the browser said. */
const kinds: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  wps: 'application/octet-stream',
  odt: 'application/vnd.oasis.opendocument.text',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  txt: 'text/plain; charset=utf-8',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
}

export const topicPlanPage: Page = {
  path: '/topics/:topic/plan',
  right: 'topic.view',
  postRight: 'topic.manage',
  accepts: 'files',
  get: async (visit) => plan(visit, (await topicOfVisit(visit)).planText),
  post: async (visit) => {
    const { store, t, files, body, viewer } = visit
    const topic = await topicOfVisit(visit)
    const planText = lines(visit, 'planText', 50_000)
    const file = files['file']
    const type = file && kinds[file.name.split('.').at(-1)?.toLowerCase() ?? '']
    if (file && !type) return plan(visit, planText, [{ field: 'file', words: t.topics.planKind }])
    const planFileId = await fileId()
    await store.topics.save({ ...topic, planText, planFileId }, viewer?.id ?? null)
    return redirect(`/topics/${topic.id}/plan`, t.topics.planSaved)

    async function fileId(): Promise<string | null> {
      if (file && type) return store.files.save({ name: file.name, type, bytes: file.bytes })
      return body['removeFile'] === 'yes' ? null : topic.planFileId
    }
  },
}

export const topicPlanFilePage: Page = {
  path: '/topics/:topic/plan/file',
  right: 'topic.view',
  get: async (visit) => {
    const { planFileId } = await topicOfVisit(visit)
    const file = planFileId === null ? null : await visit.store.files.find(planFileId)
    if (!file) throw new Problem('notFound')
    // Always a download: nothing that was uploaded is opened as a page of this site.
    const name = encodeURIComponent(file.name).replace(
      /['()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16)}`,
    )
    const headers = { 'Content-Disposition': `attachment; filename*=UTF-8''${name}` }
    return { kind: 'bytes', bytes: file.bytes, type: file.type, headers }
  },
}

async function plan(visit: Visit, planText: string, errors: readonly FieldError[] = []): Promise<Reply> {
  const { store, t, viewer, topicRoles, config } = visit
  const topic = await topicOfVisit(visit)
  const file = topic.planFileId === null ? null : await store.files.find(topic.planFileId)
  const mayManage = allowed('topic.manage', viewer, topicRoles)
  const context = {
    title: topic.title,
    errors,
    breadcrumb: topicBreadcrumb(visit, topic, t.topics.plan),
    tabs: topicTabs(visit, topic, 'plan'),
    action: `/topics/${topic.id}/plan`,
    planText,
    saved: topic.planText,
    file: file ? { name: file.name, href: `/topics/${topic.id}/plan/file` } : null,
    limit: config.uploadLimitBytes / 1024 / 1024,
    accept: Object.keys(kinds)
      .map((kind) => `.${kind}`)
      .join(','),
    mayManage,
    editing: mayManage && (errors.length > 0 || visit.query['edit'] === '1'),
  }
  return view('topics/plan', context, { status: errors.length > 0 ? 422 : 200 })
}
