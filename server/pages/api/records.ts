/** /api/v1/collections/:collection/records: single answers, page by page; each first reading of a day is logged. */

import { allowed } from '../../access/rights.ts'
import { csvSubject, type CsvSubject } from '../../exports/index.ts'
import { pickedAnswers, recordsOf } from '../../exports/records.ts'
import type { Answers } from '../../form/form.ts'
import { Problem } from '../../problem.ts'
import type { Submission } from '../../store/store.ts'
import { questionsOf } from '../../form/walk.ts'
import { selectionFor } from '../exporting/choices.ts'
import type { Visit } from '../page.ts'
import {
  count,
  day,
  limitOf,
  list,
  object,
  operation,
  orNull,
  paging,
  tagged,
  text,
  type Parameter,
} from './operation.ts'

export const selectionParameters: readonly Parameter[] = [
  {
    name: 'states',
    description: 'Review states with commas between, or `all`; without it all but rejected answers.',
    schema: text,
  },
  { name: 'versions', description: 'Numbers of form versions with commas between.', schema: text },
  { name: 'channels', description: 'Ids of channels with commas between.', schema: text },
  { name: 'from', description: 'The first day of receipt.', schema: day },
  { name: 'to', description: 'The last day of receipt.', schema: day },
]

export const personalParameter: Parameter = {
  name: 'personal',
  description:
    '`1` for personal answers too: needs the right to them and the scope `personal`, and is logged.',
  schema: { enum: ['1'] },
}

const answersSchema = { type: 'object' }

const recordSchema = object({
  id: text,
  receivedOn: day,
  receivedAt: orNull(text),
  receipt: orNull(text),
  state: { enum: ['received', 'returned', 'approved', 'rejected'] },
  version: orNull(count),
  channel: text,
  collector: orNull(text),
  revision: count,
  answers: answersSchema,
  personal: orNull(answersSchema),
})

const columnsParameter: Parameter = {
  name: 'columns',
  description: 'Names of questions with commas between; without it all.',
  schema: text,
}

export const apiRecords = operation({
  path: '/api/v1/collections/:collection/records',
  right: 'topic.analyse',
  scope: 'records',
  id: 'records',
  summary: 'Answers one by one. A page may hold fewer than `limit`; go on while `next` is not null',
  query: [
    ...paging,
    ...selectionParameters,
    { name: 'q', description: 'Words that all stand in the answers.', schema: text },
    columnsParameter,
    personalParameter,
  ],
  reply: { schema: object({ items: list(recordSchema), next: orNull(text) }) },
  get: async (visit) => {
    const { store, query } = visit
    const subject = await csvSubject(store, visit.params['collection'] ?? '')
    const selection = selectionFor(visit, subject)
    const columns = columnsOf(visit, subject)
    const personal = await personalWanted(visit, subject)
    await logReading(visit, subject)
    const { last, changes } = subject.collection
    return tagged(visit, [last, changes], async () => {
      const page = await recordsOf(store, subject, {
        selection,
        search: (query['q'] ?? '').trim(),
        after: query['after'] ?? '',
        limit: limitOf(visit, 100, 1000),
      })
      const personalOf = personal
        ? await store.submissions.personal(
            subject.collection.id,
            page.rows.map(({ seq }) => seq),
          )
        : null
      return {
        items: page.rows.map((row) =>
          shownRecord(row, subject, columns, personalOf && (personalOf.get(row.seq) ?? {})),
        ),
        next: page.next,
      }
    })
  },
})

export const apiRecord = operation({
  path: '/api/v1/collections/:collection/records/:instance',
  right: 'topic.analyse',
  scope: 'records',
  id: 'record',
  summary: 'One answer, with what it said before it was corrected',
  query: [personalParameter],
  reply: {
    schema: object({
      ...(recordSchema['properties'] as Readonly<Record<string, typeof text>>),
      earlier: list(object({ revision: count, receivedOn: day, answers: answersSchema })),
    }),
  },
  get: async (visit) => {
    const { store, params } = visit
    const subject = await csvSubject(store, params['collection'] ?? '')
    const row = await store.submissions.find(subject.collection.id, params['instance'] ?? '')
    if (!row) throw new Problem('notFound')
    const personal = await personalWanted(visit, subject)
    await logReading(visit, subject)
    const { last, changes } = subject.collection
    return tagged(visit, [last, changes], async () => {
      const personalOf = personal
        ? ((await store.submissions.personal(subject.collection.id, [row.seq])).get(row.seq) ?? {})
        : null
      const earlier = await store.submissions.revisions(subject.collection.id, row.seq)
      return {
        ...shownRecord(row, subject, null, personalOf),
        earlier: earlier.map(({ revision, receivedOn, answers }) => ({
          revision,
          receivedOn,
          answers: JSON.parse(answers) as Answers,
        })),
      }
    })
  },
})

function shownRecord(
  row: Submission,
  subject: CsvSubject,
  columns: ReadonlySet<string> | null,
  personal: Answers | null,
) {
  const { anonymous } = subject.collection
  const channel = subject.channels.find(({ id }) => id === row.channelId)
  return {
    id: row.instanceId,
    receivedOn: row.receivedOn,
    receivedAt: anonymous ? null : row.receivedAt,
    // Whoever has the receipt of an anonymous answer alone may find it.
    receipt: anonymous ? null : row.receipt,
    state: row.state,
    version: subject.versions.find(({ id }) => id === row.formVersionId)?.number ?? null,
    channel: channel?.label ?? '',
    collector: row.collectorId === null ? null : (subject.collectors.get(row.collectorId) ?? row.collectorId),
    revision: row.revision,
    answers: pickedAnswers(JSON.parse(row.answers) as Answers, columns),
    personal: personal && pickedAnswers(personal, columns),
  }
}

/** The named questions; one that the forms do not have is refused. */
export function columnsOf(
  { query }: Pick<Visit, 'query'>,
  { forms }: CsvSubject,
): ReadonlySet<string> | null {
  const names = (query['columns'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names.length === 0) return null
  const known = new Set(forms.flatMap((form) => questionsOf(form).map(({ name }) => name)))
  for (const name of names) if (!known.has(name)) throw new Problem('unknownColumn', { name })
  return new Set(names)
}

/** Refused to those without the right, or with a token that does not say so; what is handed out is logged first. */
export async function personalWanted(
  { store, query, viewer, token, topicRoles, now, params }: Visit,
  { collection }: CsvSubject,
): Promise<boolean> {
  if (query['personal'] !== '1') return false
  if (!allowed('topic.personal', viewer, topicRoles) || !token?.scopes.includes('personal'))
    throw new Problem('forbidden')
  const subject = params['instance'] === undefined ? collection.id : `${collection.id}/${params['instance']}`
  await store.history.append(
    { actor: viewer?.id ?? null, kind: 'personal.read', subject, detail: { token: token.id } },
    now().toISOString(),
  )
  return true
}

const logged = new Set<string>()

/** Once a day for each token and collection; a large collection is read in a thousand pages. */
async function logReading({ store, token, viewer, now }: Visit, { collection }: CsvSubject): Promise<void> {
  if (!token) return
  const at = now().toISOString()
  const key = `${at.slice(0, 10)} ${token.id} ${collection.id}`
  if (logged.has(key)) return
  await store.history.append(
    {
      actor: viewer?.id ?? null,
      kind: 'records.read',
      subject: collection.id,
      detail: { token: token.id },
    },
    at,
  )
  if (logged.size > 10_000) logged.clear()
  logged.add(key)
}
