/** One function for each kind of question: from what a reader may see to a section of the summary. */

import type { Cell, CodeInfo } from './cells.ts'
import { answeredInfos, baseOf, codeInfos, scoresOf, validCount } from './cells.ts'
import type { BarRow, Chart } from './chart.ts'
import { barChart, divergingChart, histogramChart } from './chart.ts'
import type { Coding } from './coding.ts'
import { codingOf } from './coding.ts'
import type { Variable } from './frame.ts'
import { answered } from './frame.ts'
import { protectedBins, quartileSize, roundingStep, roundTo } from './protect.ts'
import type { Making, Section } from './section.ts'
import { mergeNotes, section, withheld } from './section.ts'
import { dates } from './statistics/dates.ts'
import { frequencies } from './statistics/frequencies.ts'
import { multiple } from './statistics/multiple.ts'
import {
  binLabel,
  countBins,
  histogramTable,
  numbers,
  numberSummary,
  roundWidth,
  summaryTable,
} from './statistics/numbers.ts'
import { note, percent, sampleNotes } from './statistics/result.ts'
import type { ScaleItem } from './statistics/scale.ts'
import { scale } from './statistics/scale.ts'
import { texts } from './statistics/texts.ts'
import type { Table } from './table.ts'
import { columnOf, missingChoiceRows, onlyMissingCode, statusOf } from './totals.ts'

/** A single-choice question; an ordered one with mean and outer shares. */
export function codedSection(variable: Variable, { view, sampleType }: Making): Section {
  const kind = variable.ordered ? 'scale' : 'frequencies'
  const head = { variable: variable.name, title: variable.label, kind } as const
  const coding = codingOf(view.frame, variable.name, view.words)
  const cells = view.cells(coding)
  if (!cells) return withheld(head, view)
  const base = baseOf(cells, coding.infos)
  const result = frequencies(cells, { sampleType, words: view.words })
  const notes = [...mergeNotes(cells), ...sampleNotes(sampleType)]
  const chart = shareChart(result.tables[0]!, view.words.percent)
  if (!variable.ordered) return section({ ...head, base }, result, chart, notes)
  const item = scaleItem(variable, cells)
  const { scores, given } = scoresOf(variable.categories)
  const valid = variable.categories.filter((category) => !category.missing)
  if (valid.length < 2 || item.counts.includes(null) || !base.valid)
    return section({ ...head, base }, result, chart, notes)
  const scaled = scale(
    valid,
    [item],
    scores.filter((score) => !Number.isNaN(score)),
    given,
  )
  const joined = {
    tables: [...result.tables, ...scaled.tables.map((table): Table => ({ ...table, caption: 'score' }))],
    findings: [...result.findings, ...scaled.findings],
    notes: [...result.notes, ...scaled.notes],
  }
  return section({ ...head, base }, joined, chart, notes)
}

/** The counts of each substantive category, null where merged into others for this reader. */
function scaleItem(variable: Variable, cells: readonly Cell[]): ScaleItem {
  const counts = variable.categories.flatMap((category, place) => {
    if (category.missing) return []
    const own = cells.find((cell) => cell.codes.length === 1 && cell.codes[0] === place + 2)
    return [own ? own.count : null]
  })
  return { label: variable.label, counts, valid: validCount(cells) }
}

/** Items of one matrix as one table and one diverging stacked bar. */
export function matrixSection(items: readonly Variable[], { view, sampleType }: Making): Section {
  const first = items[0]!
  const group = first.group ?? { name: first.name, label: first.label }
  const head = { variable: group.name, title: group.label, kind: 'matrix' } as const
  const seen = items.map((variable) => view.cells(codingOf(view.frame, variable.name, view.words)))
  const shown = items.flatMap((variable, k) => (seen[k] ? [scaleItem(variable, seen[k])] : []))
  if (shown.length === 0) return withheld(head, view)
  const categories = first.categories.filter((category) => !category.missing)
  const { scores, given } = scoresOf(first.categories)
  const known = scores.filter((score) => !Number.isNaN(score))
  const result = scale(categories, shown, known, given)
  const hidden = shown.some((item) => item.counts.includes(null) || item.valid === null)
  const chart = divergingChart(
    categories.map((category) => category.label),
    shown.map((item) => ({
      label: item.label,
      shares: item.counts.map((count) => percent(count, item.valid)),
    })),
    view.words.percent,
  )
  const base = matrixBase(items, seen, { view, sampleType })
  const notes = [
    ...(hidden || shown.length < items.length ? [note('hiddenCells')] : []),
    ...sampleNotes(sampleType),
  ]
  const intervals = notes.filter((each) => each.code !== 'wilsonInterval')
  return section({ ...head, base }, result, chart, intervals)
}

/** Only an analyst learns how many answered at least one item: across items it would be a figure of its own. */
function matrixBase(
  items: readonly Variable[],
  seen: readonly (readonly Cell[] | null)[],
  { view }: Making,
): Section['base'] {
  const n = view.filtered ? null : view.frame.n
  if (view.protected) {
    const bases = seen.map((cells, k) => (cells ? baseOf(cells, codeInfos(items[k]!, view.words)) : null))
    const same = <T>(of: (base: Section['base']) => T): T | null => {
      const values = bases.map((base) => (base ? of(base) : null))
      return values.every((value) => value === values[0]) ? (values[0] ?? null) : null
    }
    return {
      n,
      valid: same((base) => base.valid),
      skipped: same((base) => base.skipped),
      unanswered: same((base) => base.unanswered),
      dontKnow: null,
      refused: null,
      notApplicable: null,
    }
  }
  // Of each row the best that it has over the items: an answer, else a declared missing answer, else unanswered.
  const best = new Uint8Array(view.frame.n)
  const rank = { dont_know: 2, refused: 3, not_applicable: 4 } as const
  for (const item of items) {
    const { codes } = codingOf(view.frame, item.name, view.words)
    const worth = [0, 1, ...item.categories.map(({ missing }) => (missing ? rank[missing] : 5))]
    for (let i = 0; i < codes.length; i += 1) best[i] = Math.max(best[i]!, worth[codes[i]!] ?? 0)
  }
  const counts = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < best.length; i += 1) counts[best[i]!]! += 1
  const [skippedRows, unansweredRows, dontKnow, refused, notApplicable, valid] = counts
  return {
    n,
    valid: valid ?? 0,
    skipped: skippedRows ?? 0,
    unanswered: unansweredRows ?? 0,
    dontKnow: dontKnow ?? 0,
    refused: refused ?? 0,
    notApplicable: notApplicable ?? 0,
  }
}

/** A multiple-choice question. */
export function setSection(variable: Variable, { view, sampleType }: Making): Section {
  const head = { variable: variable.name, title: variable.label, kind: 'multiple' } as const
  const coding = answeredCoding(variable, view)
  const cells = view.cells(coding)
  if (!cells) return withheld(head, view)
  const base = baseOf(cells, coding.infos)
  const total = cells.reduce((sum, cell) => sum + cell.count, 0)
  const column = columnOf(view.frame, variable.name)
  const ticks = variable.categories.map((category, place) => {
    if (!view.protected && column.kind === 'set') return countMarks(column.chosen[place]!, column.status)
    // How many ticked 不清楚 beside other choices would be a difference of two figures.
    if (category.missing && view.protected) return null
    const choice = codingOf(view.frame, `${variable.name}/${category.value}`, view.words)
    const own = view.cells(choice)?.find((cell) => cell.codes.length === 1 && cell.codes[0] === 2)
    return own ? own.count : null
  })
  const result = multiple(
    variable.categories,
    { ticks, valid: base.valid, n: total },
    { sampleType, words: view.words },
  )
  const hidden = variable.categories.some((category, place) => !category.missing && ticks[place] === null)
  const notes = [...(hidden ? [note('hiddenCells')] : []), ...mergeNotes(cells), ...sampleNotes(sampleType)]
  return section({ ...head, base }, result, shareChart(result.tables[0]!, view.words.percent), notes)
}

function countMarks(marks: Uint8Array, status: Uint8Array): number {
  let count = 0
  for (let i = 0; i < marks.length; i += 1) if (marks[i] !== 0 && status[i] === answered) count += 1
  return count
}

/** Whether a set or ranking was answered with more than 不清楚 and the like. */
export function answeredCoding(variable: Variable, view: Making['view']): Coding {
  const column = columnOf(view.frame, variable.name)
  const status = statusOf(view.frame, variable.name)
  if (!status || (column.kind !== 'set' && column.kind !== 'rank'))
    throw new Error(`summarise: ${variable.name} has no choices`)
  const missing = missingChoiceRows(variable, column.kind === 'set' ? column.chosen : column.ranks, status)
  const codes = missing
    ? status.map((code, i) => (missing[i] ? onlyMissingCode - 1 + missing[i] : code))
    : status
  const declared = variable.categories.filter((category) => category.missing)
  const [valid, ...statuses] = answeredInfos(view.words)
  const infos: CodeInfo[] = [
    valid!,
    ...declared.map((category, k) => ({
      code: onlyMissingCode + k,
      label: category.label,
      missing: category.missing,
    })),
    ...statuses,
  ]
  return {
    name: variable.name,
    label: variable.label,
    codes,
    size: onlyMissingCode + declared.length,
    infos,
    ordered: false,
  }
}

/** A number. */
export function numberSection(variable: Variable, { view, sampleType }: Making): Section {
  const head = { variable: variable.name, title: variable.label, kind: 'numbers' } as const
  const coding = codingOf(view.frame, variable.name, view.words)
  const cells = view.cells(coding)
  const rows = view.numberRows(variable.name)
  if (!cells) return withheld(head, view)
  const base = baseOf(cells, coding.infos)
  if (view.protected && !rows) return { ...withheld(head, view), base }
  const values = valuesOf(variable, view, rows)
  const notes = sampleNotes(sampleType).filter((each) => each.code !== 'wilsonInterval')
  if (!view.protected) {
    const result = numbers(values, view.words)
    return section({ ...head, base }, result, binChart(result.tables[1], view.words.count), notes)
  }
  const result = protectedNumbers(values, base.valid, view)
  return section({ ...head, base }, result, binChart(result.tables[1], view.words.count), [
    ...mergeNotes(cells),
    ...notes,
  ])
}

function valuesOf(variable: Variable, view: Making['view'], rows: Uint8Array | null): Float64Array {
  const column = columnOf(view.frame, variable.name)
  if (column.kind !== 'number' || !rows) return new Float64Array(0)
  const values = new Float64Array(rows.length)
  let n = 0
  for (let i = 0; i < rows.length; i += 1) {
    if (rows[i] === answered && !Number.isNaN(column.values[i]!)) values[n++] = column.values[i]!
  }
  return values.subarray(0, n)
}

/** Rounded figures without minimum and maximum; quartiles and a histogram only of enough values, and n only where it may be known. */
function protectedNumbers(values: Float64Array, shownN: number | null, view: Making['view']) {
  const summary = numberSummary(values)
  const step = roundingStep(summary.sd, values.length)
  const many = values.length >= quartileSize
  const shown = {
    n: shownN,
    mean: roundTo(summary.mean, step),
    sd: roundTo(summary.sd, step),
    min: null,
    quartiles: many ? summary.quartiles.map((quartile) => roundTo(quartile, step)) : [null, null, null],
    max: null,
  }
  const notes = [note('minMaxHidden'), ...(step === null ? [] : [note('rounded', { step })])]
  const tables: Table[] = [summaryTable(shown)]
  const [lower, , upper] = shown.quartiles
  if (
    shownN !== null &&
    !view.filtered &&
    typeof lower === 'number' &&
    typeof upper === 'number' &&
    upper > lower
  ) {
    const width = roundWidth((upper - lower) / 3)
    const from = Math.floor((lower - (upper - lower)) / width)
    const to = Math.ceil((upper + (upper - lower)) / width)
    const edges = Array.from({ length: to - from + 1 }, (_, k) =>
      Number(((from + k) * width).toPrecision(12)),
    )
    const bins = protectedBins(edges, countBins(values, { edges, whole: false }))
    if (bins) {
      const labels = bins.counts.map((_, k) => binLabel({ edges: bins.edges, whole: false }, k, view.words))
      tables.push(histogramTable(labels, bins.counts))
      notes.push(note('binsClosedLeft'))
    }
  }
  return { tables, findings: [], notes }
}

function binChart(table: Table | undefined, title: string): Chart | null {
  if (!table) return null
  return histogramChart(
    table.rows.map(({ cells }) => String(cells[0])),
    table.rows.map(({ cells }) => Number(cells[1])),
    title,
  )
}

/** An open answer: how many wrote. */
export function textSection(variable: Variable, { view }: Making): Section {
  const head = { variable: variable.name, title: variable.label, kind: 'texts' } as const
  const coding = codingOf(view.frame, variable.name, view.words)
  const cells = view.cells(coding)
  if (!cells) return withheld(head, view)
  return section({ ...head, base: baseOf(cells, coding.infos) }, texts(cells), null, mergeNotes(cells))
}

/** A date: by day or month; for protected readers by month. */
export function dateSection(variable: Variable, { view, sampleType }: Making): Section {
  const head = { variable: variable.name, title: variable.label, kind: 'dates' } as const
  const coding = codingOf(view.frame, variable.name, view.words)
  const cells = view.cells(coding)
  if (!cells) return withheld(head, view)
  const base = baseOf(cells, coding.infos)
  if (view.protected) {
    const result = frequencies(cells, { sampleType: 'open', words: view.words })
    const chart = shareChart(result.tables[0]!, view.words.percent)
    return section({ ...head, base }, { ...result, findings: [] }, chart, mergeNotes(cells))
  }
  const column = columnOf(view.frame, variable.name)
  const days = column.kind === 'text' ? column.texts.filter((day) => day !== null) : []
  const result = dates(days)
  const notes = sampleNotes(sampleType).filter((each) => each.code === 'nonProbability')
  return section({ ...head, base }, result, binChart(result.tables[0], view.words.count), notes)
}

/** Bars of a table of shares: the per cent of valid answers where the table has them, else of all. */
function shareChart(table: Table, title: string): Chart | null {
  const share = table.columns.findIndex(({ kind }) => kind === 'percent')
  const lower = table.columns.findIndex(({ key }) => key === 'lower')
  const bars = table.rows.flatMap(({ cells, role }): BarRow[] => {
    const value = cells[share]
    if ((role !== 'value' && role !== 'merged') || typeof value !== 'number') return []
    const low = cells[lower]
    const high = cells[lower + 1]
    const limits =
      lower >= 0 && typeof low === 'number' && typeof high === 'number' ? { lower: low, upper: high } : {}
    return [{ label: String(cells[0]), value, muted: role === 'merged', ...limits }]
  })
  return barChart(bars, title)
}
