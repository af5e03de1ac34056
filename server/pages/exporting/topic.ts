/** What the query of a topic's file says, read with care. */

import type { Readable } from 'node:stream'
import { allowed } from '../../access/rights.ts'
import { exportsFolder } from '../../export-jobs/runners.ts'
import { csvSubject } from '../../exports/index.ts'
import { readSelection } from '../../exports/selection.ts'
import { topicCollections, topicFilePieces, type TopicFileChoices } from '../../exports/topic-file.ts'
import { csvTables } from '../../exports/csv.ts'
import { narrowingOf } from './choices.ts'
import { Problem } from '../../problem.ts'
import type { Topic } from '../../store/store.ts'
import type { Visit } from '../page.ts'

export interface TopicAsked {
  readonly topic: Topic
  readonly choices: Omit<TopicFileChoices, 'heard'>
  readonly answers: number
  /** Answers that are read for it: twice for the answers and for each repeat. */
  readonly toRead: number
}

export async function askedTopic(visit: Visit): Promise<TopicAsked> {
  const { store, params, query, viewer, topicRoles, locale } = visit
  const topic = await store.topics.find(params['topic'] ?? '')
  if (!topic) throw new Problem('notFound')
  const personal = query['personal'] === '1'
  if (personal && !allowed('topic.personal', viewer, topicRoles)) throw new Problem('forbidden')
  const collections = await topicCollections(store, topic.id)
  const subjects = await Promise.all(collections.map(({ id }) => csvSubject(store, id)))
  const numbers = subjects.flatMap(({ versions }) => versions.map(({ number }) => number))
  const selection = readSelection(query, { versions: numbers, channels: [] })
  if ('refused' in selection) throw new Problem('badFilter', { name: selection.refused })
  const language = query['language']
  return {
    topic,
    choices: { locale: language === 'en' || language === 'zh-CN' ? language : locale, personal, selection },
    answers: subjects.reduce((sum, { collection }) => sum + collection.received, 0),
    toRead: subjects.reduce(
      (sum, subject) => sum + 2 * subject.collection.received * csvTables(subject).length,
      0,
    ),
  }
}

export async function logTopicExport(
  { store, viewer, now }: Visit,
  { topic, choices, answers }: TopicAsked,
): Promise<void> {
  const kinds = choices.personal ? ['export.file', 'personal.exported'] : ['export.file']
  for (const kind of kinds)
    await store.history.append(
      {
        actor: viewer?.id ?? null,
        kind,
        subject: topic.id,
        detail: { format: 'sqlite', rows: answers, ...narrowingOf(choices.selection) },
      },
      now().toISOString(),
    )
}

/** The file as a stream that has no name on the disk any more. */
export async function topicPieces(
  { store, config }: Visit,
  { topic, choices }: TopicAsked,
  heard?: NonNullable<TopicFileChoices['heard']>,
): Promise<Readable> {
  return topicFilePieces(store, topic.id, exportsFolder(config.dataDir), {
    ...choices,
    ...(heard ? { heard } : {}),
  })
}

export function topicTitle({ code, title }: Topic): string {
  return `${code} ${title}`
}
