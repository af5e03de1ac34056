/** The chapter of findings: what the statistics of each question say in a sentence. */

import type { Block } from '../../report/blocks.ts'
import { sourceOf, type Asked, type Material } from './material.ts'

/** Sentences of one collection; what more there is stands with the questions. */
const most = 12

export function findingBlocks(asked: Asked, material: readonly Material[]): readonly Block[] {
  const words = asked.t.report
  if (material.length === 0) return [{ kind: 'paragraph', text: words.nothingYet }]
  const told = material.filter(({ sections }) => sections.some(({ findings }) => findings.length > 0))
  if (told.length === 0) return [{ kind: 'paragraph', text: words.noFindings }]
  return told.flatMap((each): Block[] => [
    ...(told.length > 1 ? [{ kind: 'heading', level: 2, text: each.title } as const] : []),
    ...each.sections
      .filter(({ findings, kind }) => findings.length > 0 && kind !== 'texts' && kind !== 'dates')
      .slice(0, most)
      .map(({ title, findings }, place): Block => ({
        kind: 'finding',
        text: words.onQuestion({ title, words: findings.join(asked.locale === 'en' ? ' ' : '') }),
        // Where they come from is the same for all of them; each says its own base.
        ...(place === 0 ? { source: sourceOf(each, asked, []) } : {}),
      })),
  ])
}
