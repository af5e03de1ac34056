/** A whole topic as one SQLite file: made beside the data, sent, and gone. */

import { askedTopic, logTopicExport, topicPieces, topicTitle } from './exporting/topic.ts'
import { fileName } from './exporting/choices.ts'
import type { Page } from './page.ts'

export const topicFile: Page = {
  path: '/topics/:topic/export.sqlite',
  right: 'topic.analyse',
  async get(visit) {
    const asked = await askedTopic(visit)
    // Logged first: what cannot be logged is not handed out.
    await logTopicExport(visit, asked)
    return {
      kind: 'stream',
      stream: await topicPieces(visit, asked),
      type: 'application/vnd.sqlite3',
      headers: { 'Content-Disposition': fileName(topicTitle(asked.topic), 'sqlite') },
    }
  },
}
