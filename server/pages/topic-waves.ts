/** /topics/:topic/waves: which collection repeats which, and how the figures changed from wave to wave. */

import { waveRows, type WaveRow } from '../../analysis/findings/waves.ts'
import type { SampleType } from '../../analysis/cells.ts'
import { allowed } from '../access/rights.ts'
import type { Collection } from '../store/store.ts'
import type { Wave } from '../store/summary-nouns.ts'
import { framesOf } from '../summary/frames.ts'
import { planOf } from '../summary/findings/plan.ts'
import { about, viewOf, type Seen } from '../summary/findings/tried.ts'
import { formatCount, formatNumber } from '../summary/shown.ts'
import { partFor, readerOf } from '../summary/stamp.ts'
import { collectionsOf } from '../summary/topic-stamps.ts'
import { line, type FieldError, type Option } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { topicBreadcrumb, topicOfVisit } from './topics/tabs.ts'

interface Cell {
  readonly text: string
  readonly value: number | null
}
interface ShownSeries {
  readonly title: string
  readonly waves: readonly { readonly label: string; readonly n: string; readonly href: string }[]
  readonly rows: readonly {
    readonly label: string
    readonly figures: readonly (Cell & { readonly n: string })[]
    readonly changes: readonly (Cell & { readonly p: string; readonly mark: 'rise' | 'fall' | null })[]
  }[]
  readonly notes: readonly string[]
}
export interface TopicWavesContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly topic: { readonly id: string }
  readonly series: readonly ShownSeries[]
  readonly mayManage: boolean
  readonly rows: readonly {
    readonly id: string
    readonly title: string
    readonly label: string
    readonly follows: string
    readonly options: readonly Option[]
  }[]
  readonly errors: readonly FieldError[]
}

export const topicWaves: Page = {
  path: '/topics/:topic/waves',
  right: 'topic.summary',
  postRight: 'topic.manage',
  get: (visit) => show(visit, null, []),
  async post(visit) {
    const { store, t, viewer } = visit
    const topic = await topicOfVisit(visit)
    const typed = typedWaves(visit, await fielded(visit))
    const errors = errorsOf(visit, typed, await fielded(visit))
    if (errors.length > 0) return show(visit, typed, errors)
    const followed = new Set(typed.map(({ follows }) => follows))
    const waves = typed.filter(({ collectionId, follows }) => follows !== null || followed.has(collectionId))
    await store.waves.set(topic.id, waves, viewer?.id ?? '')
    return redirect(`/topics/${topic.id}/waves`, t.briefing.wavesSaved)
  },
}

/** Collections that can be waves: not pilots. */
async function fielded(visit: Visit): Promise<readonly Collection[]> {
  const topic = await topicOfVisit(visit)
  return (await collectionsOf(visit.store, topic.id)).filter(({ pilot }) => !pilot)
}

function typedWaves(visit: Visit, collections: readonly Collection[]): readonly Wave[] {
  return collections.map(({ id }) => ({
    collectionId: id,
    label: line(visit, `label-${id}`, 40),
    follows: line(visit, `follows-${id}`, 40) || null,
  }))
}

/** A wave follows another of the same form; no two follow one, and none comes back to itself. */
function errorsOf(
  { t }: Visit,
  waves: readonly Wave[],
  collections: readonly Collection[],
): readonly FieldError[] {
  const formOf = new Map(collections.map(({ id, formId }) => [id, formId]))
  const next = new Map(waves.map(({ collectionId, follows }) => [collectionId, follows]))
  return waves.flatMap(({ collectionId, follows }): readonly FieldError[] => {
    if (follows === null) return []
    const field = `follows-${collectionId}`
    if (formOf.get(follows) !== formOf.get(collectionId)) return [{ field, words: t.briefing.wavesOtherForm }]
    if (waves.some((other) => other.follows === follows && other.collectionId !== collectionId))
      return [{ field, words: t.briefing.wavesTwice }]
    let at: string | null = follows
    for (let steps = 0; at !== null && steps <= waves.length; steps += 1) {
      if (at === collectionId) return [{ field, words: t.briefing.wavesCircle }]
      at = next.get(at) ?? null
    }
    return []
  })
}

async function show(
  visit: Visit,
  typed: readonly Wave[] | null,
  errors: readonly FieldError[],
): Promise<Reply> {
  const { store, t, viewer, topicRoles } = visit
  const topic = await topicOfVisit(visit)
  const collections = await fielded(visit)
  const stored = await store.waves.list(topic.id)
  const given = new Map((typed ?? stored).map((wave) => [wave.collectionId, wave]))
  const series: ShownSeries[] = []
  for (const waves of seriesOf(stored)) {
    const shown = await shownSeries(visit, waves)
    if (shown) series.push(shown)
  }
  const context: TopicWavesContext = {
    title: t.briefing.waves,
    breadcrumb: topicBreadcrumb(visit, topic, t.briefing.waves),
    topic,
    series,
    mayManage: allowed('topic.manage', viewer, topicRoles),
    rows: collections
      .filter(({ formId }) => collections.filter((other) => other.formId === formId).length > 1)
      .map(({ id, title, formId }) => ({
        id,
        title,
        label: given.get(id)?.label ?? '',
        follows: given.get(id)?.follows ?? '',
        options: [
          { value: '', label: t.briefing.wavesFirst },
          ...collections
            .filter((other) => other.formId === formId && other.id !== id)
            .map((other) => ({ value: other.id, label: other.title })),
        ],
      })),
    errors,
  }
  return view('summary/waves', context, { status: errors.length > 0 ? 422 : 200 })
}

/** Each series from its first wave to its last. */
function seriesOf(waves: readonly Wave[]): readonly (readonly Wave[])[] {
  return waves
    .filter(({ follows }) => follows === null)
    .map((first) => {
      const chain: Wave[] = [first]
      for (;;) {
        const last = chain.at(-1)!
        const next = waves.find(({ follows }) => follows === last.collectionId)
        if (!next || chain.includes(next)) return chain
        chain.push(next)
      }
    })
    .filter((chain) => chain.length > 1)
}

async function shownSeries(visit: Visit, waves: readonly Wave[]): Promise<ShownSeries | null> {
  const { store, locale, viewer, topicRoles } = visit
  const reader = readerOf(viewer, topicRoles)
  const seen: (Seen & { readonly label: string })[] = []
  for (const { collectionId, label } of waves) {
    const held = await framesOf(store).of(collectionId)
    if (!held) return null
    seen.push({ held, part: await partFor(store, held, reader), label: label || held.collection.title })
  }
  const last = seen.at(-1)
  if (!last) return null
  const outcomes = planOf(last.held).outcomes
  const types = seen.map(({ held }) => held.collection.sampleType)
  // Promise 4: tests of other samples are for analysts only.
  const test = reader === 'full' || types.every((type) => type === 'probability')
  const sides = seen.map((each) => ({
    view: about(viewOf(each, { reader, locale }), outcomes),
    sampleType: each.held.collection.sampleType,
    label: each.label,
    id: each.held.collection.id,
  }))
  const rows = waveRows(sides, outcomes, { test })
  return {
    title: last.held.collection.title,
    waves: seen.map(({ held, part, label }) => ({
      label,
      n: formatCount(part.frame.n, locale),
      href: `/collections/${held.collection.id}/summary`,
    })),
    rows: rows.map((row) => shownRow(row, visit)),
    notes: notesOf(types, test, visit),
  }
}

function shownRow(row: WaveRow, { t, locale }: Visit): ShownSeries['rows'][number] {
  const share = row.measure === 'share'
  const number = (value: number) => (share ? `${(100 * value).toFixed(1)}%` : formatNumber(value, locale))
  const signed = (value: number) =>
    `${value > 0 ? '+' : value < 0 ? '−' : '±'}${share ? Math.abs(100 * value).toFixed(1) : formatNumber(Math.abs(value), locale)}`
  return {
    label: row.choice === null ? row.label : t.briefing.shareRow({ question: row.label, choice: row.choice }),
    figures: row.figures.map((figure) =>
      figure
        ? {
            text: number(figure.value),
            value: share ? 100 * figure.value : figure.value,
            n: formatCount(figure.n, locale),
          }
        : { text: '—', value: null, n: '' },
    ),
    changes: row.changes.map((change) =>
      change
        ? {
            text: share ? t.briefing.wavesPoints({ change: signed(change.value) }) : signed(change.value),
            value: share ? 100 * change.value : change.value,
            p:
              change.adjusted === null
                ? ''
                : change.adjusted < 0.001
                  ? 'p < 0.001'
                  : `p = ${change.adjusted.toFixed(3)}`,
            mark: change.mark,
          }
        : { text: '—', value: null, p: '', mark: null },
    ),
  }
}

function notesOf(types: readonly SampleType[], test: boolean, { t }: Visit): readonly string[] {
  const label = t.findings.label[types.find((type) => type !== 'probability') ?? 'probability']
  const assumed = types.every((type) => type === 'probability' || type === 'census')
    ? []
    : [types.includes('complex') ? t.findings.testComplex : t.findings.testAssumes]
  return [
    ...(label === '' ? [] : [label + t.findings.end]),
    test ? [t.briefing.wavesRule, ...assumed].join(t.findings.join) + t.findings.end : t.briefing.marksNone,
    t.briefing.wavesPeople,
  ]
}
