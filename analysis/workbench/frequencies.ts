/**
 * One variable at a time: shares of choices, ticks, numbers, dates, texts. Without weights as on the summary; with
 * weights or a design as the design estimates them.
 */

import { barChart } from '../chart.ts'
import type { LinearisedDesign } from '../design/design.ts'
import { designMeans, designShares } from '../statistics/design-estimates.ts'
import { designQuantiles } from '../statistics/design-measures.ts'
import { column, note, percent, row } from '../statistics/result.ts'
import { summarise } from '../summarise.ts'
import type { Note, Table } from '../table.ts'
import type { Prepared } from './prepare.ts'
import type { MarkedSide } from './sides.ts'
import { numbersOfName, sideOf, variableOfName } from './sides.ts'
import type { Piece, Statistic } from './statistic.ts'
import { emptyPiece, labelOf } from './statistic.ts'

export const frequencies: Statistic = {
  name: 'frequencies',
  rows: { least: 1, most: 40 },
  columns: { least: 0, most: 0 },
  options: { sort: ['form', 'high', 'low'] },
  run: (data, chosen) => chosen.rows.map((name) => sorted(counted(data, name), chosen.option('sort'))),
}

function counted(data: Prepared, name: string): Piece {
  const { frame, n, design } = data
  const title = [labelOf(frame, name)]
  const variable = variableOfName(frame, name)
  if (!variable) return emptyPiece(title, n, note('variableUnknown', { variable: name }))
  if (design) return weighted(data, design, name)
  if (variable.name !== name) return onePart(data, name)
  const part = data.part([name])
  // By itself: a matrix has a table of all its items on the summary.
  const alone = { ...part, variables: part.variables.map((each) => ({ ...each, group: null })) }
  const [section] = summarise(alone, { sampleType: data.sampleType, viewer: 'full', words: data.words })
  if (!section) return emptyPiece(title, n, note('noAnswers'))
  const { tables, findings, notes, chart, base } = section
  return { title, n: base.n ?? n, tables, findings, notes, chart }
}

/** One choice of several: who ticked it and who did not. */
function onePart(data: Prepared, name: string): Piece {
  const { frame, kept, words, n } = data
  const title = [labelOf(frame, name)]
  const side = sideOf(frame, name, words)
  if (side?.kind !== 'coded') return emptyPiece(title, n, note('needsChoices', { variable: title[0]! }))
  const counts = side.labels.map(() => 0)
  let valid = 0
  for (let at = 0; at < frame.n; at += 1) {
    if ((kept && kept[at] === 0) || side.codes[at]! < 0) continue
    counts[side.codes[at]!]! += 1
    valid += 1
  }
  if (valid === 0) return emptyPiece(title, n, note('noAnswers'))
  return {
    title,
    n: valid,
    tables: [
      {
        columns: [column('choice', 'label'), column('count', 'count'), column('percentValid', 'percent')],
        rows: [
          ...side.labels.map((label, k) => row([label, counts[k]!, percent(counts[k]!, valid)])),
          row([words.total, valid, 100], 'total'),
        ],
        notes: [],
      },
    ],
    findings: [],
    notes: n > valid ? [note('missingLeftOut', { n: n - valid })] : [],
    chart: barChart(
      side.labels.map((label, k) => ({ label, value: percent(counts[k]!, valid)!, muted: false })),
      words.percentValid,
    ),
  }
}

function weighted(data: Prepared, design: LinearisedDesign, name: string): Piece {
  const { frame, words, sampleType, n } = data
  const title = [labelOf(frame, name)]
  const variable = variableOfName(frame, name)!
  if (variable.name === name && variable.kind === 'number') {
    const item = numbersOfName(frame, name, words)!
    const mean = designMeans(design, [item], { sampleType })
    const quartiles = designQuantiles(design, item, { sampleType })
    return {
      title,
      n,
      tables: [...mean.tables, ...quartiles.tables],
      findings: [...mean.findings, ...quartiles.findings],
      notes: [...mean.notes, ...quartiles.notes],
      chart: null,
    }
  }
  const side = sideOf(frame, name, words)
  if (!side) return emptyPiece(title, n, note('noWeightedText', { variable: title[0]! }))
  if (side.kind === 'marked') return weightedTicks(data, design, side)
  const of = designShares(design, side, { sampleType })
  return {
    title,
    n,
    tables: of.tables,
    findings: of.findings,
    notes: of.notes,
    chart: barChart(of.bars, words.percent),
  }
}

/** Ticks with weights: each choice's share of those who answered. */
function weightedTicks(data: Prepared, design: LinearisedDesign, side: MarkedSide): Piece {
  const { words, sampleType, n } = data
  const items = side.labels.map((label, k) => ({
    label,
    values: Float64Array.from(side.given, (given, at) =>
      given === 0 ? NaN : side.marks[k]![at] === 0 ? 0 : 1,
    ),
  }))
  const of = designMeans(design, items, { sampleType })
  const ranked = variableOfName(data.frame, side.name)?.kind === 'rank'
  const notes: readonly Note[] = [note(ranked ? 'rankedAtAll' : 'severalChoices'), ...of.notes]
  return {
    title: [side.label],
    n,
    tables: of.tables.map(inPercent),
    findings: [],
    notes,
    chart: barChart(
      of.bars.map((bar) => ({
        ...bar,
        value: 100 * bar.value,
        ...(bar.lower === undefined ? {} : { lower: 100 * bar.lower }),
        ...(bar.upper === undefined ? {} : { upper: 100 * bar.upper }),
      })),
      words.percentRespondents,
    ),
  }
}

/** Means of 0 and 1 as shares. */
function inPercent(table: Table): Table {
  const shares = new Set(['mean', 'standardError', 'lower', 'upper'])
  const columns = table.columns.map((each) =>
    each.key === 'mean'
      ? column('percentRespondents', 'percent')
      : shares.has(each.key)
        ? { ...each, kind: 'percent' as const }
        : each,
  )
  return {
    ...table,
    caption: 'percentRespondents',
    columns,
    rows: table.rows.map((line) => ({
      ...line,
      cells: line.cells.map((cell, k) =>
        typeof cell === 'number' && shares.has(table.columns[k]!.key) ? 100 * cell : cell,
      ),
    })),
  }
}

/** Rows of the first table by their first number, where asked for; totals and missing answers stay below. */
function sorted(piece: Piece, sort: string): Piece {
  const [first, ...rest] = piece.tables
  if (sort === 'form' || !first) return piece
  const at = first.columns.findIndex(({ kind }) => kind === 'percent' || kind === 'count')
  if (at < 0) return piece
  const value = (cells: readonly unknown[]) => (typeof cells[at] === 'number' ? cells[at] : -Infinity)
  const values = first.rows.filter(({ role }) => role === 'value')
  const others = first.rows.filter(({ role }) => role !== 'value')
  const rows = values.toSorted((a, b) =>
    sort === 'high' ? value(b.cells) - value(a.cells) : value(a.cells) - value(b.cells),
  )
  return { ...piece, tables: [{ ...first, rows: [...rows, ...others] }, ...rest], chart: null }
}
