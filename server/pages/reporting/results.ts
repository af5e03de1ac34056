/** The chapter of results: each question with its sentence, chart, tables and remarks. */

import type { Block } from '../../report/blocks.ts'
import type { MarkCell } from '../../summary/findings/marks.ts'
import type { ShownSection } from '../../summary/shown.ts'
import { sourceOf, type Asked, type Material } from './material.ts'

export function resultBlocks(asked: Asked, material: readonly Material[]): readonly Block[] {
  return material
    .filter(({ notes }) => !notes)
    .flatMap((each): Block[] => [
      { kind: 'heading', level: 2, text: each.title },
      ...each.sections.flatMap((section) => sectionBlocks(section, each, asked)),
      ...groupBlocks(each, asked),
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
      ? [
          {
            kind: 'finding',
            text: sentence,
            keeps: section.chart !== null,
            ...(bare ? { source } : {}),
          } as const,
        ]
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

/** Groups compared, with marks where the differences hold. */
function groupBlocks(material: Material, asked: Asked): readonly Block[] {
  const b = asked.t.briefing
  if (material.marks.length === 0) return []
  return [
    { kind: 'heading', level: 3, text: b.groups },
    ...material.marks.flatMap(({ label, groups, rows, notes }, place): Block[] => [
      {
        kind: 'table',
        number: '',
        ...(place === 0 ? { source: sourceOf(material, asked, []) } : {}),
        table: {
          key: 'groups',
          caption: b.groupsBy({ label }),
          columns: [
            { key: 'question', label: b.question, numeric: false },
            ...groups.map((group) => ({ key: 'group', label: group, numeric: true })),
          ],
          rows: rows.map((row) => ({ role: 'value', head: row.label, cells: row.cells.map(groupCell) })),
        },
      },
      ...(notes.length > 0 ? [{ kind: 'remarks', items: notes } as const] : []),
    ]),
  ]
}

function groupCell({ text, value, n, mark }: MarkCell) {
  if (value === null) return { text, value }
  const sign = mark === null ? '' : mark === 'above' ? ' ▲' : ' ▼'
  return { text: `${text}${sign}\nn = ${n}`, value }
}
