/** A whole topic as one SQLite file: made beside the data, sent, and gone. */

import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { allowed } from '../access/rights.ts'
import { writeTopicFile } from '../exports/topic-file.ts'
import { Problem } from '../problem.ts'
import { fileName } from './exporting/choices.ts'
import type { Page } from './page.ts'

export const topicFile: Page = {
  path: '/topics/:topic/export.sqlite',
  right: 'topic.analyse',
  async get({ store, params, query, viewer, topicRoles, locale, config, now }) {
    const topic = await store.topics.find(params['topic'] ?? '')
    if (!topic) throw new Problem('notFound')
    const personal = query['personal'] === '1'
    if (personal && !allowed('topic.personal', viewer, topicRoles)) throw new Problem('forbidden')
    const language = query['language'] === 'en' || query['language'] === 'zh-CN' ? query['language'] : locale
    const actor = viewer?.id ?? null
    // Logged first: what cannot be logged is not handed out.
    const kinds = personal ? ['export.file', 'personal.exported'] : ['export.file']
    for (const kind of kinds)
      await store.history.append(
        { actor, kind, subject: topic.id, detail: { format: 'sqlite' } },
        now().toISOString(),
      )
    const folder = join(config.dataDir, 'exports')
    await mkdir(folder, { recursive: true })
    const path = join(folder, `${randomBytes(12).toString('hex')}.sqlite`)
    try {
      await writeTopicFile(store, topic.id, path, { locale: language, personal })
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
    return {
      kind: 'stream',
      stream: Readable.from(sentOnce(path), { objectMode: false, highWaterMark: 1 << 20 }),
      type: 'application/vnd.sqlite3',
      headers: { 'Content-Disposition': fileName(`${topic.code} ${topic.title}`, 'sqlite') },
    }
  },
}

/** The file goes when its last byte has gone, or the reader has. */
async function* sentOnce(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) yield piece as Buffer
  } finally {
    await rm(path, { force: true })
  }
}
