/** How many of the answers that are there have an answer to a question, and how many took each of its choices. */

import { answered, type Column, type Frame } from '../../analysis/frame.ts'
import type { Store } from '../store/store.ts'
import { framesOf } from './frames.ts'

export interface AnswerCounts {
  /** Accepted answers of all collections of the form. */
  readonly answers: number
  /** Answers to the question; in a repeat, of all rows. */
  answersTo(name: string): number
  /** Those that took the choice. */
  choosing(name: string, value: string): number
}

/** Of all collections that field a form. */
export async function countAnswers(
  store: Store,
  { id, topicId }: { readonly id: string; readonly topicId: string },
): Promise<AnswerCounts> {
  const frames: Frame[] = []
  let answers = 0
  let after: string | undefined
  do {
    const page = await store.collections.list({
      where: { topicId },
      limit: 200,
      ...(after === undefined ? {} : { after }),
    })
    for (const collection of page.items) {
      if (collection.formId !== id || collection.last === 0) continue
      const held = await framesOf(store).of(collection.id)
      if (!held) continue
      answers += held.frame.n
      frames.push(held.frame, ...held.repeats.map(({ frame }) => frame))
    }
    after = page.next ?? undefined
  } while (after !== undefined)
  const sum = (of: (frame: Frame) => number) => frames.reduce((total, frame) => total + of(frame), 0)
  return {
    answers,
    answersTo: (name) => sum((frame) => filled(frame.columns.get(name))),
    choosing: (name, value) => sum((frame) => chosen(frame, name, value)),
  }
}

function filled(column: Column | undefined): number {
  if (!column) return 0
  let count = 0
  if (column.kind === 'coded') for (const code of column.codes) count += code >= 2 ? 1 : 0
  else for (const status of column.status) count += status === answered ? 1 : 0
  return count
}

function chosen(frame: Frame, name: string, value: string): number {
  const column = frame.columns.get(name)
  const place =
    frame.variables
      .find((variable) => variable.name === name)
      ?.categories.findIndex((category) => category.value === value) ?? -1
  if (!column || place < 0) return 0
  let count = 0
  if (column.kind === 'coded') for (const code of column.codes) count += code === place + 2 ? 1 : 0
  if (column.kind === 'set') for (const one of column.chosen[place]!) count += one
  if (column.kind === 'rank') for (const rank of column.ranks[place]!) count += rank > 0 ? 1 : 0
  return count
}
