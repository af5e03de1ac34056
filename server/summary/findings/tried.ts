/**
 * The comparisons of one collection, or between two, for one kind of reader, made a question at a time so that intake
 * never waits. Held by this process, the last of each; key (collection, stamp, form version, channels, reader, locale).
 */

import { betweenComparisons } from '../../../analysis/findings/between.ts'
import type { Comparison } from '../../../analysis/findings/comparison.ts'
import { comparisonsWithin } from '../../../analysis/findings/findings.ts'
import { markedTables, type MarkedTable } from '../../../analysis/findings/marks.ts'
import { fullView, protectedView, type View } from '../../../analysis/view.ts'
import { catalogues, type Locale } from '../../locale/index.ts'
import type { CollectionFrame } from '../frames.ts'
import { keepingLatest } from '../latest.ts'
import type { Part, Reader } from '../stamp.ts'
import { readersFrame } from '../summary.ts'
import { planOf } from './plan.ts'

/** A collection as a reader's findings are made of it. */
export interface Seen {
  readonly held: CollectionFrame
  readonly part: Part
}
export interface Looking {
  readonly reader: Reader
  readonly locale: Locale
}

/** The comparisons of a collection, and its groups side by side. */
export interface Studied {
  readonly comparisons: readonly Comparison[]
  readonly marks: readonly MarkedTable[]
}

const keep = keepingLatest<Studied>(200)

export function studied(seen: Seen, looking: Looking): Promise<Studied> {
  const { held } = seen
  return kept(`within ${held.collection.id}`, [seen], looking, async () => {
    const plan = planOf(held)
    const { sampleType } = held.collection
    const view = viewOf(seen, looking)
    const comparisons: Comparison[] = []
    for (const some of comparisonsWithin(view, plan, sampleType)) {
      comparisons.push(...some)
      await pause()
    }
    return { comparisons, marks: markedTables(view, plan, { sampleType, test: mayTest(seen, looking) }) }
  })
}

/** `labels`: what people call the two; `change` where the second is the wave after the first. */
export async function triedBetween(
  first: Seen & { readonly label: string },
  second: Seen & { readonly label: string },
  kind: 'change' | 'sources',
  looking: Looking,
): Promise<readonly Comparison[]> {
  const ids = `${first.held.collection.id} ${first.label} ${second.held.collection.id} ${second.label}`
  const { comparisons } = await kept(`${kind} ${ids}`, [first, second], looking, () => {
    const side = ({ label, ...seen }: Seen & { readonly label: string }) => ({
      view: about(viewOf(seen, looking), planOf(seen.held).outcomes),
      sampleType: seen.held.collection.sampleType,
      label,
      id: seen.held.collection.id,
    })
    const comparisons = betweenComparisons(side(first), side(second), kind)
    return Promise.resolve({ comparisons, marks: [] })
  })
  return comparisons
}

/** Promise 4: tests of other samples are for analysts only. */
export function mayTest({ held }: Seen, { reader }: Looking): boolean {
  return reader === 'full' || held.collection.sampleType === 'probability'
}

function kept(
  what: string,
  seen: readonly Seen[],
  { reader, locale }: Looking,
  make: () => Promise<Studied>,
): Promise<Studied> {
  const stamps = seen.map(({ held, part }) =>
    [part.stamp, held.collection.formVersionId, held.channels.length].join(' '),
  )
  return keep(`${what}\n${reader}\n${locale}`, stamps.join('\n'), make)
}

export function viewOf({ held, part }: Seen, { reader, locale }: Looking): View {
  const { frame } = readersFrame(held, part, locale)
  const words = catalogues[locale].summary.heading
  return reader === 'full' ? fullView(frame, words) : protectedView(frame, words)
}

/** The same view of some of its variables. */
export function about(view: View, names: readonly string[]): View {
  const wanted = new Set(names)
  const variables = view.frame.variables.filter(({ name }) => wanted.has(name))
  return { ...view, frame: { ...view.frame, variables } }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
