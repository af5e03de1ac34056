/** One collection: its state, its channels, and the way to its answers. */

import { allowed, type Right } from '../access/rights.ts'
import { Problem } from '../problem.ts'
import {
  channelKinds,
  type Channel,
  type Collection,
  type CollectionState,
  type FormVersion,
} from '../store/store.ts'
import { localMoment } from './collections/moments.ts'
import { line, type FieldError } from './fields.ts'
import { asksAudit } from './collections/typed.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

/** What may be done in each state, in the order of the buttons. */
const moves = {
  draft: [['open', 'open']],
  open: [
    ['pause', 'paused'],
    ['close', 'closed'],
  ],
  paused: [
    ['resume', 'open'],
    ['close', 'closed'],
  ],
  closed: [
    ['reopen', 'open'],
    ['archive', 'archived'],
  ],
  archived: [['reopen', 'open']],
} as const satisfies Record<CollectionState, readonly (readonly [string, CollectionState])[]>

interface ShownChannel extends Channel {
  readonly url: string | null
}

/** Context of views/collections/collection.ejs. */
interface Context {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly errors: readonly FieldError[]
  readonly collection: Collection
  readonly formTitle: string
  readonly opens: string
  readonly closes: string
  readonly moves: readonly { readonly action: string; readonly words: string; readonly danger: boolean }[]
  readonly channels: readonly ShownChannel[]
  readonly kinds: readonly { readonly value: string; readonly label: string }[]
  readonly typed: { readonly label: string; readonly kind: string }
  readonly may: Readonly<Record<'manage' | 'collect' | 'enter' | 'summary' | 'analyse', boolean>>
  /** What becomes of the form's audit question, for who may change it; '' where there is none. */
  readonly audit: string
  /** Phones cannot reach this address. */
  readonly localOnly: boolean
}

export const collection: Page = {
  path: '/collections/:collection',
  right: 'topic.view',
  postRight: 'topic.manage',
  get: async (visit) => show(visit, await collectionOf(visit), [], { label: '', kind: 'link' }),
  async post(visit) {
    const standing = await collectionOf(visit)
    const action = line(visit, 'action')
    if (action === 'channel') return addChannel(visit, standing)
    const move = moves[standing.state].find(([name]) => name === action)
    if (!move) throw new Problem('conflict')
    await visit.store.collections.change(standing.id, { state: move[1] }, visit.viewer?.id ?? null)
    const { stateChanged, states } = visit.t.collections
    return redirect(`/collections/${standing.id}`, stateChanged({ state: states[move[1]] }))
  },
}

async function addChannel(visit: Visit, { id, ...rest }: Collection): Promise<Reply> {
  const label = line(visit, 'label', 100)
  const kind = channelKinds.find(
    (each) => each === line(visit, 'kind') && each !== 'import' && each !== 'paper',
  )
  if (label === '' || !kind) {
    const errors = [{ field: 'label', words: visit.t.collections.wrong.label }]
    return show(visit, { id, ...rest }, errors, { label, kind: kind ?? 'link' })
  }
  await visit.store.collections.addChannel({ collectionId: id, kind, label })
  return redirect(`/collections/${id}#channels`, visit.t.collections.channelAdded)
}

async function collectionOf({ store, params }: Visit): Promise<Collection> {
  const found = await store.collections.find(params['collection'] ?? '')
  if (!found) throw new Problem('notFound')
  return found
}

async function show(
  visit: Visit,
  standing: Collection,
  errors: readonly FieldError[],
  typed: Context['typed'],
): Promise<Reply> {
  const { store, t, origin, viewer, topicRoles, config } = visit
  const [topic, version, channels] = await Promise.all([
    store.topics.find(standing.topicId),
    store.forms.version(standing.formVersionId),
    store.collections.channels(standing.id),
  ])
  const may = (right: Right) => allowed(right, viewer, topicRoles)
  const context: Context = {
    title: standing.title,
    breadcrumb: [
      { label: t.common.topics, href: '/topics' },
      { label: topic?.title ?? '', href: `/topics/${standing.topicId}` },
      { label: standing.title },
    ],
    errors,
    collection: standing,
    formTitle: version ? t.collections.version({ title: version.title, number: version.number }) : '',
    opens: localMoment(standing.opensAt, config.timeZone),
    closes: localMoment(standing.closesAt, config.timeZone),
    moves: moves[standing.state].map(([action]) => ({
      action,
      words: t.collections[action],
      danger: action === 'close',
    })),
    channels: channels.map((channel) => ({
      ...channel,
      url: channel.slug === null ? null : `${origin}/f/${channel.slug}`,
    })),
    kinds: (['link', 'qr', 'investigator'] as const).map((value) => ({
      value,
      label: t.collections.kinds[value],
    })),
    typed,
    may: {
      manage: may('topic.manage'),
      collect: may('topic.collect'),
      enter: may('topic.enter'),
      summary: may('topic.summary'),
      analyse: may('topic.analyse'),
    },
    audit: may('topic.manage') ? auditWords(standing, version, visit) : '',
    localOnly: /^https?:\/\/(localhost|127\.|\[::1\])/.test(origin),
  }
  return view('collections/collection', context, { status: errors.length > 0 ? 422 : 200 })
}

/** Before the opening it can still be changed; afterwards it is only told. */
function auditWords(
  { paradata, state }: Collection,
  version: FormVersion | null,
  { t }: Pick<Visit, 't'>,
): string {
  if (!version || !asksAudit(version)) return ''
  if (paradata !== 'off') return t.paradata.auditOn({ level: t.paradata.levels[paradata] })
  return state === 'draft' ? t.paradata.auditOff : ''
}
