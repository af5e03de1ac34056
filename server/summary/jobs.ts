/** What may be worked out of a frame by a thread of its own: by name, from plain data to plain data. */

import { catalogues, type Locale } from '../locale/index.ts'
import { findQuality } from '../quality/work.ts'
import { resultsOf } from '../workbench/results.ts'
import type { CollectionFrame } from './held.ts'
import type { Part, Reader } from './stamp.ts'
import { shownEffects } from './effects.ts'
import { filterGroups } from './filters.ts'
import { computeCrossing, computeSummary, readersFrame } from './summary.ts'

/** `told`: how many of how many pieces are done. */
export type Told = (done: number, of: number) => void

/** `beside`: further plain data of the same answers, which do not tell orders apart. */
type Job = (held: CollectionFrame, part: Part, order: never, told: Told, beside: never) => unknown

export const jobs = {
  summary: computeSummary,
  crossing: computeCrossing,
  effects: (held: CollectionFrame, part: Part, { locale }: { readonly locale: Locale }) =>
    shownEffects(held, readersFrame(held, part, locale).frame, { t: catalogues[locale], locale }),
  filters: (
    held: CollectionFrame,
    part: Part,
    { locale, reader }: { readonly locale: Locale; readonly reader: Reader },
  ) => {
    const { frame, channel } = readersFrame(held, part, locale)
    return filterGroups(frame.variables, frame, reader, channel)
  },
  workbench: (held: CollectionFrame, _part: Part, order: Parameters<typeof resultsOf>[1]) =>
    resultsOf(held, order),
  quality: (
    held: CollectionFrame,
    _part: Part,
    order: Parameters<typeof findQuality>[1],
    _told: Told,
    beside: Parameters<typeof findQuality>[2],
  ) => findQuality(held, order, beside),
} satisfies Readonly<Record<string, Job>>

export type Jobs = typeof jobs
export type OrderOf<Name extends keyof Jobs> = Parameters<Jobs[Name]>[2]
export type AnswerOf<Name extends keyof Jobs> = Awaited<ReturnType<Jobs[Name]>>
