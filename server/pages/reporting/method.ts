/** The chapter of method: the rules that the figures follow, as far as they matter for what is in the report. */

import type { Block } from '../../report/blocks.ts'
import type { Asked, Material } from './material.ts'

export function methodBlocks({ t, reader }: Asked, material: readonly Material[]): readonly Block[] {
  const words = t.report.method
  const counted = material.filter(({ notes }) => !notes)
  const types = new Set(counted.map(({ head }) => head.sampleType))
  const has = (...wanted: readonly string[]) => wanted.some((type) => types.has(type as never))
  const open = counted.some(({ sections }) => sections.some(({ kind }) => kind === 'texts'))
  const sentences = [
    ...(material.length > 0 ? [words.sources({ n: material.length })] : []),
    ...(counted.length > 0 ? [words.missing] : []),
    ...(has('probability') ? [words.interval] : []),
    ...(has('quota', 'open', 'organised') ? [words.nonProbability] : []),
    ...(has('complex') ? [words.complex] : []),
    ...(has('census') ? [words.census] : []),
    ...(counted.length > 0 ? [words.unweighted] : []),
    ...(reader === 'protected' ? [words.protected] : []),
    ...(open ? [words.open] : []),
    ...(counted.length > 0 ? [words.charts] : []),
  ]
  return sentences.map((text) => ({ kind: 'paragraph', text }))
}
