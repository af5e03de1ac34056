/** The section of a ranking. */

import { baseOf, codeInfos, validCount } from './cells.ts'
import { barChart } from './chart.ts'
import type { Variable } from './frame.ts'
import { answered } from './frame.ts'
import type { Making, Section } from './section.ts'
import { mergeNotes, section, withheld } from './section.ts'
import { answeredCoding } from './sections.ts'
import { ranksAlike } from './statistics/agreement-results.ts'
import { rankAgreement } from './statistics/rank-agreement.ts'
import { ranks, rankSummary } from './statistics/ranks.ts'
import { column as columnNamed, note, percent, row, sampleNotes, testNotes } from './statistics/result.ts'
import type { Table } from './table.ts'
import { columnOf } from './totals.ts'

/** A ranking. */
export function rankSection(variable: Variable, { view, sampleType }: Making): Section {
  const head = { variable: variable.name, title: variable.label, kind: 'ranks' } as const
  const column = columnOf(view.frame, variable.name)
  if (column.kind !== 'rank') throw new Error(`summarise: ${variable.name} is not a ranking`)
  const coding = answeredCoding(variable, view)
  const cells = view.cells(coding)
  if (!cells) return withheld(head, view)
  const base = baseOf(cells, coding.infos)
  const notes = [
    ...mergeNotes(cells),
    ...sampleNotes(sampleType).filter((each) => each.code !== 'wilsonInterval'),
  ]
  if (view.protected) return protectedRanks(variable, { view, sampleType }, { ...head, base })
  const summary = rankSummary(column.ranks, column.status)
  const result = ranks(variable.categories, summary)
  const alike = rankAgreement(column)
  const agreement = alike && alike.judges >= 2 ? ranksAlike(alike) : null
  const bars = variable.categories.map((category, place) => ({
    label: category.label,
    value: percent(summary.items[place]!.first, summary.n) ?? 0,
    muted: false,
  }))
  return section(
    { ...head, base },
    {
      tables: [...result.tables, ...(agreement?.tables ?? [])],
      findings: [...result.findings, ...(agreement?.findings ?? [])],
      notes: [...result.notes, ...(agreement ? [...agreement.notes, ...testNotes(sampleType)] : [])],
    },
    summary.n > 0 ? barChart(bars, view.words.firstShare) : null,
    notes,
  )
}

/** First choices only, as a variable of its own: how often an item was ranked at all would give second choices by subtraction. */
function protectedRanks(
  variable: Variable,
  { view }: Making,
  head: Pick<Section, 'variable' | 'title' | 'kind' | 'base'>,
): Section {
  const column = columnOf(view.frame, variable.name)
  if (column.kind !== 'rank') throw new Error(`summarise: ${variable.name} is not a ranking`)
  const codes = new Uint16Array(view.frame.n)
  for (let i = 0; i < codes.length; i += 1) {
    const place = column.status[i] === answered ? column.ranks.findIndex((marks) => marks[i] === 1) : -1
    codes[i] = place >= 0 ? place + 2 : Math.min(1, column.status[i]!)
  }
  const name = `${variable.name}/1`
  const infos = codeInfos(variable, view.words)
  const size = variable.categories.length + 2
  const cells = view.cells({ name, label: variable.label, codes, size, infos, ordered: false })
  if (!cells) return withheld(head, view)
  const total = cells.reduce((sum, cell) => sum + cell.count, 0)
  const valid = validCount(cells)
  const lines = cells.filter((cell) => cell.role !== 'missing')
  const table: Table = {
    columns: [
      columnNamed('item', 'label'),
      columnNamed('firstChoice', 'count'),
      columnNamed('firstShare', 'percent'),
    ],
    rows: lines.map((cell) =>
      row(
        [cell.label, cell.count, percent(cell.count, valid ?? total)],
        cell.codes.length > 1 ? 'merged' : 'value',
      ),
    ),
    notes: [],
  }
  const bars = lines.map((cell) => ({
    label: cell.label,
    value: percent(cell.count, valid ?? total) ?? 0,
    muted: cell.codes.length > 1,
  }))
  return section(
    head,
    { tables: [table], findings: [], notes: [note('firstChoicesOnly')] },
    barChart(bars, view.words.firstShare),
    mergeNotes(cells),
  )
}
