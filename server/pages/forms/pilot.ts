/** How each question fared in the pilots of a form: left blank by how many, answered in how many seconds. */

import { skipped, unanswered, type Column, type Frame } from '../../../analysis/frame.ts'
import { quantiles } from '../../../analysis/sums.ts'
import { effortsOf, secondsByQuestion } from '../../quality/effort.ts'
import { framesOf } from '../../summary/frames.ts'
import type { FormDraft, Store } from '../../store/store.ts'

export interface PilotFigure {
  readonly name: string
  /** Those who were asked: a question that was skipped asks nobody. */
  readonly asked: number
  readonly blank: number
  /** Median over respondents; null where no pilot records times. */
  readonly seconds: number | null
}

/** Of all pilot collections of the form together, whatever version they field; personal questions are not among them. */
export async function pilotFigures(
  store: Store,
  { id, topicId, source }: Pick<FormDraft, 'id' | 'topicId' | 'source'>,
): Promise<readonly PilotFigure[]> {
  const counted = new Map<string, { asked: number; blank: number }>()
  const times = new Map<string, number[]>()
  let after: string | undefined
  do {
    const page = await store.collections.list({
      where: { topicId },
      limit: 200,
      ...(after === undefined ? {} : { after }),
    })
    for (const collection of page.items) {
      if (collection.formId !== id || !collection.pilot || collection.last === 0) continue
      const held = await framesOf(store).of(collection.id)
      for (const frame of held ? [held.frame, ...held.repeats.map(({ frame }) => frame)] : [])
        countIn(frame, counted)
      for await (const { paradata } of effortsOf(store, collection.id, collection.last))
        for (const [question, seconds] of secondsByQuestion(paradata)) {
          const known = times.get(question)
          if (known) known.push(seconds)
          else times.set(question, [seconds])
        }
    }
    after = page.next ?? undefined
  } while (after !== undefined)
  // Frames have columns of their own besides, such as the channel.
  const names = new Set(source.survey.flatMap(({ cells }) => Object.values(cells)))
  const mine = [...counted].filter(([name]) => names.has(name))
  return mine.map(([name, { asked, blank }]) => ({
    name,
    asked,
    blank,
    seconds: medianSeconds(times.get(name) ?? []),
  }))
}

function countIn(frame: Frame, counted: Map<string, { asked: number; blank: number }>): void {
  for (const { name } of frame.variables) {
    const column = frame.columns.get(name)
    if (!column) continue
    const known = counted.get(name) ?? { asked: 0, blank: 0 }
    for (const state of statesOf(column)) {
      if (state === skipped) continue
      known.asked++
      if (state === unanswered) known.blank++
    }
    counted.set(name, known)
  }
}

function statesOf(column: Column): ArrayLike<number> & Iterable<number> {
  return column.kind === 'coded' ? column.codes : column.status
}

/** The median in whole seconds; null of none. */
function medianSeconds(seconds: readonly number[]): number | null {
  const [median = null] = quantiles(Float64Array.from(seconds), [0.5])
  return median === null ? null : Math.round(median)
}
