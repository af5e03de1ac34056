/** /topics/:topic/exports: the files of a topic that a person had made, and the making of the topic's own file. */

import { fieldsOf, begun, queryText } from './exporting/starting.ts'
import { shownJob, type ShownJob } from './exporting/job.ts'
import { askedTopic, logTopicExport, topicPieces, topicTitle } from './exporting/topic.ts'
import { Problem } from '../problem.ts'
import { redirect, view, type Page } from './page.ts'

/** Context of views/summary/exports.ejs. */
interface Context {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly jobs: readonly ShownJob[]
  /** Seconds until the page comes again by itself; null where nothing moves. */
  readonly refresh: number | null
}

export const topicExports: Page = {
  path: '/topics/:topic/exports',
  right: 'topic.analyse',
  async get(visit) {
    const { store, params, t, viewer } = visit
    const topic = await store.topics.find(params['topic'] ?? '')
    if (!topic || !viewer) throw new Problem('notFound')
    const jobs = (await store.exportJobs.list(topic.id, viewer.id)).map((job) => shownJob(visit, job))
    const context: Context = {
      title: t.exportJobs.listTitle,
      breadcrumb: [
        { label: t.summary.topicSummary, href: `/topics/${topic.id}/summary` },
        { label: t.exportJobs.listTitle },
      ],
      jobs,
      refresh: jobs.some(({ moving }) => moving) ? 5 : null,
    }
    return view('summary/exports', context, { headers: { 'Cache-Control': 'no-store' } })
  },
  async post(visit) {
    const { viewer, config } = visit
    const query = fieldsOf(visit)
    const asking = { ...visit, query }
    const asked = await askedTopic(asking)
    if (asked.answers <= config.exportAtOnce || !viewer)
      return redirect(`/topics/${asked.topic.id}/export.sqlite${queryText(query)}`)
    await logTopicExport(asking, asked)
    return begun(visit, {
      job: {
        topicId: asked.topic.id,
        collectionId: null,
        personId: viewer.id,
        format: 'sqlite',
        choices: queryText(query).slice(1),
        personal: asked.choices.personal,
        title: topicTitle(asked.topic),
        toRead: asked.toRead,
      },
      make: (heard) => topicPieces(asking, asked, heard),
    })
  },
}
