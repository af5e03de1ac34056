/** What may be worked out of a frame by a thread of its own: by name, from plain data to plain data. */

import { resultsOf } from '../workbench/results.ts'
import type { CollectionFrame } from './held.ts'
import type { Part } from './stamp.ts'
import { computeCrossing, computeSummary } from './summary.ts'

/** `told`: how many of how many pieces are done. */
export type Told = (done: number, of: number) => void

type Job = (held: CollectionFrame, part: Part, order: never, told: Told) => unknown

export const jobs = {
  summary: computeSummary,
  crossing: computeCrossing,
  workbench: (held: CollectionFrame, _part: Part, order: Parameters<typeof resultsOf>[1]) =>
    resultsOf(held, order),
} satisfies Readonly<Record<string, Job>>

export type Jobs = typeof jobs
export type OrderOf<Name extends keyof Jobs> = Parameters<Jobs[Name]>[2]
export type AnswerOf<Name extends keyof Jobs> = Awaited<ReturnType<Jobs[Name]>>
