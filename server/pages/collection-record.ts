/** One filled form. Personal answers are shown on demand to those entitled, and each such reading is logged. */

import { allowed } from '../access/rights.ts'
import type { Answers } from '../form/form.ts'
import { asksPersonal } from '../exports/index.ts'
import { copyNumber } from '../form/paper/copy-number.ts'
import { Problem } from '../problem.ts'
import type { Collection, Submission } from '../store/store.ts'
import { noteKinds, noteLines, type NoteLine, type Reading } from '../summary/notes.ts'
import { recordBlocks, type Block } from '../summary/record-blocks.ts'
import { formOfVersion } from '../summary/records.ts'
import type { FieldError } from './fields.ts'
import { view, type Page, type Reply, type Visit } from './page.ts'
import { decisionOptions, nothingTyped, type TypedDecision } from './reviewing/decision.ts'
import { effortShown, type EffortShown } from './reviewing/effort-shown.ts'
import { reportFor, shownFlags, type ShownFlag } from './reviewing/flags.ts'
import { shownReviews, type ShownReview } from './reviewing/shown.ts'

export interface CollectionRecordContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly collection: Pick<Collection, 'id' | 'title' | 'topicId' | 'anonymous'>
  readonly record: Pick<Submission, 'instanceId' | 'receivedOn' | 'receivedAt' | 'state' | 'revision'>
  readonly channel: string
  /** The number of the printed copy that it came on; '' for none. */
  readonly paperCopy: string
  readonly collector: string
  readonly blocks: readonly Block[]
  readonly reading: Reading
  /** Where attached files are, for those who may open them. */
  readonly filesAt: string | null
  /** Where it is pinned as evidence, for analysts. */
  readonly pinAt: string | null
  /** null: none asked or no right; a list once it was asked for. */
  readonly personal: readonly NoteLine[] | 'hidden' | null
  readonly errors: readonly FieldError[]
  /** The reader collected it. */
  readonly own: boolean
  /** What review decided so far, for those who review and for the collector. */
  readonly decided: readonly ShownReview[]
  /** Why it was sent back, where it waits for its collector. */
  readonly sentBack: ShownReview | null
  /** Why the checks of quality marked it; null for those who do not review and for what is rejected. */
  readonly flags: readonly ShownFlag[] | null
  /** How it came about, for those who review; null where nothing is kept of that. */
  readonly effort: EffortShown | null
  /** The form of a decision; null for those who may not review. */
  readonly review: ReturnType<typeof decisionOptions> | null
  readonly typed: TypedDecision
  /** Earlier versions, the first first. */
  readonly earlier: readonly { readonly heading: string; readonly lines: readonly NoteLine[] }[]
}

export const collectionRecord: Page = {
  path: '/collections/:collection/records/:instance',
  right: 'topic.view',
  postRight: 'topic.personal',
  get: (visit) => show(visit, false),
  async post(visit) {
    const { store, viewer, params, now } = visit
    const row = await store.submissions.find(params['collection']!, params['instance']!)
    if (!row) throw new Problem('notFound')
    // Logged first: what cannot be logged is not shown.
    await store.history.append(
      { actor: viewer?.id ?? null, kind: 'personal.read', subject: `${row.collectionId}/${row.instanceId}` },
      now().toISOString(),
    )
    return show(visit, true)
  },
}

/** Versions that a later one took the place of, each in the words of the form that it answered. */
async function earlierOf(
  { store, t, locale }: Pick<Visit, 'store' | 't' | 'locale'>,
  row: Submission,
): Promise<CollectionRecordContext['earlier']> {
  if (row.revision === 1) return []
  const form = await formOfVersion(store, row.formVersionId)
  if (!form) return []
  const revisions = await store.submissions.revisions(row.collectionId, row.seq)
  return revisions
    .filter(({ revision }) => revision < row.revision)
    .map(({ revision, answers, receivedOn }) => ({
      heading: t.review.revisionOf({ revision, day: receivedOn }),
      lines: noteLines(form, JSON.parse(answers) as Answers, { locale, reading: 'full', which: 'shared' }),
    }))
}

async function paperCopyOf(store: Visit['store'], { collectionId, instanceId }: Submission): Promise<string> {
  const copy = await store.paper.copyOf(collectionId, instanceId)
  return copy === null ? '' : copyNumber(collectionId, copy)
}

async function show(visit: Visit, withPersonal: boolean): Promise<Reply> {
  const { store, params, t, locale, viewer, topicRoles } = visit
  const collection = await store.collections.find(params['collection']!)
  if (!collection || !viewer) throw new Problem('notFound')
  const row = await store.submissions.find(collection.id, params['instance']!)
  const analyst = allowed('topic.analyse', viewer, topicRoles)
  const own = row !== null && row.collectorId !== null && row.collectorId === viewer.id
  const note =
    allowed('topic.summary', viewer, topicRoles) &&
    noteKinds.has(collection.kind) &&
    row?.state !== 'rejected'
  // Who may read none of them is not told which exist.
  if (!analyst && !own && !note) throw new Problem('forbidden')
  if (!row) throw new Problem('notFound')
  const form = await formOfVersion(store, row.formVersionId)
  if (!form) throw new Problem('notFound')
  const reading: Reading = analyst || own ? 'full' : 'consented'
  const asks = asksPersonal([form])
  const mayPersonal = allowed('topic.personal', viewer, topicRoles)
  const personalAnswers: Answers = withPersonal
    ? ((await store.submissions.personal(collection.id, [row.seq])).get(row.seq) ?? {})
    : {}
  const channels = await store.collections.channels(collection.id)
  const decided =
    analyst || own ? await shownReviews(store, await store.reviews.of(collection.id, row.seq), t) : []
  const person = row.collectorId === null ? null : await store.people.find(row.collectorId)
  const report = analyst ? await reportFor(visit, collection.id) : null
  return view('summary/record', {
    title: `${collection.title} · ${t.summary.record}`,
    breadcrumb: [
      { label: t.summary.topic, href: `/topics/${collection.topicId}` },
      { label: collection.title, href: `/collections/${collection.id}/records` },
      { label: t.summary.record },
    ],
    collection,
    record: row,
    channel: channels.find(({ id }) => id === row.channelId)?.label ?? '',
    paperCopy: await paperCopyOf(store, row),
    collector: person?.name ?? '',
    blocks: recordBlocks(
      noteLines(form, JSON.parse(row.answers) as Answers, { locale, reading, which: 'shared' }),
    ),
    reading,
    pinAt: analyst
      ? `/topics/${collection.topicId}/pins?${new URLSearchParams({ collection: collection.id, instance: row.instanceId }).toString()}`
      : null,
    filesAt: reading === 'full' ? `/collections/${collection.id}/attachments/${row.instanceId}` : null,
    personal:
      !asks || !mayPersonal
        ? null
        : withPersonal
          ? noteLines(form, personalAnswers, { locale, reading: 'full', which: 'personal' })
          : 'hidden',
    errors: [],
    own,
    decided,
    sentBack: row.state === 'returned' ? (decided.at(-1) ?? null) : null,
    flags: analyst && row.state !== 'rejected' ? (report ? shownFlags(report, row.seq, visit) : []) : null,
    effort: analyst ? await effortShown(visit, row, form, report) : null,
    review: analyst ? decisionOptions(t, collection.anonymous) : null,
    typed: nothingTyped,
    earlier: analyst || own ? await earlierOf({ store, t, locale }, row) : [],
  } satisfies CollectionRecordContext)
}
