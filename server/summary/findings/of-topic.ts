/** All findings of a topic: within its collections, between its waves and its sources, and what notes say; as organisers arranged them. */

import { jointSampleType } from '../../../analysis/findings/between.ts'
import type { Comparison } from '../../../analysis/findings/comparison.ts'
import { findingsOf } from '../../../analysis/findings/findings.ts'
import type { SampleType } from '../../../analysis/cells.ts'
import { catalogues } from '../../locale/index.ts'
import type { ArrangedFinding, Wave } from '../../store/summary-nouns.ts'
import { noteKinds } from '../notes.ts'
import { planOf } from './plan.ts'
import { shownFinding, type ShownFinding } from './shown.ts'
import { studied, triedBetween, type Looking, type Seen } from './tried.ts'
import { notesFinding, openFindings } from './voices.ts'

export interface TopicSeen {
  readonly topicId: string
  /** Not the pilots. */
  readonly collections: readonly Seen[]
  readonly waves: readonly Wave[]
  /** How many consented quotes a collection of notes has. */
  readonly quotes: ReadonlyMap<string, number>
}

export interface TopicFindings {
  readonly shown: readonly ShownFinding[]
  readonly hidden: readonly ShownFinding[]
  /** Comparisons tried. */
  readonly tried: number
}

interface Tried {
  readonly comparison: Comparison
  readonly collectionId: string
  readonly sampleType: SampleType
}

/** More pairs of instruments than this are not compared with each other. */
const pairLimit = 6

/** All findings, before they are arranged. */
export interface ToldFindings {
  readonly findings: readonly ShownFinding[]
  readonly tried: number
}

export async function findingsOfTopic(topic: TopicSeen, looking: Looking): Promise<ToldFindings> {
  const t = catalogues[looking.locale]
  const asked = topic.collections.filter(({ held }) => !noteKinds.has(held.collection.kind))
  const tried: Tried[] = []
  const take = (some: readonly Comparison[], collectionId: string, sampleType: SampleType) => {
    // Two collections may ask the same question: each has findings of its own.
    for (const each of some)
      tried.push({
        comparison: { ...each, contest: `${collectionId}:${each.contest}` },
        collectionId,
        sampleType,
      })
  }
  for (const seen of asked) {
    const { id, sampleType } = seen.held.collection
    take((await studied(seen, looking)).comparisons, id, sampleType)
  }
  for (const [first, second, kind] of pairsToCompare(asked, topic.waves)) {
    const joint = jointSampleType(first.held.collection.sampleType, second.held.collection.sampleType)
    const some = await triedBetween(named(first, topic.waves), named(second, topic.waves), kind, looking)
    take(some, second.held.collection.id, joint)
  }
  const wording = { t, locale: looking.locale, analyst: looking.reader === 'full', tried: tried.length }
  const origin = new Map(tried.map((each) => [each.comparison.contest, each]))
  const tested = findingsOf(tried.map(({ comparison }) => comparison)).map((finding) => {
    const { collectionId, sampleType } = origin.get(finding.contest)!
    return shownFinding(finding, { collectionId, sampleType }, wording)
  })
  const voices = await voicesOf(topic, asked, { ...looking, t })
  return { findings: [...tested, ...voices], tried: tried.length }
}

async function voicesOf(
  { collections, quotes }: TopicSeen,
  asked: readonly Seen[],
  wording: Looking & { readonly t: (typeof catalogues)['en'] },
): Promise<readonly ShownFinding[]> {
  const notes = collections.flatMap((seen) => {
    const { kind, id } = seen.held.collection
    return noteKinds.has(kind) ? (notesFinding(seen, quotes.get(id) ?? 0, wording) ?? []) : []
  })
  const open: ShownFinding[] = []
  for (const seen of asked) open.push(...(await openFindings(seen, planOf(seen.held).outcomes, wording)))
  return [...notes, ...open]
}

/** Waves with the one before; other instruments that ask the same, with each other. */
function pairsToCompare(asked: readonly Seen[], waves: readonly Wave[]) {
  const byId = new Map(asked.map((seen) => [seen.held.collection.id, seen]))
  const changes = waves.flatMap(({ collectionId, follows }) => {
    const [first, second] = [byId.get(follows ?? ''), byId.get(collectionId)]
    return first && second ? [[first, second, 'change'] as const] : []
  })
  const inSeries = new Set(waves.map(({ collectionId }) => collectionId))
  const sources = asked.flatMap((first, place) =>
    asked
      .slice(place + 1)
      .filter(
        (second) => !(inSeries.has(first.held.collection.id) && inSeries.has(second.held.collection.id)),
      )
      .map((second) => [first, second, 'sources'] as const),
  )
  return [...changes, ...sources.slice(0, pairLimit)]
}

function named(seen: Seen, waves: readonly Wave[]) {
  const { id, title } = seen.held.collection
  return { ...seen, label: waves.find(({ collectionId }) => collectionId === id)?.label || title }
}

/** The organiser's order, words, hidden ones and citations laid over what the data give. `people`: names by id. */
export function arrangedFindings(
  { findings, tried }: ToldFindings,
  arranged: readonly ArrangedFinding[],
  people: ReadonlyMap<string, string>,
): TopicFindings {
  const by = new Map(arranged.map((each) => [each.key, each]))
  const laid = findings.map((finding): ShownFinding & { readonly position: number | null } => {
    const own = by.get(finding.key)
    if (!own) return { ...finding, position: null }
    return {
      ...finding,
      hidden: own.hidden,
      pins: own.pins,
      position: own.position,
      ...(own.words === ''
        ? {}
        : {
            words: own.words,
            edited: { person: people.get(own.changedBy ?? '') ?? '', at: own.changedAt },
          }),
    }
  })
  const placed = laid.filter(({ position }) => position !== null)
  const sorted = [
    ...placed.toSorted((a, b) => a.position! - b.position!).map((each) => ({ ...each, headline: true })),
    ...laid.filter(({ position }) => position === null),
  ]
  const plain = sorted.map(({ position: _position, ...finding }) => finding)
  return {
    shown: plain.filter(({ hidden }) => !hidden),
    hidden: plain.filter(({ hidden }) => hidden),
    tried,
  }
}
