/** The chapter of results: each question with its sentence, chart, tables and remarks. */

import type { Block } from '../../report/blocks.ts'
import type { ShownSection } from '../../summary/shown.ts'
import { sourceOf, type Asked, type Material } from './material.ts'

export function resultBlocks(asked: Asked, material: readonly Material[]): readonly Block[] {
  return material
    .filter(({ isNotes }) => !isNotes)
    .flatMap((each): Block[] => [
      { kind: 'heading', level: 2, text: each.title },
      ...each.sections.flatMap((section) => sectionBlocks(section, each, asked)),
    ])
}

function sectionBlocks(section: ShownSection, material: Material, asked: Asked): readonly Block[] {
  const source = sourceOf(material, asked, section.base)
  const sentence = section.findings.join(asked.locale === 'en' ? ' ' : '')
  // The source hangs on the first table; where there is none, on what is said.
  const bare = section.tables.length === 0
  return [
    { kind: 'heading', level: 3, text: section.title },
    ...(sentence
      ? [{ kind: 'finding', text: sentence, ...(bare ? { source } : {}) } as const]
      : bare
        ? [
            {
              kind: 'paragraph',
              text: section.base.join(asked.locale === 'en' ? ', ' : '，'),
              source,
            } as const,
          ]
        : []),
    ...(section.chart
      ? [{ kind: 'chart', number: '', caption: section.title, chart: section.chart } as const]
      : []),
    ...section.tables.map((table, place): Block => ({
      kind: 'table',
      number: '',
      table,
      ...(place === 0 ? { source } : {}),
    })),
    ...(section.notes.length > 0 ? [{ kind: 'remarks', items: section.notes } as const] : []),
  ]
}
