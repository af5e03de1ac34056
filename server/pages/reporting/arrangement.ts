/** How a report is arranged: the chapters in their order, and what else its organiser chose. */

import type { ReportArrangement } from '../../store/store.ts'

export const chapterKinds = [
  'findings',
  'coverage',
  'results',
  'notes',
  'instructions',
  'method',
  'questionnaire',
] as const
export type ChapterKind = (typeof chapterKinds)[number]

export interface ChosenChapter {
  readonly kind: ChapterKind
  readonly shown: boolean
}

/** Written only where somebody asks for it: what leaders wrote goes to the team first. */
const seldom: readonly ChapterKind[] = ['instructions']

/** The chapters as kept, those that a newer program knows at the end, and none that it no longer knows. */
export function chaptersOf(kept: ReportArrangement | null): readonly ChosenChapter[] {
  const known = (kept?.chapters ?? []).flatMap(({ kind, shown }) => {
    const found = chapterKinds.find((each) => each === kind)
    return found ? [{ kind: found, shown }] : []
  })
  const missing = chapterKinds.filter((kind) => !known.some((each) => each.kind === kind))
  return [...known, ...missing.map((kind) => ({ kind, shown: !seldom.includes(kind) }))]
}

/** One chapter a place up or down. */
export function moved(
  chapters: readonly ChosenChapter[],
  kind: string,
  by: -1 | 1,
): readonly ChosenChapter[] {
  const from = chapters.findIndex((chapter) => chapter.kind === kind)
  const to = from + by
  if (from < 0 || to < 0 || to >= chapters.length) return chapters
  const order = [...chapters]
  order.splice(to, 0, ...order.splice(from, 1))
  return order
}
