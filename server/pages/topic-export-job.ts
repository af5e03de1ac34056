/** /topics/:topic/exports/:job: how far a file is, its cancelling, and the file itself; for whoever asked for it alone. */

import { Readable } from 'node:stream'
import { allowed } from '../access/rights.ts'
import { sealedSize, unsealed } from '../export-jobs/sealed-file.ts'
import { Problem } from '../problem.ts'
import type { ExportJob } from '../store/store.ts'
import { fileName } from './exporting/choices.ts'
import { primed } from './exporting/primed.ts'
import { kindOfJob, shownJob, type ShownJob } from './exporting/job.ts'
import { runnerFor } from './exporting/starting.ts'
import { redirect, view, type Page, type Visit } from './page.ts'

/** Context of views/summary/export-job.ejs. */
interface Context {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly job: ShownJob
  readonly refresh: number | null
  readonly scripts: readonly string[]
}

export const topicExportJob: Page = {
  path: '/topics/:topic/exports/:job',
  right: 'topic.analyse',
  async get(visit) {
    const { t } = visit
    const job = await jobOf(visit)
    const shown = shownJob(visit, job)
    const context: Context = {
      title: shown.heading,
      breadcrumb: [
        { label: t.summary.topicSummary, href: `/topics/${job.topicId}/summary` },
        ...(job.collectionId === null
          ? []
          : [{ label: t.exports.title, href: `/collections/${job.collectionId}/export` }]),
        { label: t.exportJobs.listTitle, href: `/topics/${job.topicId}/exports` },
        { label: shown.name },
      ],
      job: shown,
      refresh: shown.moving ? 3 : null,
      scripts: shown.moving ? ['export-job.js'] : [],
    }
    return view('summary/export-job', context, { headers: { 'Cache-Control': 'no-store' } })
  },
  /** Cancels what is not done, and deletes what is. */
  async post(visit) {
    const job = await jobOf(visit)
    const done = job.state === 'done'
    await runnerFor(visit).end(job.id, done ? 'removed' : 'cancelled')
    return redirect(`/topics/${job.topicId}/exports/${job.id}`)
  },
}

export const topicExportJobFile: Page = {
  path: '/topics/:topic/exports/:job/file',
  right: 'topic.analyse',
  async get(visit) {
    const job = await jobOf(visit)
    const { fileKey, expiresAt } = job
    if (job.personal && !allowed('topic.personal', visit.viewer, visit.topicRoles))
      throw new Problem('forbidden')
    if (job.state !== 'done' || fileKey === null || (expiresAt ?? '') <= visit.now().toISOString())
      throw new Problem('gone')
    const path = runnerFor(visit).place(job.id)
    const size = await sealedSize(path)
    if (size === null) throw new Problem('gone')
    const { ending, type } = kindOfJob(job)
    return {
      kind: 'stream',
      stream: Readable.from(await primed(unsealed(path, fileKey, size)), {
        objectMode: false,
        highWaterMark: 1 << 20,
      }),
      type,
      headers: {
        'Content-Disposition': fileName(job.title, ending),
        'Content-Length': String(size),
        'Cache-Control': 'private, no-store',
      },
    }
  },
}

/** As good as absent for everybody else, other analysts of the topic among them. */
async function jobOf({ store, params, viewer }: Visit): Promise<ExportJob> {
  const job = await store.exportJobs.find(params['job'] ?? '')
  if (!job || job.topicId !== params['topic'] || job.personId !== viewer?.id) throw new Problem('notFound')
  return job
}
