/** /topics/:topic/pins: evidence pinned to a topic; analysts pin an answer, a quote, a photo or a statistic with a note. */

import { allowed } from '../access/rights.ts'
import type { PinKind, PinTarget } from '../store/summary-nouns.ts'
import { framesOf } from '../summary/frames.ts'
import { linesOf, shownPin, type ShownPin } from '../summary/pins.ts'
import { partFor, readerOf } from '../summary/stamp.ts'
import { crossable, readersFrame, summaryOf } from '../summary/summary.ts'
import { lines, type FieldError, type Option } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { topicBreadcrumb, topicOfVisit } from './topics/tabs.ts'

interface Draft {
  readonly title: string
  readonly collection: string
  readonly instance: string
  readonly at: string
  readonly against: string
  /** What of an answer is pinned; one for a statistic. */
  readonly options: readonly Option[]
}
export interface TopicPinsContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly topic: { readonly id: string }
  readonly pins: readonly ShownPin[]
  readonly mayPin: boolean
  readonly draft: Draft | null
  readonly typed: { readonly what: string; readonly note: string }
  readonly errors: readonly FieldError[]
}

export const topicPins: Page = {
  path: '/topics/:topic/pins',
  right: 'topic.summary',
  postRight: 'topic.analyse',
  get: (visit) => show(visit, visit.query, []),
  async post(visit) {
    const { store, t, viewer } = visit
    const topic = await topicOfVisit(visit)
    const given = Object.fromEntries(
      ['collection', 'instance', 'at', 'against', 'what'].map((name) => [name, first(visit, name)]),
    )
    const draft = await draftOf(visit, given)
    const chosen = draft?.options.find(({ value }) => value === given['what']) ?? draft?.options[0]
    const note = lines(visit, 'note', 2_000)
    const errors = [
      ...(draft && chosen ? [] : [{ field: '', words: t.briefing.pinNothing }]),
      ...(note === '' ? [{ field: 'note', words: t.briefing.pinNoteMissing }] : []),
    ]
    if (errors.length > 0 || !draft || !chosen || !viewer) return show(visit, given, errors)
    const number = await store.pins.add(topic.id, { ...pinned(draft, chosen.value), note }, viewer.id)
    return redirect(`/topics/${topic.id}/pins#pin-${number}`, t.briefing.pinned({ number }))
  },
}

/** One pin: a citation leads here, and whoever follows it sees what they may. */
export const topicPin: Page = {
  path: '/topics/:topic/pins/:pin',
  right: 'topic.summary',
  postRight: 'topic.analyse',
  async get(visit) {
    const { store, t, params, locale, viewer, topicRoles } = visit
    const topic = await topicOfVisit(visit)
    const pin = await store.pins.find(topic.id, Number(params['pin']) || 0)
    const reader = readerOf(viewer, topicRoles)
    return view(
      'summary/pins',
      {
        title: t.briefing.pinTitle({ number: Number(params['pin']) || 0 }),
        breadcrumb: [
          ...topicBreadcrumb(visit, topic, null).slice(0, 1),
          { label: topic.title, href: `/topics/${topic.id}` },
          { label: t.briefing.pins, href: `/topics/${topic.id}/pins` },
          { label: t.briefing.pinTitle({ number: Number(params['pin']) || 0 }) },
        ],
        topic,
        pins: pin ? [await shownPin(store, pin, { reader, locale })] : [],
        mayPin: pin !== null && allowed('topic.analyse', viewer, topicRoles),
        draft: null,
        typed: { what: '', note: '' },
        errors: [],
      } satisfies TopicPinsContext,
      { status: pin ? 200 : 404 },
    )
  },
  async post(visit) {
    const { store, t, params, viewer } = visit
    const topic = await topicOfVisit(visit)
    await store.pins.remove(topic.id, Number(params['pin']) || 0, viewer?.id ?? '')
    return redirect(`/topics/${topic.id}/pins`, t.briefing.unpinned)
  },
}

async function show(
  visit: Visit,
  given: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
): Promise<Reply> {
  const { store, t, locale, viewer, topicRoles } = visit
  const topic = await topicOfVisit(visit)
  const reader = readerOf(viewer, topicRoles)
  const pins: ShownPin[] = []
  for (const pin of await store.pins.list(topic.id)) pins.push(await shownPin(store, pin, { reader, locale }))
  const mayPin = allowed('topic.analyse', viewer, topicRoles)
  const context: TopicPinsContext = {
    title: t.briefing.pins,
    breadcrumb: topicBreadcrumb(visit, topic, t.briefing.pins),
    topic,
    pins,
    mayPin,
    draft: mayPin ? await draftOf(visit, given) : null,
    typed: { what: given['what'] ?? '', note: lines(visit, 'note', 2_000) },
    errors,
  }
  return view('summary/pins', context, { status: errors.length > 0 ? 422 : 200 })
}

function first({ body }: Visit, name: string): string {
  const value = body[name]
  return typeof value === 'string' ? value.slice(0, 1_000) : ''
}

/** What is about to be pinned; null where there is no such thing in this topic. */
async function draftOf(visit: Visit, given: Readonly<Record<string, string>>): Promise<Draft | null> {
  const { store, t, locale, topicId } = visit
  const { collection: id = '', instance = '', at = '', against = '' } = given
  const collection = id === '' ? null : await store.collections.find(id)
  if (!collection || collection.topicId !== topicId) return null
  const base = { collection: id, instance, at, against }
  if (instance === '') {
    const title = await statisticTitle(visit, { id, at, against })
    if (title === null) return null
    return { ...base, title, options: [{ value: 'statistic', label: t.briefing.pinKind.statistic }] }
  }
  const row = await store.submissions.find(id, instance)
  if (!row) return null
  const options = [
    { value: 'record', label: t.briefing.pinKind.record },
    ...(await linesOf(store, row, locale)).map((line) => ({
      value: `${line.file === null ? 'quote' : 'photo'}:${line.at}`,
      label: `${line.file === null ? t.briefing.pinKind.quote : t.briefing.pinKind.photo} · ${line.label}${t.common.colon}${cut(line.text)}`,
    })),
  ]
  return { ...base, title: `${collection.title} · ${t.summary.record}`, options }
}

async function statisticTitle(
  { store, locale }: Visit,
  { id, at, against }: { readonly id: string; readonly at: string; readonly against: string },
): Promise<string | null> {
  const held = await framesOf(store).of(id)
  if (!held) return null
  const part = await partFor(store, held, 'full')
  if (against !== '') {
    const variables = crossable(readersFrame(held, part, locale).frame.variables)
    const [rows, columns] = [against, at].map((name) => variables.find((each) => each.name === name))
    return rows && columns ? `${rows.label} × ${columns.label}` : null
  }
  const filter = { singles: [], from: null, to: null }
  const { sections } = await summaryOf(held, part, { reader: 'full', locale, filter })
  return sections.find(({ variable }) => variable === at)?.title ?? null
}

function pinned(
  { collection, instance, at, against }: Draft,
  what: string,
): { readonly kind: PinKind; readonly target: PinTarget } {
  const colon = what.indexOf(':')
  const kind = (colon < 0 ? what : what.slice(0, colon)) as PinKind
  const collectionId = collection
  if (kind === 'statistic')
    return { kind, target: { collectionId, at, ...(against === '' ? {} : { against }) } }
  if (kind === 'record') return { kind, target: { collectionId, instanceId: instance } }
  return { kind, target: { collectionId, instanceId: instance, at: what.slice(colon + 1) } }
}

function cut(text: string): string {
  const line = [...text.replace(/\s+/g, ' ')]
  return line.length > 30 ? `${line.slice(0, 30).join('')}…` : line.join('')
}
