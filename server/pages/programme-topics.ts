/** /programme/topics: the topics of a programme and their units side by side: how far they are, how many were asked, what was found. */

import { allowed } from '../access/rights.ts'
import type { Collection, Store, Topic } from '../store/store.ts'
import { noteKinds } from '../summary/notes.ts'
import { frozenOf } from '../summary/snapshots.ts'
import { collectionsOf } from '../summary/topic-stamps.ts'
import { view, type Page, type Visit } from './page.ts'
import { stateColour } from './topics/state.ts'

interface Counts {
  readonly topics: number
  readonly collections: number
  readonly answers: number
  readonly notes: number
  readonly instructions: number
}
interface TopicRow extends Omit<Counts, 'topics'> {
  readonly id: string
  readonly code: string
  readonly title: string
  readonly unit: string
  readonly state: string
  readonly colour: string
  /** The first finding of the newest snapshot, and when that was made; null without one. */
  readonly finding: {
    readonly words: string
    readonly figures: string
    readonly at: string
    readonly href: string
  } | null
}
interface UnitRow extends Counts {
  readonly name: string
  readonly depth: number
}
export interface ProgrammeTopicsContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly programmes: readonly {
    readonly name: string
    readonly topics: readonly TopicRow[]
    readonly units: readonly UnitRow[]
  }[]
}

export const programmeTopics: Page = {
  path: '/programme/topics',
  right: 'overview',
  async get(visit) {
    const { store, t } = visit
    const [programmes, tree] = await Promise.all([store.programmes.list(), store.units.tree()])
    const names = new Map(tree.map(({ id, name }) => [id, name]))
    const shown: ProgrammeTopicsContext['programmes'][number][] = []
    for (const { id, name } of programmes) {
      const rows: (TopicRow & { readonly unitId: string | null })[] = []
      for (const topic of await topicsOf(store, id)) rows.push(await rowOf(visit, topic, names))
      const units = tree.flatMap(({ id: unit, name: own, depth }) => {
        const of = rows.filter(({ unitId }) => unitId === unit)
        return of.length === 0 ? [] : [{ name: own, depth, ...sumOf(of) }]
      })
      shown.push({ name, topics: rows, units })
    }
    return view('summary/programme', {
      title: t.briefing.compareTopics,
      breadcrumb: [{ label: t.common.programme, href: '/programme' }, { label: t.briefing.compareTopics }],
      programmes: shown,
    } satisfies ProgrammeTopicsContext)
  },
}

async function topicsOf(store: Store, programmeId: string): Promise<readonly Topic[]> {
  const found: Topic[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<Store['topics']['list']>> = await store.topics.list({
      where: { programmeId },
      limit: 200,
      ...(after === null ? {} : { after }),
    })
    found.push(...page.items)
    after = page.next
  } while (after !== null)
  return found
}

async function rowOf(visit: Visit, topic: Topic, units: ReadonlyMap<string, string>) {
  const { store, t, viewer } = visit
  const collections = (await collectionsOf(store, topic.id)).filter(
    ({ pilot, state }) => !pilot && state !== 'draft',
  )
  // Counts that move one by one would tell who may not see answers which came last (promise 3).
  const exact = allowed('topic.analyse', viewer, [])
  const received = (of: readonly Collection[]) =>
    of.reduce((sum, each) => sum + (exact ? each.received : each.received - (each.received % 5)), 0)
  const notes = collections.filter(({ kind }) => noteKinds.has(kind))
  return {
    id: topic.id,
    code: topic.code,
    title: topic.title,
    unit: units.get(topic.unitId ?? '') ?? '',
    unitId: topic.unitId,
    state: t.topics.state[topic.state],
    colour: stateColour[topic.state],
    collections: collections.length,
    answers: received(collections.filter((each) => !notes.includes(each))),
    notes: received(notes),
    instructions: (await store.instructions.list(topic.id)).length,
    finding: await firstFinding(visit, topic.id),
  }
}

/** From the newest snapshot, so that comparing many topics reads none of their answers. */
async function firstFinding({ store, locale }: Visit, topicId: string): Promise<TopicRow['finding']> {
  const [head] = await store.snapshots.list(topicId)
  const snapshot = head ? await store.snapshots.find(head.id) : null
  const [first] = snapshot ? frozenOf(snapshot).languages[locale].findings : []
  if (!snapshot || !first) return null
  const href = `/topics/${topicId}/snapshots/${snapshot.id}`
  return { words: first.words, figures: first.figures, at: snapshot.madeAt, href }
}

function sumOf(rows: readonly TopicRow[]): Counts {
  const sum = (of: (row: TopicRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  return {
    topics: rows.length,
    collections: sum(({ collections }) => collections),
    answers: sum(({ answers }) => answers),
    notes: sum(({ notes }) => notes),
    instructions: sum(({ instructions }) => instructions),
  }
}
